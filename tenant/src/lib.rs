//! The embedded directory: a loopback stand-in for Entra ID and Microsoft Graph. Never shipped.
//!
//! [`Tenant::handle`] is the whole of it: a pure function of a request and a moment.
//! It shares no type with the product, so that one misunderstanding cannot pass both sides.

mod tenant;

mod conditional_access;
mod graph;
mod oauth;
mod phone;
mod registration_interrupt;
mod security_info;
mod sign_in;

mod directory;
pub mod people;
mod replication;
mod session;

mod description;
mod settings;
mod state;
mod switches;

mod randomness;
mod reply;
mod request;
mod timestamp;

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod testing;

pub use description::{Client, Description, PersonDescription};
pub use directory::{
    DOMAIN, TENANT_ID,
    application::{AUTOMATION_CLIENT_ID, CLIENT_ID, LOCAL_SERVER_CLIENT_ID, PUBLIC_CLIENT_ID},
};
pub use people::Persona;
pub use reply::{ADDRESS_HEADER, DELAY_HEADER, MARKER};
pub use settings::{RelyingParty, Settings};
pub use state::{STATE_VERSION, StateFault};
pub use switches::{GraphTrouble, Switches};
pub use tenant::{BODY_LIMIT, Tenant};
pub use timestamp::Timestamp;
