//! Retiring the pass, which ends the session.

use contract::{MethodId, ProblemCode, pass::RetirePass};
use gateway::session;
use journey::{Event, Route, Screen, pass, sign_in::Reason};
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::ADA;

use crate::journeys::{adds_a_passkey, overview, reread};

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
    assert_eq!(welcome.reason, Reason::PassRetired);
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
