//! Tests for `usability`.

use super::*;
use crate::directory::pass::PassValue;

const START: Timestamp = Timestamp::from_unix_milliseconds(1_800_000_000_000);

fn pass() -> TemporaryAccessPass {
    TemporaryAccessPass {
        id: String::new(),
        value: PassValue::new("secret".to_owned()),
        created: START,
        start: START,
        lifetime_minutes: 60,
        one_time: false,
        used: None,
    }
}

fn check(pass: &TemporaryAccessPass, now: Timestamp, expected: Usability) {
    let policy = TemporaryAccessPassPolicy::default();
    assert_eq!(pass.usability(&policy, now), expected);
}

#[test]
fn a_pass_is_usable_from_its_start_until_just_before_its_end() {
    check(&pass(), START.plus_seconds(-1), Usability::NotYetValid);
    check(&pass(), START, Usability::EnabledByPolicy);
    check(&pass(), START.plus_seconds(3599), Usability::EnabledByPolicy);
    check(&pass(), START.plus_minutes(60), Usability::Expired);
}

#[test]
fn only_a_one_time_pass_is_used_up_by_a_sign_in() {
    let mut pass = TemporaryAccessPass { used: Some(START), ..pass() };
    check(&pass, START.plus_minutes(1), Usability::EnabledByPolicy);
    pass.one_time = true;
    check(&pass, START.plus_minutes(1), Usability::OneTimeUsed);
}

#[test]
fn a_reusable_pass_is_void_under_a_one_time_policy() {
    let policy =
        TemporaryAccessPassPolicy { one_time_only: true, ..TemporaryAccessPassPolicy::default() };
    assert_eq!(pass().usability(&policy, START), Usability::DisabledByPolicy);
}

#[test]
fn the_value_is_not_printed() {
    assert!(!format!("{:?}", pass()).contains("secret"));
}
