//! What is drawn as a failure and what is not, and what someone is offered whose pass is over.

use contract::{Overview, ProblemCode};
use journey::{CeremonyFault, Event, Failure, Fault, Screen, overview::Refresh};
use screens::{
    Shown, all,
    fixtures::{ACCOUNT, NOW, after, lost_phone, one_time_pass, overview, problem, signed_in},
    number_only, pass_ended_with,
};

use crate::draw::{draw, element, english, text};

/// The overview, where reading it again ended with this.
fn refreshed(fault: Fault) -> String {
    let mut state = signed_in("/", overview(lost_phone(), None));
    if let Screen::SignedIn(signed_in) = &mut state.screen {
        signed_in.refresh = Refresh::Failed(Failure::met(fault, NOW));
    }
    draw(&state)
}

#[test]
fn only_what_has_failed_is_drawn_as_a_failure() {
    let problems = ProblemCode::ALL.iter().map(|code| Fault::Problem(problem(*code)));
    let ceremonies = CeremonyFault::ALL.iter().map(|fault| Fault::Ceremony(*fault));
    for fault in problems.chain(ceremonies).chain([Fault::Offline]) {
        let html = refreshed(fault.clone());
        assert!(html.contains("class=\"notice"), "{fault:?}");
        assert_eq!(html.contains("class=\"notice bad\""), !fault.is_calm(), "{fault:?}");
    }
}

#[test]
fn a_page_before_which_a_sign_in_is_due_says_so_and_not_that_it_failed() {
    let state = screens::state("failed-step-up");
    let html = draw(&state);
    assert!(!html.contains("bad"), "{html}");
    assert_eq!(text(element(&html, "<h1")).trim(), "Confirm that it is you");
    assert!(!text(&html).contains("could not be loaded"), "{html}");
    assert!(views::title(&state, &english()).starts_with("Confirm that it is you"));
}

#[test]
fn whoever_cannot_use_the_pass_has_a_request_to_send() {
    for name in [
        "overview-window-over",
        "overview-ended",
        "overview-disabled",
        "overview-unknown",
        "overview-empty-last",
        "step-up-without-a-way",
        "expired-with-nothing",
        "overview-unproved-window-over",
    ] {
        let html = draw(&screens::state(name));
        assert_eq!(html.matches("class=\"request\"").count(), 1, "{name}");
        assert!(text(element(&html, "class=\"request\"")).contains(ACCOUNT), "{name}");
    }
    for name in ["overview-empty", "overview-one-time", "overview-not-yet"] {
        assert!(!draw(&screens::state(name)).contains("class=\"request\""), "{name}");
    }
}

/// Someone with an old phone that nobody knows to be lost, whose one-time pass is used up.
fn used_up(address: &str, minutes_gone: i64) -> String {
    let mut overview = overview(lost_phone(), Some(one_time_pass()));
    overview.is_proved = false;
    overview.session.fresh_until = NOW;
    draw(&after(signed_in(address, overview), [Event::Ticked(NOW.plus_minutes(minutes_gone))]))
}

#[test]
fn whose_old_phone_may_be_lost_is_not_sent_to_what_a_used_up_pass_cannot_do() {
    assert!(used_up("/", 0).contains("href=\"/add-passkey\""), "while the window is open");
    let html = used_up("/", 9);
    assert!(!html.contains("href=\"/add-passkey\""), "the edge refuses it: {html}");
    assert_eq!(html.matches("class=\"request\"").count(), 1, "{html}");
    assert!(!text(&html).contains("while your pass still works"), "it does not: {html}");
    // A sign-in is a way for whoever has the phone, and a new pass for everybody else.
    let html = used_up("/remove?method=email", 0);
    assert!(html.contains("action=\"/sign-in\""), "{html}");
    assert_eq!(html.matches("class=\"request\"").count(), 1, "{html}");
}

#[test]
fn whose_pass_ended_with_nothing_else_is_told_to_ask_for_a_new_one() {
    let html = draw(&pass_ended_with(Vec::new()));
    assert_eq!(text(element(&html, "<h1")).trim(), "You need a new pass");
    assert!(text(element(&html, "class=\"request\"")).contains(ACCOUNT), "{html}");
    assert!(!text(&html).contains("Have your pass ready"), "there is none: {html}");
    let html = draw(&pass_ended_with(lost_phone()));
    assert_eq!(text(element(&html, "<h1")).trim(), "Sign in again to go on");
}

#[test]
fn whoever_has_only_what_comes_after_a_password_is_asked_about_it_first() {
    let drawn = |knows| {
        let overview = Overview { is_proved: false, ..number_only(knows) };
        text(&draw(&signed_in("/", overview)))
    };
    let asked = drawn(None);
    for words in ["Do you know your password?", "I know it", "I do not know it", "Add a passkey"] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    assert!(!asked.contains("Do you still have"), "one question at a time: {asked}");
    assert!(!asked.contains("if you do:") && asked.contains("lost or replaced"), "{asked}");
    assert!(drawn(Some(true)).contains("Do you still have what is registered here?"));
    assert!(drawn(Some(false)).contains("You have no way to sign in tomorrow yet"));
}

#[test]
fn a_passkey_that_came_too_late_is_named_where_the_next_sign_in_is_asked_for() {
    let html = draw(&screens::state("step-up-passkey-left"));
    let named = format!("may keep a passkey for {ACCOUNT}");
    assert!(text(&html).contains(&named), "{html}");
    assert!(!text(&draw(&screens::state("step-up-without-a-way"))).contains(&named));
}

#[test]
fn a_try_that_is_being_prepared_has_its_words_already() {
    // The challenge is on its way in each of them.
    for (name, words) in [("saved", "Try it now"), ("proof-refused", "Try it again")] {
        let html = draw(&screens::state(name));
        let button = element(&html, "aria-disabled=\"true\"");
        assert!(button.contains("class=\"button main\""), "{name}: {button}");
        assert_eq!(text(button).trim(), words, "{name}");
    }
}

#[test]
fn what_people_chose_themselves_is_told_without_alarm_and_what_went_wrong_with_it() {
    let drawn = |wanted: &str| {
        let state = screens::state(wanted);
        draw(&state)
    };
    for (name, alarms) in [
        ("sign-in-cancelled", false),
        ("naming-declined", false),
        ("proof-declined", false),
        ("consent-required", true),
        ("sign-in-blocked", true),
    ] {
        let html = drawn(name);
        assert!(html.contains("class=\"notice"), "{name}");
        assert_eq!(html.contains("class=\"notice bad\""), alarms, "{name}");
    }
    // Who turned back often has a pass that is not taken: the help with it lies open for them alone.
    for (name, is_open) in [("sign-in-cancelled", true), ("consent-required", false)] {
        let html = drawn(name);
        let (before, _) = html.split_once("I have no pass").expect("the help with a pass");
        let details = &before[before.rfind("<details").expect("unfolds")..];
        assert_eq!(details.starts_with("<details open"), is_open, "{name}");
    }
}

#[test]
fn what_is_short_of_time_is_offered_once() {
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        for act in [">Sign in again<", ">Stay signed in<"] {
            assert!(html.matches(act).count() <= 1, "{act} on {name}: {html}");
        }
    }
}

#[test]
fn what_can_be_done_now_stands_before_what_to_ask_for() {
    for name in ["overview-ended", "overview-disabled", "overview-unknown"] {
        let html = draw(&screens::state(name));
        let at = |part| html.find(part).unwrap_or_else(|| panic!("{part} on {name}"));
        assert!(at("button main") < at("class=\"request\""), "{name}");
    }
}

#[test]
fn another_account_is_no_failure_and_can_be_left_at_once() {
    let html = draw(&screens::state("overview-someone-else"));
    let notice = element(&html, "role=\"alert\"");
    assert!(!notice.contains("notice bad"), "{notice}");
    assert!(element(notice, "<form").contains("action=\"/sign-out\""), "{notice}");
}

#[test]
fn a_recovery_comes_before_what_it_is_for() {
    let html = draw(&screens::state("overview-recovering"));
    assert_eq!(html.matches("class=\"ready").count(), 2, "{html}");
    assert!(element(&html, "<section").contains("href=\"/recover\""), "{html}");
    assert!(!text(&html).contains("so that you are not locked out"), "the steps say it: {html}");
}

#[test]
fn what_cannot_be_removed_here_is_named_on_every_page_that_has_nothing_else_to_remove() {
    for name in [
        "overview-recovering-left",
        "recover-left",
        "recover-end-pass-left",
        "recover-sign-out-left",
    ] {
        let html = draw(&screens::state(name));
        let class = if name.starts_with("overview") { "ready unproved" } else { "card" };
        let part = element(&html, &format!("<section class=\"{class}\""));
        let words = text(part);
        assert!(words.contains("Phone number") && words.contains("help desk"), "{name}: {words}");
        assert!(part.contains("href=\"https://directory.example/security-info"), "{name}: {part}");
        assert!(!text(&html).contains("Everything is done"), "{name}: {html}");
        assert!(!text(&html).contains("What was lost is gone"), "{name}: {html}");
    }
    let html = draw(&screens::state("overview-recovering-done"));
    assert!(text(&html).contains("Everything is done"), "{html}");
}

#[test]
fn whoever_has_added_what_comes_after_a_password_is_led_to_a_passkey() {
    let html = draw(&screens::state("authenticator-added"));
    assert!(element(&html, "button main").contains("Add a passkey"), "{html}");
    let html = draw(&screens::state("authenticator-passkey-added"));
    assert!(element(&html, "button main").contains("Finish"), "{html}");
}
