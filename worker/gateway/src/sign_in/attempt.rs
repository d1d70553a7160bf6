//! A sign-in attempt, sealed into a cookie while the person is at the directory.

use contract::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Gateway, Ports, SealKeys, Secret, encoding,
    fault::{Fault, Refusal},
    json,
    session::{SessionId, SignedInPerson},
};

/// A sign-in attempt. The response of the directory is accepted only together with it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Attempt {
    /// Ties the response of the directory to this browser (RFC 6749 §10.12).
    pub(super) state: Secret,
    /// Ties the ID token to this attempt (OpenID Connect Core 1.0 §15.5.2).
    pub(super) nonce: Secret,
    /// Ties the code to this attempt (RFC 7636).
    pub(super) verifier: Secret,
    pub(super) return_to: String,
    pub(super) account: String,
    pub(super) issued_at: Timestamp,
    /// The session that this attempt replaces, if it is a step-up.
    pub(super) replaces: Option<Replaced>,
}

/// The session that a step-up replaces, and the person whose session it is.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Replaced {
    session: Secret,
    tenant_id: String,
    object_id: String,
}

impl Replaced {
    pub(crate) fn new(id: &SessionId, person: &SignedInPerson) -> Self {
        Self {
            session: Secret::new(id.expose()),
            tenant_id: person.tenant_id.clone(),
            object_id: person.object_id.clone(),
        }
    }

    /// The id of the session.
    pub(super) fn session(&self, keys: &SealKeys) -> Option<SessionId> {
        SessionId::parse(keys, self.session.expose())
    }

    /// Whether it is a session of this person.
    pub(super) fn is_of(&self, person: &SignedInPerson) -> bool {
        self.tenant_id == person.tenant_id && self.object_id == person.object_id
    }
}

impl Attempt {
    pub(super) fn new(
        ports: &impl Ports,
        account: &str,
        return_to: String,
        replaces: Option<Replaced>,
    ) -> Self {
        Self {
            state: random(ports),
            nonce: random(ports),
            verifier: random(ports),
            return_to,
            account: account.to_owned(),
            issued_at: ports.now(),
            replaces,
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
        json::read(&text)
    }

    pub(super) fn is_current<P: Ports>(&self, gateway: &Gateway<'_, P>) -> bool {
        gateway.ports.now() < self.ends_at(gateway)
    }

    fn ends_at<P: Ports>(&self, gateway: &Gateway<'_, P>) -> Timestamp {
        self.issued_at.plus_minutes(gateway.settings.limits.attempt)
    }

    /// Uses the attempt up. The cookie alone cannot tell whether it was used, and with each use the
    /// directory would be asked again.
    pub(super) async fn take<P: Ports>(&self, gateway: &Gateway<'_, P>) -> Result<(), Fault> {
        let name = encoding::digest(&[OBJECT_NAME, self.state.expose().as_bytes()]);
        match gateway.ports.use_attempt(&name, self.ends_at(gateway)).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Refusal::SignInMismatch("the attempt was used before").into()),
            Err(_) => Err(Fault::Broken("the use of an attempt cannot be noted")),
        }
    }
}

/// A digest of a state, short enough for the name of a cookie, from which no state can be made.
pub(super) fn tag(state: &str) -> String {
    encoding::base64url(&Sha256::digest(state)[..9])
}

/// 256 random bits, the length that RFC 7636 §4.1 recommends for a verifier.
fn random(ports: &impl Ports) -> Secret {
    let mut bytes = [0_u8; 32];
    ports.fill_random(&mut bytes);
    Secret::new(encoding::base64url(&bytes))
}

/// What the name of an attempt's object is digested for.
const OBJECT_NAME: &[u8] = b"latchkey sign-in attempt";

const PURPOSE: &str = "sign-in attempt";

#[cfg(test)]
mod tests;
