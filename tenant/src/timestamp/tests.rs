//! Tests for `timestamp`.

use super::Timestamp;

#[test]
fn a_moment_is_written_as_graph_writes_it() {
    let moment = Timestamp::from_unix_milliseconds(1_600_000_000_500);
    assert_eq!(moment.to_rfc3339_seconds(), "2020-09-13T12:26:40Z");
    assert_eq!(moment.to_rfc3339(), "2020-09-13T12:26:40.5Z");
    assert_eq!(Timestamp::parse_rfc3339("2020-09-13T14:26:40.5+02:00"), Some(moment));
    assert_eq!(Timestamp::parse_rfc3339("yesterday"), None);
}

#[test]
fn arithmetic_at_the_edges_saturates() {
    let last = Timestamp::from_unix_milliseconds(i64::MAX);
    assert_eq!(last.plus_days(i64::MAX), last);
    assert!(last.to_rfc3339().starts_with("0001"));
}
