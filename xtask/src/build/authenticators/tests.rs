//! The table of authenticators.

use super::{NAME_MAX, table};

#[test]
fn each_authenticator_has_a_line_and_microsofts_own_is_among_them() {
    let long = "long ".repeat(20);
    let json = format!(
        r#"{{ "FFFFFFFF-0000-0000-0000-000000000001": "Last", "90a3ccdf-635c-4729-a248-9b709135078f": "Theirs",
             "00000000-0000-0000-0000-000000000001": "{long}" }}"#
    );
    let table = table(&json).expect("a table");
    let lines: Vec<&str> = table.lines().collect();
    let [first, theirs, android, last] = lines[..] else { panic!("{table}") };
    assert_eq!(first.len(), 37 + NAME_MAX);
    assert_eq!(theirs, "90a3ccdf-635c-4729-a248-9b709135078f Theirs");
    assert!(android.ends_with(" Microsoft Authenticator (Android)"));
    assert_eq!(last, "ffffffff-0000-0000-0000-000000000001 Last");
}

#[test]
fn what_would_break_a_line_stops_the_build() {
    for json in [
        "[]",
        r#"{ "not one": "Name" }"#,
        r#"{ "00000000-0000-0000-0000-000000000001": " " }"#,
        r#"{ "00000000-0000-0000-0000-000000000001": "Two\nlines" }"#,
    ] {
        assert!(table(json).is_err(), "{json}");
    }
}
