//! The clocks, at every edge between two units, urgencies and states.

use contract::{Pass, PassUsability, Timestamp};

use super::{Left, PassClock, Urgency, milestone, pass_clock};
use crate::fixtures::{NOW, one_time_pass, overview, pass, passkey};

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
