//! The clocks of a page: which one is told, what is inside, and whether there is time.

use contract::{Overview, Pass, PassUsability, Timestamp};
use journey::{Attempt, Event, Fault, State, overview as reading};
use screens::{
    fixtures::{NOW, after, lost_phone, one_time_pass, overview, pass, security_key, signed_in},
    in_ceremony, registration_ended,
};

use crate::draw::{draw, element, text};

/// Signed in for hours, with half an hour until the idle end.
fn lasting(pass: Option<Pass>) -> Overview {
    let mut lasting = overview(lost_phone(), pass);
    lasting.session.ends_at = NOW.plus_minutes(30);
    lasting.session.latest_end = NOW.plus_minutes(480);
    lasting
}

fn at(state: State, seconds: i64) -> String {
    draw(&after(state, [Event::Ticked(NOW.plus_seconds(seconds))]))
}

/// The line of the strip, as it is seen.
fn line(html: &str) -> String {
    let strip = element(html, "class=\"strip");
    seen(element(strip, "<summary")).trim().to_owned()
}

/// The text without what is only heard.
fn seen(html: &str) -> String {
    let (first, rest) = html.split_once("<span class=\"unseen\"").unwrap_or((html, ""));
    if rest.is_empty() {
        return text(first);
    }
    let (_, after) = rest.split_once("</span>").expect("it ends");
    text(first) + &seen(after)
}

const REMOVAL: &str = "/remove?method=phone";

#[test]
fn a_task_tells_the_most_urgent_clock_and_has_all_of_them_inside_with_what_they_mean() {
    let html = draw(&signed_in(REMOVAL, lasting(Some(pass()))));
    assert_eq!(line(&html), "Your pass ends in 42 minutes.");
    let strip = element(&html, "class=\"strip\"");
    assert!(strip.starts_with("<details"), "it works by keyboard and without script: {strip}");
    let inside = seen(element(strip, "<ul"));
    for part in [
        "Your pass ends in 42 minutes.",
        "After that, nobody can sign in with it.",
        "Changes need no new sign-in for 9:00.",
        "After that, a change asks you to sign in again.",
        "You are signed out in 30 minutes.",
        "today at 14:30 UTC, unless you do something here.",
    ] {
        assert!(inside.contains(part), "{part}: {inside}");
    }
    assert_eq!(strip.matches("<li").count(), 3);
    assert_eq!(line(&at(signed_in(REMOVAL, lasting(None)), 0)), "How long you have");
    let fresh = at(signed_in(REMOVAL, lasting(Some(pass()))), 7 * 60 + 30);
    assert_eq!(line(&fresh), "Changes need no new sign-in for 1:30.");
}

#[test]
fn figures_are_seen_and_minutes_are_heard() {
    let html = at(signed_in(REMOVAL, lasting(None)), 7 * 60 + 30);
    let strip = element(&html, "class=\"strip");
    for part in ["<summary", "<ul"] {
        let told = element(strip, part);
        assert!(
            told.contains("<span aria-hidden=\"true\"><span>Changes need no new sign-in for 1:30."),
            "{told}"
        );
        assert!(
            told.contains("<span class=\"unseen\">Changes need no new sign-in for 1"),
            "{told}"
        );
    }
}

#[test]
fn the_browsers_prompt_has_its_challenge_for_a_clock_and_not_the_minute_of_its_options() {
    let html = at(in_ceremony(), 60);
    assert!(text(&html).contains("Your browser’s window waits 4:00."), "{}", text(&html));
    assert!(text(&html).contains("nothing is lost"));
}

#[test]
fn what_the_overview_says_larger_is_not_said_twice() {
    for (overview, ring) in [
        (lasting(Some(pass())), "42"),
        (overview(vec![], Some(pass())), "42"),
        (overview(vec![], Some(one_time_pass())), "7:41"),
    ] {
        let html = draw(&signed_in("/", overview));
        assert!(!html.contains("class=\"strip"), "{ring}: {html}");
        assert!(text(element(&html, "class=\"ring")).contains(ring), "{html}");
        let session = element(&html, "class=\"session\"");
        assert!(text(session).contains("You are signed out in"), "all of them are there");
    }
    // Also in the last minutes of a pass that the session ends with.
    let html = at(signed_in("/", overview(vec![], Some(pass()))), 41 * 60);
    assert!(!html.contains("class=\"strip"), "{html}");
}

#[test]
fn a_session_that_is_about_to_end_says_so_everywhere_with_a_way_to_stay() {
    for route in ["/", REMOVAL, "/add-passkey", "/retire-pass"] {
        let calm = at(signed_in(route, lasting(Some(pass()))), 20 * 60 - 1);
        assert!(!calm.contains("class=\"strip soon"), "{route}");
        let html = at(signed_in(route, lasting(Some(pass()))), 20 * 60 + 19);
        assert_eq!(line(&html), "You are signed out in 9:41.", "{route}");
        assert!(html.contains("class=\"strip soon\""), "{route}");
        let beside = element(&html, "class=\"clocks\"");
        let after_the_strip = &html[html.find(beside).expect("drawn")..];
        assert_eq!(html.matches("Stay signed in").count(), 1, "{route}");
        assert!(text(after_the_strip).contains("Stay signed in"), "{route}");
        assert!(!text(element(&html, "class=\"strip")).contains("Stay signed in"), "at hand");
    }
    let html = at(signed_in("/", lasting(Some(pass()))), 28 * 60 + 1);
    assert!(html.contains("class=\"strip last\""));
}

#[test]
fn where_no_request_helps_a_sign_in_is_offered_and_where_none_can_be_made_nothing() {
    let ending = |overview: Overview| {
        let mut ending = overview;
        ending.session.ends_at = NOW.plus_minutes(5);
        ending.session.latest_end = NOW.plus_minutes(5);
        draw(&signed_in("/", ending))
    };
    let html = ending(lasting(None));
    assert!(text(&html).contains("whatever you do"), "{}", text(&html));
    assert!(!html.contains("Stay signed in"), "it would do nothing");
    let form = element(element(&html, "class=\"clocks\""), "action=\"/sign-in\"");
    assert!(text(form).contains("Sign in again"), "{form}");
    // The pass lasts longer than the session, but is used up.
    let html = ending(overview(vec![], Some(one_time_pass())));
    assert!(!html.contains("action=\"/sign-in\""), "{html}");
    assert!(!html.contains("Stay signed in"));
}

#[test]
fn whoever_wants_to_stay_and_cannot_is_told_why() {
    let failed =
        Event::Overview(reading::Event::Read { attempt: Attempt(1), outcome: Err(Fault::Offline) });
    let stay = Event::Overview(reading::Event::RefreshChosen);
    let state = after(signed_in(REMOVAL, lasting(Some(pass()))), [stay, failed]);
    let strip = draw(&state);
    assert!(strip.contains("role=\"alert\""), "{strip}");
}

#[test]
fn before_a_step_the_page_says_what_it_takes_and_what_there_is() {
    let needed = |route: &str, overview: Overview, seconds| {
        let html = at(signed_in(route, overview), seconds);
        let main = text(&html[html.find("<main").expect("a main part")..]);
        main.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (route, takes) in [
        ("/add-passkey", "It takes about 2 minutes, and you have 42 minutes."),
        ("/add-authenticator", "It takes about 5 minutes, and you have 42 minutes."),
        ("/add-authenticator/account", "It takes about 5 minutes, and you have 42 minutes."),
        ("/", "It takes about 2 minutes, and you have 42 minutes."),
    ] {
        let page = needed(route, overview(vec![], Some(pass())), 0);
        assert!(page.contains(takes), "{route}: {page}");
    }
    let handed_off = Overview { is_handed_off: true, ..overview(vec![], Some(pass())) };
    assert!(needed("/add-passkey", handed_off, 0).contains("about 4 minutes"));
    // Two minutes and 49 seconds, and the sign-in that is due first.
    let page = needed("/", overview(vec![], Some(pass())), 42 * 60 - 169);
    let short = "With another sign-in first, it takes about 3 minutes, and you have 2 minutes.";
    assert!(page.contains(short), "{page}");
    assert!(page.contains("have a new pass ready"), "{page}");
    assert!(page.contains("Add a passkey"), "it only tells: {page}");
    // With something registered another sign-in begins anew.
    let mut short = lasting(None);
    short.session.latest_end = NOW.plus_seconds(90);
    short.session.ends_at = NOW.plus_seconds(90);
    let page = needed("/add-passkey", short, 0);
    assert!(page.contains("Sign in again before you begin."), "{page}");
    let mut idle = lasting(None);
    idle.session.ends_at = NOW.plus_seconds(90);
    let page = needed("/add-authenticator", idle, 0);
    assert!(page.contains("Stay signed in before you begin."), "{page}");
}

#[test]
fn what_takes_a_minute_says_so_only_where_that_is_too_long() {
    for state in [signed_in(REMOVAL, lasting(None)), registration_ended(Ok(()))] {
        assert!(!text(&draw(&state)).contains("It takes about"));
    }
    let mut stale = lasting(None);
    stale.session.fresh_until = NOW.plus_seconds(30);
    let page = draw(&signed_in(REMOVAL, stale));
    assert!(text(&page).contains("With another sign-in first"));
}

#[test]
fn a_pass_that_starts_later_counts_down_to_its_start() {
    let later =
        Pass { usability: PassUsability::NotYetValid, starts_at: NOW.plus_minutes(9), ..pass() };
    let state = signed_in("/", overview(vec![security_key()], Some(later.clone())));
    assert_eq!(state.tick_every(), 1_000);
    for (seconds, told) in [(0, "9:00"), (1, "8:59"), (500, "0:40")] {
        let html = at(state.clone(), seconds);
        let section = text(element(&html, "class=\"pass\""));
        assert!(section.contains(&format!("Your pass starts in {told}.")), "{section}");
    }
    assert!(text(&at(state, 9 * 60)).contains("Your pass ends in 33 minutes."));
    assert_eq!(
        line(&draw(&signed_in(REMOVAL, overview(lost_phone(), Some(later))))),
        "Your pass starts in 9:00."
    );
}

#[test]
fn every_clock_is_heard_at_ten_five_and_one_minute_and_only_the_nearest() {
    let heard = |state: State, until: Timestamp| -> Vec<String> {
        let before = [601, 599, 400, 301, 299, 61, 59];
        let said = before.map(|seconds| {
            let html = at(state.clone(), NOW.seconds_until(until) - seconds);
            text(element(&html, "class=\"unseen\" role")).trim().to_owned()
        });
        let mut said: Vec<String> = said.into_iter().collect();
        said.dedup();
        said
    };
    let minutes = |before: &str, after: &str, first: &str| {
        let left = [first, "10 minutes", "5 minutes", "2 minutes", "1 minute"];
        left.map(|left| {
            if left.is_empty() {
                String::new()
            } else {
                format!("{before} less than {left}{after}")
            }
        })
        .to_vec()
    };
    let mut without = lasting(Some(pass()));
    without.session.fresh_until = NOW;
    without.session.ends_at = NOW.plus_minutes(400);
    let pass_end = pass().ends_at;
    assert_eq!(
        heard(signed_in(REMOVAL, without.clone()), pass_end),
        minutes("Your pass ends in", ".", "30 minutes")
    );
    without.session.ends_at = NOW.plus_minutes(20);
    without.pass = None;
    assert_eq!(
        heard(signed_in("/", without.clone()), NOW.plus_minutes(20)),
        minutes("You are signed out in", ".", "")
    );
    without.session.ends_at = NOW.plus_minutes(400);
    without.pass = Some(Pass {
        usability: PassUsability::NotYetValid,
        starts_at: NOW.plus_minutes(20),
        ..pass()
    });
    assert_eq!(
        heard(signed_in("/", without.clone()), NOW.plus_minutes(20)),
        minutes("Your pass starts in", ".", "30 minutes")
    );
    without.pass = Some(Pass { register_by: Some(NOW.plus_minutes(20)), ..one_time_pass() });
    assert_eq!(
        heard(signed_in("/", without), NOW.plus_minutes(20)),
        minutes("You have", " left to add a passkey.", "30 minutes")
    );
}
