//! What the edge decides: sign-in, session, policy, and the messages of OAuth and Microsoft Graph.
//!
//! Plain Rust for the host and for `wasm32-unknown-unknown`, without workerd types. Time,
//! randomness, HTTP and storage come through [`Ports`]. Start reading at [`sign_in`], then
//! [`session`], then the flows; every failure is a [`Fault`].
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![deny(clippy::as_conversions, clippy::wildcard_enum_match_arm)]
#![warn(missing_docs)]

pub mod anti_forgery;
pub mod card;
pub mod changes;
pub mod claims_challenge;
pub mod client_credential;
pub mod directory;
pub mod fault;
pub mod json;
pub mod other_device;
pub mod overview;
pub mod pass;
pub mod person;
pub mod policy;
pub mod ports;
pub mod proof;
pub mod rates;
pub mod recovery;
pub mod registration;
pub mod removal;
pub mod session;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod step_up;
pub mod why;

mod encoding;
mod graph;
mod identity;
mod methods;
mod name;
mod oauth;
mod outcome;
mod seal;
mod secret;
mod upstream;
mod webauthn;

#[cfg(test)]
mod outside;
#[cfg(test)]
mod testing;

use std::time::Duration;

pub use changes::Change;
pub use client_credential::{AssertionPlace, ClientCredential, PrivateKey, SignFault};
use contract::{Timestamp, TraceId};
pub use directory::{DirectoryCache, ready};
pub use encoding::{base64url, hash_source};
pub use fault::{Fault, InvalidRequest, Refusal, UpstreamFault};
pub use person::{PersonKey, PersonRecord, SealedPerson};
pub use ports::{Ports, StoreFault, Unreachable};
pub use seal::SealKeys;
pub use secret::Secret;
pub use session::{SealedSession, Session, SessionId, SessionName, SessionRecord};
pub use settings::{Accent, Color, Logo, Note, Settings, SettingsFault};
pub use upstream::headers_read;
pub use webauthn::public_key::PublicKey;

/// Everything that is needed to answer one request.
#[derive(Debug)]
pub struct Gateway<'a, P> {
    /// The configuration of this installation.
    pub settings: &'a Settings,
    /// Time, randomness, HTTP and storage.
    pub ports: &'a P,
    /// The directory's discovery document and signing keys, shared by all requests.
    pub directory: &'a DirectoryCache,
    /// Where the request comes from.
    pub origin: policy::Origin,
    /// The id of this request, also sent upstream as `client-request-id`.
    pub trace: TraceId,
    /// When the answer has to be there: see [`answer_by`].
    pub answer_by: Timestamp,
}

impl<P: Ports> Gateway<'_, P> {
    /// What is left of the time for this request.
    #[must_use]
    pub fn time_left(&self) -> Duration {
        let left = self.answer_by.0.saturating_sub(self.ports.now().0);
        Duration::from_millis(u64::try_from(left).unwrap_or(0))
    }
}

/// The deadline of a request that arrived at this time. Every exchange with the directory, every
/// repetition and every wait ends before it.
#[must_use]
pub const fn answer_by(arrived: Timestamp) -> Timestamp {
    Timestamp(arrived.0.saturating_add(contract::deadline::EDGE_MILLISECONDS))
}

/// Creates a [`TraceId`]: a random UUID (RFC 9562 §5.4), the form that Microsoft Graph expects of a
/// `client-request-id`.
pub fn new_trace(ports: &impl Ports) -> TraceId {
    let mut bytes = [0_u8; 16];
    ports.fill_random(&mut bytes);
    TraceId(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
}
