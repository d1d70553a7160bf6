//! Sign-in with a passkey: request options out, an assertion in (Web Authentication Level 3, section 7.2).
//!
//! webauthn-rs-core verifies origin, relying party, flags, signature and counter. A challenge is valid for one attempt.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use url::Url;
use webauthn_rs_core::{
    WebauthnCore,
    error::WebauthnError,
    proto::{
        AuthenticationResult, AuthenticationState, Credential, PublicKeyCredential,
        UserVerificationPolicy,
    },
};

use super::verify::Refusal;
use crate::{
    directory::{
        method::{MethodKind, Passkey},
        person::{Person, PersonId, user_handle},
        session::{Proof, SignIn, SignInId},
    },
    state::{
        Tenant,
        attempt::{Attempt, Challenge},
        settings::Settings,
    },
    timestamp::Timestamp,
};

/// Lifetime of a challenge, in minutes.
const CHALLENGE_MINUTES: i64 = 5;

/// Makes a new challenge for the attempt and the `PublicKeyCredentialRequestOptions` around it, as JSON.
pub(super) fn begin(
    tenant: &mut Tenant,
    attempt: &mut Attempt,
    id: &PersonId,
    now: Timestamp,
) -> Value {
    let bytes = tenant.randomness.bytes(32);
    let allowed: Vec<Value> = tenant
        .directory
        .person(id)
        .into_iter()
        .flat_map(Person::passkeys)
        .map(|(_, passkey)| {
            json!({
                "type": "public-key",
                "id": URL_SAFE_NO_PAD.encode(&passkey.credential_id),
            })
        })
        .collect();
    let options = json!({
        "challenge": URL_SAFE_NO_PAD.encode(&bytes),
        "rpId": tenant.settings.relying_party.id,
        "allowCredentials": allowed,
        "userVerification": "required",
        "timeout": 60_000,
    });
    attempt.progress.challenge =
        Some(Challenge { bytes, end: now.plus_minutes(CHALLENGE_MINUTES) });
    options
}

/// Checks what the browser answered, and turns it into a sign-in.
pub(super) fn verify(
    tenant: &mut Tenant,
    attempt: &mut Attempt,
    id: &PersonId,
    answered: &str,
    now: Timestamp,
) -> Result<SignIn, Refusal> {
    let challenge = attempt
        .progress
        .challenge
        .take()
        .filter(|challenge| now < challenge.end)
        .ok_or_else(not_verified)?;
    let answered: PublicKeyCredential =
        serde_json::from_str(answered).map_err(|_| not_verified())?;
    let sign_in_id = SignInId::new(tenant.randomness.guid());
    let settings = tenant.settings.clone();
    let person = tenant.directory.person_mut(id).ok_or_else(not_verified)?;
    if person.lockout.is_locked(now) {
        return Err(Refusal::locked_out());
    }
    // An authenticator that tells whom it signs for must mean this person (step 6 of section 7.2).
    let handle = user_handle(person);
    if answered
        .get_user_unique_id()
        .is_some_and(|given| !given.is_empty() && given != handle.as_slice())
    {
        return Err(not_verified());
    }
    let (last_used, passkey) = person
        .methods
        .iter_mut()
        .find_map(|method| match &mut method.kind {
            MethodKind::Passkey(passkey)
                if passkey.credential_id == answered.get_credential_id() =>
            {
                Some((&mut method.last_used, passkey))
            }
            _ => None,
        })
        .ok_or_else(not_verified)?;
    check(passkey, &answered, &challenge.bytes, &settings)?;
    *last_used = Some(now);
    Ok(SignIn {
        id: sign_in_id,
        person: id.clone(),
        at: now,
        proof: Proof::Passkey,
        remembered: None,
    })
}

fn check(
    passkey: &mut Passkey,
    answered: &PublicKeyCredential,
    challenge: &[u8],
    settings: &Settings,
) -> Result<(), Refusal> {
    // The passkeys that people have at the start are on no authenticator.
    let credential = passkey.credential.as_mut().ok_or_else(not_verified)?;
    let result =
        authenticate(credential, answered, challenge, settings).map_err(|_| not_verified())?;
    credential.counter = result.counter();
    credential.backup_state = result.backup_state();
    Ok(())
}

fn authenticate(
    credential: &Credential,
    answered: &PublicKeyCredential,
    challenge: &[u8],
    settings: &Settings,
) -> Result<AuthenticationResult, WebauthnError> {
    let core = WebauthnCore::new_unsafe_experts_only(
        &settings.relying_party.name,
        &settings.relying_party.id,
        Url::parse(&settings.origin).into_iter().collect(),
        Duration::from_secs(60),
        Some(false),
        Some(false),
    );
    let builder = core
        .new_challenge_authenticate_builder(Vec::new(), Some(UserVerificationPolicy::Required))?;
    let (_, state) = core.generate_challenge_authenticate(builder)?;
    // The library makes its own challenges; the state that it writes down is the supported way to name another.
    let mut state = serde_json::to_value(state).map_err(WebauthnError::ParseJSONFailure)?;
    state["challenge"] = Value::String(URL_SAFE_NO_PAD.encode(challenge));
    let state: AuthenticationState =
        serde_json::from_value(state).map_err(WebauthnError::ParseJSONFailure)?;
    core.authenticate_single_credential(answered, &state, credential)
}

const fn not_verified() -> Refusal {
    Refusal::new(
        500_121,
        "We couldn't sign you in with this passkey. Try again, or use another way.",
    )
}
