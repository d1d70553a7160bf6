//! Recovery after a device was lost: one intent, carried to its end.

use contract::{MethodId, MethodKind, MethodState, ProblemCode, Verdict, recovery::Loss};
use gateway::{Change, session};
use journey::{
    Event, Route, pass as retirement,
    recovery::{self, Page, Step},
};
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::LENA;

use crate::journeys::{adds_a_passkey, overview, passkeys, reread, signed_in};

const fn told(event: recovery::Event) -> Event {
    Event::Recovery(event)
}

/// Marks what is on the phone, and whatever else has to go, and says so.
async fn loses(visitor: &mut Visitor, is_lost: impl Fn(&MethodKind) -> bool) {
    visitor.does(Event::LinkFollowed(Route::Recover)).await;
    let lost: Vec<MethodId> = recovery::can_be_lost(overview(visitor))
        .filter(|method| is_lost(&method.kind))
        .map(|method| method.id.clone())
        .collect();
    for id in lost {
        if !marked(visitor).contains(&id) {
            visitor.does(told(recovery::Event::Marked(id))).await;
        }
    }
    visitor.does(told(recovery::Event::LossChosen(Loss::Stolen))).await;
    visitor.does(told(recovery::Event::Told)).await;
}

fn marked(visitor: &Visitor) -> Vec<MethodId> {
    match &signed_in(visitor).task {
        journey::Task::Recovery(flow) => match &flow.page {
            Page::Asking { marked, .. } => marked.clone(),
            other => panic!("not asking: {other:?}"),
        },
        other => panic!("not recovering: {other:?}"),
    }
}

fn step(visitor: &Visitor) -> Step {
    Step::next(overview(visitor))
}

#[tokio::test]
async fn from_the_loss_to_the_ended_pass_in_one_intent() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    loses(&mut visitor, |_| true).await;
    // Nothing is left that lets her sign in: she is taken to what lets her.
    assert_eq!(visitor.state.route, Route::AddPasskey);
    assert_eq!(overview(&visitor).verdict(), Verdict::No);
    adds_a_passkey(&mut visitor, "New key").await;
    visitor.opens("/recover").await;
    assert_eq!(step(&visitor), Step::Remove);
    visitor.does(told(recovery::Event::RemovalConfirmed)).await;
    assert_eq!(step(&visitor), Step::EndPass, "{:?}", signed_in(&visitor).task);
    let after = reread(&mut visitor).await;
    assert_eq!(passkeys(&after), ["New key"]);
    let told = after.recovery.expect("the recovery goes on");
    assert_eq!(told.loss, Loss::Stolen);
    assert_eq!(told.removed.len(), 3, "{:?}", told.removed);
    visitor.does(Event::LinkFollowed(Route::RetirePass)).await;
    visitor.does(Event::Retirement(retirement::Event::Confirmed)).await;
    // Whoever has the phone may still be signed in with it: the next sign-in comes back for that.
    let journey::Screen::Welcome(welcome) = &visitor.state.screen else { panic!("signed out") };
    let journey::sign_in::Reason::SignOutDue { done } = &welcome.reason else {
        panic!("{:?}", welcome.reason)
    };
    // Told, one added, three removed, the pass ended.
    assert_eq!(done.as_ref().map(|done| done.0.len()), Some(6), "{done:?}");
    assert_eq!((welcome.account.as_str(), &welcome.return_to), (LENA.account, &Route::Recover));
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_and_the_next_one_tells_what_was_done() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    let thief = Visitor::signed_in(&edge, LENA.account, "/").await;
    loses(&mut visitor, |_| true).await;
    adds_a_passkey(&mut visitor, "New key").await;
    visitor.opens("/recover").await;
    visitor.does(told(recovery::Event::RemovalConfirmed)).await;
    let out = Change::SignOutEverywhere.run(&edge.gateway(), visitor.cookie.as_deref()).await;
    out.expect("signed out everywhere");
    for ended in [&thief, &visitor] {
        let opened = session::open(&edge.gateway(), ended.cookie.as_deref()).await;
        assert_eq!(opened.expect_err("ended").code(), ProblemCode::SignInRequired);
    }
    visitor.signs_in(LENA.account, "/recover").await;
    let done = recovery::Summary::of(overview(&visitor)).expect("what was done");
    assert!(done.0.iter().any(|(done, _)| *done == recovery::Done::SignedOut), "{done:?}");
    assert_eq!(step(&visitor), Step::Finish);
    visitor.does(told(recovery::Event::EndChosen)).await;
    assert_eq!(overview(&visitor).recovery, None);
}

#[tokio::test]
async fn it_is_taken_up_in_another_browser_and_given_up() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    loses(&mut visitor, |kind| *kind == MethodKind::MicrosoftAuthenticator).await;
    let mut elsewhere = Visitor::signed_in(&edge, LENA.account, "/recover").await;
    assert_eq!(step(&elsewhere), Step::Register);
    let lost: Vec<_> = recovery::lost(overview(&elsewhere)).map(|m| m.kind.clone()).collect();
    assert!(lost.contains(&MethodKind::MicrosoftAuthenticator), "{lost:?}");
    elsewhere.does(told(recovery::Event::EndChosen)).await;
    let overview = reread(&mut visitor).await;
    assert_eq!(overview.recovery, None);
    assert!(overview.methods.iter().all(|method| method.state == MethodState::Listed));
}
