//! A software authenticator with its WebAuthn client, for flows in memory (WebAuthn §5.1.3).
//!
//! It shares no code with the tenant that verifies what it makes, nor with the gateway.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{proof::RequestOptions, registration::CreationOptions};
use passkey_authenticator::{Authenticator, MemoryStore, UiHint, UserCheck, UserValidationMethod};
use passkey_client::{Client, DefaultClientData, WebauthnError};
use passkey_crypto::AvailableBackend;
use passkey_types::{
    Passkey,
    ctap2::{Aaguid, Ctap2Error},
    webauthn,
};
use serde_json::json;
use url::Url;
use webauthn_rs_proto::{PublicKeyCredential, RegisterPublicKeyCredential};

/// An authenticator, its keys, and a person who always consents.
pub struct SoftwareAuthenticator {
    client: Client<MemoryStore, Agreeing, AvailableBackend, public_suffix::PublicSuffixList, ()>,
}

/// The person's consent: presence and verification are always given.
pub struct Agreeing;

impl SoftwareAuthenticator {
    /// Creates an authenticator without keys that does not say what it is.
    #[must_use]
    pub fn new() -> Self {
        Self::of_model([0; 16])
    }

    /// Creates an authenticator without keys that says its model (WebAuthn §6.5.1).
    #[must_use]
    pub fn of_model(aaguid: [u8; 16]) -> Self {
        let authenticator =
            Authenticator::new(Aaguid(aaguid), MemoryStore::new(), Agreeing, AvailableBackend);
        Self { client: Client::new(authenticator).allows_insecure_localhost(true) }
    }

    /// Runs the registration ceremony as the page at `origin` would.
    ///
    /// # Errors
    /// The error that a browser would throw.
    ///
    /// # Panics
    /// When the options or the credential do not survive the conversion to JSON: a defect of the contract.
    pub async fn create(
        &mut self,
        origin: &str,
        options: &CreationOptions,
    ) -> Result<RegisterPublicKeyCredential, WebauthnError> {
        let options = serde_json::to_value(options).expect("options are JSON");
        let options: webauthn::CredentialCreationOptions =
            serde_json::from_value(options).expect("another library reads the options");
        let origin = Url::parse(origin).expect("an origin is an address");
        let created = self.client.register(&origin, options, DefaultClientData).await?;
        let base64url = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        // As `PublicKeyCredential.toJSON()` writes it (WebAuthn §5.1).
        let credential = json!({
            "id": base64url(&created.raw_id),
            "rawId": base64url(&created.raw_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": base64url(&created.response.client_data_json),
                "attestationObject": base64url(&created.response.attestation_object),
            },
            "extensions": {},
        });
        Ok(serde_json::from_value(credential).expect("the contract reads the credential"))
    }

    /// Signs a challenge as the page at `origin` would have it done.
    ///
    /// # Errors
    /// The error that a browser would throw.
    ///
    /// # Panics
    /// When the options or the answer do not survive the conversion to JSON: a defect of the contract.
    pub async fn get(
        &mut self,
        origin: &str,
        options: &RequestOptions,
    ) -> Result<PublicKeyCredential, WebauthnError> {
        let options = serde_json::to_value(options).expect("options are JSON");
        let options: webauthn::CredentialRequestOptions =
            serde_json::from_value(options).expect("another library reads the options");
        let origin = Url::parse(origin).expect("an origin is an address");
        let signed = self.client.authenticate(&origin, options, DefaultClientData).await?;
        let base64url = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let credential = json!({
            "id": base64url(&signed.raw_id),
            "rawId": base64url(&signed.raw_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": base64url(&signed.response.client_data_json),
                "authenticatorData": base64url(&signed.response.authenticator_data),
                "signature": base64url(&signed.response.signature),
            },
        });
        Ok(serde_json::from_value(credential).expect("the contract reads the credential"))
    }
}

impl Default for SoftwareAuthenticator {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait::async_trait]
impl UserValidationMethod for Agreeing {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        hint: UiHint<'a, Passkey>,
        _presence: bool,
        _verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        if let UiHint::InformExcludedCredentialFound(_) = hint {
            return Err(Ctap2Error::CredentialExcluded);
        }
        Ok(UserCheck { presence: true, verification: true })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}
