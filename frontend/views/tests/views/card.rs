//! The card of an intranet page, and the window that it opens.

use contract::{Factor, Overview, ProblemCode, Start, StartScreen};
use journey::State;
use screens::{
    fixtures::{
        ACCOUNT, NOW, every_kind, lost_phone, one_time_pass, overview, pass, problem, security_key,
    },
    number_only,
};
use views::{CardWindowKind, CardWithout, Catalog};

use crate::draw::{draw_view, english, still, text};

fn card_of(screen: StartScreen, without: CardWithout, address: &str) -> String {
    let state = State::start(Start {
        now: NOW,
        language: "en".into(),
        catalog: String::new(),
        later_words: String::new(),
        address: address.into(),
        product: "Latchkey".into(),
        company: String::new(),
        keeps_passkeys: None,
        screen,
    });
    draw_view(&state, &english(), |view| views::card(view, without))
}

fn card(overview: Overview) -> String {
    card_of(StartScreen::SignedIn { overview }, CardWithout::SignIn, "/card")
}

fn nobody(without: CardWithout) -> String {
    card_of(StartScreen::Welcome { account: String::new(), reason: None }, without, "/card")
}

/// The address of the main act.
fn act(card: &str) -> &str {
    let (_, rest) = card.split_once("class=\"button main\" href=\"").expect("a main act");
    rest.split('"').next().expect("an address")
}

#[test]
fn while_nothing_is_registered_the_card_says_so_with_the_clock_and_the_next_step() {
    let card = card(overview(Vec::new(), Some(pass())));
    let words = text(&card);
    assert!(words.contains("You have no way to sign in tomorrow yet"), "{words}");
    assert!(card.contains("role=\"timer\"") && card.contains("data-ends=\""), "{card}");
    assert!(act(&card).starts_with("/card/window?do=add-passkey&amp;person="), "{card}");
    assert!(!words.contains("registered."), "the headline says it: {words}");
    assert!(card.contains("data-methods=\"0\"") && card.contains("data-state=\"signed-in\""));
}

#[test]
fn the_card_gives_the_verdict_of_the_overview() {
    let unproved = Overview { is_proved: false, ..overview(lost_phone(), Some(pass())) };
    for (overview, headline, class) in [
        (overview(vec![security_key()], None), "You can sign in tomorrow", "card good"),
        (unproved, "Do you still have what is registered here?", "card ask"),
        (number_only(None), "Do you know your password?", "card ask"),
        (
            Overview { is_proved: false, ..number_only(None) },
            "If it is on a device that you lost or replaced",
            "card ask",
        ),
        (number_only(Some(true)), "You can sign in tomorrow with your password", "card good"),
        (number_only(Some(false)), "You have no way to sign in tomorrow yet", "card bad"),
    ] {
        let card = card(overview);
        assert!(text(&card).contains(headline), "{headline}: {card}");
        assert!(card.contains(&format!("class=\"{class}")), "{headline}: {card}");
    }
}

#[test]
fn what_has_no_part_in_a_sign_in_is_not_counted() {
    let card = card(overview(every_kind(), None));
    let usable = every_kind()
        .into_iter()
        .filter(|method| matches!(method.factor, Factor::Alone | Factor::AfterPassword));
    let (usable, all) = (usable.count(), every_kind().len());
    assert!(usable < all);
    assert!(text(&card).contains(&format!("{usable} sign-in methods are registered")), "{card}");
    assert!(card.contains(&format!("data-methods=\"{all}\"")), "{card}");
}

#[test]
fn the_card_has_the_clock_of_a_one_time_pass() {
    let card = card(overview(Vec::new(), Some(one_time_pass())));
    let running = journey::clock::pass_clock(&overview(Vec::new(), Some(one_time_pass())), NOW);
    let ends_at = running.and_then(|clock| clock.running()).expect("a window").ends_at.0;
    assert!(card.contains(&format!("data-ends=\"{ends_at}\"")), "{card}");
}

#[test]
fn a_card_without_a_person_says_why() {
    for (without, state, headline, acts) in [
        (CardWithout::SignIn, "signed-out", "Can you sign in tomorrow?", 1),
        (CardWithout::Storage, "storage-blocked", "This card cannot keep you signed in", 1),
        (CardWithout::Permission, "not-allowed", "Latchkey cannot be shown on this page", 0),
    ] {
        let card = nobody(without);
        assert!(card.contains(&format!("data-state=\"{state}\"")), "{card}");
        assert!(text(&card).contains(headline), "{card}");
        assert_eq!(card.matches("<a ").count(), acts, "{state}");
        assert!(!card.contains("data-methods"), "{card}");
    }
    assert_eq!(act(&nobody(CardWithout::SignIn)), "/card/window?do=sign-in");
}

#[test]
fn a_failure_has_its_words_and_a_way_on() {
    let problem = problem(ProblemCode::DirectoryUnreachable);
    let card = card_of(StartScreen::Failed { problem }, CardWithout::SignIn, "/card");
    let words = text(&card);
    let headline = english().text("problem.directory-unreachable.headline").to_string();
    assert!(words.contains(&headline) && words.contains("Try again"), "{words}");
    assert!(card.contains("data-state=\"failed\""), "{card}");
}

#[test]
fn a_sign_in_that_is_due_is_no_failure_and_is_made_in_a_window() {
    let problem = problem(ProblemCode::StepUpRequired);
    let card = card_of(StartScreen::Failed { problem }, CardWithout::SignIn, "/card");
    assert!(!card.contains("bad") && text(&card).contains("Confirm that it is you"), "{card}");
    assert_eq!(act(&card), "/card/window?do=");
    assert!(!card.contains("data-again"), "another try ends the same: {card}");
}

#[test]
fn every_act_opens_a_window_that_can_answer_and_no_card_holds_a_form() {
    let languages = card_of(
        StartScreen::SignedIn { overview: overview(Vec::new(), Some(pass())) },
        CardWithout::SignIn,
        "/card?lang=en-XA",
    );
    for card in [card(overview(lost_phone(), None)), nobody(CardWithout::SignIn), languages.clone()]
    {
        let links = card.matches("<a ").count();
        assert_eq!(card.matches("target=\"_blank\" rel=\"opener\" data-window").count(), links);
        for element in ["<form", "<button", "<input", "<script", "onclick"] {
            assert!(!card.contains(element), "{element}: {card}");
        }
        assert_eq!(card.matches("<h1").count(), 1);
    }
    assert!(act(&languages).ends_with("&amp;lang=en-XA"), "{languages}");
}

#[test]
fn the_words_of_a_card_and_its_window_come_from_the_catalog() {
    let marked =
        english().entries().map(|(key, _)| (key.to_owned(), "⟦⟧".to_owned())).collect::<Vec<_>>();
    let catalog = Catalog::of(marked);
    let kinds = [
        CardWindowKind::Onward("/add-passkey".into()),
        CardWindowKind::Done,
        CardWindowKind::SomebodyElse { account: ACCOUNT.into(), address: "/card/window".into() },
    ];
    for kind in kinds {
        let html = still(views::card_window(&kind, &catalog, ""));
        let stray: String = text(&html).chars().filter(|it| it.is_alphabetic()).collect();
        assert_eq!(stray, "", "{html}");
    }
}

#[test]
fn a_window_of_somebody_else_names_who_is_signed_in_here() {
    let kind = CardWindowKind::SomebodyElse {
        account: ACCOUNT.into(),
        address: "/card/window?do=recover".into(),
    };
    let html = still(views::card_window(&kind, &english(), ""));
    assert!(text(&html).contains(ACCOUNT) && html.contains("action=\"/sign-out\""), "{html}");
    assert_eq!(act(&html), "/card/window?do=recover");
}
