//! Verification of a new credential (Web Authentication Level 3, section 7.1): by webauthn-rs-core, and by the directory
//! where the library is more lenient than the standard.
//!
//! Expiry and single use of the challenge are checked in `registration.rs`.

mod parts;

#[cfg(test)]
mod tests;

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use parts::Parts;
use serde_json::Value;
use url::Url;
use webauthn_rs_core::{
    WebauthnCore,
    error::WebauthnError,
    proto::{
        AttestationConveyancePreference, AuthenticatorAttestationResponseRaw, COSEAlgorithm,
        Credential, ParsedAttestationData, RegisterPublicKeyCredential, RegistrationState,
        UserVerificationPolicy,
    },
};

use crate::{
    directory::method::{Passkey, model_name},
    state::settings::{RelyingParty, Settings},
    timestamp::Timestamp,
};

/// What a client sends to register a credential.
pub(crate) struct Registration {
    pub(crate) display_name: String,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) client_data_json: Vec<u8>,
    pub(crate) attestation_object: Vec<u8>,
}

/// Why a credential is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The attestation object is malformed, or has bytes that belong to nothing.
    Unreadable,
    /// The client data is not what a browser writes for this page: its origin, the page around it, its type.
    ClientData,
    /// The format is none that the directory accepts.
    Format,
    IdMismatch,
    /// The statement does not prove what its format promises, or its certificate is out of date.
    Attestation,
    /// Made for another relying party, without the person, or with a key that was not asked for.
    Credential,
}

impl Refused {
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Unreadable => "The attestation object of the public key credential is not valid.",
            Self::ClientData => "The client data of the public key credential is not valid.",
            Self::Format => {
                "The attestation format is not supported. Supported formats are 'android-key', 'apple', \
                 'fido-u2f', 'none', 'packed' and 'tpm'."
            }
            Self::IdMismatch => {
                "The id of the public key credential does not match its authenticator data."
            }
            Self::Attestation => {
                "The attestation statement of the public key credential could not be verified."
            }
            Self::Credential => "The public key credential could not be verified.",
        }
    }

    /// The library's reason, without its own words.
    fn of(fault: &WebauthnError) -> Self {
        match fault {
            WebauthnError::InvalidClientDataType
            | WebauthnError::MismatchedChallenge
            | WebauthnError::InvalidRPOrigin
            | WebauthnError::CredentialCrossOrigin
            | WebauthnError::ParseJSONFailure(_) => Self::ClientData,
            WebauthnError::AttestationNotSupported => Self::Format,
            WebauthnError::InvalidRPIDHash
            | WebauthnError::UserNotPresent
            | WebauthnError::UserNotVerified
            | WebauthnError::CredentialAlteredAlgFromRequest
            | WebauthnError::CredentialMayNotBeHardwareBound => Self::Credential,
            _ => Self::Attestation,
        }
    }
}

/// The challenge that the browser signed over. Padding is refused: section 7.1 compares texts.
pub(crate) fn challenge_of(client_data_json: &[u8]) -> Option<Vec<u8>> {
    let client_data: Value = serde_json::from_slice(client_data_json).ok()?;
    URL_SAFE_NO_PAD.decode(client_data["challenge"].as_str()?).ok()
}

pub(crate) fn verify(
    registration: &Registration,
    relying_party: &RelyingParty,
    settings: &Settings,
    challenge: &[u8],
    now: Timestamp,
) -> Result<Passkey, Refused> {
    let parts = Parts::read(&registration.attestation_object).ok_or(Refused::Unreadable)?;
    if parts.format == "none" && parts.has_statement {
        return Err(Refused::Attestation);
    }
    let origins = allowed_origins(relying_party, settings);
    if !is_written_as_expected(&registration.client_data_json, &origins) {
        return Err(Refused::ClientData);
    }
    let credential = ask_library(registration, relying_party, origins, challenge)
        .map_err(|fault| Refused::of(&fault))?;
    if credential.cred_id.as_slice() != registration.credential_id {
        return Err(Refused::IdMismatch);
    }
    if !is_leaf_in_date(&credential.attestation.data, now) {
        return Err(Refused::Attestation);
    }
    Ok(Passkey {
        display_name: registration.display_name.clone(),
        credential_id: registration.credential_id.clone(),
        is_synced: credential.backup_eligible,
        credential: Some(credential),
        model: String::from(model_name(&parts.aa_guid)),
        aa_guid: parts.aa_guid,
        is_attested: !parts.certificate_thumbprints.is_empty(),
        attestation_certificates: parts.certificate_thumbprints,
    })
}

fn ask_library(
    registration: &Registration,
    relying_party: &RelyingParty,
    origins: Vec<Url>,
    challenge: &[u8],
) -> Result<Credential, WebauthnError> {
    let core = WebauthnCore::new_unsafe_experts_only(
        &relying_party.name,
        &relying_party.id,
        origins,
        Duration::from_secs(60),
        Some(false),
        Some(false),
    );
    let state = registration_state(&core, challenge)?;
    let sent = RegisterPublicKeyCredential {
        id: URL_SAFE_NO_PAD.encode(&registration.credential_id),
        raw_id: registration.credential_id.clone(),
        response: AuthenticatorAttestationResponseRaw {
            attestation_object: registration.attestation_object.clone(),
            client_data_json: registration.client_data_json.clone(),
            transports: None,
        },
        type_: "public-key".to_owned(),
        extensions: Default::default(),
    };
    core.register_credential(&sent, &state, None)
}

/// Whether the origin is, letter by letter, one that a browser writes, and no page of another origin stood around it.
/// The library reads the origin as an address, which forgives a slash and capitals.
fn is_written_as_expected(client_data_json: &[u8], origins: &[Url]) -> bool {
    let Ok(client_data) = serde_json::from_slice::<Value>(client_data_json) else {
        return false;
    };
    let origin = client_data["origin"].as_str().unwrap_or_default();
    origins.iter().any(|allowed| allowed.origin().ascii_serialization() == origin)
        && client_data["topOrigin"].is_null()
}

/// Whether the attestation certificate, where there is one, is valid at the time. The library asks only for chains that
/// it checks against roots.
fn is_leaf_in_date(data: &ParsedAttestationData, now: Timestamp) -> bool {
    let chain = match data {
        ParsedAttestationData::Basic(chain)
        | ParsedAttestationData::AttCa(chain)
        | ParsedAttestationData::AnonCa(chain) => chain,
        ParsedAttestationData::Self_
        | ParsedAttestationData::None
        | ParsedAttestationData::ECDAA
        | ParsedAttestationData::Uncertain => return true,
    };
    chain.first().is_some_and(|leaf| {
        let validity = leaf.tbs_certificate().validity();
        let seconds = u64::try_from(now.unix_seconds()).unwrap_or_default();
        let (from, until) = (
            validity.not_before.to_unix_duration().as_secs(),
            validity.not_after.to_unix_duration().as_secs(),
        );
        (from..=until).contains(&seconds)
    })
}

/// The application's origin, the tenant's own, and that of the relying party where it is a foreign one.
fn allowed_origins(relying_party: &RelyingParty, settings: &Settings) -> Vec<Url> {
    let foreign = format!("https://{}", relying_party.id);
    let is_foreign = relying_party.id != settings.relying_party.id;
    let own = [settings.app_origin.as_str(), settings.origin.as_str()];
    let texts = if is_foreign { vec![foreign.as_str()] } else { own.to_vec() };
    texts.into_iter().filter_map(|text| Url::parse(text).ok()).collect()
}

/// The library makes its own challenges; the state that it writes down is the supported way to name another.
fn registration_state(
    core: &WebauthnCore,
    challenge: &[u8],
) -> Result<RegistrationState, WebauthnError> {
    let builder = core
        .new_challenge_register_builder(b"person", "person", "person")?
        .attestation(AttestationConveyancePreference::Direct)
        .credential_algorithms(vec![COSEAlgorithm::ES256, COSEAlgorithm::RS256])
        .require_resident_key(true)
        .user_verification_policy(UserVerificationPolicy::Required);
    let (_, state) = core.generate_challenge_register(builder)?;
    let mut state = serde_json::to_value(state).map_err(WebauthnError::ParseJSONFailure)?;
    state["challenge"] = Value::String(URL_SAFE_NO_PAD.encode(challenge));
    serde_json::from_value(state).map_err(WebauthnError::ParseJSONFailure)
}
