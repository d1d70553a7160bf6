//! The proof that a new passkey works: it signs a challenge of ours once, and the signature is
//! verified with the public key that the registration showed (WebAuthn §7.2).
//!
//! It proves the passkey to the person and opens nothing: no right follows from it, and the directory
//! hears nothing of it.

use contract::{
    MethodId,
    proof::{BeginProof, FinishProof, ProofBegun, Proved, RequestOptions},
};
use webauthn_rs_proto::{
    AllowCredentials, PublicKeyCredential, PublicKeyCredentialRequestOptions,
    RequestChallengeResponse, UserVerificationPolicy,
};

use crate::{
    Gateway, Ports, encoding,
    fault::{Fault, Refusal},
    session::{NotedProof, RegisteredPasskey, Session},
    webauthn::{
        authenticator_data::AuthenticatorData,
        client_data::{self, GET},
        public_key::PublicKey,
    },
};

/// Issues a challenge for a passkey that was registered here in this visit, in place of any earlier
/// one.
///
/// # Errors
///
/// [`Refusal::ProofUnknown`] when no such passkey is known.
pub async fn begin<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: BeginProof,
) -> Result<ProofBegun, Fault> {
    let BeginProof { method } = request;
    let (passkey, _) = provable(session, &method)?;
    let id = encoding::decode_base64url(&passkey.credential)
        .ok_or(Fault::Broken("a credential id cannot be read"))?;
    let mut challenge = [0_u8; 32];
    gateway.ports.fill_random(&mut challenge);
    let now = gateway.ports.now();
    let noted = NotedProof {
        method,
        challenge_digest: encoding::digest(&[&challenge]),
        expires_at: now.plus_minutes(gateway.settings.limits.challenge),
    };
    session.amend(gateway, |record| record.proof = Some(noted.clone())).await?;
    let life = u32::try_from(now.seconds_until(noted.expires_at)).unwrap_or(0);
    let public_key = PublicKeyCredentialRequestOptions {
        challenge: challenge.to_vec(),
        timeout: Some(life.saturating_mul(1000)),
        rp_id: passkey.relying_party,
        allow_credentials: vec![AllowCredentials {
            type_: "public-key".to_owned(),
            id,
            transports: None,
        }],
        user_verification: UserVerificationPolicy::Required,
        hints: None,
        extensions: None,
    };
    Ok(ProofBegun {
        options: RequestOptions(RequestChallengeResponse { public_key, mediation: None }),
        expires_at: noted.expires_at,
    })
}

/// Verifies what the passkey signed. A challenge serves once, whatever comes of it.
///
/// # Errors
///
/// [`Refusal::ProofUnknown`] without a challenge that is still good, [`Refusal::ProofRefused`] when
/// the signature is not the passkey's.
pub async fn finish<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: FinishProof,
) -> Result<Proved, Fault> {
    let noted = take(gateway, session).await?;
    if noted.expires_at <= gateway.ports.now() {
        return Err(Refusal::ProofUnknown("the challenge has expired").into());
    }
    let (passkey, key) = provable(session, &noted.method)?;
    verify(gateway, &request.credential, &noted, &passkey, &key)
        .await
        .map_err(Refusal::ProofRefused)?;
    session
        .amend(gateway, |record| {
            for passkey in record.passkeys.iter_mut().filter(|it| it.method == noted.method) {
                passkey.is_proved = true;
            }
        })
        .await?;
    Ok(Proved { method: noted.method })
}

/// Takes the challenge out of the session: of two requests that come with it, one gets it.
async fn take<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<NotedProof, Fault> {
    let taken = std::cell::Cell::new(None);
    session.amend(gateway, |record| taken.set(record.proof.take())).await?;
    Ok(taken.take().ok_or(Refusal::ProofUnknown("no challenge, or one that was used"))?)
}

fn provable(
    session: &Session,
    method: &MethodId,
) -> Result<(RegisteredPasskey, PublicKey), Refusal> {
    let unknown = Refusal::ProofUnknown("no passkey of this visit with a key that can be verified");
    let found = session.record.passkeys.iter().find(|passkey| passkey.method == *method);
    let key = found
        .and_then(|passkey| encoding::decode_base64url(passkey.public_key.as_deref()?))
        .and_then(|cose| PublicKey::parse(&cose));
    found.cloned().zip(key).ok_or(unknown)
}

async fn verify<P: Ports>(
    gateway: &Gateway<'_, P>,
    credential: &PublicKeyCredential,
    noted: &NotedProof,
    passkey: &RegisteredPasskey,
    key: &PublicKey,
) -> Result<(), &'static str> {
    if encoding::base64url(&credential.raw_id) != passkey.credential {
        return Err("another credential");
    }
    let response = &credential.response;
    client_data::check(
        &response.client_data_json,
        GET,
        &noted.challenge_digest,
        &gateway.settings.app_origin,
    )?;
    let data = AuthenticatorData::parse(&response.authenticator_data)
        .ok_or("unreadable authenticator data")?;
    if !data.is_for(&passkey.relying_party) {
        return Err("another relying party");
    }
    if !data.is_verified() {
        return Err("the person was not verified");
    }
    if !data.is_consistent() {
        return Err("backed up, and not able to be");
    }
    let signature = key.plain_signature(&response.signature).ok_or("an unreadable signature")?;
    let hash = encoding::sha256(&response.client_data_json);
    let signed = [response.authenticator_data.as_slice(), &hash].concat();
    if gateway.ports.verify_signature(key, &signature, &signed).await {
        Ok(())
    } else {
        Err("the signature is not this key's")
    }
}

#[cfg(test)]
mod tests;
