//! Numbers in pages, in redirects and in descriptions.

use http::Response;

use super::{KNOWN, in_answer, number, safe};
use crate::doctor::finding::Step;

#[test]
fn the_number_is_found_in_a_page_and_in_a_redirect() {
    let page = Response::new(b"<p>AADSTS50011: The redirect URI \xff".to_vec());
    let found = in_answer("redirect", &page).expect("a refusal");
    assert_eq!(found.said, "AADSTS50011: the redirect address is not registered");
    let back = Response::builder()
        .header(
            "location",
            "https://app.example/?error=invalid_scope&error_description=AADSTS650053%3a+x",
        )
        .body(b"AADSTS50011".to_vec())
        .expect("an answer");
    assert_eq!(in_answer("scopes", &back).and_then(|found| found.step), Some(Step::Permissions));
    let page = Response::new(b"<form>Sign in".to_vec());
    assert!(in_answer("redirect", &page).is_none());
}

#[test]
fn an_error_without_a_number_is_told_by_its_word_alone() {
    let back = Response::builder()
        .header(
            "location",
            "https://app.example/?error=access_denied&error_description=Ada+said+no",
        )
        .body(Vec::new())
        .expect("an answer");
    let found = in_answer("redirect", &back).expect("a refusal");
    assert_eq!(found.said, "the directory refuses it: access_denied");
    assert_eq!(safe("<script>"), "an unreadable error");
    assert_eq!(number("AADSTS: none, AADSTS7000222 is one"), Some(7_000_222));
}

#[test]
fn every_number_stands_once() {
    let mut numbers: Vec<_> = KNOWN.iter().map(|(number, ..)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), KNOWN.len());
}
