//! Graph's creation options, converted to what a browser accepts.
//!
//! Accepts every form that Graph is known to send and drops what browsers ignore, but nothing that
//! the directory requires of the authenticator.

use contract::Timestamp;
use serde_json::{Map, Value, json};
use webauthn_rs_proto::PublicKeyCredentialCreationOptions;

use crate::{encoding, json, name};

/// The converted creation options.
#[derive(Debug)]
pub(super) struct Offered {
    pub(super) public_key: PublicKeyCredentialCreationOptions,
    pub(super) expires_at: Option<Timestamp>,
}

/// Reads Graph's `webauthnCredentialCreationOptions`; `None` when a browser could not use them.
pub(super) fn parse(body: &[u8]) -> Option<Offered> {
    let mut body: Value = json::value(body)?;
    drop_annotations(&mut body);
    let expires_at =
        body.get("challengeTimeoutDateTime").and_then(Value::as_str).and_then(encoding::parse_date);
    let public_key = body.get_mut("publicKey")?.as_object_mut()?;

    reencode(public_key, "challenge")?;
    let user = public_key.get_mut("user")?.as_object_mut()?;
    reencode(user, "id")?;
    if !user.contains_key("displayName") {
        let name = user.get("name").cloned()?;
        user.insert("displayName".to_owned(), name);
    }
    shorten(user, "name");
    shorten(user, "displayName");
    if let Some(excluded) = public_key.get_mut("excludeCredentials") {
        for credential in excluded.as_array_mut()? {
            reencode(credential.as_object_mut()?, "id")?;
        }
    }
    require_resident_key(public_key)?;
    // Values of a later standard: browsers ignore them, but our types would not parse.
    keep_known(public_key, "attestation", &["none", "indirect", "direct"]);
    keep_known_all(public_key, "hints", &["security-key", "client-device", "hybrid"]);
    public_key.remove("attestationFormats");
    if public_key
        .get("timeout")
        .is_some_and(|timeout| timeout.as_u64().is_none_or(|timeout| timeout > u32::MAX.into()))
    {
        public_key.remove("timeout");
    }
    let public_key: PublicKeyCredentialCreationOptions =
        json::read_value(Value::Object(public_key.clone()))?;
    (!public_key.challenge.is_empty() && !public_key.pub_key_cred_params.is_empty())
        .then_some(Offered { public_key, expires_at })
}

/// Removes OData annotations and nulls, which WebAuthn does not have.
fn drop_annotations(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, member| !name.contains("@odata.") && !member.is_null());
            members.values_mut().for_each(drop_annotations);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_annotations),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn reencode(members: &mut Map<String, Value>, name: &str) -> Option<()> {
    let member = members.get_mut(name)?;
    *member = encoding::base64url(&encoding::decode_base64(member.as_str()?)?).into();
    Some(())
}

/// Authenticators keep 64 bytes of a name and cut the rest anywhere, or refuse it (WebAuthn
/// §6.4.1.1): cut here, behind a whole character as a person sees it.
fn shorten(user: &mut Map<String, Value>, member: &str) {
    let Some(Value::String(text)) = user.get_mut(member) else {
        return;
    };
    let end = name::beginning(text, &|text| text.len() <= NAME_BYTES_MAX).len();
    text.truncate(end);
}

/// Sets `residentKey`, which browsers follow; Graph only has `requireResidentKey` of WebAuthn
/// Level 1.
fn require_resident_key(public_key: &mut Map<String, Value>) -> Option<()> {
    let selection =
        public_key.entry("authenticatorSelection").or_insert_with(|| json!({})).as_object_mut()?;
    selection.insert("requireResidentKey".to_owned(), true.into());
    selection.insert("residentKey".to_owned(), "required".into());
    keep_known(selection, "authenticatorAttachment", &["platform", "cross-platform"]);
    keep_known(selection, "userVerification", &["required", "preferred", "discouraged"]);
    selection.entry("userVerification").or_insert_with(|| "required".into());
    Some(())
}

fn keep_known(members: &mut Map<String, Value>, name: &str, known: &[&str]) {
    let is_known = |value: &Value| value.as_str().is_some_and(|value| known.contains(&value));
    if members.get(name).is_some_and(|value| !is_known(value)) {
        members.remove(name);
    }
}

fn keep_known_all(members: &mut Map<String, Value>, name: &str, known: &[&str]) {
    match members.get_mut(name) {
        Some(Value::Array(values)) => {
            values.retain(|value| value.as_str().is_some_and(|value| known.contains(&value)));
        }
        Some(_) => {
            members.remove(name);
        }
        None => {}
    }
}

/// What every authenticator keeps of a name (WebAuthn §5.4.1, §5.4.3).
const NAME_BYTES_MAX: usize = 64;

#[cfg(test)]
mod tests;
