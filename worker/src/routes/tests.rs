//! Tests for `routes`.

use std::collections::HashSet;

use super::{Match, Route, TABLE, Verb, find, is_call};

#[test]
fn every_address_leads_to_its_route_by_its_verb_only() {
    for (method, path, expected) in [
        ("GET", "/", Match::Found(Route::Page)),
        ("HEAD", "/", Match::Found(Route::Page)),
        ("POST", "/", Match::WrongVerb(Verb::Get)),
        ("GET", "/add-passkey", Match::Found(Route::Page)),
        ("GET", "/remove", Match::Found(Route::Page)),
        ("GET", "/retire-pass", Match::Found(Route::Page)),
        ("POST", "/sign-in", Match::Found(Route::SignIn)),
        ("GET", "/sign-in", Match::WrongVerb(Verb::Post)),
        ("GET", "/callback", Match::Found(Route::Callback)),
        ("POST", "/sign-out", Match::Found(Route::SignOut)),
        ("GET", "/sign-out", Match::WrongVerb(Verb::Post)),
        ("GET", "/api/overview", Match::Found(Route::Overview)),
        ("DELETE", "/api/overview", Match::WrongVerb(Verb::Get)),
        ("POST", "/api/registration/begin", Match::Found(Route::BeginRegistration)),
        ("POST", "/api/registration/finish", Match::Found(Route::FinishRegistration)),
        ("POST", "/api/removal", Match::Found(Route::RemoveMethod)),
        ("POST", "/api/pass/retire", Match::Found(Route::RetirePass)),
        ("OPTIONS", "/api/removal", Match::WrongVerb(Verb::Post)),
        ("GET", "/health", Match::Found(Route::Health)),
        ("GET", "/add-passkey/", Match::Unknown),
        ("GET", "//", Match::Unknown),
        ("GET", "/api/nothing", Match::Unknown),
        ("get", "/", Match::WrongVerb(Verb::Get)),
    ] {
        assert_eq!(find(method, path), expected, "{method} {path}");
    }
}

#[test]
fn no_address_stands_twice_in_the_table() {
    let paths: HashSet<_> = TABLE.iter().map(|(path, ..)| path).collect();
    assert_eq!(paths.len(), TABLE.len());
}

#[test]
fn calls_are_told_from_pages_by_the_whole_first_segment() {
    for (path, expected) in [
        ("/api/overview", true),
        ("/api", true),
        ("/api/nothing", true),
        ("/health", true),
        ("/apiary", false),
        ("/", false),
    ] {
        assert_eq!(is_call(path), expected, "{path}");
    }
}
