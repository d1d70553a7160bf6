//! The embedded directory: a loopback stand-in for Entra ID and Microsoft Graph. Never shipped.
//!
//! [`Tenant::handle`] answers a request at a moment: no input or output, no clock.
//! The crate shares no type with the product, so that one misunderstanding cannot pass both sides.

mod router;

mod admission;
mod graph;
mod oauth;
mod phone;
mod registration_interrupt;
mod security_info;
mod sign_in;

pub mod people;
mod state;

mod directory;
mod protocol;
mod web;

mod randomness;
mod timestamp;

#[cfg(test)]
mod as_real;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod testing;

pub use directory::{
    DOMAIN, TENANT_ID,
    application::{AUTOMATION_CLIENT_ID, CLIENT_ID, LOCAL_SERVER_CLIENT_ID, PUBLIC_CLIENT_ID},
};
pub use people::Persona;
pub use state::{
    Tenant,
    description::{Client, Description, PersonDescription},
    kept::{STATE_VERSION, StateFault},
    phone::story::PhoneFault,
    settings::{RelyingParty, Settings},
    switches::{GraphTrouble, OptionalClaim, OwnPasskeys, RetryAfter, Switches},
};
pub use timestamp::Timestamp;
pub use web::{
    reply::{ADDRESS_HEADER, DELAY_HEADER, MARKER},
    request::BODY_LIMIT,
};
