//! What the app and the edge say to each other: wire types, routes and problem codes.
//!
//! A leaf: it depends on serde and the WebAuthn wire types and on nothing else.
//! No prose travels: a failure is a [`ProblemCode`]; its words live in the message catalogs.
//! Any change here that an older tab would misread raises [`VERSION`].
#![forbid(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![warn(missing_docs)]

pub mod account;
pub mod card;
pub mod deadline;
pub mod methods;
pub mod name;
pub mod organization;
pub mod overview;
pub mod pass;
pub mod problem;
pub mod proof;
pub mod recovery;
pub mod registration;
pub mod removal;
pub mod routes;
pub mod sessions;
pub mod start;
pub mod time;
mod verdict;
pub mod why;

pub use account::{ACCOUNT_LENGTH_MAX, AccountFault, parse_account};
pub use methods::{
    AuthenticationMethod, DeviceKey, Factor, MethodId, MethodKind, MethodState, PhoneType,
};
pub use organization::{Contact, Organization};
pub use overview::{Overview, Person, SessionClocks};
pub use pass::{Pass, PassUsability};
pub use problem::{Problem, ProblemCode, TraceId};
pub use start::{Start, StartScreen};
pub use time::Timestamp;
pub use verdict::Verdict;

/// The version of this contract, sent by the app with each call in the [`VERSION_HEADER`].
///
/// The edge answers [`ProblemCode::Outdated`] to any other, so that an old tab asks for a reload
/// instead of misreading an answer.
pub const VERSION: &str = "1";

/// The request header that carries [`VERSION`].
///
/// It is also the anti-forgery header: another origin cannot set it without a CORS preflight,
/// which the edge never grants.
pub const VERSION_HEADER: &str = "x-latchkey-contract";

/// The request header in which the app repeats [`Person::key`] with each `POST`.
///
/// A browser has one session, and a page that was drawn for somebody else may still be open: what
/// it asks for must not happen to the person who has signed in since.
pub const PERSON_HEADER: &str = "x-latchkey-person";

/// The response header that repeats the [`TraceId`] of every answer.
pub const TRACE_HEADER: &str = "x-latchkey-trace";
