//! The WebAuthn ceremonies: `navigator.credentials.create` and `get` (WebAuthn §5.1.3, §5.1.4), how
//! they are aborted, and what the browser is told of a passkey that opens nothing (§5.1.10).
//!
//! Starts at once, within the click that caused it. Reports what the browser showed, and believes
//! nothing about it: an extension may answer in the browser's place. Keeps nothing of it.

use contract::routes;
use journey::{
    Attempt, Browser, CeremonyFault, ErrorName, Event,
    ceremony::{Answer, Member, Rejection, SignedAnswer},
    proof,
    registration::{self, OptionsJson},
};
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::{Answers, location};
use crate::{
    clock::{Elapsed, whole},
    json,
    listeners::is_visible,
    member,
};

/// What this browser can do, as far as it says at once, beside what is known of its device.
pub(crate) fn probe(keeps_passkeys: Option<bool>) -> Browser {
    Browser {
        makes_passkeys: container().is_some(),
        keeps_passkeys,
        is_on_phone: is_on_phone(),
        is_on_home_screen: member::is_set(&location::navigator(), "standalone"),
        origin: location::origin(),
        name: location::browser_name(),
    }
}

/// Asks the browser whether its device keeps passkeys itself (WebAuthn §5.1.7).
pub(crate) fn probe_device(answers: Answers) {
    let class = window_member("PublicKeyCredential");
    let ask = member::get(&class, "isUserVerifyingPlatformAuthenticatorAvailable");
    let Ok(ask) = ask.dyn_into::<Function>() else { return };
    let Ok(promise) = ask.call0(&class) else { return };
    wasm_bindgen_futures::spawn_local(async move {
        if let Ok(answer) = JsFuture::from(Promise::resolve(&promise)).await
            && let Some(keeps) = answer.as_bool()
        {
            location::note(routes::DEVICE_COOKIE, if keeps { "true" } else { "false" });
            answers.0.emit(Event::BrowserProbed(probe(Some(keeps))));
        }
    });
}

/// Whether the browser calls itself one of a phone.
fn is_on_phone() -> bool {
    // In bytes, because the search in strings weighs a kilobyte.
    location::browser_name().as_bytes().windows(4).any(|part| part == b"Mobi")
}

fn window_member(name: &str) -> JsValue {
    web_sys::window().map_or(JsValue::UNDEFINED, |window| member::get(&window, name))
}

/// The running ceremony, if there is one.
#[derive(Default)]
pub(crate) struct Ceremony {
    abort: Option<AbortController>,
}

impl Ceremony {
    /// Has a passkey made, and aborts a ceremony that is still running.
    pub(crate) fn create(&mut self, attempt: Attempt, options: &OptionsJson, answers: Answers) {
        let started = self.start("create", options);
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = outcome(started).await.and_then(|made| read(&made).credential());
            let event = registration::Event::CredentialCreated { attempt, outcome };
            answers.0.emit(Event::Registration(event));
        });
    }

    /// Has a passkey sign, and aborts a ceremony that is still running.
    pub(crate) fn get(&mut self, attempt: Attempt, options: &OptionsJson, answers: Answers) {
        let started = self.start("get", options);
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = outcome(started).await.and_then(|made| signed(&made).assertion());
            answers.0.emit(Event::Proof(proof::Event::Signed { attempt, outcome }));
        });
    }

    /// Aborts the running ceremony.
    pub(crate) fn abort(&mut self) {
        if let Some(abort) = self.abort.take() {
            abort.abort();
        }
    }

    fn start(&mut self, ceremony: &str, options: &OptionsJson) -> Result<Running, CeremonyFault> {
        self.abort();
        let container = container().ok_or(CeremonyFault::BrowserUnsupported)?;
        let options =
            convert(options).ok_or(CeremonyFault::Unexplained(ErrorName::of("EncodingError")))?;
        if let Ok(abort) = AbortController::new() {
            member::set(&options, "signal", &abort.signal());
            self.abort = Some(abort);
        }
        let timeout = member::get(&member::get(&options, "publicKey"), "timeout").as_f64();
        let since = Elapsed::start();
        let begin = member::get(&container, ceremony).dyn_into::<Function>();
        let outcome = begin.and_then(|begin| begin.call1(&container, &options));
        Ok(Running { since, timeout: timeout.map_or(0, whole), outcome })
    }
}

async fn outcome(started: Result<Running, CeremonyFault>) -> Result<JsValue, CeremonyFault> {
    started?.made().await
}

/// Tells the browser that a credential opens nothing, where it can hear it.
pub(crate) fn signal_unknown(relying_party: &str, credential: &str) {
    let class = window_member("PublicKeyCredential");
    let signal = member::get(&class, "signalUnknownCredential");
    if let Ok(signal) = signal.dyn_into::<Function>() {
        let what = js_sys::Object::new();
        member::set(&what, "rpId", &JsValue::from_str(relying_party));
        member::set(&what, "credentialId", &JsValue::from_str(credential));
        if let Ok(promise) = signal.call1(&class, &what) {
            // Nobody waits for it; what it rejects with must not stand in the console as unhandled.
            let told = JsFuture::from(Promise::resolve(&promise));
            wasm_bindgen_futures::spawn_local(async move {
                let _ = told.await;
            });
        }
    }
}

/// A ceremony that the browser has begun.
struct Running {
    outcome: Result<JsValue, JsValue>,
    since: Elapsed,
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
                milliseconds: whole(self.since.milliseconds()),
                timeout: self.timeout,
                was_hidden: !is_visible(),
            };
            rejection.fault()
        })
    }
}

/// The browser's credentials, where it has passkeys.
fn container() -> Option<JsValue> {
    let window = web_sys::window()?;
    let credentials = member::get(&window.navigator(), "credentials");
    let is_there = |value: &JsValue| !value.is_undefined() && !value.is_null();
    let can_create = member::get(&credentials, "create").is_function();
    (can_create && is_there(&member::get(&window, "PublicKeyCredential"))).then_some(credentials)
}

/// The options as the browser takes them: with bytes where the JSON has base64url (WebAuthn §5.1.8
/// and §5.1.9, `parseCreationOptionsFromJSON` and its twin, which not every browser has).
fn convert(options: &OptionsJson) -> Option<JsValue> {
    let converted = json::write(&options.0);
    let inner = member::get(&converted, "publicKey");
    to_bytes(&inner, "challenge")?;
    let user = member::get(&inner, "user");
    if !user.is_undefined() {
        to_bytes(&user, "id")?;
    }
    for name in ["excludeCredentials", "allowCredentials"] {
        if let Ok(listed) = member::get(&inner, name).dyn_into::<Array>() {
            for descriptor in listed.iter() {
                to_bytes(&descriptor, "id")?;
            }
        }
    }
    Some(converted)
}

fn to_bytes(object: &JsValue, name: &str) -> Option<()> {
    let bytes = json::bytes(&member::text(object, name)?)?;
    member::set(object, name, &Uint8Array::from(bytes.as_slice()));
    Some(())
}

/// Reads a `PublicKeyCredential` with its `AuthenticatorAttestationResponse` (WebAuthn §5.1, §5.2.1).
fn read(made: &JsValue) -> Answer {
    if made.is_falsy() {
        return Answer::default();
    }
    let id = member::doubtful(made, "id", JsValue::as_string);
    let response = response(made);
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

/// Reads a `PublicKeyCredential` with its `AuthenticatorAssertionResponse` (WebAuthn §5.1, §5.2.2).
fn signed(made: &JsValue) -> SignedAnswer {
    let response = response(made);
    SignedAnswer {
        answer: read(made),
        authenticator_data: member::doubtful(&response, "authenticatorData", bytes),
        signature: member::doubtful(&response, "signature", bytes),
    }
}

/// The response of a credential. Its members are as missing, or as unusable, as it is.
fn response(made: &JsValue) -> JsValue {
    match member::doubtful(made, "response", |value| Some(value.clone())) {
        Member::Here(response) => response,
        Member::Missing => js_sys::Object::new().into(),
        Member::Unusable => JsValue::UNDEFINED,
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
