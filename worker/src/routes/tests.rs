//! Tests for `routes`.

use std::collections::HashSet;

use contract::routes::{ChangeCall, PAGES};

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
        ("HEAD", "/callback", Match::WrongVerb(Verb::GetAlone)),
        ("POST", "/sign-out", Match::Found(Route::SignOut)),
        ("GET", "/sign-out", Match::WrongVerb(Verb::Post)),
        ("GET", "/api/overview", Match::Found(Route::Overview)),
        ("DELETE", "/api/overview", Match::WrongVerb(Verb::Get)),
        ("POST", "/api/registration/begin", Match::Found(Route::BeginRegistration)),
        ("POST", "/api/password", Match::Found(Route::AnswerPassword)),
        (
            "POST",
            "/api/registration/finish",
            Match::Found(Route::Change(ChangeCall::FinishRegistration)),
        ),
        ("POST", "/api/removal", Match::Found(Route::Change(ChangeCall::RemoveMethod))),
        ("POST", "/api/pass/retire", Match::Found(Route::Change(ChangeCall::RetirePass))),
        ("OPTIONS", "/api/removal", Match::WrongVerb(Verb::Post)),
        ("GET", "/healthz", Match::Found(Route::Health)),
        ("HEAD", "/readyz", Match::Found(Route::Ready)),
        ("GET", "/metrics", Match::Found(Route::Metrics)),
        ("GET", "/why", Match::Found(Route::Why)),
        ("GET", "/leaflet", Match::Found(Route::Leaflet)),
        ("GET", "/leaflet/code.svg", Match::Found(Route::LeafletCode)),
        ("POST", "/leaflet", Match::WrongVerb(Verb::Get)),
        ("GET", "/card", Match::Found(Route::Card)),
        ("POST", "/card", Match::WrongVerb(Verb::Get)),
        ("GET", "/card/window", Match::Found(Route::CardWindow)),
        ("GET", "/card/done", Match::Found(Route::CardDone)),
        ("POST", "/api/card", Match::Found(Route::TradeCode)),
        ("GET", "/api/card", Match::WrongVerb(Verb::Post)),
        ("GET", "/embed.js", Match::Found(Route::Embed)),
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
    let rows = TABLE.iter().map(|(path, ..)| *path);
    let rows: Vec<_> = rows
        .chain(PAGES.iter().copied())
        .chain(ChangeCall::ALL.iter().map(|call| call.path()))
        .collect();
    let paths: HashSet<_> = rows.iter().collect();
    assert_eq!(paths.len(), rows.len());
}

#[test]
fn every_listed_page_and_change_is_found() {
    for page in PAGES {
        assert_eq!(find("GET", page), Match::Found(Route::Page), "{page}");
    }
    for &call in ChangeCall::ALL {
        assert_eq!(find("POST", call.path()), Match::Found(Route::Change(call)), "{call:?}");
        assert!(is_call(call.path()), "{call:?}");
    }
}

#[test]
fn calls_are_told_from_pages_by_the_whole_first_segment() {
    for (path, expected) in [
        ("/api/overview", true),
        ("/api", true),
        ("/api/nothing", true),
        ("/healthz", true),
        ("/readyz", true),
        ("/apiary", false),
        ("/", false),
    ] {
        assert_eq!(is_call(path), expected, "{path}");
    }
}
