//! A Temporary Access Pass and the states it goes through.
//!
//! The value is kept in memory, because the local run prints it; saved state holds only its hash.
//! Graph returns it once, on creation.

use std::{fmt, num::NonZeroU32, sync::OnceLock};

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::pbkdf2;
use subtle::ConstantTimeEq;

use crate::{randomness::Randomness, timestamp::Timestamp};

/// The secret that a person types. Prints as `[redacted]`; serialized as a salted hash.
#[derive(Clone)]
pub(crate) struct PassValue {
    /// Absent for a pass of an earlier run.
    clear: Option<String>,
    hash: OnceLock<PassHash>,
}

/// A salted hash of the pass (PBKDF2 with HMAC-SHA-256, RFC 8018, section 5.2).
#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct PassHash {
    salt: String,
    hash: String,
}

impl PassValue {
    pub(crate) const fn new(value: String) -> Self {
        Self { clear: Some(value), hash: OnceLock::new() }
    }

    pub(crate) fn matches(&self, typed: &str) -> bool {
        match (&self.clear, self.hash.get()) {
            (Some(clear), _) => clear.as_bytes().ct_eq(typed.as_bytes()).into(),
            (None, Some(kept)) => {
                let given = PassHash::of(typed, kept.salt.clone());
                kept.hash.as_bytes().ct_eq(given.hash.as_bytes()).into()
            }
            (None, None) => false,
        }
    }

    /// The value itself, for the person who starts the tenant and for the answer that creates a pass; `None` for a
    /// pass of an earlier run.
    pub(crate) fn reveal(&self) -> Option<&str> {
        self.clear.as_deref()
    }
}

impl PassHash {
    const ROUNDS: NonZeroU32 = NonZeroU32::new(20_000).unwrap();

    fn of(value: &str, salt: String) -> Self {
        let mut hash = [0; 32];
        let algorithm = pbkdf2::PBKDF2_HMAC_SHA256;
        pbkdf2::derive(algorithm, Self::ROUNDS, salt.as_bytes(), value.as_bytes(), &mut hash);
        Self { salt, hash: STANDARD.encode(hash) }
    }
}

impl serde::Serialize for PassValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Made once for each pass: the same state is the same text.
        let hash = self.hash.get_or_init(|| {
            let salt = Randomness::new(None).token();
            PassHash::of(self.clear.as_deref().unwrap_or_default(), salt)
        });
        hash.serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for PassValue {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        PassHash::deserialize(deserializer)
            .map(|hash| Self { clear: None, hash: OnceLock::from(hash) })
    }
}

impl fmt::Debug for PassValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// `temporaryAccessPassAuthenticationMethod`.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct TemporaryAccessPass {
    pub(crate) id: String,
    pub(crate) value: PassValue,
    pub(crate) created: Timestamp,
    pub(crate) start: Timestamp,
    pub(crate) lifetime_minutes: i64,
    pub(crate) one_time: bool,
    /// When it was first used to sign in.
    pub(crate) used: Option<Timestamp>,
}

impl TemporaryAccessPass {
    /// When the pass ends, and with it everything obtained with it.
    pub(crate) const fn end(&self) -> Timestamp {
        self.start.plus_minutes(self.lifetime_minutes)
    }
}
