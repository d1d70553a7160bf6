//! What can be done on a page: one main act, which is not offered twice, and which leads on and not back.

use std::collections::BTreeSet;

use contract::{Problem, ProblemCode};
use journey::{Failure, Fault, Scene, Screen, State, Task, removal::Removal};
use screens::{
    all,
    fixtures::{NOW, every_kind, one_time_pass, overview, problem, signed_in},
    state,
};

use crate::draw::{draw, element, english, text};

/// The labels of the buttons and links that are drawn as buttons.
fn labels(html: &str) -> Vec<String> {
    let acts = html.split("class=\"button").skip(1);
    let label = |act: &str| {
        let inside = act.split_once('>').map_or("", |(_, inside)| inside);
        let end = ["</a>", "</button>"].iter().filter_map(|end| inside.find(end)).min();
        text(&inside[..end.unwrap_or(inside.len())]).trim().to_owned()
    };
    acts.map(label).collect()
}

/// The label of the main act.
fn main_act(html: &str) -> String {
    let act = element(html, "class=\"button main");
    text(act.split_once('>').map_or("", |(_, inside)| inside)).trim().to_owned()
}

#[test]
fn a_page_has_one_main_act_at_most() {
    for screens::Shown { name, state, .. } in all() {
        let html = draw(&state);
        let filled = ["button main", "button danger"].map(|class| html.matches(class).count());
        assert!(filled.iter().sum::<usize>() <= 1, "{name}: {:?}", labels(&html));
    }
}

#[test]
fn nothing_is_offered_twice_on_one_page() {
    for screens::Shown { name, state, .. } in all() {
        let html = draw(&state);
        // The way out is always at the top as well.
        let (_, main) = html.split_once("<main").expect("what the page is about");
        let mut labels = labels(main);
        labels.retain(|label| label != "Remove");
        labels.sort();
        let all = labels.clone();
        labels.dedup();
        assert_eq!(labels, all, "{name}");
    }
}

#[test]
fn what_is_removed_or_lost_is_never_called_as_something_else_is() {
    let every_kind = overview(every_kind(), None);
    let html = draw(&signed_in("/", every_kind.clone()));
    let removed = html.split("aria-label=\"").skip(1).map(|label| label.split('"').next());
    let html = draw(&signed_in("/recover", every_kind));
    let lost = html.split("<label").skip(1).map(|label| label.split("</label>").next());
    for names in [removed.collect::<Vec<_>>(), lost.collect()] {
        let distinct: BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
        assert!(names.len() > 8, "{names:?}");
    }
}

#[test]
fn a_page_is_titled_as_it_is_headed() {
    for screens::Shown { name, state, .. } in all() {
        // The overview is headed by its news, and a removal by what is removed.
        if matches!(state.scene(), Scene::Overview | Scene::RemovalConfirming) {
            continue;
        }
        let title = views::title(&state, &english()).to_string();
        let headed = format!("{} · Latchkey", text(element(&draw(&state), "<h1")).trim());
        assert_eq!(title, headed, "{name}");
    }
}

/// The removal of a method, after it failed with this.
fn removal_failed(fault: Fault) -> State {
    let mut state = state("removal-offline");
    if let Screen::SignedIn(signed_in) = &mut state.screen
        && let Task::Removal(removal) = &mut signed_in.task
        && let Removal::Confirming { failure, .. } = removal.as_mut()
    {
        *failure = Some(Failure::met(fault, NOW));
    }
    state
}

#[test]
fn the_main_act_of_a_change_tries_again_and_says_how_long_it_has_to_wait() {
    let offline = labels(&draw(&state("removal-offline")));
    assert!(offline.contains(&"Remove it".to_owned()), "{offline:?}");
    assert!(!offline.contains(&"Try again".to_owned()), "{offline:?}");
    let throttled = Problem { retry_after: Some(20), ..problem(ProblemCode::Throttled) };
    let html = draw(&removal_failed(Fault::Problem(throttled)));
    let danger = element(&html, "class=\"button danger\"");
    assert!(text(danger).contains("Try again in 20 seconds"), "{danger}");
    assert!(danger.contains("aria-disabled=\"true\""), "{danger}");
    // What the page's own act does not do stays beside the failure.
    let stronger = removal_failed(Fault::Problem(problem(ProblemCode::PolicySignIn)));
    assert!(labels(&draw(&stronger)).contains(&"Sign in again".to_owned()));
}

#[test]
fn who_cannot_be_let_in_by_trying_again_is_not_told_to() {
    for name in ["consent-required", "sign-in-blocked", "sign-in-cancelled"] {
        let html = draw(&state(name));
        assert_eq!(text(element(&html, "<h1")).trim(), "You are not signed in yet", "{name}");
        assert!(!html.contains("class=\"steps\""), "{name}");
    }
    assert!(draw(&state("welcome")).contains("class=\"steps\""));
    // Who comes back has something better than a pass by now.
    let has_aside = |name| text(&draw(&state(name))).contains("Have your pass ready");
    assert!(has_aside("welcome") && !has_aside("expired") && !has_aside("signed-out"));
}

#[test]
fn where_this_address_makes_no_passkeys_the_directorys_own_page_does() {
    let html = draw(&state("stopped"));
    assert_eq!(main_act(&html), "Open Security info");
    assert!(labels(&html).contains(&"Add Microsoft Authenticator".to_owned()));
    assert_eq!(main_act(&draw(&state("stopped-without-passkeys"))), "Add Microsoft Authenticator");
}

#[test]
fn what_remains_of_a_lost_device_says_why_and_where_it_is_removed() {
    let html = draw(&state("recover-kept"));
    let kept = element(&html, "class=\"notice bad\"");
    assert!(text(kept).contains("The directory removes it only when another"), "{kept}");
    assert!(text(&html).contains("Go to Security info"));
}

#[test]
fn whoever_has_to_open_another_browser_can_copy_the_address() {
    let html = draw(&state("naming-refused-at-once"));
    assert!(labels(&html).contains(&"Copy the address".to_owned()), "{:?}", labels(&html));
}

#[test]
fn what_waits_to_be_saved_is_said_before_what_failed() {
    let said = text(&draw(&state("unsaved")));
    let at = |words| said.find(words).unwrap_or_else(|| panic!("no {words} in {said}"));
    assert!(at("waits on this page") < at("The directory does not answer"));
}

#[test]
fn the_ten_minutes_of_a_one_time_pass_bound_each_way_and_end_with_what_was_saved() {
    let page = |address| text(&draw(&signed_in(address, overview(vec![], Some(one_time_pass())))));
    for address in ["/add-passkey", "/add-authenticator"] {
        assert!(page(address).contains("and you have 7 minutes."), "{}", page(address));
    }
    assert!(!text(&draw(&state("saved"))).contains("left to add a passkey"));
}

#[test]
fn whoever_does_not_know_their_password_is_told_that_once_and_can_take_it_back() {
    let html = draw(&state("overview-number-without-password"));
    let banner = text(element(&html, "class=\"banner\""));
    assert!(banner.contains("comes after a password"), "{banner}");
    assert!(!banner.contains("No sign-in method is registered"), "{banner}");
    assert!(banner.contains("I know my password after all"), "{banner}");
    // Nothing runs out: there is no pass.
    assert!(!banner.contains("and you have"), "{banner}");
}

#[test]
fn whoever_turned_back_is_told_why_a_pass_is_not_taken_and_what_to_do() {
    let html = draw(&state("sign-in-cancelled"));
    let (_, below) = html.split_once("<details open").expect("it is unfolded");
    let causes: Vec<String> = below.split("<li>").skip(1).map(text).collect();
    assert_eq!(causes.len(), 8, "{causes:?}");
    for (cause, next) in [
        ("ended", "new one"),
        ("works once", "new one"),
        ("not started", "ask your help desk"),
        ("a minute old", "wait a minute"),
        ("newer one", "the newest"),
        ("does not let your account", "another way"),
        ("mistyped", "wait a few minutes"),
        ("asks for a password", "Temporary Access Pass"),
    ] {
        let is_told = causes.iter().any(|said| said.contains(cause) && said.contains(next));
        assert!(is_told, "{cause}: {causes:?}");
    }
    // Whoever only comes back finds the same, and nobody is alarmed beforehand.
    for name in ["welcome", "signed-out", "expired"] {
        let html = draw(&state(name));
        assert!(html.contains("mistyped") && !html.contains("<details open"), "{name}");
    }
}
