//! Verification of the client data that the browser collects (WebAuthn §5.8.1, §7.1).

use serde::Deserialize;

use crate::{encoding, fault::Refusal};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    cross_origin: Option<bool>,
    top_origin: Option<String>,
}

/// Checks that the client data belongs to this registration and to one of our own pages.
pub(super) fn check(
    client_data: &[u8],
    challenge_digest: &str,
    app_origin: &str,
) -> Result<(), Refusal> {
    let refused = Refusal::RegistrationRefused;
    // "UTF-8 decode" drops a byte order mark (WebAuthn §7.1, step 5).
    let json = client_data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(client_data);
    let client_data: ClientData =
        serde_json::from_slice(json).map_err(|_| refused("unreadable client data"))?;
    if client_data.r#type != "webauthn.create" {
        return Err(refused("client data of another ceremony"));
    }
    // Some authenticators pad it; what counts is that the bytes are those of the challenge.
    let challenge = encoding::decode_base64(&client_data.challenge)
        .ok_or(refused("an unreadable challenge"))?;
    if encoding::digest(&[&challenge]) != challenge_digest {
        return Err(refused("another challenge"));
    }
    if client_data.origin != app_origin {
        return Err(refused("another origin"));
    }
    if client_data.cross_origin == Some(true) || client_data.top_origin.is_some() {
        return Err(refused("a frame of another origin"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
