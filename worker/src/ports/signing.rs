//! Signing and verifying with the platform's own cryptography: a private key is handed to it and to
//! nothing else.

use gateway::{PrivateKey, PublicKey, SignFault};
use worker::{
    js_sys::{self, Array, Function, Object, Promise, Reflect, Uint8Array},
    wasm_bindgen::{JsCast, JsValue},
    wasm_bindgen_futures::JsFuture,
};

/// An RSASSA-PSS signature with SHA-256 and a salt of 32 bytes (`PS256`).
///
/// # Errors
/// When the key is not PKCS #8 of an RSA key.
pub(crate) async fn ps256(key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, SignFault> {
    // What the platform says may tell about the key: it goes nowhere.
    sign(key, message).await.map_err(|_| SignFault)
}

/// Whether the signature of the message is this passkey's; `false` also where the platform cannot say.
pub(crate) async fn verify(key: &PublicKey, signature: &[u8], message: &[u8]) -> bool {
    let verified = verify_with(key, signature, message).await;
    verified.is_ok_and(|verified| verified.as_bool() == Some(true))
}

async fn verify_with(
    key: &PublicKey,
    signature: &[u8],
    message: &[u8],
) -> Result<JsValue, JsValue> {
    let ec = |x: &[u8], y: &[u8]| [&[4], x, y].concat();
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    let (format, data, scheme) = match key {
        PublicKey::Es256 { x, y } => {
            let scheme = object(&[
                ("name", "ECDSA".into()),
                ("namedCurve", "P-256".into()),
                ("hash", "SHA-256".into()),
            ]);
            ("raw", bytes(&ec(x, y)), scheme?)
        }
        PublicKey::Rs256 { n, e } => {
            let number = |bytes: &[u8]| JsValue::from(gateway::base64url(bytes));
            let key = object(&[("kty", "RSA".into()), ("n", number(n)), ("e", number(e))]);
            let scheme =
                object(&[("name", "RSASSA-PKCS1-v1_5".into()), ("hash", "SHA-256".into())]);
            ("jwk", key?, scheme?)
        }
        PublicKey::EdDsa { x } => ("raw", bytes(x), object(&[("name", "Ed25519".into())])?),
    };
    let subtle = subtle()?;
    let usages = Array::of1(&"verify".into());
    let import = [format.into(), data, scheme.clone(), JsValue::FALSE, usages.into()];
    let imported = call(&subtle, "importKey", &import).await?;
    let verifying = [scheme, imported, bytes(signature), bytes(message)];
    call(&subtle, "verify", &verifying).await
}

fn subtle() -> Result<JsValue, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    Reflect::get(&crypto, &"subtle".into())
}

async fn sign(key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, JsValue> {
    let subtle = subtle()?;
    let usages = Array::of1(&"sign".into());
    let import = [
        JsValue::from_str("pkcs8"),
        Uint8Array::from(key.expose()).into(),
        object(&[("name", "RSA-PSS".into()), ("hash", "SHA-256".into())])?,
        JsValue::FALSE,
        usages.into(),
    ];
    let imported = call(&subtle, "importKey", &import).await?;
    let scheme = object(&[("name", "RSA-PSS".into()), ("saltLength", 32.into())])?;
    let signing = [scheme, imported, Uint8Array::from(message).into()];
    Ok(Uint8Array::new(&call(&subtle, "sign", &signing).await?).to_vec())
}

async fn call(subtle: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(subtle, &name.into())?.unchecked_into();
    let arguments: Array = arguments.iter().collect();
    let promise: Promise = function.apply(subtle, &arguments)?.unchecked_into();
    JsFuture::from(promise).await
}

fn object(members: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}
