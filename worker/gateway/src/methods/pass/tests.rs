//! When a pass counts as needed, by its own times and the time of the sign-in.

use serde_json::json;

use super::ListedPass;
use crate::testing::{START, pass};

/// The pass of the tests, issued and started an hour before the sign-in, with these changes.
fn is_needed(changes: &serde_json::Value, minutes_since_sign_in: i64) -> bool {
    let mut entry = pass();
    for (name, value) in changes.as_object().expect("changes") {
        entry[name] = value.clone();
    }
    let listed = ListedPass::read(&entry).expect("a pass");
    listed.is_needed(START, START.plus_minutes(minutes_since_sign_in))
}

#[test]
fn a_pass_that_may_have_opened_the_session_is_needed_whatever_its_state() {
    for reason in ["EnabledByPolicy", "OneTimeUsed", "DisabledByPolicy", "FromTheFuture"] {
        for is_one_time in [true, false] {
            let changes = json!({ "methodUsabilityReason": reason, "isUsableOnce": is_one_time });
            assert!(is_needed(&changes, 1), "{changes}");
        }
    }
    assert!(is_needed(&json!({ "methodUsabilityReason": null, "isUsable": null }), 1));
}

#[test]
fn a_pass_that_has_ended_is_not_needed() {
    assert!(!is_needed(&json!({ "methodUsabilityReason": "Expired" }), 1));
    // Over when the person signed in, and over since.
    assert!(!is_needed(&json!({ "lifetimeInMinutes": 60 }), 0));
    let an_hour_later = json!({ "lifetimeInMinutes": 120, "methodUsabilityReason": "OneTimeUsed" });
    assert!(is_needed(&an_hour_later, 59));
    assert!(!is_needed(&an_hour_later, 60));
}

#[test]
fn a_pass_that_starts_after_the_sign_in_did_not_open_the_session() {
    let later = |start: &str, reason: &str| json!({ "startDateTime": start, "methodUsabilityReason": reason });
    assert!(!is_needed(&later("2026-03-02T10:00:00Z", "NotYetValid"), 1));
    assert!(!is_needed(&later("2026-03-02T09:30:00Z", "EnabledByPolicy"), 31));
    // The directory itself says that nobody can have used it.
    assert!(!is_needed(&later("2026-03-02T09:00:01Z", "NotYetValid"), 0));
    // The clocks may be apart.
    assert!(is_needed(&later("2026-03-02T09:05:00Z", "EnabledByPolicy"), 6));
    assert!(!is_needed(&later("2026-03-02T09:05:01Z", "EnabledByPolicy"), 6));
}

#[test]
fn a_pass_that_was_issued_after_the_sign_in_may_have_replaced_the_one_that_opened_it() {
    for issued in [json!("2026-03-02T09:10:00Z"), json!("2026-03-02T08:55:01Z"), json!(null)] {
        for (start, reason) in
            [("2026-03-02T09:20:00Z", "EnabledByPolicy"), ("2026-03-03T08:00:00Z", "NotYetValid")]
        {
            let changes = json!({ "createdDateTime": issued, "startDateTime": start,
                "methodUsabilityReason": reason });
            assert!(is_needed(&changes, 30), "{changes}");
        }
    }
    let issued_before = json!({ "createdDateTime": "2026-03-02T08:55:00Z",
        "startDateTime": "2026-03-02T09:20:00Z" });
    assert!(!is_needed(&issued_before, 30));
}

#[test]
fn a_pass_covers_a_sign_in_within_its_life_and_the_leeway_at_its_beginning() {
    let listed = |start: &str| {
        let mut entry = pass();
        entry["startDateTime"] = json!(start);
        entry["lifetimeInMinutes"] = json!(60);
        ListedPass::read(&entry).expect("a pass")
    };
    for (start, covers) in [
        ("2026-03-02T08:30:00Z", true),
        ("2026-03-02T09:05:00Z", true),
        ("2026-03-02T09:05:01Z", false),
        ("2026-03-02T08:00:01Z", true),
        ("2026-03-02T08:00:00Z", false),
    ] {
        assert_eq!(listed(start).covers(START), covers, "{start}");
    }
}
