//! The later part of the catalogs, which a first visit does not fetch.

use journey::{Scene, State};
use screens::{Shown, all};
use views::Catalog;

use crate::draw::{draw_view, english};

const LATER: &str = include_str!("../../../../static/messages/later.txt");

/// The catalog in its two parts, joined as the edge joins them.
fn in_parts() -> Catalog {
    let beginnings: Vec<&str> =
        LATER.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let english = english();
    let part = |is_later: bool| {
        let entries = english.entries().filter(|(key, _)| {
            beginnings.iter().any(|beginning| key.starts_with(beginning)) == is_later
        });
        Catalog::of(entries.map(|(key, words)| (key.to_owned(), words.to_owned())))
    };
    part(false).and_later(&part(true))
}

/// Whether this screen needs the later part.
fn reaches_later(state: &State) -> bool {
    let catalog = in_parts();
    draw_view(state, &catalog, views::app);
    let _ = views::title(state, &catalog);
    catalog.has_reached_later()
}

/// What few people ever see: the edge names the later part as a preload there.
const RARE: &[&str] = &[
    "overview-number-without-password",
    "overview-number-with-password",
    "overview-number-only",
    "overview-unproved",
    "overview-empty-last",
    "welcome-odd-letter",
    "welcome-too-long",
    "signed-out",
    "expired",
    "pass-retired",
    "pass-retired-recovered",
    "sign-out-due",
    "overview-not-yet",
    "overview-disabled",
    "overview-used",
    "overview-ended",
    "overview-window-over",
    "overview-unproved-window-over",
    "overview-unknown",
    "overview-someone-else",
    "overview-in-every-state",
    "overview-every-kind",
    "overview-default",
    "overview-recovering",
    "overview-recovering-done",
    "overview-recovering-left",
];

#[test]
fn the_first_page_and_the_overview_need_no_later_words() {
    let mut seen = 0;
    for Shown { name, state, .. } in all() {
        let failure = match &state.screen {
            journey::Screen::Welcome(_) => false,
            journey::Screen::SignedIn(signed_in) => {
                signed_in.failure().is_some() || signed_in.flash.is_some()
            }
            journey::Screen::Failed(_) => true,
        };
        let is_first = matches!(
            state.scene(),
            Scene::Welcome
                | Scene::SignedOut
                | Scene::PassRetired
                | Scene::Expired
                | Scene::Overview
        );
        if is_first && !failure {
            seen += 1;
            assert_eq!(reaches_later(&state), RARE.contains(&name), "{name}");
        }
    }
    assert!(seen > 8, "{seen} screens");
}

#[test]
fn a_task_needs_the_later_words() {
    let tasks = [Scene::Naming, Scene::RemovalConfirming, Scene::RetirementConfirming];
    for Shown { name, state, .. } in all() {
        if tasks.contains(&state.scene()) {
            assert!(reaches_later(&state), "{name}");
        }
    }
}

#[test]
fn each_beginning_stands_for_some_key() {
    let english = english();
    for beginning in LATER.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        assert!(english.entries().any(|(key, _)| key.starts_with(beginning)), "{beginning}");
    }
}
