//! The recommended way to sign in stands first wherever ways are offered, with why it does.

use journey::recommendation::Reason;
use screens::{
    fixtures::{one_time_pass, overview, pass, signed_in, without_passkeys},
    naming, unproved,
};

use crate::draw::{draw, english, text};

#[test]
fn the_recommended_way_stands_first_and_says_why() {
    let recovering = screens::state("recover-register");
    for state in [signed_in("/", overview(vec![], Some(pass()))), unproved("/"), recovering] {
        let route = state.address(&state.route);
        let order = |html: &str| {
            let main = &html[html.find("<main").expect("a main part")..];
            let at = |way| main.find(way).unwrap_or_else(|| panic!("{way} on {route}"));
            (at("\"button main\" href=\"/add-passkey\""), at("href=\"/add-authenticator\""))
        };
        let html = draw(&state);
        let (passkey, authenticator) = order(&html);
        assert!(passkey < authenticator, "{route}");
        assert!(text(&html).contains("Add a passkey now"), "{route}");

        let html = draw(&without_passkeys(state.clone()));
        let main = &html[html.find("<main").expect("a main part")..];
        let first = main.find("\"button main\" href=\"/add-authenticator\"").expect("the main act");
        assert!(first < main.find("href=\"/add-passkey\"").expect("the other"), "{route}");
        assert!(text(&html).contains("This browser cannot make passkeys"), "{route}");
    }
}

#[test]
fn every_reason_has_its_words() {
    let catalog = english();
    for reason in [
        Reason::BestThereIs,
        Reason::KeptByThisDevice,
        Reason::KeptElsewhere,
        Reason::PassUsedUp,
        Reason::WithoutPassword,
        Reason::SecondPasskey,
        Reason::SecondDevice,
        Reason::NoPasskeysHere,
        Reason::PasskeyRefused,
        Reason::AppOnThisPhone,
    ] {
        assert!(catalog.text(reason.words()).len() > 20, "{reason:?}");
    }
}

#[test]
fn a_browser_without_passkeys_is_no_dead_end() {
    let html = draw(&without_passkeys(naming()));
    let main = &html[html.find("<main").expect("a main part")..];
    assert!(main.contains("\"button main\" href=\"/add-authenticator\""), "{main}");
    // With a pass that is used up Authenticator leads to the directory's page, and not back here.
    let used_up = signed_in("/add-authenticator", overview(vec![], Some(one_time_pass())));
    assert!(draw(&used_up).contains("href=\"/add-passkey\""));
    let html = draw(&without_passkeys(used_up));
    let main = &html[html.find("<main").expect("a main part")..];
    assert!(!main.contains("href=\"/add-passkey\""), "{main}");
    assert!(text(main).contains("Open Security info"), "{main}");
    assert!(!text(main).contains("Add a passkey here"), "{main}");
    assert!(!text(main).contains("Or add Authenticator"), "it is the only way: {main}");
}
