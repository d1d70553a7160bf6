//! Tests for `document`.

use super::{escaped, in_attribute, inside_script};

#[test]
fn data_cannot_end_its_script_element() {
    let json = serde_json::to_string("</script><!--\u{2028}\u{2029}").expect("a string");
    let inside = inside_script(&json);
    assert!(!inside.contains('<') && !inside.contains(['\u{2028}', '\u{2029}']), "{inside}");
    let read: String = serde_json::from_str(&inside).expect("still JSON");
    assert_eq!(read, "</script><!--\u{2028}\u{2029}");
}

#[test]
fn a_title_cannot_open_an_element() {
    assert_eq!(escaped("<b> & co"), "&lt;b> &amp; co");
}

#[test]
fn an_address_cannot_leave_its_attribute() {
    let address = "https://login.example/?a=1&b=\"><script>";
    assert_eq!(in_attribute(address), "https://login.example/?a=1&amp;b=&quot;>&lt;script>");
}
