//! The product in Chromium, as a person uses it: pages, keyboard, authenticator, no script at all.
//!
//! Each screen is looked at by axe with every rule, and the console must stay silent.

mod acts;
mod appearance;
mod as_real;
mod authenticator;
mod brand;
mod card;
mod card_messages;
mod ceremony;
mod firefox;
mod hand_off;
mod keyboard;
mod language;
mod later;
mod leaflet;
mod lost_phone;
mod new_hire;
mod other_device;
mod outcomes;
mod places;
mod recommendation;
mod recovery;
mod samples;
mod sessions;
mod steps;
mod surroundings;
mod taking_over;
mod translation;
mod trouble;
mod why;
mod without_scripts;

use std::sync::OnceLock;

use xtask::product::Product;

/// The product that the tests of this program share where they do not change the same person.
fn shared() -> &'static Product {
    static SHARED: OnceLock<Product> = OnceLock::new();
    SHARED.get_or_init(|| latchkey_tests::product::of_its_own("browser"))
}
