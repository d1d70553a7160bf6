//! Whether there is time: each step beside each clock that would stop it.

use contract::{Overview, Timestamp};

use super::{Instead, Step, TimeNeeded, beyond_the_session};
use crate::fixtures::{NOW, one_time_pass, overview, pass, passkey};

const ALL: [Step; 6] =
    [Step::Passkey, Step::HandOff, Step::Authenticator, Step::Recovery, Step::Proof, Step::Change];

/// Signed in a moment ago, for eight hours, with half an hour until the idle end.
fn calm(overview: Overview) -> Overview {
    let mut overview = overview;
    overview.session.ends_at = NOW.plus_minutes(30);
    overview.session.latest_end = NOW.plus_minutes(480);
    overview
}

fn newcomer() -> Overview {
    overview(Vec::new())
}

fn of_the_one_time_pass(seconds: i64) -> Overview {
    let mut overview = newcomer();
    let register_by = Some(NOW.plus_seconds(seconds));
    overview.pass = Some(contract::Pass { register_by, ..one_time_pass() });
    overview
}

#[test]
fn with_time_for_it_a_step_says_what_it_takes_and_when_the_nearest_clock_ends() {
    for (step, minutes, until) in [
        (Step::Passkey, 2, 50),
        (Step::HandOff, 4, 50),
        (Step::Authenticator, 5, 50),
        (Step::Recovery, 5, 50),
        (Step::Proof, 1, 50),
        (Step::Change, 1, 50),
    ] {
        let until = NOW.plus_minutes(until);
        let expected = TimeNeeded { minutes, signs_in_first: false, until, instead: None };
        assert_eq!(TimeNeeded::of(step, &newcomer(), NOW), expected, "{step:?}");
    }
}

#[test]
fn a_sign_in_that_is_due_first_is_counted_and_named() {
    let mut stale = newcomer();
    stale.session.fresh_until = NOW;
    stale.session.register_until = NOW;
    for step in ALL {
        let needed = TimeNeeded::of(step, &stale, NOW);
        let is_due = !matches!(step, Step::Authenticator | Step::Proof);
        assert_eq!(needed.signs_in_first, is_due, "{step:?}");
        assert_eq!(needed.minutes, step.minutes() + i64::from(is_due), "{step:?}");
    }
    // It grows stale while the step goes on.
    let at = |seconds| TimeNeeded::of(Step::Passkey, &newcomer(), NOW.plus_seconds(seconds));
    assert!(!at(6 * 60).signs_in_first);
    assert!(at(6 * 60 + 1).signs_in_first);
    // What takes two minutes takes three then: the pass has two and a half.
    stale.session.ends_at = NOW.plus_seconds(150);
    stale.session.latest_end = NOW.plus_seconds(150);
    assert_eq!(TimeNeeded::of(Step::Passkey, &stale, NOW).instead, Some(Instead::SignIn));
    stale.session.register_until = NOW.plus_minutes(8);
    assert_eq!(TimeNeeded::of(Step::Passkey, &stale, NOW).instead, None);
}

#[test]
fn where_nobody_knows_how_fresh_the_sign_in_is_none_is_said_to_be_due() {
    let mut unknown = newcomer();
    unknown.session.fresh_until = Timestamp::default();
    unknown.session.register_until = Timestamp::default();
    for step in ALL {
        assert!(!TimeNeeded::of(step, &unknown, NOW).signs_in_first, "{step:?}");
    }
}

#[test]
fn a_one_time_pass_leaves_its_window_and_no_other_sign_in() {
    // The sign-in is older than five minutes; its window is enough.
    let mut open = of_the_one_time_pass(120);
    open.session.register_until = NOW;
    let needed = TimeNeeded::of(Step::Passkey, &open, NOW);
    assert_eq!((needed.signs_in_first, needed.instead), (false, None));
    assert_eq!(needed.until, NOW.plus_minutes(2));
    let short = of_the_one_time_pass(119);
    assert_eq!(TimeNeeded::of(Step::Passkey, &short, NOW).instead, Some(Instead::NewPass));
    assert_eq!(TimeNeeded::of(Step::HandOff, &open, NOW).instead, Some(Instead::NewPass));
    // Other methods, all of them lost, are no way in; one that is left is.
    let mut listed = of_the_one_time_pass(119);
    listed.methods = vec![passkey("1")];
    assert_eq!(TimeNeeded::of(Step::Passkey, &listed, NOW).instead, Some(Instead::SignIn));
    listed.methods[0].state = contract::MethodState::Lost;
    assert_eq!(TimeNeeded::of(Step::Passkey, &listed, NOW).instead, Some(Instead::NewPass));
    // After the window a sign-in is due that nobody can make.
    let mut over = of_the_one_time_pass(0);
    over.session.register_until = NOW;
    let needed = TimeNeeded::of(Step::Passkey, &over, NOW);
    assert_eq!((needed.signs_in_first, needed.instead), (true, Some(Instead::NewPass)));
    // Once something is registered, the window stops nothing.
    let mut registered = short;
    registered.methods = vec![passkey("1")];
    registered.pass.as_mut().expect("a pass").can_be_ended = true;
    let needed = TimeNeeded::of(Step::Passkey, &registered, NOW);
    assert_eq!((needed.until, needed.instead), (NOW.plus_minutes(50), None));
}

#[test]
fn the_app_on_the_phone_asks_for_the_pass_unless_it_is_given_the_password() {
    let mut short = calm(overview(vec![passkey("1")]));
    short.pass.as_mut().expect("a pass").ends_at = NOW.plus_minutes(4);
    let needed = TimeNeeded::of(Step::Authenticator, &short, NOW);
    assert_eq!((needed.until, needed.instead), (NOW.plus_minutes(4), Some(Instead::NewPass)));
    assert_eq!(TimeNeeded::of(Step::Passkey, &short, NOW).instead, None, "a passkey needs none");
    short.knows_password = Some(true);
    assert_eq!(TimeNeeded::of(Step::Authenticator, &short, NOW).instead, None);
    short.knows_password = None;
    short.pass = None;
    assert_eq!(TimeNeeded::of(Step::Authenticator, &short, NOW).instead, None);
}

#[test]
fn an_idle_end_that_is_near_is_put_off_first() {
    let mut idle = calm(newcomer());
    idle.session.ends_at = NOW.plus_minutes(2);
    assert_eq!(TimeNeeded::of(Step::Passkey, &idle, NOW).instead, None);
    let needed = TimeNeeded::of(Step::HandOff, &idle, NOW);
    assert_eq!(needed.instead, Some(Instead::Stay));
    assert_eq!(needed.until, idle.session.ends_at, "the end that is near is the one that is told");
}

#[test]
fn beyond_the_session_lead_a_request_a_sign_in_or_a_new_pass() {
    assert_eq!(beyond_the_session(&calm(newcomer()), NOW), Instead::Stay);
    // It ends with the pass.
    assert_eq!(beyond_the_session(&newcomer(), NOW), Instead::NewPass);
    assert_eq!(beyond_the_session(&overview(vec![passkey("1")]), NOW), Instead::SignIn);
    let mut lasting = newcomer();
    lasting.pass.as_mut().expect("a pass").ends_at = NOW.plus_minutes(51);
    assert_eq!(beyond_the_session(&lasting, NOW), Instead::SignIn);
    lasting.pass = Some(contract::Pass { ends_at: NOW.plus_minutes(51), ..one_time_pass() });
    assert_eq!(beyond_the_session(&lasting, NOW), Instead::NewPass, "it is used up");
    lasting.pass = Some(contract::Pass { starts_at: NOW.plus_minutes(5), ..pass() });
    assert_eq!(beyond_the_session(&lasting, NOW), Instead::NewPass, "it has not begun");
    lasting.pass = None;
    assert_eq!(beyond_the_session(&lasting, NOW), Instead::NewPass);
}
