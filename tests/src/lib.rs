//! What the tests of every tier share: the product, a client, a browser, and the whole product in memory.
#![expect(clippy::missing_panics_doc, reason = "a test fails by panicking")]

pub mod authenticator;
pub mod browser;
pub mod certificate;
pub mod client;
pub mod faulty_upstream;
pub mod form;
pub mod loopback;
mod mishap;
pub mod onward;
pub mod password_pages;
pub mod person;
pub mod platform;
pub mod product;
pub mod qr_code;
pub mod samples;
pub mod sign_in_pages;
pub mod visitor;
pub mod world;
