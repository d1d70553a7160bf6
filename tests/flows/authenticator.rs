//! Microsoft Authenticator, from the app on the phone to the entry in the list, with what goes wrong on
//! the phone; each beside the kind directory and beside one that answers as the real one.

use std::rc::Rc;

use contract::{AuthenticationMethod, MethodKind, Verdict};
use journey::{
    Event, Screen, State, Task,
    authenticator::Authenticator,
    watch::{self, Watch},
};
use latchkey_tests::{visitor::Visitor, world::Edge};
use serde_json::{Value, json};
use tenant::people::{ADA, LENA, NILS};

use crate::journeys::{overview, reread};

const PAGE: &str = "/add-authenticator/account";

fn at(visitor: &Visitor) -> &Authenticator {
    authenticator(&visitor.state)
}

fn authenticator(state: &State) -> &Authenticator {
    match &state.screen {
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
        for edge in [Edge::new(), Edge::as_real()] {
            let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
            edge.wait(60_000);
            assert_eq!(adds(&edge, account, fault.clone()), 200);
            edge.wait(60_000);
            looks(&mut visitor).await;
            assert!(is_waiting(&visitor), "{:?}", at(&visitor));
            let is_app = |m: &AuthenticationMethod| m.kind == MethodKind::MicrosoftAuthenticator;
            assert!(!overview(&visitor).methods.iter().any(is_app));
        }
    }
}

#[tokio::test]
async fn what_failed_on_the_phone_can_be_done_again_while_the_page_waits() {
    for edge in [Edge::new(), Edge::as_real()] {
        let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
        edge.wait(60_000);
        for fault in ["neverFinished", "anotherAccount", "wrongNumber"] {
            assert_eq!(adds(&edge, ADA.account, json!({ "fault": fault })), 200);
            looks(&mut visitor).await;
            assert!(is_waiting(&visitor), "{fault}: {:?}", at(&visitor));
        }
        assert_eq!(adds(&edge, ADA.account, json!({})), 200);
        looks(&mut visitor).await;
        assert!(matches!(at(&visitor), Authenticator::Added { .. }), "{:?}", at(&visitor));
    }
}

#[tokio::test]
async fn an_entry_that_appears_after_a_minute_is_noticed_then() {
    for edge in [Edge::new(), Edge::as_real()] {
        let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
        edge.wait(60_000);
        let late = json!({ "fault": "late", "delaySeconds": 60 });
        assert_eq!(adds(&edge, ADA.account, late), 200);
        let before = edge.now();
        // The page looks again by itself, less and less often.
        looks(&mut visitor).await;
        assert!(matches!(at(&visitor), Authenticator::Added { .. }), "{:?}", at(&visitor));
        let seconds = before.seconds_until(edge.now());
        assert!((60..120).contains(&seconds), "noticed after {seconds} s");
    }
}

#[tokio::test]
async fn a_directory_that_lags_five_minutes_is_waited_for_without_an_error() {
    let edge = Edge::lagging(300);
    let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
    edge.wait(300_000);
    assert_eq!(adds(&edge, ADA.account, json!({})), 200);
    let before = edge.now();
    let first = visitor.states.len();
    looks(&mut visitor).await;
    assert!(matches!(at(&visitor), Authenticator::Added { .. }), "{:?}", at(&visitor));
    let seconds = before.seconds_until(edge.now());
    assert!((300..345).contains(&seconds), "noticed after {seconds} s");
    // What the person saw meanwhile: it can take a few minutes, and is looked for again and again.
    let mut looks = 0;
    for state in &visitor.states[first..] {
        let Authenticator::InTheApp(watcher) = authenticator(state) else { continue };
        assert_eq!(watcher.failure, None);
        assert_ne!(watcher.watch, Watch::Paused, "looking goes on");
        if matches!(watcher.watch, Watch::Looking { .. }) && watcher.is_awaited {
            looks += 1;
        } else {
            assert_eq!(watcher.is_awaited, looks > 0, "what was said is kept");
        }
    }
    assert!(looks > 10, "looked {looks} times");
}

#[tokio::test]
async fn a_passkey_in_the_app_is_celebrated_as_what_it_is() {
    for edge in [Edge::new(), Edge::as_real()] {
        let mut visitor = Visitor::signed_in(&edge, ADA.account, PAGE).await;
        edge.wait(60_000);
        assert_eq!(adds(&edge, ADA.account, json!({ "fault": "passkeyInstead" })), 200);
        looks(&mut visitor).await;
        let Authenticator::Added { method } = at(&visitor) else { panic!("{:?}", at(&visitor)) };
        assert!(matches!(method.kind, MethodKind::Passkey { .. }), "{method:?}");
        assert_eq!(overview(&visitor).verdict(), Verdict::Yes);
    }
}

#[tokio::test]
async fn a_one_time_pass_that_was_used_here_is_refused_on_the_phone_which_the_page_says_first() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, NILS.account, PAGE).await;
    assert!(matches!(at(&visitor), Authenticator::OnThePage(_)), "{:?}", at(&visitor));
    assert_eq!(adds(&edge, NILS.account, json!({})), 403, "as the page says");
}
