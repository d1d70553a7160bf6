//! One attempt to sign in: what must come back unchanged, sealed into a cookie.

use contract::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Gateway, Ports, Secret, encoding, fault::Fault, session::SessionId};

/// The attempt. Its cookie is worthless to anyone but the browser that holds it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Attempt {
    /// Ties the directory's answer to this browser (RFC 6749 §10.12).
    pub(super) state: Secret,
    /// Ties the ID token to this attempt (OpenID Connect Core 1.0 §15.5.2).
    pub(super) nonce: Secret,
    /// Ties the code to this attempt (RFC 7636).
    pub(super) verifier: Secret,
    pub(super) return_to: String,
    pub(super) account: String,
    pub(super) issued_at: Timestamp,
    /// The session that a step-up replaces.
    pub(super) replaces: Option<String>,
}

impl Attempt {
    pub(super) fn new(
        ports: &impl Ports,
        account: &str,
        return_to: String,
        replaces: Option<&SessionId>,
    ) -> Self {
        Self {
            state: random(ports),
            nonce: random(ports),
            verifier: random(ports),
            return_to,
            account: account.to_owned(),
            issued_at: ports.now(),
            replaces: replaces.map(|id| id.expose().to_owned()),
        }
    }

    pub(super) fn seal<P: Ports>(&self, gateway: &Gateway<'_, P>) -> Result<String, Fault> {
        let text =
            serde_json::to_vec(self).map_err(|_| Fault::Broken("an attempt cannot be written"))?;
        gateway
            .settings
            .seal_keys
            .seal(gateway.ports, PURPOSE, &text)
            .ok_or(Fault::Broken("an attempt cannot be sealed"))
    }

    pub(super) fn open<P: Ports>(gateway: &Gateway<'_, P>, sealed: &str) -> Option<Self> {
        let text = gateway.settings.seal_keys.open(PURPOSE, sealed)?;
        serde_json::from_slice(&text).ok()
    }

    pub(super) fn is_current<P: Ports>(&self, gateway: &Gateway<'_, P>) -> bool {
        let end = self.issued_at.plus_minutes(gateway.settings.limits.attempt);
        gateway.ports.now() < end
    }
}

/// 256 random bits: the length that RFC 7636 §4.1 recommends for a verifier.
fn random(ports: &impl Ports) -> Secret {
    let mut bytes = [0_u8; 32];
    ports.fill_random(&mut bytes);
    Secret::new(encoding::base64url(&bytes))
}

const PURPOSE: &str = "sign-in attempt";
