//! The WebAuthn ceremony: `navigator.credentials.create` (WebAuthn §5.1.3), and its way to end it.
//!
//! Starts at once, within the click that caused it. Never reads or keeps what an authenticator made.

use journey::registration::{Credential, OptionsJson};
use journey::{Attempt, CeremonyFault, Event};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AuthenticatorAttestationResponse, CredentialCreationOptions, DomException,
    PublicKeyCredential,
};
use webauthn_rs_proto::{AuthenticatorAttestationResponseRaw, RegisterPublicKeyCredential};

use super::Answers;
use crate::json;

/// The running ceremony, if one runs.
#[derive(Default)]
pub(crate) struct Ceremony {
    abort: Option<AbortController>,
}

impl Ceremony {
    /// Starts a ceremony; one that still runs is ended.
    pub(crate) fn begin(&mut self, attempt: Attempt, options: &OptionsJson, answers: Answers) {
        self.abort();
        self.abort = AbortController::new().ok();
        let started = start(options, self.abort.as_ref());
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = match started {
                Ok(promise) => JsFuture::from(promise)
                    .await
                    .map_err(|exception| fault_of(&exception))
                    .map(|made| read(made.unchecked_ref())),
                Err(fault) => Err(fault),
            };
            answers.0.emit(Event::CredentialCreated { attempt, outcome });
        });
    }

    /// Ends the running ceremony.
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
    let is_supported =
        Reflect::has(&window, &JsValue::from_str("PublicKeyCredential")).unwrap_or(false);
    if !is_supported {
        return Err(CeremonyFault::BrowserUnsupported);
    }
    let options = convert(options).ok_or(CeremonyFault::Unexplained)?;
    if let Some(abort) = abort {
        options.set_signal(&abort.signal());
    }
    window
        .navigator()
        .credentials()
        .create_with_options(&options)
        .map_err(|exception| fault_of(&exception))
}

/// The options as the browser takes them: their JSON, with bytes where the JSON has base64url
/// (WebAuthn §5.1.9, which not every browser offers itself).
fn convert(options: &OptionsJson) -> Option<CredentialCreationOptions> {
    let converted = json::parse(&options.0)?;
    let inner = get(&converted, "publicKey")?;
    to_bytes(&inner, "challenge")?;
    to_bytes(&get(&inner, "user")?, "id")?;
    if let Ok(excluded) = get(&inner, "excludeCredentials")?.dyn_into::<Array>() {
        for descriptor in excluded.iter() {
            to_bytes(&descriptor, "id")?;
        }
    }
    Some(converted.unchecked_into())
}

fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &JsValue::from_str(key)).ok()
}

fn to_bytes(object: &JsValue, key: &str) -> Option<()> {
    let bytes = json::bytes(&get(object, key)?.as_string()?)?;
    Reflect::set(
        object,
        &JsValue::from_str(key),
        &Uint8Array::from(bytes.as_slice()),
    )
    .ok()?;
    Some(())
}

fn read(made: &PublicKeyCredential) -> Credential {
    let response: AuthenticatorAttestationResponse = made.response().unchecked_into();
    Credential(RegisterPublicKeyCredential {
        id: made.id(),
        raw_id: Uint8Array::new(&made.raw_id()).to_vec(),
        response: AuthenticatorAttestationResponseRaw {
            attestation_object: Uint8Array::new(&response.attestation_object()).to_vec(),
            client_data_json: Uint8Array::new(&response.client_data_json()).to_vec(),
            transports: None,
        },
        type_: made.type_(),
        extensions: Default::default(),
    })
}

fn fault_of(exception: &JsValue) -> CeremonyFault {
    exception
        .dyn_ref::<DomException>()
        .map_or(CeremonyFault::Unexplained, |exception| {
            CeremonyFault::of_exception(&exception.name())
        })
}
