//! The WebAuthn ceremony: `navigator.credentials.create` (WebAuthn §5.1.3), and how it is aborted.
//!
//! Starts at once, within the click that caused it. Passes on what the authenticator made; keeps
//! nothing of it.

use journey::{
    Attempt, CeremonyFault, Event,
    registration::{self, Credential, OptionsJson},
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, CredentialCreationOptions, CredentialsContainer};
use webauthn_rs_proto::{AuthenticatorAttestationResponseRaw, RegisterPublicKeyCredential};

use super::Answers;
use crate::{json, member};

/// The running ceremony, if there is one.
#[derive(Default)]
pub(crate) struct Ceremony {
    abort: Option<AbortController>,
}

impl Ceremony {
    /// Starts a ceremony, and aborts one that is still running.
    pub(crate) fn begin(&mut self, attempt: Attempt, options: &OptionsJson, answers: Answers) {
        self.abort();
        self.abort = AbortController::new().ok();
        let started = start(options, self.abort.as_ref());
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = match started {
                Ok(promise) => JsFuture::from(promise)
                    .await
                    .map_err(|exception| fault_of(&exception))
                    .map(|made| read(&made)),
                Err(fault) => Err(fault),
            };
            let event = registration::Event::CredentialCreated { attempt, outcome };
            answers.0.emit(Event::Registration(event));
        });
    }

    /// Aborts the running ceremony.
    pub(crate) fn abort(&mut self) {
        if let Some(abort) = self.abort.take() {
            abort.abort();
        }
    }
}

fn start(
    options: &OptionsJson,
    abort: Option<&AbortController>,
) -> Result<js_sys::Promise, CeremonyFault> {
    let window = web_sys::window().ok_or(CeremonyFault::BrowserUnsupported)?;
    if member::get(&window, "PublicKeyCredential").is_undefined() {
        return Err(CeremonyFault::BrowserUnsupported);
    }
    let options = convert(options).ok_or(CeremonyFault::Unexplained)?;
    if let Some(abort) = abort {
        member::set(&options, "signal", &abort.signal());
    }
    member::get(&window.navigator(), "credentials")
        .unchecked_into::<CredentialsContainer>()
        .create_with_options(&options)
        .map_err(|exception| fault_of(&exception))
}

/// The options as the browser takes them: with bytes where the JSON has base64url
/// (WebAuthn §5.1.9, `parseCreationOptionsFromJSON`, which not every browser has).
fn convert(options: &OptionsJson) -> Option<CredentialCreationOptions> {
    let converted = json::write(&options.0);
    let inner = member::get(&converted, "publicKey");
    to_bytes(&inner, "challenge")?;
    to_bytes(&member::get(&inner, "user"), "id")?;
    if let Ok(excluded) = member::get(&inner, "excludeCredentials").dyn_into::<Array>() {
        for descriptor in excluded.iter() {
            to_bytes(&descriptor, "id")?;
        }
    }
    Some(converted.unchecked_into())
}

fn to_bytes(object: &JsValue, name: &str) -> Option<()> {
    let bytes = json::bytes(&member::text(object, name)?)?;
    member::set(object, name, &Uint8Array::from(bytes.as_slice()));
    Some(())
}

/// Reads a `PublicKeyCredential` with its `AuthenticatorAttestationResponse` (WebAuthn §5.1, §5.2.1).
fn read(made: &JsValue) -> Credential {
    let bytes = |object: &JsValue, name| Uint8Array::new(&member::get(object, name)).to_vec();
    let response = member::get(made, "response");
    Credential(RegisterPublicKeyCredential {
        id: member::text(made, "id").unwrap_or_default(),
        raw_id: bytes(made, "rawId"),
        response: AuthenticatorAttestationResponseRaw {
            attestation_object: bytes(&response, "attestationObject"),
            client_data_json: bytes(&response, "clientDataJSON"),
            transports: None,
        },
        type_: member::text(made, "type").unwrap_or_default(),
        extensions: Default::default(),
    })
}

fn fault_of(exception: &JsValue) -> CeremonyFault {
    CeremonyFault::of_exception(&member::text(exception, "name").unwrap_or_default())
}
