//! The WebAuthn ceremony: `navigator.credentials.create` (WebAuthn §5.1.3), and how it is aborted.
//!
//! Starts at once, within the click that caused it. Reports what the browser showed, and believes
//! nothing about it: an extension may answer in the browser's place. Keeps nothing of it.

use journey::{
    Attempt, Browser, CeremonyFault, Event,
    ceremony::{Answer, Member, Rejection},
    registration::{self, OptionsJson},
};
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, CredentialCreationOptions, CredentialsContainer};

use super::{Answers, location};
use crate::{
    clock::{monotonic, whole},
    json,
    listeners::is_visible,
    member,
};

/// What this browser can do.
pub(crate) fn probe() -> Browser {
    Browser { makes_passkeys: container().is_some(), origin: location::origin() }
}

/// The running ceremony, if there is one.
#[derive(Default)]
pub(crate) struct Ceremony {
    abort: Option<AbortController>,
}

impl Ceremony {
    /// Starts a ceremony, and aborts one that is still running.
    pub(crate) fn create(&mut self, attempt: Attempt, options: &OptionsJson, answers: Answers) {
        self.abort();
        self.abort = AbortController::new().ok();
        let started = start(options, self.abort.as_ref());
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = match started {
                Ok(running) => running.made().await.and_then(|made| read(&made).credential()),
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

/// A ceremony that the browser has begun.
struct Running {
    outcome: Result<JsValue, JsValue>,
    since: f64,
    timeout: i64,
}

impl Running {
    /// What comes of it. Whatever was returned is waited for; what is no promise is there at once.
    async fn made(self) -> Result<JsValue, CeremonyFault> {
        let made = match self.outcome {
            Ok(promise) => JsFuture::from(Promise::resolve(&promise)).await,
            Err(exception) => Err(exception),
        };
        made.map_err(|exception| {
            let rejection = Rejection {
                name: &member::text(&exception, "name").unwrap_or_default(),
                milliseconds: whole(monotonic() - self.since),
                timeout: self.timeout,
                was_hidden: !is_visible(),
            };
            rejection.fault()
        })
    }
}

/// The browser's credentials, where it has passkeys.
fn container() -> Option<CredentialsContainer> {
    let window = web_sys::window()?;
    let credentials = member::get(&window.navigator(), "credentials");
    let is_there = |value: &JsValue| !value.is_undefined() && !value.is_null();
    let has_both = is_there(&member::get(&window, "PublicKeyCredential")) && is_there(&credentials);
    has_both.then(|| credentials.unchecked_into())
}

fn start(options: &OptionsJson, abort: Option<&AbortController>) -> Result<Running, CeremonyFault> {
    let container = container().ok_or(CeremonyFault::BrowserUnsupported)?;
    let options = convert(options).ok_or(CeremonyFault::Unexplained)?;
    if let Some(abort) = abort {
        member::set(&options, "signal", &abort.signal());
    }
    let timeout = member::get(&member::get(&options, "publicKey"), "timeout").as_f64();
    Ok(Running {
        since: monotonic(),
        timeout: timeout.map_or(0, whole),
        outcome: container.create_with_options(&options).map(JsValue::from),
    })
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
fn read(made: &JsValue) -> Answer {
    if made.is_undefined() || made.is_null() {
        return Answer::default();
    }
    let id = member::doubtful(made, "id", JsValue::as_string);
    let response = match member::doubtful(made, "response", |value| Some(value.clone())) {
        Member::Here(response) => response,
        // Its members then are as missing, or as unusable, as it is.
        Member::Missing => js_sys::Object::new().into(),
        Member::Unusable => JsValue::UNDEFINED,
    };
    Answer {
        decoded_id: match &id {
            Member::Here(id) => json::bytes(id),
            Member::Missing | Member::Unusable => None,
        },
        id,
        raw_id: member::doubtful(made, "rawId", bytes),
        attestation_object: member::doubtful(&response, "attestationObject", bytes),
        client_data_json: member::doubtful(&response, "clientDataJSON", bytes),
    }
}

/// The bytes of a buffer. The constructor is called so that it may throw: a stranger's buffer can be
/// detached, or no buffer at all.
fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    if !value.has_type::<ArrayBuffer>() && !value.has_type::<Uint8Array>() {
        return None;
    }
    let constructor: Function = member::get(&js_sys::global(), "Uint8Array").dyn_into().ok()?;
    let copy = Reflect::construct(&constructor, &Array::of1(value)).ok()?;
    Some(copy.dyn_into::<Uint8Array>().ok()?.to_vec())
}
