//! The clocks, at every edge between two units, urgencies and states.

use contract::{Overview, Pass, PassUsability, Timestamp};

use super::{
    Clock, Clocks, Left, PassClock, Urgency, What, may_need_a_new_pass, milestone,
    needs_a_new_pass, pass_clock,
};
use crate::{
    Attempt, Event, Screen, SignedIn, State,
    fixtures::{
        NOW, after, begun, challenge, credential, new_passkey, one_time_pass, overview, pass,
        passkey, signed_in,
    },
    proof, registration,
};

#[test]
fn time_left_is_told_in_the_units_that_matter_and_never_rounded_up() {
    for (seconds, expected) in [
        (-5, Left::Over),
        (0, Left::Over),
        (1, Left::Seconds { minutes: 0, seconds: 1 }),
        (61, Left::Seconds { minutes: 1, seconds: 1 }),
        (600, Left::Seconds { minutes: 10, seconds: 0 }),
        (601, Left::Minutes(10)),
        (3599, Left::Minutes(59)),
        (3600, Left::Hours { hours: 1, minutes: 0 }),
        (8 * 3600 + 59, Left::Hours { hours: 8, minutes: 0 }),
        (48 * 3600 - 1, Left::Hours { hours: 47, minutes: 59 }),
        (48 * 3600, Left::Days(2)),
        (30 * 86400, Left::Days(30)),
    ] {
        assert_eq!(Left::between(NOW, NOW.plus_seconds(seconds)), expected, "{seconds}");
    }
}

#[test]
fn a_clock_becomes_urgent_at_ten_and_at_two_minutes() {
    for (seconds, expected) in [
        (601, Urgency::Calm),
        (600, Urgency::Soon),
        (121, Urgency::Soon),
        (120, Urgency::LastCall),
        (1, Urgency::LastCall),
    ] {
        let mut pass = pass();
        pass.ends_at = NOW.plus_seconds(seconds);
        let clock = PassClock::of(&pass, NOW).running().expect("it runs");
        assert_eq!(clock.urgency, expected, "{seconds}");
    }
}

#[test]
fn the_ring_shows_the_share_of_the_whole_lifetime() {
    for (minutes_gone, percent) in [(-10, 100), (0, 83), (20, 50), (49, 1)] {
        let clock = PassClock::of(&pass(), NOW.plus_minutes(minutes_gone));
        assert_eq!(clock.running().expect("it runs").percent_left, percent, "{minutes_gone}");
    }
}

#[test]
fn every_reason_of_the_directory_is_told_apart() {
    for (usability, expected) in [
        (PassUsability::Expired, PassClock::Ended { ended_at: pass().ends_at }),
        (PassUsability::Used, PassClock::Used),
        (PassUsability::DisabledByPolicy, PassClock::Disabled),
        (PassUsability::Unknown, PassClock::Unknown),
    ] {
        let mut pass = pass();
        pass.usability = usability;
        assert_eq!(PassClock::of(&pass, NOW), expected);
    }
}

#[test]
fn a_pass_that_starts_later_says_when_and_then_runs() {
    let mut pass = pass();
    pass.usability = PassUsability::NotYetValid;
    pass.starts_at = NOW.plus_minutes(5);
    let starts_at = pass.starts_at;
    assert_eq!(PassClock::of(&pass, NOW), PassClock::NotYet { starts_at });
    assert!(PassClock::of(&pass, starts_at).running().is_some());
}

#[test]
fn a_pass_ends_by_the_clock_whatever_the_directory_said_before() {
    let pass = pass();
    let ended_at = pass.ends_at;
    assert_eq!(PassClock::of(&pass, ended_at), PassClock::Ended { ended_at });
}

#[test]
fn a_one_time_pass_shows_its_window_until_something_is_registered_or_it_closes() {
    let pass = one_time_pass();
    let PassClock::Window(window) = PassClock::of(&pass, NOW) else {
        panic!("the window is open");
    };
    assert_eq!(window.ends_at, NOW.plus_minutes(8));
    assert_eq!(window.percent_left, 80);
    assert_eq!(PassClock::of(&pass, NOW.plus_minutes(8)), PassClock::WindowOver);
    let registered = Pass { can_be_ended: true, ..pass };
    assert!(matches!(PassClock::of(&registered, NOW), PassClock::Window(_)), "still open");
    assert_eq!(PassClock::of(&registered, NOW.plus_minutes(8)), PassClock::Used);
}

#[test]
fn without_a_pass_there_is_no_pass_clock() {
    let mut overview = overview(vec![passkey("1")]);
    assert!(pass_clock(&overview, NOW).is_some());
    overview.pass = None;
    assert_eq!(pass_clock(&overview, NOW), None);
}

#[test]
fn a_screen_reader_hears_milestones_and_nothing_between_them() {
    let mut heard = Vec::new();
    for second in 0..=2400 {
        let said = milestone(NOW, NOW.plus_seconds(2400 - second));
        if heard.last() != Some(&said) {
            heard.push(said);
        }
    }
    assert_eq!(heard, [None, Some(30), Some(10), Some(5), Some(2), Some(1), None]);
}

#[test]
fn far_away_moments_do_not_overflow() {
    for (now, end) in [(i64::MIN, i64::MAX), (i64::MAX, i64::MIN), (0, i64::MAX)] {
        let mut pass = pass();
        pass.starts_at = Timestamp(now);
        pass.ends_at = Timestamp(end);
        pass.register_by = Some(Timestamp(end));
        for is_one_time in [true, false] {
            pass.is_one_time = is_one_time;
            let _ = PassClock::of(&pass, Timestamp(now));
        }
        let _ = milestone(Timestamp(now), Timestamp(end));
    }
}

fn signed(state: &State) -> &SignedIn {
    match &state.screen {
        Screen::SignedIn(signed_in) => signed_in,
        other => panic!("not signed in: {other:?}"),
    }
}

/// What runs, in minutes from the beginning.
fn running(state: &State) -> Vec<(What, i64)> {
    let minutes = |clock: &Clock| (clock.what, NOW.seconds_until(clock.ends_at) / 60);
    Clocks::of(signed(state), state.now).all.iter().map(minutes).collect()
}

/// Half an hour until the idle end, eight hours until the other.
fn lasting() -> Overview {
    let mut overview = overview(vec![passkey("1"), passkey("2")]);
    overview.session.ends_at = NOW.plus_minutes(30);
    overview.session.latest_end = NOW.plus_minutes(480);
    overview
}

#[test]
fn every_clock_that_runs_is_listed_and_no_other() {
    use What::{Fresh, Idle, Session, Start, Window};
    assert_eq!(running(&signed_in("/", lasting())), [(What::Pass, 50), (Fresh, 8), (Idle, 30)]);
    let with_pass = |pass| Overview { pass, ..lasting() };
    assert_eq!(
        running(&signed_in("/", with_pass(Some(one_time_pass())))),
        [(Window, 8), (Idle, 30)],
        "its window is as long as the sign-in is fresh"
    );
    let later =
        Pass { usability: PassUsability::NotYetValid, starts_at: NOW.plus_minutes(5), ..pass() };
    let state = signed_in("/", with_pass(Some(later)));
    assert_eq!(running(&state), [(Start, 5), (Fresh, 8), (Idle, 30)]);
    let (state, _) = after(state, [Event::Ticked(NOW.plus_minutes(5))]);
    assert_eq!(running(&state)[0], (What::Pass, 50), "it counts down, and then it runs");
    for usability in [
        PassUsability::Expired,
        PassUsability::Used,
        PassUsability::DisabledByPolicy,
        PassUsability::Unknown,
    ] {
        let state = signed_in("/", with_pass(Some(Pass { usability, ..pass() })));
        assert_eq!(running(&state), [(Fresh, 8), (Idle, 30)], "{usability:?}");
    }
    let mut bare = with_pass(None);
    bare.session.fresh_until = Timestamp::default();
    bare.session.ends_at = bare.session.latest_end;
    assert_eq!(running(&signed_in("/", bare)), [(Session, 480)]);
}

#[test]
fn the_clocks_of_the_pass_are_those_that_the_overview_shows_larger() {
    use What::{Challenge, Fresh, Idle, Pass, Session, Start, Window};
    assert!([Start, Pass, Window].into_iter().all(What::is_of_pass));
    assert!(![Challenge, Fresh, Idle, Session].into_iter().any(What::is_of_pass));
}

#[test]
fn a_passkey_wants_a_fresher_sign_in_than_another_change() {
    let mut overview = lasting();
    overview.session.register_until = NOW.plus_minutes(3);
    for (address, minutes) in [("/add-passkey", 3), ("/remove?method=1", 8), ("/", 8)] {
        let state = signed_in(address, overview.clone());
        assert!(running(&state).contains(&(What::Fresh, minutes)), "{address}");
    }
}

#[test]
fn the_challenge_is_a_clock_while_the_browsers_prompt_is_open_and_lives_longer_than_a_minute() {
    let registration = |event| Event::Registration(event);
    let page = signed_in("/add-passkey", lasting());
    let events = [
        Event::Ticked(NOW),
        registration(registration::Event::NameTyped("a".into())),
        registration(registration::Event::Begun { attempt: Attempt(1), outcome: Ok(begun(1)) }),
    ];
    let (state, _) = after(page, events);
    let is_open =
        |state: &State| running(state).into_iter().find(|(what, _)| *what == What::Challenge);
    assert_eq!(is_open(&state), None);
    let (state, _) = after(state, [registration(registration::Event::Confirmed)]);
    assert_eq!(is_open(&state), Some((What::Challenge, 5)));
    assert_eq!(state.tick_every(), 1_000);
    let outcome = Ok(credential());
    let made = registration::Event::CredentialCreated { attempt: Attempt(2), outcome };
    let finished = contract::registration::RegistrationFinished {
        method: passkey("new"),
        passkey: Some(new_passkey("new")),
    };
    let saved = registration::Event::Finished { attempt: Attempt(3), outcome: Ok(finished.into()) };
    let asked = proof::Event::Begun { attempt: Attempt(4), outcome: Ok(challenge()) };
    let (state, _) = after(state, [registration(made), registration(saved), Event::Proof(asked)]);
    assert_eq!(is_open(&state), None);
    assert!(
        running(&state).iter().all(|(what, _)| *what != What::Pass),
        "beside the tick the end of the pass is no threat"
    );
    let (state, _) = after(state, [Event::Proof(proof::Event::Tried)]);
    assert_eq!(is_open(&state), Some((What::Challenge, 5)));
}

/// What is told first so many seconds later, and how urgent it is.
fn told(address: &str, overview: Overview, seconds: i64) -> Option<(What, Urgency)> {
    let state = signed_in(address, overview);
    let first = Clocks::of(signed(&state), NOW.plus_seconds(seconds)).first;
    first.map(|clock| (clock.what, clock.urgency))
}

#[test]
fn the_most_urgent_clock_is_told_first_and_calm_ones_of_the_session_are_not() {
    use Urgency::{Calm, LastCall, Soon};
    use What::{Fresh, Idle};
    let home = |seconds| told("/", lasting(), seconds);
    assert_eq!(home(0), Some((What::Pass, Calm)));
    assert_eq!(home(20 * 60 - 1), Some((What::Pass, Calm)));
    assert_eq!(home(20 * 60), Some((Idle, Soon)), "the session before the calmer pass");
    assert_eq!(home(28 * 60), Some((Idle, LastCall)));
    assert_eq!(home(6 * 60), Some((What::Pass, Calm)), "nothing is about to be changed here");
    let removal = |seconds| told("/remove?method=1", lasting(), seconds);
    assert_eq!(removal(6 * 60 - 1), Some((What::Pass, Calm)));
    assert_eq!(removal(6 * 60), Some((Fresh, Soon)));
    assert_eq!(removal(8 * 60), Some((What::Pass, Calm)), "it is over");
    // Where pass and session end at once, it is the pass that is told.
    let mut together = lasting();
    together.session.ends_at = NOW.plus_minutes(50);
    assert_eq!(told("/", together, 49 * 60), Some((What::Pass, LastCall)));
    // Of two that are as urgent, the one that ends first.
    let mut session_first = lasting();
    session_first.session.ends_at = NOW.plus_seconds(50 * 60 - 1);
    assert_eq!(told("/", session_first, 49 * 60), Some((Idle, LastCall)));
    let mut without = lasting();
    without.pass = None;
    assert_eq!(told("/", without, 0), None, "there is enough time");
}

#[test]
fn the_window_of_a_one_time_pass_is_no_clock_where_a_sign_in_is_due() {
    let of = |address: &str| {
        let mut overview = overview(vec![passkey("1"), passkey("2")]);
        overview.pass = Some(one_time_pass());
        overview.session.fresh_until = NOW;
        let state = signed_in(address, overview);
        let Screen::SignedIn(signed_in) = state.screen else { panic!("signed in") };
        Clocks::of(&signed_in, NOW).all.iter().any(|clock| clock.what == What::Window)
    };
    assert!(of("/"));
    assert!(!of("/remove?method=1"), "it does not replace the sign-in");
}

#[test]
fn a_new_pass_is_needed_where_neither_the_pass_nor_what_is_left_signs_anyone_in() {
    let end = NOW.plus_minutes(50);
    for (pass, has_passkey, is_proved, now, expected) in [
        (Some(pass()), false, false, NOW, (false, false)),
        (Some(pass()), false, false, end.plus_milliseconds(-1), (false, false)),
        (Some(pass()), false, false, end, (true, true)),
        (Some(one_time_pass()), false, false, NOW, (true, true)),
        // It may be on the device that is lost: only the person knows.
        (Some(pass()), true, false, end, (false, true)),
        (Some(pass()), true, true, end, (false, false)),
        (None, false, false, end, (false, false)),
    ] {
        let methods = if has_passkey { vec![passkey("1")] } else { Vec::new() };
        let overview = Overview { pass, is_proved, ..overview(methods) };
        let needed = (needs_a_new_pass(&overview, now), may_need_a_new_pass(&overview, now));
        assert_eq!(needed, expected, "{overview:?} at {now:?}");
    }
}
