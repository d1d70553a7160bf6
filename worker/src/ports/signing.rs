//! Signing with the platform's own cryptography: the private key is handed to it and to nothing else.

use gateway::{PrivateKey, SignFault};
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

async fn sign(key: &PrivateKey, message: &[u8]) -> Result<Vec<u8>, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    let subtle = Reflect::get(&crypto, &"subtle".into())?;
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
