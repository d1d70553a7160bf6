//! A device is lost: what is on it, what comes in its place, and what is removed together.

use contract::{
    AuthenticationMethod, MethodId, MethodState, ProblemCode,
    pass::PassRetired,
    recovery::{KeptMethod, Loss, LostMethod, LostRemoved, Recovery},
};
use journey::{Attempt, Event, Fault, Route, State, pass as retirement, recovery};

use crate::{
    Shown,
    fixtures::{NOW, after, lost_phone, one_time_pass, overview, pass, problem, signed_in},
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let phone = ["authenticator", "phone"];
    let marked = || recovering(&phone, &[], vec![]);
    let removed = || recovering(&[], &phone, vec![]);
    let stale = Fault::Problem(problem(ProblemCode::StepUpRequired));
    vec![
        screen(
            "recover",
            "The person says what happened, and to which of the methods.",
            signed_in("/recover", overview(lost_phone(), Some(pass()))),
        ),
        screen("recover-telling", "The edge is noting what the person said.", telling(None)),
        screen(
            "recover-untold",
            "There was no network, and nothing is noted.",
            telling(Some(Fault::Offline)),
        ),
        screen(
            "recover-register",
            "All that lets the person in is marked as lost, and something new comes first.",
            recovering(&["key", "authenticator", "phone"], &[], vec![]),
        ),
        screen("recover-remove", "What is marked can be removed.", marked()),
        screen(
            "recover-remove-password",
            "The same, where what remains comes after a password.",
            recovering(&["key"], &[], vec![]),
        ),
        screen(
            "recover-running",
            "The directory is being asked to remove what is marked.",
            recovering(&phone, &[], vec![recovery::Event::RemovalConfirmed]),
        ),
        screen(
            "recover-removing",
            "No answer came, and nobody knows what was removed.",
            removing_lost(Err(Fault::TimedOut)),
        ),
        screen(
            "recover-kept",
            "One of the methods could not be removed.",
            removing_lost(Ok(one_kept())),
        ),
        screen("recover-end-pass", "All is removed, and the pass can be ended.", removed()),
        screen("recover-sign-out", "The same after the end of the pass.", without_pass(removed())),
        screen("recover-finish", "Nothing is left to do.", finishing(vec![])),
        screen(
            "recover-end-pass-left",
            "One of the methods cannot be removed here, and the pass can be ended.",
            with_one_left(removed()),
        ),
        screen(
            "recover-sign-out-left",
            "The same after the end of the pass.",
            without_pass(with_one_left(removed())),
        ),
        screen(
            "recover-left",
            "Nothing is left to do but for the method that cannot be removed here.",
            with_one_left(finishing(vec![])),
        ),
        screen(
            "recover-finishing",
            "The edge is noting the end.",
            finishing(vec![recovery::Event::EndChosen]),
        ),
        screen(
            "recover-unfinished",
            "There was no network, and the end is not noted.",
            finishing(vec![
                recovery::Event::EndChosen,
                recovery::Event::Ended { attempt: Attempt(1), outcome: Err(Fault::Offline) },
            ]),
        ),
        screen(
            "recover-step-up",
            "A sign-in is due before the removal.",
            removing_lost(Err(stale)),
        ),
        screen(
            "step-up-without-a-way",
            "A sign-in is due, and nothing lets the person in again.",
            without_a_way_in(),
        ),
        screen(
            "overview-recovering",
            "The overview while the loss is not dealt with.",
            after(marked(), [Event::HistoryMoved(Route::Home)]),
        ),
        screen(
            "overview-recovering-done",
            "The overview when nothing is left to do.",
            after(finishing(vec![]), [Event::HistoryMoved(Route::Home)]),
        ),
        screen(
            "overview-recovering-left",
            "The same where one of the methods cannot be removed here.",
            after(with_one_left(finishing(vec![])), [Event::HistoryMoved(Route::Home)]),
        ),
        screen(
            "overview-recovered",
            "The recovery has ended: what was done in it.",
            ended(removed()),
        ),
        screen(
            "pass-retired-recovered",
            "The pass was ended as the last step of a recovery.",
            pass_retired(removed(), false),
        ),
        screen(
            "sign-out-due",
            "The pass has ended, and somebody may still be signed in on a stolen device.",
            pass_retired(removed(), true),
        ),
    ]
}

/// Recovering from a lost device, and some of it has happened. The key is not on the phone.
fn recovering(lost: &[&str], removed: &[&str], events: Vec<recovery::Event>) -> State {
    let mut overview = overview(lost_phone(), Some(pass()));
    let gone = overview.methods.extract_if(.., |method| removed.contains(&method.id.0.as_str()));
    let removed = gone.map(|method| LostMethod { method, at: NOW }).collect();
    for method in &mut overview.methods {
        if lost.contains(&method.id.0.as_str()) {
            method.state = MethodState::Lost;
        }
    }
    let told = Recovery {
        loss: Loss::Stolen,
        began_at: NOW.plus_minutes(-5),
        retold_at: None,
        removed,
        signed_out_at: None,
        pass_ended_at: None,
    };
    overview.recovery = Some(Box::new(told));
    after(signed_in("/recover", overview), events.into_iter().map(Event::Recovery))
}

/// The person has ended the pass there, and may still have to be signed out everywhere.
fn pass_retired(state: State, is_sign_out_due: bool) -> State {
    let outcome = Ok(PassRetired { is_sign_out_due });
    let retired = retirement::Event::Retired { attempt: Attempt(1), outcome };
    after(state, [retirement::Event::Confirmed, retired].map(Event::Retirement))
}

/// The person has said that the recovery is over.
fn ended(state: State) -> State {
    let ended = recovery::Event::Ended { attempt: Attempt(1), outcome: Ok(()) };
    after(state, [recovery::Event::EndChosen, ended].map(Event::Recovery))
}

/// The number is lost as well and still there: the company lets nobody remove it here.
fn with_one_left(mut state: State) -> State {
    if let journey::Screen::SignedIn(signed_in) = &mut state.screen
        && let Some(told) = &mut signed_in.overview.recovery
        && let Some(number) = told.removed.pop()
    {
        let left =
            AuthenticationMethod { state: MethodState::Lost, is_removable: false, ..number.method };
        signed_in.overview.methods.push(left);
    }
    state
}

/// The same after the end of the pass.
fn without_pass(mut state: State) -> State {
    if let journey::Screen::SignedIn(signed_in) = &mut state.screen {
        signed_in.overview.pass = None;
    }
    state
}

/// The person has said that the phone is lost, and this comes of it.
fn telling(fault: Option<Fault>) -> State {
    let state = signed_in("/recover", overview(lost_phone(), Some(pass())));
    let marked = |id: &str| recovery::Event::Marked(MethodId(id.into()));
    let mut events = vec![marked("authenticator"), marked("phone"), recovery::Event::Told];
    if let Some(fault) = fault {
        events.push(recovery::Event::Begun { attempt: Attempt(1), outcome: Err(fault) });
    }
    after(state, events.into_iter().map(Event::Recovery))
}

/// All is done, and some of the end has happened.
fn finishing(events: Vec<recovery::Event>) -> State {
    let mut state = without_pass(recovering(&[], &["authenticator", "phone"], vec![]));
    if let journey::Screen::SignedIn(signed_in) = &mut state.screen
        && let Some(told) = &mut signed_in.overview.recovery
    {
        told.signed_out_at = Some(NOW.plus_minutes(-1));
    }
    after(state, events.into_iter().map(Event::Recovery))
}

/// The lost methods are removed, and this comes of it.
fn removing_lost(outcome: Result<LostRemoved, Fault>) -> State {
    let answered = recovery::Event::Removed { attempt: Attempt(1), outcome };
    let events = vec![recovery::Event::RemovalConfirmed, answered];
    recovering(&["authenticator", "phone"], &[], events)
}

/// One of the lost methods could not be removed.
fn one_kept() -> LostRemoved {
    let kept = KeptMethod { method: MethodId("phone".into()), code: ProblemCode::DefaultMethod };
    LostRemoved { removed: vec![MethodId("authenticator".into())], kept: vec![kept] }
}

/// A sign-in that is too old, with a one-time pass that is used up, and everything else lost.
#[must_use]
pub fn without_a_way_in() -> State {
    let mut methods = lost_phone();
    for method in &mut methods {
        method.state = MethodState::Lost;
    }
    let mut overview = overview(methods, Some(one_time_pass()));
    overview.session.fresh_until = NOW;
    signed_in("/remove?method=email", overview)
}
