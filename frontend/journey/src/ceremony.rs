//! The outcome of a WebAuthn ceremony, read from what the browser shows of it: an exception or an
//! answer, how long it took, whether the page was visible and whether it aborted the ceremony itself.
//!
//! Browsers, web views and password managers disagree; every case that was met has its outcome here.

use webauthn_rs_proto::{AuthenticatorAttestationResponseRaw, RegisterPublicKeyCredential};

use crate::{CeremonyFault, ErrorName, proof::Assertion, registration::Credential};

/// How the browser refused (WebAuthn §5.1.3).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rejection<'a> {
    /// The name of the `DOMException`; empty for what is none.
    pub name: &'a str,
    /// How long the ceremony took, in milliseconds.
    pub milliseconds: i64,
    /// How long the options let it take, in milliseconds; zero where they do not say.
    pub timeout: i64,
    /// Whether the page was hidden: browsers refuse a ceremony that nobody can see.
    pub was_hidden: bool,
}

impl Rejection<'_> {
    /// The fault that it means.
    #[must_use]
    pub fn fault(self) -> CeremonyFault {
        match self.name {
            "NotAllowedError" if self.milliseconds < AT_ONCE => match self.was_hidden {
                false => CeremonyFault::RefusedAtOnce,
                true => CeremonyFault::Hidden,
            },
            "NotAllowedError" if self.timeout > 0 && self.milliseconds + SLACK >= self.timeout => {
                CeremonyFault::TimedOut
            }
            "TimeoutError" => CeremonyFault::TimedOut,
            // Whatever the page aborts, it has left before. This is the browser's own close button.
            "NotAllowedError" | "AbortError" => CeremonyFault::Declined,
            "InvalidStateError" => CeremonyFault::AlreadyRegistered,
            "OperationError" => CeremonyFault::Pending,
            "NotSupportedError" => CeremonyFault::NoAuthenticator,
            "ConstraintError" => CeremonyFault::AuthenticatorUnsuitable,
            "SecurityError" => CeremonyFault::RelyingPartyMismatch,
            name => CeremonyFault::Unexplained(ErrorName::of(name)),
        }
    }
}

/// A member of an object that may not be the browser's own.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Member<T> {
    /// It is `undefined` or `null`.
    #[default]
    Missing,
    /// It throws when read, or is of another kind than it should be.
    Unusable,
    /// It is there.
    Here(T),
}

impl<T> Member<T> {
    const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    fn here(self) -> Option<T> {
        match self {
            Self::Here(value) => Some(value),
            Self::Missing | Self::Unusable => None,
        }
    }
}

/// What `navigator.credentials.create` resolved to (WebAuthn §5.1, §5.2.1): the browser's own object,
/// or that of a password manager in its place.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Answer {
    /// `id`.
    pub id: Member<String>,
    /// The bytes that `id` stands for.
    pub decoded_id: Option<Vec<u8>>,
    /// `rawId`.
    pub raw_id: Member<Vec<u8>>,
    /// `response.attestationObject`.
    pub attestation_object: Member<Vec<u8>>,
    /// `response.clientDataJSON`.
    pub client_data_json: Member<Vec<u8>>,
}

/// What `navigator.credentials.get` resolved to (WebAuthn §5.1, §5.2.2).
#[derive(Clone, Default, Eq, PartialEq)]
pub struct SignedAnswer {
    /// The members that every credential has.
    pub answer: Answer,
    /// `response.authenticatorData`.
    pub authenticator_data: Member<Vec<u8>>,
    /// `response.signature`.
    pub signature: Member<Vec<u8>>,
}

impl SignedAnswer {
    /// What was signed, whole.
    ///
    /// # Errors
    /// Those of [`Answer::credential`].
    pub fn assertion(self) -> Result<Assertion, CeremonyFault> {
        if self.answer.is_empty() {
            return Err(CeremonyFault::Declined);
        }
        self.whole().ok_or(CeremonyFault::Unreadable)
    }

    fn whole(self) -> Option<Assertion> {
        Some(Assertion {
            client_data_json: self
                .answer
                .client_data_json
                .clone()
                .here()
                .filter(|it| !it.is_empty())?,
            raw_id: self.answer.raw_id()?,
            authenticator_data: self.authenticator_data.here().filter(|it| !it.is_empty())?,
            signature: self.signature.here().filter(|it| !it.is_empty())?,
        })
    }
}

impl Answer {
    /// The credential, whole.
    ///
    /// # Errors
    /// [`CeremonyFault::Declined`] when there is nothing in it, as after a password manager's own
    /// close button; [`CeremonyFault::Unreadable`] when there is something, but no credential.
    pub fn credential(self) -> Result<Credential, CeremonyFault> {
        if self.is_empty() {
            return Err(CeremonyFault::Declined);
        }
        self.whole().ok_or(CeremonyFault::Unreadable)
    }

    const fn is_empty(&self) -> bool {
        self.id.is_missing()
            && self.raw_id.is_missing()
            && self.attestation_object.is_missing()
            && self.client_data_json.is_missing()
    }

    fn raw_id(&self) -> Option<Vec<u8>> {
        let raw_id = self.raw_id.clone().here().filter(|it| !it.is_empty());
        raw_id.or_else(|| self.decoded_id.clone()).filter(|it| !it.is_empty())
    }

    fn whole(self) -> Option<Credential> {
        Some(Credential(RegisterPublicKeyCredential {
            raw_id: self.raw_id()?,
            id: self.id.here()?,
            response: AuthenticatorAttestationResponseRaw {
                attestation_object: self.attestation_object.here().filter(|it| !it.is_empty())?,
                client_data_json: self.client_data_json.here().filter(|it| !it.is_empty())?,
                transports: None,
            },
            type_: "public-key".to_owned(),
            extensions: Default::default(),
        }))
    }
}

/// Nobody declines as fast as this, in milliseconds.
const AT_ONCE: i64 = 100;
/// How much earlier than asked a browser may end a ceremony for its time, in milliseconds.
const SLACK: i64 = 1_000;

#[cfg(test)]
mod tests;
