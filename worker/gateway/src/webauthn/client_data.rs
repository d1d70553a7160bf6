//! Verification of the client data that the browser collects (WebAuthn §5.8.1, §7.1).

use serde::Deserialize;

use crate::{encoding, json};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    cross_origin: Option<bool>,
    top_origin: Option<String>,
}

/// The ceremonies, as client data names them.
pub(crate) const CREATE: &str = "webauthn.create";
pub(crate) const GET: &str = "webauthn.get";

/// Checks that the client data belongs to this ceremony and to one of our own pages.
///
/// # Errors
/// What does not fit, for the log.
pub(crate) fn check(
    client_data: &[u8],
    ceremony: &str,
    challenge_digest: &str,
    app_origin: &str,
) -> Result<(), &'static str> {
    // "UTF-8 decode" drops a byte order mark and replaces what is no UTF-8 (WebAuthn §7.1, step 5).
    let client_data: ClientData =
        json::read(&encoding::mended(client_data)).ok_or("unreadable client data")?;
    if client_data.r#type != ceremony {
        return Err("client data of another ceremony");
    }
    // Some authenticators pad it; what counts is that the bytes are those of the challenge.
    let challenge =
        encoding::decode_base64(&client_data.challenge).ok_or("an unreadable challenge")?;
    if encoding::digest(&[&challenge]) != challenge_digest {
        return Err("another challenge");
    }
    if client_data.origin != app_origin {
        return Err("another origin");
    }
    if client_data.cross_origin == Some(true) || client_data.top_origin.is_some() {
        return Err("a frame of another origin");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
