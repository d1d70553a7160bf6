//! Tests for `run`.

use super::*;

#[test]
fn the_table_sets_every_person_on_lines_that_fit() {
    let tenant = Description {
        address: "http://localhost:8790".to_owned(),
        tenant_id: "id".to_owned(),
        ca_file: None,
        clients: Vec::new(),
        people: vec![Person {
            account: "ada@contoso.example".to_owned(),
            name: "Ada".to_owned(),
            pass: Some("MPu%42ab".to_owned()),
            password: String::new(),
            shows: "a long story ".repeat(20),
        }],
    };
    let text = table(["http://localhost:8787", "http://127.0.0.1:8791"], &tenant);
    assert!(text.contains("ada@contoso.example  MPu%42ab  a long story"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
}
