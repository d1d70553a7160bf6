//! The page that says why a passkey cannot be added: each finding with its words, and what a person is led to.

use contract::{
    Person, Start, StartScreen, Timestamp, TraceId,
    why::{Found, Obstacle, Rule, Why},
};
use journey::State;

use crate::draw::{draw_view, element, english, text};

/// 2026-11-22 08:00 UTC.
const NOW: Timestamp = Timestamp(1_795_334_400_000);

fn drawn(found: Vec<Found>) -> String {
    let why = Why {
        now: NOW,
        person: Person {
            name: "Ada".to_owned(),
            account: "ada@contoso.example".to_owned(),
            key: "key-of-ada".to_owned(),
        },
        found,
        pass_ends_at: Some(NOW.plus_minutes(45)),
        trace: TraceId("11111111-2222-4333-8444-555555555555".to_owned()),
    };
    let start = Start {
        now: NOW,
        language: "en".to_owned(),
        catalog: String::new(),
        later_words: String::new(),
        address: "/why".to_owned(),
        product: "Latchkey".into(),
        company: String::new(),
        keeps_passkeys: None,
        screen: StartScreen::Welcome { account: why.person.account.clone(), reason: None },
    };
    let draw = |view: &views::View<'_>| views::why(view, &why, "https://keys.example.org");
    draw_view(&State::start(start), &english(), draw)
}

fn rules() -> Vec<Rule> {
    vec![Rule { name: "No <guests>".to_owned(), condition: "guests, block".to_owned() }]
}

/// What a person is led to for each finding that is about one of them alone.
fn findings() -> Vec<(Found, &'static str)> {
    let soon = NOW.plus_minutes(5);
    vec![
        (Found::RulesUntold, ""),
        (Found::RulesMet, ""),
        (Found::RulesElsewhere(rules()), "Check again"),
        (Found::RulesSignIn(rules()), "Sign in again"),
        (Found::RulesRefuse(rules()), ""),
        (Found::PasskeysOffered, ""),
        (Found::PasskeysOnOwnPage, "Add a passkey"),
        (Found::PasskeysRefused, ""),
        (Found::PasskeysUnasked, ""),
        (Found::PasskeysUnanswered, "Check again"),
        (Found::Kinds, ""),
        (Found::SignInFresh(soon), ""),
        (Found::WindowOpen(soon), ""),
        (Found::WindowOver, ""),
        (Found::SignInStale, "Sign in again"),
        (Found::SignInRemembered, ""),
        (Found::SignInUntold, ""),
    ]
}

#[test]
fn every_finding_has_a_state_a_sentence_and_whoever_can_mend_it() {
    for (found, act) in findings() {
        let obstacle = found.obstacle();
        let html = drawn(vec![found.clone()]);
        let checks = element(&html, "class=\"methods checks\"");
        let said = text(checks);
        assert!(!html.contains("why.") && !html.contains('{'), "{found:?}: {html}");
        let (state, mender) = match obstacle {
            Obstacle::None => ("Fine", ""),
            Obstacle::Unseen => ("Cannot be seen from here", ""),
            Obstacle::ForPerson => ("Stands in the way", "What you can do:"),
            Obstacle::ForAdministrator => ("Stands in the way", "your administrator or help desk."),
        };
        assert!(said.contains(state) && said.contains(mender), "{found:?}: {said}");
        let acts: Vec<&str> = ["Check again", "Sign in again", "Add a passkey"]
            .into_iter()
            .filter(|label| checks.contains(&format!(">{label}<")))
            .collect();
        let expected: Vec<&str> = Some(act).filter(|act| !act.is_empty()).into_iter().collect();
        assert_eq!(acts, expected, "{found:?}");
    }
}

#[test]
fn the_lead_says_who_has_to_act_and_the_main_act_is_there_when_nobody_has() {
    for (found, lead, goes_on) in [
        (vec![Found::RulesMet, Found::Kinds], "nothing that stands in your way", true),
        (vec![Found::RulesMet, Found::SignInStale], "you can mend it yourself", false),
        (vec![Found::SignInStale, Found::PasskeysRefused], "you cannot change yourself", false),
    ] {
        let html = drawn(found);
        let said = text(element(&html, "class=\"lead\""));
        assert!(said.contains(lead), "{said}");
        assert_eq!(html.contains("class=\"button main\" href=\"/add-passkey\""), goes_on, "{lead}");
    }
}

#[test]
fn what_stands_in_the_way_comes_first() {
    let html = drawn(vec![Found::RulesMet, Found::Browser, Found::Kinds, Found::SignInStale]);
    let first = html.split("<li").nth(1).expect("a check");
    assert!(text(first).contains("Stands in the way"), "{first}");
}

#[test]
fn the_browser_is_one_of_five_and_only_what_is_needed_is_seen_without_script() {
    let html = drawn(vec![Found::Browser]);
    let items: Vec<&str> = html.split("<li ").skip(1).collect();
    assert_eq!(items.len(), 5);
    for (item, is_seen) in items.iter().zip([true, false, false, false, false]) {
        let tag = item.split('>').next().expect("a tag");
        assert_eq!(!tag.contains("hidden"), is_seen, "{tag}");
        let state = text(element(item, "class=\"state")).trim().to_owned();
        let line = format!("data-line=\"Your browser and your device: {state}\"");
        assert!(tag.contains(&line), "{tag} has {line}");
    }
    // The sentence that the script puts in the place of the other.
    let (_, fine) = html.split_once("<div data-fine").expect("nothing stands in the way");
    let (_, instead) = fine.split_once("<div hidden").expect("what stands there instead");
    let instead = text(instead.split("</div>").next().expect("its end"));
    assert!(instead.contains("you can mend it yourself"), "{instead}");
}

#[test]
fn the_text_for_the_help_desk_names_account_time_reference_checks_and_rules() {
    let html = drawn(vec![Found::RulesRefuse(rules()), Found::Browser, Found::WindowOver]);
    let area = element(&html, "<textarea");
    assert!(area.contains("readonly") && area.contains("rows=\"8\""), "{area}");
    let reference = TraceId("11111111-2222-4333-8444-555555555555".to_owned()).reference();
    let expected = format!(
        "I cannot add a passkey. Please see what stands in the way.\nAccount: ada@contoso.example\n\
         Time: on 22 November at 08:00 UTC\nReference: {reference}\n\
         The rules of your organization: Stands in the way\nPolicy: No <guests> (guests, block)\n\
         Your browser and your device: Cannot be seen from here\n\
         Your sign-in and your pass: Stands in the way"
    );
    assert_eq!(text(area).trim(), expected);
    assert!(!html.contains("key-of-ada"));
}
