//! What the directory's answer to a revocation is worth.

use http::Response;

use super::outcome_of;
use crate::outcome::Outcome;

#[test]
fn only_what_the_directory_confirms_counts_as_signed_out_everywhere() {
    for (status, body, is_done) in [
        (200, r#"{"@odata.context": "x", "value": true}"#, true),
        (204, "", true),
        (200, r#"{"value": false}"#, false),
        (200, r#"{"value": tr"#, false),
        (200, "<html>Sign in to the network</html>", false),
        (500, r#"{"value": true}"#, false),
    ] {
        let answer = Response::builder().status(status).body(body.as_bytes().to_vec());
        let outcome = outcome_of(&answer.expect("an answer"));
        assert_eq!(matches!(outcome, Outcome::Done(())), is_done, "{status} {body}");
        assert!(is_done || matches!(outcome, Outcome::Unknown(_)), "{status} {body}");
    }
}
