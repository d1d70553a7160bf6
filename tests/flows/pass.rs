//! Retiring the pass, which ends the session.

use contract::{MethodId, ProblemCode, pass::RetirePass};
use gateway::session;
use journey::{Event, Route, Screen, pass, sign_in::Reason};
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::{ADA, LENA};

use crate::journeys::{adds_a_passkey, overview, passkeys, removes, reread};

/// Asks the edge directly, whatever the page offers.
async fn asks(edge: &Edge, visitor: &Visitor) -> Result<(), ProblemCode> {
    let gateway = edge.gateway();
    let cookie = visitor.cookie.as_deref();
    let mut session = session::open(&gateway, cookie).await.expect("a session");
    let pass = overview(visitor).pass.as_ref().expect("a pass").id.clone();
    let retired = gateway::pass::retire(&gateway, &mut session, RetirePass { pass }).await;
    retired.map(|_| ()).map_err(|fault| fault.code())
}

#[tokio::test]
async fn someone_whose_phone_is_lost_keeps_the_pass_until_something_new_is_registered() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    assert!(!overview(&visitor).pass.as_ref().expect("a pass").can_be_ended);
    assert_eq!(asks(&edge, &visitor).await, Err(ProblemCode::PassNeeded));
    assert!(reread(&mut visitor).await.pass.is_some());

    adds_a_passkey(&mut visitor, "New key").await;
    assert!(reread(&mut visitor).await.pass.expect("a pass").can_be_ended);
    assert_eq!(asks(&edge, &visitor).await, Ok(()));
}

#[tokio::test]
async fn a_key_that_was_registered_and_removed_again_does_not_end_the_pass() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    adds_a_passkey(&mut visitor, "New key").await;
    visitor.opens("/").await;
    removes(&mut visitor, |method| method.name.as_deref() == Some("New key")).await;
    let overview = reread(&mut visitor).await;
    assert!(!passkeys(&overview).contains(&"New key"), "{:?}", overview.methods);
    assert!(!overview.pass.expect("a pass").can_be_ended);
    assert_eq!(asks(&edge, &visitor).await, Err(ProblemCode::PassNeeded));
}

#[tokio::test]
async fn the_pass_is_retired_and_so_is_the_session() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    visitor.does(Event::LinkFollowed(Route::RetirePass)).await;
    visitor.does(Event::Retirement(pass::Event::Confirmed)).await;
    let Screen::Welcome(welcome) = &visitor.state.screen else {
        panic!("{:?}", visitor.state.screen);
    };
    assert_eq!(welcome.reason, Reason::PassRetired { done: None });
    let gateway = edge.gateway();
    let outcome = session::open(&gateway, visitor.cookie.as_deref()).await;
    assert_eq!(outcome.expect_err("it has ended").code(), ProblemCode::SignInRequired);
}

#[tokio::test]
async fn another_pass_than_the_one_shown_is_left_alone() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    let gateway = edge.gateway();
    let cookie = visitor.cookie.clone();
    let mut session = session::open(&gateway, cookie.as_deref()).await.expect("a session");
    let request = RetirePass { pass: MethodId("another".to_owned()) };
    let outcome = gateway::pass::retire(&gateway, &mut session, request).await;
    assert_eq!(outcome.expect_err("refused").code(), ProblemCode::PassNotFound);
    assert!(reread(&mut visitor).await.pass.is_some());
    assert_eq!(overview(&visitor).person.account, ADA.account, "still signed in");
}
