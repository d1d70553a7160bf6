//! The list of problem codes for operators is that of the code.

use std::fs;

use contract::ProblemCode;
use xtask::workspace::root;

/// The code, the status, the meaning and who mends it, of each row.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn every_problem_code_is_explained_with_its_status_and_in_order() {
    let text = fs::read_to_string(root().join("docs/problems.md")).expect("a page");
    let rows = rows(&text);
    let told: Vec<_> =
        rows.iter().map(|row| (row[0].trim_matches('`').to_owned(), row[1].to_owned())).collect();
    let known: Vec<_> = ProblemCode::ALL
        .iter()
        .map(|code| (code.as_str().to_owned(), code.status().to_string()))
        .collect();
    assert_eq!(told, known);
    for row in rows {
        assert!(row.len() == 4 && row[2..].iter().all(|cell| cell.ends_with('.')), "{row:?}");
    }
}
