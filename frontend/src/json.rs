//! Converts between the browser's own JSON and [`journey::wire`]. Bytes are written as base64url
//! without padding.

use journey::wire::Json;
use js_sys::{Array, JSON, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::member;

/// Parses a text; nothing if it is not JSON.
pub(crate) fn parse(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

/// Converts a value into the form that the journey reads.
pub(crate) fn read(value: &JsValue) -> Json {
    if value.is_null() || value.is_undefined() {
        Json::Null
    } else if let Some(text) = value.as_string() {
        Json::Text(text)
    } else if let Some(flag) = value.as_bool() {
        Json::Flag(flag)
    } else if let Some(number) = value.as_f64() {
        Json::Integer(whole(number))
    } else if let Some(list) = value.dyn_ref::<Array>() {
        Json::List(list.iter().map(|item| read(&item)).collect())
    } else {
        Json::Object(entries(value).map(|(key, item)| (key, read(&item))).collect())
    }
}

/// The entries of an object; none for any other value.
pub(crate) fn entries(value: &JsValue) -> impl Iterator<Item = (String, JsValue)> {
    let entries = match value.dyn_ref::<Object>() {
        Some(object) => Object::entries(object),
        None => Array::new(),
    };
    let count = entries.length();
    (0..count).filter_map(move |index| {
        let entry: Array = entries.get(index).dyn_into().ok()?;
        Some((entry.get(0).as_string()?, entry.get(1)))
    })
}

/// The JSON text of what the journey wrote.
pub(crate) fn text(json: &Json) -> String {
    JSON::stringify(&write(json)).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The browser's value of what the journey wrote.
pub(crate) fn write(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Flag(flag) => JsValue::from_bool(*flag),
        Json::Integer(number) => JsValue::from_f64(number_of(*number)),
        Json::Text(text) => JsValue::from_str(text),
        Json::Bytes(bytes) => JsValue::from_str(&base64url(bytes)),
        Json::List(list) => list.iter().map(write).collect::<Array>().into(),
        Json::Object(entries) => {
            let object = Object::new();
            for (key, value) in entries {
                member::set(&object, key, &write(value));
            }
            object.into()
        }
    }
}

/// Bytes as base64url without padding (RFC 4648 §5), by the browser's own `btoa`.
fn base64url(bytes: &[u8]) -> String {
    let binary: String = bytes.iter().copied().map(char::from).collect();
    let text = web_sys::window().and_then(|window| window.btoa(&binary).ok());
    text.unwrap_or_default()
        .chars()
        .filter(|character| *character != '=')
        .map(|character| match character {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect()
}

/// The bytes of base64url, padded or not, by the browser's own `atob`.
pub(crate) fn bytes(base64url: &str) -> Option<Vec<u8>> {
    let base64: String = base64url
        .chars()
        .map(|character| match character {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    let binary = web_sys::window()?.atob(&base64).ok()?;
    binary.chars().map(|character| u8::try_from(character).ok()).collect()
}

#[expect(
    clippy::as_conversions,
    reason = "the cast saturates, and the contract's numbers stay far below 2^53"
)]
fn whole(number: f64) -> i64 {
    number as i64
}

#[expect(clippy::as_conversions, reason = "the contract's numbers stay far below 2^53")]
const fn number_of(whole: i64) -> f64 {
    whole as f64
}
