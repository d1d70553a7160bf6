//! The state that survives a restart, as one versioned JSON document; a damaged or newer one is refused.
//!
//! Passes are saved as salted hashes and refresh tokens as hashes; codes, challenges and browser sessions are not saved.
//! The program reads and writes the file.

use std::{collections::BTreeMap, fmt};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Tenant, grant::RefreshToken, phone::Phones, settings::Settings, signing::TokenSigner,
    switches::Switches,
};
use crate::{
    directory::{Directory, conditional_access::ConditionalAccess, session::Sessions},
    timestamp::Timestamp,
};

#[cfg(test)]
mod tests;

const FORMAT: &str = "latchkey-tenant-state";

/// The version that is written, and the newest one that is understood.
pub const STATE_VERSION: u64 = 1;

/// Why a kept state is refused. Display says what the person can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateFault {
    /// It is not what a tenant wrote.
    Damaged(String),
    /// A newer program wrote it, in this version.
    Newer(u64),
}

impl fmt::Display for StateFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(detail) => write!(formatter, "it is damaged ({detail})"),
            Self::Newer(version) => write!(
                formatter,
                "a newer program wrote it (version {version}; this program understands {STATE_VERSION})"
            ),
        }
    }
}

impl std::error::Error for StateFault {}

/// The head of the document, which decides whether the rest can be read.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
    /// SHA-256 of the text of `state`, so that damage inside a value is noticed too.
    #[serde(default)]
    sha256: String,
}

/// Separates the head from the state, which is the last member.
const STATE_MEMBER: &str = ",\"state\":";

#[derive(Serialize)]
struct Written<'tenant> {
    directory: &'tenant Directory,
    signing_key: &'tenant str,
    sessions: &'tenant Sessions,
    refresh_tokens: &'tenant BTreeMap<String, RefreshToken>,
    phones: &'tenant Phones,
    conditional_access: &'tenant ConditionalAccess,
    switches: &'tenant Switches,
}

#[derive(Deserialize)]
struct Read {
    directory: Directory,
    signing_key: String,
    sessions: Sessions,
    refresh_tokens: BTreeMap<String, RefreshToken>,
    phones: Phones,
    conditional_access: ConditionalAccess,
    switches: Switches,
}

impl Tenant {
    /// The state to save, as the text of a file.
    ///
    /// # Errors
    /// When something cannot be serialized, which is a bug.
    pub fn keep(&self) -> Result<String, StateFault> {
        // Every part is named, so that a new one is either kept or left out on purpose.
        let Self {
            settings,
            randomness: _,
            signer,
            directory,
            sessions,
            attempts: _,
            grants,
            challenges: _,
            phones,
            replication: _,
            conditional_access,
            interrupts: _,
            throttled: _,
        } = self;
        let state = serde_json::to_string(&Written {
            directory,
            signing_key: signer.pem(),
            sessions,
            refresh_tokens: &grants.refresh_tokens,
            phones,
            conditional_access,
            switches: &settings.switches,
        })
        .map_err(|error| StateFault::Damaged(error.to_string()))?;
        let fingerprint = fingerprint(&state);
        Ok(format!(
            r#"{{"format":"{FORMAT}","version":{STATE_VERSION},"sha256":"{fingerprint}"{STATE_MEMBER}{state}}}"#
        ) + "\n")
    }

    /// Restores the tenant that [`Self::keep`] wrote; addresses come from the settings, everything else from the text.
    /// Only the hashes of passes are restored, so [`Self::describe`] can no longer show them.
    ///
    /// # Errors
    /// When the text is damaged, or of a newer version.
    pub fn restore(settings: Settings, text: &str, now: Timestamp) -> Result<Self, StateFault> {
        let damaged = |error: serde_json::Error| StateFault::Damaged(error.to_string());
        let head: Head = serde_json::from_str(text).map_err(damaged)?;
        if head.format != FORMAT {
            return Err(StateFault::Damaged(String::from(
                "it is not the state of an embedded tenant",
            )));
        }
        if head.version > STATE_VERSION {
            return Err(StateFault::Newer(head.version));
        }
        if head.version < STATE_VERSION {
            return Err(StateFault::Damaged(String::from("its version never existed")));
        }
        let state = text
            .split_once(STATE_MEMBER)
            .and_then(|(_, rest)| rest.trim_end().strip_suffix('}'))
            .filter(|state| fingerprint(state) == head.sha256)
            .ok_or_else(|| {
                StateFault::Damaged("its content does not match its checksum".to_owned())
            })?;
        let state: Read = serde_json::from_str(state).map_err(damaged)?;
        let signer = TokenSigner::from_pem(&state.signing_key)
            .ok_or_else(|| StateFault::Damaged("its signing key cannot be read".to_owned()))?;
        let mut tenant = Self::with(settings, signer, state.directory);
        tenant.sessions = state.sessions;
        tenant.grants.refresh_tokens = state.refresh_tokens;
        tenant.phones = state.phones;
        tenant.conditional_access = state.conditional_access;
        tenant.settings.switches = state.switches;
        tenant.grants.prune(now);
        Ok(tenant)
    }
}

fn fingerprint(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}
