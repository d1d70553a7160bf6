//! Verification of the ID token (OpenID Connect Core 1.0 §3.1.3.7): signature first, then claims.
//!
//! Only RS256 is accepted, and only with a key from the directory's key set, never with one that
//! the token carries.

use contract::Timestamp;
use serde_json::Value;
use subtle::ConstantTimeEq;
use url::Url;

use crate::{
    Gateway, Ports, PublicKey, Secret,
    directory::SigningKey,
    encoding,
    fault::{Fault, Refusal},
    json, name,
    policy::Standing,
    settings,
};

/// The claims of a verified ID token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Identity {
    pub(crate) tenant_id: String,
    pub(crate) object_id: String,
    pub(crate) name: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) authenticated_at: Option<Timestamp>,
    pub(crate) logout_hint: Option<String>,
    pub(crate) standing: Standing,
}

struct Claims {
    iss: String,
    aud: Value,
    azp: Option<String>,
    exp: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    tid: Option<String>,
    oid: Option<String>,
    name: Option<String>,
    preferred_username: Option<String>,
    auth_time: Option<i64>,
    login_hint: Option<String>,
}

impl Claims {
    fn read(claims: &Value) -> Option<Self> {
        let text = |name| encoding::text(claims, name);
        let number = |name| encoding::member(claims, name, encoding::whole);
        Some(Self {
            iss: text("iss")??,
            aud: claims.get("aud")?.clone(),
            azp: text("azp")?,
            exp: number("exp")??,
            nbf: number("nbf")?,
            nonce: text("nonce")?,
            tid: text("tid")?,
            oid: text("oid")?,
            name: text("name")?,
            preferred_username: text("preferred_username")?,
            auth_time: number("auth_time")?,
            login_hint: text("login_hint")?,
        })
    }
}

/// Verifies the ID token of a sign-in that was begun with `nonce`.
pub(crate) async fn verify<P: Ports>(
    gateway: &Gateway<'_, P>,
    id_token: &Secret,
    nonce: &str,
) -> Result<Identity, Fault> {
    let unverified = |why| Fault::from(Refusal::IdentityUnverified(why));
    let token = id_token.expose();
    let (signed, signature) = token.rsplit_once('.').ok_or_else(|| unverified("not a JWS"))?;
    let (header, payload) = signed.split_once('.').ok_or_else(|| unverified("not a JWS"))?;
    let header = read(header).ok_or_else(|| unverified("an unreadable header"))?;
    if header["alg"] != "RS256" || !header["crit"].is_null() {
        return Err(unverified("another algorithm"));
    }
    let kid = header["kid"].as_str().ok_or_else(|| unverified("no key id"))?;
    let key =
        gateway.directory.key(gateway, kid).await?.ok_or_else(|| unverified("an unknown key"))?;
    check_signature(gateway, &key, signed, signature).await.map_err(unverified)?;
    let payload = read(payload).unwrap_or_default();
    let claims = Claims::read(&payload).ok_or_else(|| unverified("unreadable claims"))?;
    check_life(&claims, gateway.ports.now())?;
    let mut identity = check_claims(gateway, claims, nonce).map_err(unverified)?;
    identity.standing.learn(&payload, &identity.tenant_id);
    Ok(identity)
}

fn read(part: &str) -> Option<Value> {
    json::value(&encoding::mended(&encoding::decode_base64url(part)?))
}

/// Checks the signature with the platform's own cryptography.
async fn check_signature<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &SigningKey,
    signed: &str,
    signature: &str,
) -> Result<(), &'static str> {
    let (Some(n), Some(e)) = (number(key.n.as_deref()), number(key.e.as_deref())) else {
        return Err("a key without modulus or exponent");
    };
    if n.len() < KEY_BYTES_MIN {
        return Err("a key that is too short");
    }
    let signature = encoding::decode_base64url(signature).ok_or("an unreadable signature")?;
    let key = PublicKey::Rs256 { n, e };
    let is_theirs = gateway.ports.verify_signature(&key, &signature, signed.as_bytes()).await;
    if is_theirs { Ok(()) } else { Err("a wrong signature") }
}

/// The bytes of a `Base64urlUInt` (RFC 7518 §2) without leading zeros.
fn number(text: Option<&str>) -> Option<Vec<u8>> {
    let bytes = encoding::decode_base64url(text?)?;
    let start = bytes.iter().position(|byte| *byte != 0)?;
    Some(bytes.get(start..)?.to_vec())
}

/// Checks the token's life, leaving room for clocks that differ.
fn check_life(claims: &Claims, now: Timestamp) -> Result<(), Refusal> {
    let late = seconds(claims.exp).seconds_until(now);
    if now >= seconds(claims.exp).plus_seconds(LEEWAY_SECONDS) {
        return Err(Refusal::ClockDifference { what: "expired", seconds: late });
    }
    match claims.nbf.map(|from| now.seconds_until(seconds(from))) {
        Some(early) if early > LEEWAY_SECONDS => {
            Err(Refusal::ClockDifference { what: "not yet valid", seconds: early })
        }
        Some(_) | None => Ok(()),
    }
}

fn check_claims<P: Ports>(
    gateway: &Gateway<'_, P>,
    claims: Claims,
    nonce: &str,
) -> Result<Identity, &'static str> {
    let settings = gateway.settings;
    if claims.iss != settings.authority {
        return Err("another issuer");
    }
    if !is_audience(&claims, &settings.client_id) {
        return Err("another audience");
    }
    let claimed_nonce = claims.nonce.unwrap_or_default();
    if !bool::from(claimed_nonce.as_bytes().ct_eq(nonce.as_bytes())) {
        return Err("another nonce");
    }
    let (Some(tenant_id), Some(object_id)) = (claims.tid, claims.oid) else {
        return Err("no tid or oid");
    };
    let issuer = Url::parse(&claims.iss).map_err(|_| "another issuer")?;
    if settings::tenant_id(&issuer) != Some(tenant_id.as_str()) || object_id.is_empty() {
        return Err("a tid that is not the issuer's");
    }
    Ok(Identity {
        tenant_id,
        object_id,
        name: claims.name.as_deref().and_then(name::shown),
        account: claims.preferred_username.as_deref().and_then(name::account),
        authenticated_at: claims.auth_time.map(seconds),
        logout_hint: claims.login_hint,
        standing: Standing::default(),
    })
}

/// Whether we are an audience, and the authorized party where one is named or there are several
/// audiences (§3.1.3.7, steps 3 to 5).
fn is_audience(claims: &Claims, client_id: &str) -> bool {
    let (is_ours, is_only) = match &claims.aud {
        Value::String(audience) => (audience == client_id, true),
        Value::Array(audiences) => {
            (audiences.iter().any(|audience| audience == client_id), audiences.len() == 1)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return false,
    };
    is_ours && claims.azp.as_deref().map_or(is_only, |party| party == client_id)
}

const fn seconds(since_epoch: i64) -> Timestamp {
    Timestamp(0).plus_seconds(since_epoch)
}

/// How far the directory's clock and ours may be apart, as Microsoft's own libraries allow.
const LEEWAY_SECONDS: i64 = 5 * 60;
/// RFC 7518 §3.3: at least 2048 bits.
const KEY_BYTES_MIN: usize = 256;

#[cfg(test)]
mod tests;
