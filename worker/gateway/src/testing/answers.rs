//! Valid responses of the directory, in Graph's and Entra's JSON, that tests change in one respect.

use std::time::{Duration, UNIX_EPOCH};

use contract::Timestamp;
use http::{HeaderValue, Response};
use serde_json::{Value, json};

use super::Answer;
use crate::{Unreachable, encoding};

pub(crate) const TENANT: &str = "0f2e7c31-5c5e-4b51-9d3a-7a3f0f6a1c11";
pub(crate) const OBJECT: &str = "8a3b1f0e-2d44-4f7b-9a55-0c8f4e1d2b33";
pub(crate) const ACCOUNT: &str = "ada@contoso.example";
pub(crate) const CLIENT: &str = "5f0c1c7e-3a55-4a0f-8f1c-0d6f5b0a9e77";
pub(crate) const APP: &str = "https://latchkey.contoso.example";
pub(crate) const LOGIN: &str = "https://login.contoso.example";

pub(crate) const PASS: &str = "6f1967b7-15e8-4935-ac26-d50770ed07a7";
pub(crate) const RED_KEY: &str = "-2_GRUg2-HYz6_1YG4YRAQ2";
pub(crate) const APP_METHOD: &str = "6803c096-c096-6803-96c0-036896c00368";
pub(crate) const PHONE: &str = "3179e48a-750b-4051-897c-87b9720928f7";
pub(crate) const EMAIL: &str = "3ddfcfc8-9383-446f-83cc-3ab9be4be18f";
pub(crate) const PASSWORD: &str = "28c10230-6103-485e-b985-444c60001490";

pub(crate) fn settings(name: &str) -> Option<String> {
    let value = match name {
        "APP_ORIGIN" => APP.to_owned(),
        "AUTHORITY" => issuer(),
        "GRAPH" => "https://graph.contoso.example/v1.0".to_owned(),
        "CLIENT_ID" => CLIENT.to_owned(),
        "CLIENT_SECRET" => "client-secret-value".to_owned(),
        "SEAL_KEYS" => format!("k1:{}", encoding::base64url(&[9; 32])),
        _ => return None,
    };
    Some(value)
}

pub(crate) fn issuer() -> String {
    format!("{LOGIN}/{TENANT}/v2.0")
}

pub(crate) fn discovery_document() -> Value {
    json!({
        "issuer": issuer(),
        "authorization_endpoint": format!("{LOGIN}/{TENANT}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{LOGIN}/{TENANT}/oauth2/v2.0/token"),
        "jwks_uri": format!("{LOGIN}/{TENANT}/discovery/v2.0/keys"),
        "end_session_endpoint": format!("{LOGIN}/{TENANT}/oauth2/v2.0/logout"),
        "response_types_supported": ["code", "id_token"],
    })
}

pub(crate) fn good_claims(now: Timestamp, nonce: &str) -> Value {
    let seconds = now.0 / 1000;
    json!({
        "iss": issuer(), "aud": CLIENT, "exp": seconds + 3600, "nbf": seconds, "iat": seconds,
        "nonce": nonce, "sub": "subject", "tid": TENANT, "oid": OBJECT, "ver": "2.0",
        "name": "Ada Lovelace", "preferred_username": ACCOUNT, "auth_time": seconds,
        "login_hint": "O.opaque-hint",
    })
}

pub(crate) fn token_body(id_token: &str) -> Value {
    json!({
        "token_type": "Bearer", "scope": "UserAuthenticationMethod.Read", "expires_in": 3600,
        "ext_expires_in": 3600, "access_token": "access-1", "refresh_token": "refresh-1",
        "id_token": id_token,
    })
}

pub(crate) fn token_error(error: &str, description: &str) -> Answer {
    json_answer(
        400,
        &json!({ "error": error, "error_description": description, "error_codes": [0] }),
    )
}

pub(crate) fn json_answer(status: u16, body: &Value) -> Answer {
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/json; charset=utf-8");
    Answer::Reply(response.body(body.to_string().into()).expect("an answer"))
}

pub(crate) fn empty(status: u16) -> Answer {
    Answer::Reply(Response::builder().status(status).body(Vec::new()).expect("an answer"))
}

pub(crate) fn with_header(answer: Answer, name: &'static str, value: &str) -> Answer {
    match answer {
        Answer::Reply(mut response) => {
            let value = value.parse().expect("a header value");
            response.headers_mut().append(name, value);
            Answer::Reply(response)
        }
        lost @ Answer::Lost(_) => lost,
    }
}

/// A moment as a `Date` header tells it.
pub(crate) fn http_date(at: Timestamp) -> HeaderValue {
    let since = Duration::from_millis(at.0.try_into().expect("after 1970"));
    HeaderValue::try_from(httpdate::fmt_http_date(UNIX_EPOCH + since)).expect("a header value")
}

pub(crate) fn timeout() -> Answer {
    Answer::Lost(Unreachable::TimedOut)
}

pub(crate) fn graph_error(status: u16, code: &str, message: &str) -> Answer {
    json_answer(
        status,
        &json!({ "error": { "code": code, "message": message, "innerError": {
            "message": message, "date": "2026-03-02T09:00:00",
            "request-id": "r", "client-request-id": "c" } } }),
    )
}

pub(crate) fn list(entries: &[Value]) -> Answer {
    json_answer(200, &json!({ "value": entries }))
}

pub(crate) fn password() -> Value {
    json!({ "@odata.type": "#microsoft.graph.passwordAuthenticationMethod", "id": PASSWORD,
        "password": null, "createdDateTime": null })
}

pub(crate) fn red_key() -> Value {
    passkey(RED_KEY, "Red key", "2020-08-10T06:44:09Z")
}

pub(crate) fn passkey(id: &str, name: &str, created: &str) -> Value {
    json!({ "@odata.type": "#microsoft.graph.fido2AuthenticationMethod", "id": id,
        "displayName": name, "creationDateTime": created,
        "aaGuid": "2fc0579f-8113-47ea-b116-555a8db9202a", "model": "NFC key",
        "attestationCertificates": ["dbe793ef"], "attestationLevel": "attested",
        "passkeyType": "deviceBound" })
}

pub(crate) fn authenticator() -> Value {
    json!({ "@odata.type": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
        "id": APP_METHOD, "displayName": "Sandeep's iPhone", "deviceTag": "",
        "phoneAppVersion": "6.5.4", "createdDateTime": "2020-12-03T23:16:12Z" })
}

pub(crate) fn phone() -> Value {
    json!({ "@odata.type": "#microsoft.graph.phoneAuthenticationMethod", "id": PHONE,
        "phoneNumber": "+1 5555550123", "phoneType": "mobile", "smsSignInState": "notEnabled",
        "createdDateTime": null })
}

pub(crate) fn email() -> Value {
    json!({ "@odata.type": "#microsoft.graph.emailAuthenticationMethod", "id": EMAIL,
        "emailAddress": "ada.private@example.org" })
}

/// A pass that started an hour before [`super::START`] and lasts eight hours.
pub(crate) fn pass() -> Value {
    json!({ "@odata.type": "#microsoft.graph.temporaryAccessPassAuthenticationMethod", "id": PASS,
        "temporaryAccessPass": null, "startDateTime": "2026-03-02T08:00:00Z",
        "createdDateTime": "2026-03-02T08:00:00Z", "lifetimeInMinutes": 480,
        "isUsableOnce": false, "isUsable": true, "methodUsabilityReason": "EnabledByPolicy" })
}

pub(crate) fn used_one_time_pass() -> Value {
    let mut pass = pass();
    pass["isUsableOnce"] = true.into();
    pass["isUsable"] = false.into();
    pass["methodUsabilityReason"] = "OneTimeUsed".into();
    pass
}

pub(crate) fn creation_options() -> Value {
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.webauthnCredentialCreationOptions",
        "challengeTimeoutDateTime": "2026-03-02T12:00:00Z",
        "publicKey": {
            "@odata.type": "#microsoft.graph.webauthnPublicKeyCredentialCreationOptions",
            "rp": { "id": "contoso.example", "name": "Contoso" },
            "user": { "id": "b3BhcXVlLXVzZXI", "name": ACCOUNT, "displayName": "Ada Lovelace" },
            "challenge": encoding::base64url(CHALLENGE.as_bytes()),
            "pubKeyCredParams": [ { "type": "public-key", "alg": -7 }, { "type": "public-key", "alg": -257 } ],
            "timeout": 60000,
            "excludeCredentials": [
                { "type": "public-key", "id": "TZ2KrDEa+/MhMw==", "transports": [] },
                { "type": "public-key", "id": "g/V3JA==", "transports": ["usb"] } ],
            "authenticatorSelection": { "authenticatorAttachment": "cross-platform",
                "requireResidentKey": true, "userVerification": "required" },
            "attestation": "direct",
            "extensions": { "hmacCreateSecret": true, "enforceCredentialProtectionPolicy": true,
                "credentialProtectionPolicy": "userVerificationOptional" } } })
}

pub(crate) const CHALLENGE: &str = "eyJhbGciOiJSU0EtT0FFUC0yNTYifQ.a.b.c.d";
