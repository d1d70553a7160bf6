//! The sessions of a person: seen from each other, ended from each other, and what is told of them.

use std::rc::Rc;

use contract::{
    MethodId, ProblemCode,
    pass::RetirePass,
    sessions::{Everywhere, Happened, Sessions},
};
use gateway::{Change, session};
use journey::{Event, Screen};
use latchkey_tests::{
    visitor::Visitor,
    world::{Edge, Mishap},
};
use tenant::people::{ADA, LENA};

use crate::journeys::{adds_a_passkey, overview};

async fn page(edge: &Edge, visitor: &Visitor) -> Sessions {
    let gateway = edge.gateway();
    let session = session::open(&gateway, visitor.cookie.as_deref()).await;
    gateway::sessions::list(&gateway, &mut session.expect("a session")).await.expect("a list")
}

async fn ends(edge: &Edge, visitor: &Visitor, name: Option<String>) {
    let gateway = edge.gateway();
    let change = Change::EndSessions(name);
    change.run(&gateway, visitor.cookie.as_deref()).await.expect("ended");
}

async fn code(edge: &Edge, visitor: &Visitor) -> Option<ProblemCode> {
    let gateway = edge.gateway();
    let opened = session::open(&gateway, visitor.cookie.as_deref()).await;
    opened.err().map(|fault| fault.code())
}

/// The kind profile and the as-real one.
fn profiles() -> [Rc<Edge>; 2] {
    [Edge::new(), Edge::as_real()]
}

#[tokio::test]
async fn a_session_is_seen_and_ended_from_another_one() {
    for edge in profiles() {
        let here = Visitor::signed_in(&edge, LENA.account, "/").await;
        let there = Visitor::signed_in(&edge, LENA.account, "/").await;
        let other = Visitor::signed_in(&edge, ADA.account, "/").await;
        let sessions = page(&edge, &here).await.sessions;
        assert_eq!(sessions.len(), 2, "{sessions:?}");
        assert!(sessions.iter().all(|session| session.may_be_of_pass), "{sessions:?}");
        ends(&edge, &here, Some(sessions[1].name.clone())).await;
        assert_eq!(code(&edge, &there).await, Some(ProblemCode::SignInRequired));
        assert_eq!(code(&edge, &here).await, None);
        assert_eq!(code(&edge, &other).await, None);
        assert_eq!(page(&edge, &here).await.sessions.len(), 1);
    }
}

#[tokio::test]
async fn staying_signed_in_puts_the_idle_end_off_and_never_beyond_the_absolute_one() {
    // "Stay signed in" asks for the overview, as every other request would.
    let stays = Event::Overview(journey::overview::Event::RefreshChosen);
    for edge in profiles() {
        let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
        let ends = |visitor: &Visitor| overview(visitor).session;
        let began = ends(&visitor);
        assert!(began.can_last_longer(), "{began:?}");
        edge.wait(25 * 60_000);
        visitor.does(stays.clone()).await;
        let later = ends(&visitor);
        assert_eq!(later.ends_at, edge.now().plus_milliseconds(later.idle_milliseconds));
        assert_eq!(later.latest_end, began.latest_end, "nothing moves the absolute end");
        // Past the first idle end the session lives, at the edge too.
        edge.wait(10 * 60_000);
        assert!(began.ends_at < edge.now());
        assert_eq!(code(&edge, &visitor).await, None);
        while edge.now() < began.latest_end.plus_minutes(-10) {
            edge.wait(9 * 60_000);
            visitor.does(stays.clone()).await;
        }
        let last = ends(&visitor);
        assert_eq!((last.ends_at, last.latest_end), (began.latest_end, began.latest_end));
        edge.wait(10 * 60_000);
        visitor.does(stays.clone()).await;
        assert_eq!(code(&edge, &visitor).await, Some(ProblemCode::SignInRequired));
        assert!(matches!(visitor.state.screen, Screen::Welcome(_)), "{:?}", visitor.state.screen);
    }
}

#[tokio::test]
async fn whoever_else_had_the_pass_is_signed_out_when_it_is_retired() {
    for edge in profiles() {
        let thief = Visitor::signed_in(&edge, LENA.account, "/").await;
        edge.wait(60_000);
        let mut own = Visitor::signed_in(&edge, LENA.account, "/").await;
        edge.registers_elsewhere(LENA.account, "New key").await;
        // The list lags.
        edge.wait(120_000);
        own.opens("/").await;
        // The real directory does not tell when somebody signed in.
        own.steps_up(LENA.account, LENA.account, "/").await;
        let pass: MethodId = overview(&own).pass.as_ref().expect("a pass").id.clone();
        let change = Change::RetirePass(RetirePass { pass });
        change.run(&edge.gateway(), own.cookie.as_deref()).await.expect("retired");
        for visitor in [&thief, &own] {
            assert_eq!(code(&edge, visitor).await, Some(ProblemCode::SignInRequired));
        }
    }
}

#[tokio::test]
async fn what_was_done_is_told_in_the_other_browser_too() {
    let edge = Edge::new();
    let other = Visitor::signed_in(&edge, ADA.account, "/").await;
    let mut own = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut own, "Blue key").await;
    let activity = page(&edge, &other).await.activity;
    let what: Vec<_> = activity.iter().map(|done| &done.what).collect();
    let [Happened::Added(method), Happened::SignedIn, Happened::SignedIn] = what[..] else {
        panic!("{activity:?}");
    };
    assert_eq!(method.label.as_deref(), Some("Blue key"));
}

#[tokio::test]
async fn whoever_might_not_get_in_again_is_not_signed_out_everywhere() {
    for edge in profiles() {
        let visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
        let other = Visitor::signed_in(&edge, LENA.account, "/").await;
        assert_eq!(page(&edge, &visitor).await.everywhere, Everywhere::NoWayBack);
        let mut visitor = visitor;
        // The real directory does not tell when somebody signed in.
        visitor.steps_up(LENA.account, LENA.account, "/").await;
        let out = Change::SignOutEverywhere.run(&edge.gateway(), visitor.cookie.as_deref()).await;
        assert_eq!(out.expect_err("refused").code(), ProblemCode::PassNeeded);
        assert_eq!(code(&edge, &visitor).await, None);
        assert_eq!(code(&edge, &other).await, None);
        let exchanges = edge.surroundings.exchanges.borrow();
        assert!(!exchanges.iter().any(|exchange| exchange.ends_with("revokeSignInSessions")));
    }
}

#[tokio::test]
async fn where_the_permission_is_missing_the_page_says_who_can() {
    let scopes = "openid profile offline_access UserAuthenticationMethod.Read";
    let edge = Edge::configured(&[("SCOPES", scopes.to_owned())]);
    let visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    assert_eq!(page(&edge, &visitor).await.everywhere, Everywhere::NotGranted);
    let out = Change::SignOutEverywhere.run(&edge.gateway(), visitor.cookie.as_deref()).await;
    assert_eq!(out.expect_err("refused").code(), ProblemCode::ConsentRequired);
}

/// Signing out everywhere with one mishap at one step, then again without: it happens, and no session
/// goes on that should have ended.
#[tokio::test]
async fn a_mishap_while_signing_out_everywhere_is_told_and_the_second_time_it_works() {
    for step in 0..2 {
        for mishap in Mishap::ALL {
            let edge = Edge::new();
            let other = Visitor::signed_in(&edge, ADA.account, "/").await;
            let mut own = Visitor::signed_in(&edge, ADA.account, "/").await;
            adds_a_passkey(&mut own, "Blue key").await;
            edge.fails_after(step, mishap);
            let out = Change::SignOutEverywhere.run(&edge.gateway(), own.cookie.as_deref()).await;
            edge.calms_down();
            if out.is_err() {
                assert_eq!(code(&edge, &own).await, None, "{step} {mishap:?}: who asks again?");
                let again = Change::SignOutEverywhere;
                let again = again.run(&edge.gateway(), own.cookie.as_deref()).await;
                // What was revoked at the first time has ended this session with it.
                let is_over =
                    again.as_ref().is_err_and(|fault| fault.code() == ProblemCode::SignInRequired);
                assert!(again.is_ok() || is_over, "{step} {mishap:?}: {again:?}");
            }
            for visitor in [&own, &other] {
                let code = code(&edge, visitor).await;
                assert_eq!(code, Some(ProblemCode::SignInRequired), "{step} {mishap:?}");
            }
        }
    }
}
