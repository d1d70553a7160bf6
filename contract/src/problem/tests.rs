//! Tests for `problem`.

use super::{ProblemCode, TraceId};

#[test]
fn every_code_is_written_and_read_the_same() {
    for &code in ProblemCode::ALL {
        assert_eq!(ProblemCode::parse(code.as_str()), code);
        let json = serde_json::to_string(&code).expect("a code is a string");
        assert_eq!(json, format!("\"{}\"", code.as_str()));
    }
}

#[test]
fn a_code_of_a_newer_edge_is_unknown_not_an_error() {
    let code: ProblemCode = serde_json::from_str("\"from-the-future\"").expect("any string");
    assert_eq!(code, ProblemCode::Unknown);
}

#[test]
fn a_reference_is_short_the_beginning_of_its_trace_and_easy_to_read_aloud() {
    let reference = |trace: &str| TraceId(trace.into()).reference();
    assert_eq!(reference("00000000-0000-4000-8000-000000000000"), "0000-0000");
    assert_eq!(reference("ffffffff-ff00-4000-8000-000000000000"), "ZZZZ-ZZZZ");
    assert_eq!(reference("01234567-89ab-4cde-8f01-23456789abcd"), "04HM-ASW9");
    assert_eq!(reference("trace"), "", "no id of ours");
}
