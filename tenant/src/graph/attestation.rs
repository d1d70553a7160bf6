//! Verification of a new credential (Web Authentication Level 3, section 7.1), by webauthn-rs-core.
//!
//! Checks origin, relying party, flags and signature. Expiry and single use of the challenge are checked in
//! `registration.rs`.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use sha1::{Digest, Sha1};
use url::Url;
use webauthn_rs_core::{
    WebauthnCore,
    error::WebauthnError,
    internals::AuthenticatorData,
    proto::{
        AttestationConveyancePreference, AuthenticatorAttestationResponseRaw, COSEAlgorithm,
        RegisterPublicKeyCredential, RegistrationState, UserVerificationPolicy,
    },
};

use crate::{
    directory::method::{Passkey, model_name},
    state::settings::{RelyingParty, Settings},
};

/// What a client sends to register a credential.
pub(crate) struct Registration {
    pub(crate) display_name: String,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) client_data_json: Vec<u8>,
    pub(crate) attestation_object: Vec<u8>,
}

/// Why a credential is refused.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The bytes are malformed, or of a format that the directory does not accept.
    Unreadable,
    Format,
    IdMismatch,
    Verification(WebauthnError),
}

impl Refused {
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Unreadable => {
                "The attestation object of the public key credential is not valid.".to_owned()
            }
            Self::Format => String::from(
                "The attestation format is not supported. Supported formats are 'packed' and 'none'.",
            ),
            Self::IdMismatch => String::from(
                "The id of the public key credential does not match its authenticator data.",
            ),
            Self::Verification(fault) => {
                format!("The public key credential could not be verified: {fault:?}.")
            }
        }
    }
}

/// The challenge that the browser signed over.
pub(crate) fn challenge_of(client_data_json: &[u8]) -> Option<Vec<u8>> {
    let client_data: Value = serde_json::from_slice(client_data_json).ok()?;
    let challenge = client_data["challenge"].as_str()?;
    URL_SAFE_NO_PAD.decode(challenge.trim_end_matches('=')).ok()
}

pub(crate) fn verify(
    registration: &Registration,
    relying_party: &RelyingParty,
    settings: &Settings,
    challenge: &[u8],
) -> Result<Passkey, Refused> {
    let parts = Parts::read(&registration.attestation_object).ok_or(Refused::Unreadable)?;
    if !matches!(parts.format.as_str(), "packed" | "none") {
        return Err(Refused::Format);
    }
    let core = WebauthnCore::new_unsafe_experts_only(
        &relying_party.name,
        &relying_party.id,
        allowed_origins(relying_party, settings),
        Duration::from_secs(60),
        Some(false),
        Some(false),
    );
    let state = registration_state(&core, challenge).map_err(Refused::Verification)?;
    let credential = core
        .register_credential(
            &RegisterPublicKeyCredential {
                id: URL_SAFE_NO_PAD.encode(&registration.credential_id),
                raw_id: registration.credential_id.clone(),
                response: AuthenticatorAttestationResponseRaw {
                    attestation_object: registration.attestation_object.clone(),
                    client_data_json: registration.client_data_json.clone(),
                    transports: None,
                },
                type_: "public-key".to_owned(),
                extensions: Default::default(),
            },
            &state,
            None,
        )
        .map_err(Refused::Verification)?;
    if credential.cred_id.as_slice() != registration.credential_id {
        return Err(Refused::IdMismatch);
    }
    let aa_guid = parts.aa_guid.ok_or(Refused::Unreadable)?;
    Ok(Passkey {
        display_name: registration.display_name.clone(),
        credential_id: registration.credential_id.clone(),
        is_synced: credential.backup_eligible,
        credential: Some(credential),
        model: String::from(model_name(&aa_guid)),
        aa_guid,
        is_attested: !parts.certificate_thumbprints.is_empty(),
        attestation_certificates: parts.certificate_thumbprints,
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

/// The parts of an attestation object that the directory itself reads (section 6.5.4).
struct Parts {
    format: String,
    aa_guid: Option<String>,
    certificate_thumbprints: Vec<String>,
}

impl Parts {
    fn read(attestation_object: &[u8]) -> Option<Self> {
        use serde_cbor_2::Value as Cbor;
        let member = |map: &Cbor, name: &str| match map {
            Cbor::Map(map) => map.get(&Cbor::Text(String::from(name))).cloned(),
            _ => None,
        };
        let object: Cbor = serde_cbor_2::from_slice(attestation_object).ok()?;
        let Cbor::Text(format) = member(&object, "fmt")? else {
            return None;
        };
        let Cbor::Bytes(data) = member(&object, "authData")? else {
            return None;
        };
        let data =
            AuthenticatorData::<webauthn_rs_core::proto::Registration>::try_from(data.as_slice())
                .ok()?;
        let statement = member(&object, "attStmt")?;
        let certificate_thumbprints = match member(&statement, "x5c") {
            Some(Cbor::Array(chain)) => chain
                .iter()
                .filter_map(|certificate| match certificate {
                    Cbor::Bytes(bytes) => Some(thumbprint(bytes)),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        Some(Self {
            format,
            aa_guid: data
                .acd
                .map(|credential| uuid::Uuid::from_bytes(credential.aaguid).to_string()),
            certificate_thumbprints,
        })
    }
}

fn thumbprint(certificate: &[u8]) -> String {
    Sha1::digest(certificate).iter().map(|byte| format!("{byte:02x}")).collect()
}
