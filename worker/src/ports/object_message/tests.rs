//! Tests for `object_message`.

use super::ObjectAnswer;

#[test]
fn an_answer_prints_its_status_and_not_its_body() {
    let answer = ObjectAnswer { status: 200, body: "a person's record".into() };
    assert_eq!(format!("{answer:?}"), "ObjectAnswer { status: 200, body: [redacted] }");
}
