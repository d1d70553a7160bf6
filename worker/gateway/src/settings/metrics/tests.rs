//! Who reads the metrics.

use crate::{Settings, testing::settings as good};

#[test]
fn the_metrics_are_for_whoever_shows_the_token_and_for_nobody_where_none_is_set() {
    let token = "0123456789abcdefghij";
    let parse = |set: &str| {
        Settings::parse(|name| match name {
            "METRICS_TOKEN" => Some(set.to_owned()),
            _ => good(name),
        })
    };
    let off = parse(" ").expect("good settings");
    assert!(!off.may_read_metrics("Bearer ") && !off.may_read_metrics(""));
    let on = parse(token).expect("good settings");
    assert!(on.may_read_metrics(&format!("Bearer {token}")));
    for wrong in ["", "Bearer", "Bearer ", "Bearer 0123456789abcdefghiJ", token] {
        assert!(!on.may_read_metrics(wrong), "{wrong}");
    }
    assert!(!on.may_read_metrics(&format!("Bearer {token} ")));
    assert!(!format!("{on:?}").contains(token));
    for weak in ["short", "0123456789 abcdefghij", "0123456789abcdefghiü"] {
        assert_eq!(parse(weak).expect_err(weak).name, "METRICS_TOKEN");
    }
}
