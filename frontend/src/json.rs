//! JSON between the browser's own parser and [`journey::wire`]; bytes are base64url without padding.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use journey::wire::Json;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// base64url that writes no padding and does not mind any (RFC 4648 §5).
pub(crate) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The value of a text, or nothing where it is no JSON.
pub(crate) fn parse(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

/// The value as the journey reads it.
pub(crate) fn read(value: &JsValue) -> Json {
    if let Some(text) = value.as_string() {
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

/// The entries of an object; none of anything else.
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

/// The text of what the journey wrote.
pub(crate) fn text(json: &Json) -> String {
    JSON::stringify(&write(json))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn write(json: &Json) -> JsValue {
    match json {
        Json::Null => JsValue::NULL,
        Json::Flag(flag) => JsValue::from_bool(*flag),
        Json::Integer(number) => JsValue::from_f64(crate::format::number(*number)),
        Json::Text(text) => JsValue::from_str(text),
        Json::Bytes(bytes) => JsValue::from_str(&BASE64.encode(bytes)),
        Json::List(list) => list.iter().map(write).collect::<Array>().into(),
        Json::Object(entries) => {
            let object = Object::new();
            for (key, value) in entries {
                let _ = Reflect::set(&object, &JsValue::from_str(key), &write(value));
            }
            object.into()
        }
    }
}

#[expect(
    clippy::as_conversions,
    reason = "the cast saturates, and the contract's numbers stay far below 2^53"
)]
fn whole(number: f64) -> i64 {
    number as i64
}
