//! What each screen promises to a keyboard, a screen reader, and a browser without script.

use contract::{AuthenticationMethod, DeviceKey, Pass, PassUsability};
use journey::{
    Browser, Effect, Event, Route, Screen, State, Task, next, registration::Registration, sign_in,
};
use screens::{
    Shown, all, ceremony_ended,
    fixtures::{
        ACCOUNT, COMPANY, NOW, REFERENCE, TRACE, after, lost_phone, overview, pass, security_key,
        signed_in, welcome,
    },
    naming, registration_ended, removing, removing_default, saved_recovering, someone_else,
    unproved, without_a_way_in,
};

use crate::draw::{draw, draw_foot, element, text};

#[test]
fn every_screen_has_one_first_heading_that_can_take_the_focus_and_the_landmarks() {
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        for (part, count) in [("<h1", 1), ("<main>", 1), ("<header>", 1)] {
            assert_eq!(html.matches(part).count(), count, "{part} on {name}");
        }
        assert!(element(&html, "<h1").contains("tabindex=\"-1\""), "{name}");
        assert!(!text(element(&html, "<h1")).trim().is_empty(), "{name}");
    }
}

#[test]
fn headings_leave_no_level_out() {
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        let mut level = 0;
        for (at, _) in html.match_indices("<h") {
            let Some(next) = html[at + 2..].chars().next().and_then(|digit| digit.to_digit(10))
            else {
                continue;
            };
            assert!(next <= level + 1, "h{level} to h{next} on {name}");
            level = next;
        }
    }
}

#[test]
fn every_reference_within_a_page_leads_somewhere() {
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        for attribute in ["aria-labelledby=\"", "aria-describedby=\"", "for=\""] {
            for (at, _) in html.match_indices(attribute) {
                let rest = &html[at + attribute.len()..];
                let value = &rest[..rest.find('"').expect("a closing quote")];
                for id in value.split(' ') {
                    assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{id} on {name}");
                }
            }
        }
    }
}

#[test]
fn every_picture_is_hidden_from_assistive_technology() {
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        for (at, _) in html.match_indices("<svg") {
            assert!(element(&html[at..], "<svg").contains("aria-hidden=\"true\""), "{name}");
        }
    }
}

#[test]
fn what_is_not_removed_here_says_why_and_leads_to_where_it_is() {
    let ways =
        |state: &State| draw(state).matches("https://directory.example/security-info").count();
    let mut kept = lost_phone();
    kept[0].is_removable = false;
    let refused = removing_default();
    let mut alone = refused.clone();
    if let Screen::SignedIn(signed_in) = &mut alone.screen {
        signed_in.overview.methods.retain(|method| method.id.0 != "authenticator");
    }
    for (name, state, count, says) in [
        // The list has one way for what it does not show.
        ("nothing kept", signed_in("/", overview(lost_phone(), None)), 1, "not shown here"),
        ("a kind", signed_in("/", overview(kept.clone(), None)), 2, "cannot be removed here"),
        ("the default", after(refused.clone(), [Event::LinkFollowed(Route::Home)]), 2, "Default"),
        ("its page", signed_in("/remove?method=key", overview(kept, None)), 1, "cannot be removed"),
        ("that of the default", refused, 1, "your default method"),
        ("with no other that can be it", alone, 0, "add Microsoft Authenticator first"),
    ] {
        assert_eq!(ways(&state), count, "{name}");
        assert!(text(&draw(&state)).contains(says), "{name}");
    }
}

#[test]
fn the_end_of_a_pass_is_offered_only_while_it_works() {
    for (usability, is_offered) in [
        (PassUsability::Usable, true),
        (PassUsability::Used, false),
        (PassUsability::Expired, false),
    ] {
        let pass = Pass { usability, ..pass() };
        let overview = draw(&signed_in("/", overview(lost_phone(), Some(pass))));
        assert_eq!(overview.contains("/retire-pass"), is_offered, "{usability:?}");
    }
}

#[test]
fn no_screen_needs_an_inline_style_or_handler() {
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        for forbidden in [" style=", " onclick=", " onsubmit=", " oninput=", "javascript:"] {
            assert!(!html.contains(forbidden), "{forbidden} on {name}");
        }
    }
}

#[test]
fn whose_time_is_over_is_offered_a_request_and_no_passkey() {
    let banner_of = |screen: &str| {
        let state = screens::state(screen);
        draw(&state)
    };
    let over = banner_of("overview-window-over");
    assert!(!over.contains("href=\"/add-passkey\""), "an act that is refused");
    assert!(over.contains("class=\"request\""), "the request for a new pass");
    assert!(banner_of("overview-one-time").contains("href=\"/add-passkey\""));
}

#[test]
fn the_sign_in_form_works_without_script() {
    let html = draw(&welcome(None));
    let form = element(&html, "action=\"/sign-in\"");
    assert!(form.contains("method=\"post\""));
    assert!(form.contains("name=\"account\""));
    assert!(
        form.contains("name=\"return_to\" value=\"/\"")
            || form.contains("value=\"/\" name=\"return_to\"")
            || form.contains("name=\"return_to\"")
    );
    assert!(form.contains("autocomplete=\"username\""));
}

#[test]
fn a_complaint_is_tied_to_its_field_and_what_was_typed_is_kept() {
    let typed = [Event::SignIn(sign_in::Event::Submitted("ada".into()))];
    let html = draw(&after(welcome(None), typed));
    let field = element(&html, "id=\"account\"");
    assert!(field.contains("aria-invalid=\"true\""));
    assert!(field.contains("aria-describedby=\"account-complaint account-hint\""));
    assert!(field.contains("value=\"ada\""));
    assert!(text(element(&html, "id=\"account-complaint\"")).contains("name@organization"));
    assert!(!draw(&welcome(None)).contains("aria-invalid"));
}

#[test]
fn an_ended_session_signs_in_with_the_account_and_returns_to_the_place() {
    let state = signed_in("/remove?method=phone", overview(lost_phone(), Some(pass())));
    let html = draw(&after(state, [Event::Ticked(NOW.plus_minutes(60))]));
    assert!(html.contains(&format!("value=\"{ACCOUNT}\"")));
    assert!(html.contains("value=\"/remove?method=phone\""));
}

#[test]
fn without_script_the_overview_has_its_clock_its_banner_its_methods_and_its_links() {
    let html = draw(&signed_in("/", overview(vec![], Some(pass()))));
    assert!(element(&html, "role=\"timer\"").contains("aria-label=\"42\u{a0}minutes\""));
    assert!(text(&html).contains("You have no way to sign in tomorrow yet"));
    assert!(html.contains("href=\"/add-passkey\""));
    assert!(html.contains("action=\"/sign-out\""));
    let html = draw(&signed_in("/", overview(lost_phone(), Some(pass()))));
    assert!(html.contains("href=\"/remove?method=authenticator\""));
    assert!(html.contains("href=\"/retire-pass\""));
    assert!(!text(&html).contains("no way to sign in tomorrow"));
}

#[test]
fn seconds_are_seen_under_ten_minutes_and_not_before() {
    let state = signed_in("/", overview(vec![], Some(pass())));
    assert!(text(&draw(&state)).contains(" 42 "));
    let html = draw(&after(state, [Event::Ticked(NOW.plus_seconds(34 * 60 + 19))]));
    assert!(text(&html).contains("7:41"));
    assert!(html.contains("class=\"ring soon\""));
}

#[test]
fn the_live_region_changes_at_milestones_only() {
    let mut heard = std::collections::BTreeSet::new();
    let mut state = signed_in("/", overview(vec![], Some(pass())));
    for second in (0..42 * 60).step_by(7) {
        state = after(state, [Event::Ticked(NOW.plus_seconds(second))]);
        let html = draw(&state);
        heard.insert(text(element(&html, "class=\"unseen\" role")));
    }
    assert_eq!(heard.len(), 6, "{heard:?}");
}

#[test]
fn the_last_usable_method_says_why_it_stays() {
    let html = draw(&signed_in("/", overview(vec![security_key()], Some(pass()))));
    assert!(!html.contains("href=\"/remove"));
    assert!(text(&html).contains("Add another method before you remove this one."));
}

#[test]
fn a_removal_names_the_method_and_what_remains() {
    let html = draw(&signed_in("/remove?method=phone", overview(lost_phone(), Some(pass()))));
    assert!(text(element(&html, "<h1")).contains("Phone number ending in 89"));
    let remains = text(element(&html, "class=\"card calm remains\""));
    assert!(remains.contains("You can still sign in with"));
    let all = text(&html);
    assert!(all.contains("YubiKey 5C NFC (Passkey)"));
    assert!(all.contains("Pixel 9 (Microsoft Authenticator)"));
    assert!(html.contains("<noscript>"));
}

#[test]
fn whoever_waits_for_a_list_that_lags_is_told_so_without_alarm_and_can_say_so_again() {
    for (name, button) in [
        ("hand-off-awaited", "I have finished there"),
        ("authenticator-awaited", "I have finished on my phone"),
    ] {
        let state = screens::state(name);
        let html = draw(&state);
        let notice = text(element(&html, "role=\"status\""));
        assert!(notice.contains("It can take a few minutes"), "{notice}");
        assert!(!html.contains("role=\"alert\""), "{name}");
        assert!(text(element(&html, "action=\"/\"")).contains(button), "{name}");
    }
}

#[test]
fn buttons_that_cannot_be_used_yet_stay_in_the_tab_order() {
    for state in [removing(None), ceremony_ended(Err(journey::CeremonyFault::Declined))] {
        assert!(!draw(&state).contains(" disabled"));
    }
    assert!(draw(&removing(None)).contains("aria-disabled=\"true\""));
    assert!(!element(&draw(&naming()), "class=\"button main wide\"").contains("aria-disabled"));
}

#[test]
fn whoever_fails_finds_a_reference_to_read_aloud_and_no_raw_trace() {
    let mut found = 0;
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        assert!(!html.contains(TRACE), "{name}");
        if let Some(at) = html.find(REFERENCE) {
            assert!(html[..at].rfind("<details") > html[..at].rfind("</details>"), "{name}");
            found += 1;
        }
    }
    assert!(found > 5, "on {found} screens");
}

#[test]
fn every_page_says_whose_it_is_and_whom_to_ask() {
    for Shown { name, state, .. } in all() {
        let html = draw(&state);
        assert!(text(element(&html, "<header")).contains(COMPANY), "{name}");
    }
    let foot = draw_foot(None);
    for way in ["Contoso IT", "tel:+14255550100", "mailto:help@contoso.example", "8–18"] {
        assert!(foot.contains(way), "{way}: {foot}");
    }
    // What leads there finds it.
    let fragment = contract::routes::HELP_FRAGMENT;
    assert!(foot.contains(&fragment.replace('#', "id=\"").to_string()), "{foot}");
    assert!(draw(&welcome(None)).contains(&format!("href=\"{fragment}\"")));
}

#[test]
fn what_is_copied_for_the_help_desk_names_the_account_and_says_that_it_is_done() {
    let browser = Browser { name: "Some browser".into(), ..Browser::default() };
    let blocked = screens::state("sign-in-blocked");
    let blocked = after(blocked, [Event::BrowserProbed(browser)]);
    let problem = format!(
        "Account: …\nProblem: A rule of your organization stopped the sign-in\n\
         Code: sign-in-blocked AADSTS53003\nReference: {REFERENCE}\n\
         Time: on 12 March at 14:00 UTC\nBrowser: Some browser"
    );
    let invited =
        after(welcome(None), [Event::SignIn(sign_in::Event::AccountTyped(ACCOUNT.into()))]);
    let request = format!("I need a new Temporary Access Pass. My account: {ACCOUNT}");
    // What no edge was asked about has a code too, the same in every language.
    let browser = Browser { name: "Some browser".into(), ..Browser::default() };
    let refused = after(screens::state("stopped"), [Event::BrowserProbed(browser)]);
    let mismatch = format!(
        "Account: {ACCOUNT}\nProblem: Passkeys for your organization cannot be made on this page\n\
         Code: ceremony.relying-party-mismatch\nReference: \n\
         Time: on 12 March at 14:00 UTC\nBrowser: Some browser"
    );
    for (state, copied) in [(blocked, problem), (refused, mismatch), (invited, request)] {
        assert!(!text(&draw(&state)).contains("Copied"));
        let (state, effects) = next(state, Event::CopyChosen(copied.clone()));
        assert_eq!(effects, [Effect::Copy(copied.clone())]);
        assert!(text(&draw(&state)).contains("Copied"), "{copied} is what the button copies");
    }
}

#[test]
fn what_comes_from_outside_is_text_and_never_markup() {
    let mut method = security_key();
    method.id = contract::MethodId("other".into());
    method.name = Some("<script>alert(1)</script>\" onclick=\"x".into());
    let html = draw(&signed_in("/", overview(vec![method, security_key()], None)));
    assert!(!html.contains("<script"));
    let label = element(&html, "aria-label=\"Remove ");
    let label = &label[..label.find('>').expect("the end of the tag")];
    assert!(!label.contains("\" onclick="), "{label}");
}

#[test]
fn a_pinned_language_stays_in_every_link_and_form() {
    let state = signed_in("/?lang=en-XA", overview(lost_phone(), Some(pass())));
    let html = draw(&state);
    for (at, _) in html.match_indices("href=\"/") {
        let rest = &html[at + 6..];
        let address = &rest[..rest.find('"').expect("a closing quote")];
        assert!(address.contains("lang=en-XA"), "{address}");
    }
    assert_eq!(state.address(&Route::Home), "/?lang=en-XA");
    assert!(draw_foot(Some("en-XA")).contains("href=\"/why?lang=en-XA\""));
    assert!(draw_foot(None).contains("href=\"/why\""));
}

#[test]
fn the_end_of_the_pass_is_offered_only_where_the_edge_accepts_it() {
    let proved = draw(&signed_in("/", overview(lost_phone(), Some(pass()))));
    assert!(proved.contains("href=\"/retire-pass\"") && text(&proved).contains("tomorrow"));
    let html = draw(&unproved("/"));
    assert!(!html.contains("/retire-pass"), "no way to end the pass");
    assert!(!text(&html).contains("You can sign in tomorrow"), "no promise");
    assert_eq!(html.matches("href=\"/add-passkey\"").count(), 1, "one main act");
}

#[test]
fn whoever_came_back_instead_is_told_whose_account_this_is() {
    let html = draw(&someone_else());
    let notice = text(element(&html, "role=\"alert\""));
    assert!(notice.contains(ACCOUNT) && notice.contains("lena@contoso.example"), "{notice}");
}

#[test]
fn a_page_that_wants_another_sign_in_leads_there_and_not_to_itself() {
    let state = screens::state("failed-step-up");
    let html = draw(&state);
    let form = element(&html, "action=\"/sign-in\"");
    assert!(form.contains("name=\"return_to\" value=\"/\""), "{form}");
    assert_eq!(text(element(form, "<button")).trim(), "Sign in again");
    assert!(!text(&html).contains("Load the page again"), "that ends here again");
}

#[test]
fn nobody_is_asked_to_sign_in_again_who_cannot() {
    let html = draw(&without_a_way_in());
    assert!(text(&html).contains("You need a new pass"), "{html}");
    assert!(text(element(&html, "class=\"request")).contains(ACCOUNT), "something to send: {html}");
    assert!(!html.contains("action=\"/sign-in\""), "{html}");
}

#[test]
fn the_page_of_a_new_passkey_leads_on_to_the_end_of_the_pass() {
    let end = |html: &str| html.contains("href=\"/retire-pass\"");
    let saved = |can_be_ended, device: Option<&str>| {
        let mut state = registration_ended(Ok(()));
        if let Screen::SignedIn(signed_in) = &mut state.screen {
            signed_in.overview.pass = Some(Pass { can_be_ended, ..pass() });
            if let Task::Registration(flow) = &mut signed_in.task
                && let Registration::Saved { method, .. } = &mut **flow
            {
                method.device = device.map(|name| DeviceKey(name.to_owned()));
            }
        }
        draw(&state)
    };
    let html = saved(true, None);
    assert!(end(&html) && !text(&html).contains("Add another passkey"), "{html}");
    // Also where a second one is advised first.
    let html = saved(true, Some("laptop"));
    assert!(end(&html), "{html}");
    assert!(html.find("Add another passkey") < html.find("/retire-pass"), "{html}");
    assert!(!end(&saved(false, None)), "not where the edge refuses it");
}

#[test]
fn the_page_of_a_new_passkey_leads_on_to_what_is_lost() {
    let html = draw(&saved_recovering());
    let step = text(element(&html, "aria-labelledby=\"step"));
    for part in ["YubiKey 5C NFC", "Remove all of these"] {
        assert!(step.contains(part), "{part} in {step}");
    }
    assert!(!html.contains("href=\"/retire-pass\""), "one thing after the other: {html}");
    assert!(!text(&html).contains("Go on replacing your device"), "it is here already: {html}");
}

#[test]
fn the_last_step_of_a_recovery_says_what_follows_before_it_ends_the_pass() {
    let state = screens::state("recover-end-pass");
    let html = draw(&state);
    let step = text(element(&html, "aria-labelledby=\"step"));
    for part in ["stops working at once", "you are signed out", "End it and sign out"] {
        assert!(step.contains(part), "{part} in {step}");
    }
}

#[test]
fn what_somebody_wrote_keeps_its_signs_on_a_page_of_either_direction() {
    for (name, isolated) in
        [("Blue key", false), ("Pixel 9", false), ("Key!", true), ("1 key", true), ("مفتاح", true)]
    {
        let key = AuthenticationMethod { name: Some(name.to_owned()), ..security_key() };
        let html = draw(&signed_in("/", overview(vec![key], None)));
        let marked = html.contains(&format!("\u{2068}{name}\u{2069}"));
        assert_eq!(marked, isolated, "{name}");
    }
}
