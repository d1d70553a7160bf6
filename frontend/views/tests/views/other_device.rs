//! The way to another device: where it is offered, and what its page shows.

use journey::State;
use screens::fixtures::{on_phone, one_time_pass, overview, pass, signed_in, without_passkeys};

use crate::draw::{draw, text};

/// At the naming of a passkey, with a pass that can be typed once more.
fn at_naming() -> State {
    signed_in("/add-passkey", overview(vec![], Some(pass())))
}

const WAY: &str = "href=\"/other-device\"";

#[test]
fn a_passkey_can_be_added_on_another_device_where_this_one_cannot() {
    let html = draw(&at_naming());
    assert!(html.contains(WAY), "{html}");
    let html = draw(&without_passkeys(at_naming()));
    assert!(html.contains(WAY), "the registration stopped: {html}");
}

#[test]
fn a_phone_cannot_read_its_own_screen() {
    let html = draw(&on_phone(at_naming()));
    assert!(!html.contains(WAY), "{html}");
}

#[test]
fn nobody_is_sent_to_a_device_where_they_could_not_sign_in() {
    let state = signed_in("/add-passkey", overview(vec![], Some(one_time_pass())));
    let html = draw(&state);
    assert!(!html.contains(WAY), "{html}");
}

#[test]
fn the_page_shows_the_code_of_the_task_that_goes_on() {
    let html = draw(&signed_in("/other-device", overview(vec![], Some(pass()))));
    assert!(html.contains("src=\"/other-device/code.svg?do=add-passkey\""), "{html}");
    assert!(text(&html).contains("works once"), "{html}");
}
