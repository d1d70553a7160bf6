//! Tests for `time`.

use super::Timestamp;

#[test]
fn remaining_seconds_are_rounded_up_and_never_negative() {
    let now = Timestamp(10_000);
    for (later, seconds) in [(10_001, 1), (11_000, 1), (11_001, 2), (10_000, 0), (9_000, 0)] {
        assert_eq!(now.seconds_until(Timestamp(later)), seconds, "until {later}");
    }
}
