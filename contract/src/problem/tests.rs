//! Tests for `problem`.

use super::ProblemCode;

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
