//! Each exchange with the directory fails once in each way, in each flow.
//!
//! Whatever fails: the person sees something with a next step, the flow can be finished by trying
//! again, and nothing is done twice.

use contract::MethodKind;
use journey::{
    Event, Route, Screen, Task,
    registration::{self, Registration},
    removal::{self, Removal},
};
use latchkey_tests::{
    visitor::Visitor,
    world::{Edge, Mishap},
};
use tenant::people::{ADA, LENA};

use crate::journeys::{names_a_passkey, overview, passkeys, reread, signed_in};

/// How many exchanges of each flow are made to fail, one after the other.
const STEPS: usize = 4;

fn every_mishap() -> impl Iterator<Item = (usize, Mishap)> {
    (0..STEPS).flat_map(|step| Mishap::ALL.map(|mishap| (step, mishap)))
}

#[tokio::test]
async fn a_registration_ends_with_one_key_whatever_fails_on_the_way() {
    for (step, mishap) in every_mishap() {
        let edge = Edge::new();
        let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
        edge.fails_after(step, mishap);
        names_a_passkey(&mut visitor, "Blue key").await;
        for _ in 0..6 {
            let next = match &signed_in(&visitor).task {
                Task::Registration(registration) => match registration.as_ref() {
                    Registration::Saved { .. } => break,
                    Registration::Naming(naming) if naming.is_ready() => {
                        Event::Registration(registration::Event::Confirmed)
                    }
                    _ => Event::Registration(registration::Event::Retried),
                },
                other => panic!("{mishap:?} at step {step} leads to {other:?}"),
            };
            edge.wait(6_000);
            visitor.does(next).await;
            if let Task::Registration(registration) = &signed_in(&visitor).task
                && let Registration::Naming(naming) = registration.as_ref()
            {
                assert_eq!(naming.name, "Blue key", "what was typed is kept");
            }
        }
        edge.calms_down();
        let keys = reread(&mut visitor).await;
        assert_eq!(passkeys(&keys), ["Blue key"], "{mishap:?} at step {step}");
    }
}

#[tokio::test]
async fn a_removal_ends_with_the_method_gone_whatever_fails_on_the_way() {
    for (step, mishap) in every_mishap() {
        let edge = Edge::new();
        let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
        let before = overview(&visitor).methods.len();
        let phone =
            |m: &&contract::AuthenticationMethod| matches!(m.kind, MethodKind::Phone { .. });
        let id = overview(&visitor).methods.iter().find(phone).expect("a phone").id.clone();
        visitor.does(Event::LinkFollowed(Route::Remove(id.clone()))).await;
        edge.fails_after(step, mishap);
        for _ in 0..4 {
            match &signed_in(&visitor).task {
                Task::Removal(removal) => assert!(
                    matches!(removal.as_ref(), Removal::Confirming { .. }),
                    "{mishap:?} at step {step} leads to {removal:?}"
                ),
                _ => break,
            }
            edge.wait(6_000);
            visitor.does(Event::Removal(removal::Event::Confirmed)).await;
        }
        edge.calms_down();
        let after = reread(&mut visitor).await.methods;
        assert!(!after.iter().any(|method| method.id == id), "{mishap:?} at step {step}");
        assert_eq!(after.len(), before - 1, "{mishap:?} at step {step} removes one thing");
    }
}

#[tokio::test]
async fn a_page_that_could_not_be_made_is_made_by_a_reload() {
    for mishap in Mishap::ALL {
        let edge = Edge::new();
        let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
        for step in 0..4 {
            edge.fails_after(step, mishap);
        }
        visitor.opens("/").await;
        assert!(
            matches!(visitor.state.screen, Screen::Failed(_) | Screen::SignedIn(_)),
            "{mishap:?} leads to {:?}",
            visitor.state.screen
        );
        edge.wait(6_000);
        for _ in 0..4 {
            visitor.opens("/").await;
        }
        assert_eq!(overview(&visitor).person.account, ADA.account, "{mishap:?}");
    }
}

#[tokio::test]
async fn a_sign_in_during_trouble_creates_nothing_and_can_be_tried_again() {
    for (step, mishap) in every_mishap() {
        let edge = Edge::new();
        let pass = edge.pass_of(ADA.account);
        edge.fails_after(step, mishap);
        if let Err(fault) = edge.sign_in(ADA.account, &pass, "/").await {
            let problem = fault.problem(&contract::TraceId::default());
            assert!(
                journey::Fault::Problem(problem.clone())
                    .code()
                    .is_some_and(|code| code.status() >= 400),
                "{problem:?}"
            );
            edge.wait(6_000);
            edge.sign_in(ADA.account, &pass, "/").await.expect("the second time it works");
        }
    }
}
