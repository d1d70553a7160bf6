//! What WebAuthn puts into bytes (WebAuthn Level 3 §5.8.1, §6.1, §6.5.1), read as far as it is
//! needed here. Everything in it comes from outside: nothing is believed, and nothing panics.

pub(crate) mod authenticator_data;
pub(crate) mod client_data;
pub(crate) mod public_key;

mod cbor;
