//! Microsoft Authenticator, from the app on the phone to the entry in the list, in both profiles and
//! with what goes wrong on the phone.

use std::rc::Rc;

use contract::{MethodKind, Verdict};
use journey::{Event, Screen, Task, authenticator::Authenticator, watch};
use latchkey_tests::{visitor::Visitor, world::Edge};
use serde_json::{Value, json};
use tenant::people::{ADA, LENA, NILS};

use crate::journeys::{overview, reread};

const PAGE: &str = "/add-authenticator/account";

fn at(visitor: &Visitor) -> &Authenticator {
    match &visitor.state.screen {
        Screen::SignedIn(signed_in) => match &signed_in.task {
            Task::Authenticator(authenticator) => authenticator,
            other => panic!("another task: {other:?}"),
        },
        other => panic!("nobody is signed in: {other:?}"),
    }
}

fn is_waiting(visitor: &Visitor) -> bool {
    matches!(at(visitor), Authenticator::InTheApp(_))
}

/// Says that it is done on the phone, which looks at the list at once.
async fn looks(visitor: &mut Visitor) {
    visitor.does(Event::Watch(watch::Event::FinishedChosen)).await;
}

fn adds(edge: &Rc<Edge>, account: &str, more: Value) -> u16 {
    let mut body = json!({ "account": account, "pass": edge.pass_of(account), "name": "Pixel 9" });
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    edge.phone(&body)
}

#[tokio::test]
async fn the_new_entry_is_noticed_and_no_more_is_said_of_it_than_is_true() {
    for edge in [Edge::new(), Edge::as_real()] {
        let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
        looks(&mut visitor).await;
        assert!(is_waiting(&visitor), "nothing is claimed before it is there");
        edge.wait(60_000);
        assert_eq!(adds(&edge, ADA.account, json!({})), 200);
        // The list of a real directory lags.
        edge.wait(60_000);
        looks(&mut visitor).await;
        let Authenticator::Added { method } = at(&visitor) else { panic!("{:?}", at(&visitor)) };
        assert_eq!(method.kind, MethodKind::MicrosoftAuthenticator);
        assert_eq!(method.name.as_deref(), Some("Pixel 9"));
        assert_eq!(reread(&mut visitor).await.verdict(), Verdict::WithPassword);
    }
}

#[tokio::test]
async fn an_app_that_is_never_finished_or_has_another_account_leaves_the_page_waiting() {
    for (account, fault) in [
        (ADA.account, json!({ "fault": "neverFinished" })),
        (ADA.account, json!({ "fault": "wrongNumber" })),
        (ADA.account, json!({ "fault": "anotherAccount" })),
        (LENA.account, json!({})),
    ] {
        let edge = Edge::new();
        let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
        adds(&edge, account, fault);
        looks(&mut visitor).await;
        assert!(is_waiting(&visitor), "{:?}", at(&visitor));
        assert!(
            overview(&visitor).methods.iter().all(|m| m.kind != MethodKind::MicrosoftAuthenticator)
        );
    }
}

#[tokio::test]
async fn an_entry_that_appears_after_a_minute_is_noticed_then() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
    assert_eq!(adds(&edge, ADA.account, json!({ "fault": "late", "delaySeconds": 60 })), 200);
    let before = edge.now();
    // The page looks again by itself, less and less often.
    looks(&mut visitor).await;
    assert!(matches!(at(&visitor), Authenticator::Added { .. }), "{:?}", at(&visitor));
    let seconds = before.seconds_until(edge.now());
    assert!((60..120).contains(&seconds), "noticed after {seconds} s");
}

#[tokio::test]
async fn a_passkey_in_the_app_is_celebrated_as_what_it_is() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
    assert_eq!(adds(&edge, ADA.account, json!({ "fault": "passkeyInstead" })), 200);
    looks(&mut visitor).await;
    let Authenticator::Added { method } = at(&visitor) else { panic!("{:?}", at(&visitor)) };
    assert!(matches!(method.kind, MethodKind::Passkey { .. }), "{method:?}");
    assert_eq!(overview(&visitor).verdict(), Verdict::Yes);
}

#[tokio::test]
async fn a_one_time_pass_that_was_used_here_is_refused_on_the_phone_which_the_page_says_first() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, NILS.account, PAGE).await;
    assert!(matches!(at(&visitor), Authenticator::OnThePage(_)), "{:?}", at(&visitor));
    assert_eq!(adds(&edge, NILS.account, json!({})), 403, "as the page says");
}
