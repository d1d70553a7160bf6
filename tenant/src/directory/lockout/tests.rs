//! Tests for `lockout`.

use super::*;

const NOW: Timestamp = Timestamp::from_unix_milliseconds(1_800_000_000_000);

#[test]
fn the_tenth_wrong_try_locks_for_a_minute_and_the_next_for_two() {
    let policy = LockoutPolicy::default();
    let mut lockout = Lockout::default();
    for _ in 0..9 {
        lockout.note_failure(&policy, NOW);
    }
    assert!(!lockout.is_locked(NOW));
    lockout.note_failure(&policy, NOW);
    assert!(lockout.is_locked(NOW.plus_seconds(59)));
    assert!(!lockout.is_locked(NOW.plus_seconds(60)));
    let later = NOW.plus_seconds(60);
    lockout.note_failure(&policy, later);
    assert!(lockout.is_locked(later.plus_seconds(119)));
    assert!(!lockout.is_locked(later.plus_seconds(120)));
}

#[test]
fn a_success_forgets_the_wrong_tries() {
    let policy = LockoutPolicy::default();
    let mut lockout = Lockout::default();
    for _ in 0..9 {
        lockout.note_failure(&policy, NOW);
    }
    lockout.note_success();
    lockout.note_failure(&policy, NOW);
    assert!(!lockout.is_locked(NOW));
}
