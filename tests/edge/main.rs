//! Tests of the built worker, running in workerd, over HTTP: what it adds to the gateway's decisions.
//!
//! Routes, cookies, headers, stored sessions, serialized changes. Slow: prefer a test beside the
//! code or in `tests/flows` where one is possible.

mod alarms;
mod assets;
mod brand;
mod bundle;
mod calls;
mod card;
mod changes;
mod cold;
mod damage;
mod disk;
mod doctor;
mod federated;
mod headers;
mod invitation;
mod killed;
mod language;
mod leaflet;
mod leftovers;
mod metrics;
mod other_device;
mod pages;
mod policy;
mod rates;
mod refresh;
mod sessions;
mod sockets;
mod trouble;
mod two_tabs;
mod why;

use std::sync::OnceLock;

use xtask::product::Product;

/// The product that the tests of this program share. It stops when the program ends.
fn shared() -> &'static Product {
    static SHARED: OnceLock<Product> = OnceLock::new();
    // A few people sign in all the time.
    let bindings = [("SIGN_INS_PER_ACCOUNT", "100000"), ("REQUESTS_PER_SESSION", "100000")];
    SHARED.get_or_init(|| latchkey_tests::product::with_bindings("edge", &bindings))
}
