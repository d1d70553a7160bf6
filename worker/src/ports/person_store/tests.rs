//! What a stored record says.

use contract::Timestamp;

use super::parse;

#[test]
fn the_end_of_a_record_stands_before_its_text() {
    assert_eq!(parse("12 text"), Some((Timestamp(12), "text")));
    assert_eq!(parse("12 a text"), Some((Timestamp(12), "a text")));
    for unreadable in ["", "text", "12", "soon text"] {
        assert_eq!(parse(unreadable), None, "{unreadable}");
    }
}
