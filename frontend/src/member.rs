//! Members of the browser's objects, by name.
//!
//! A typed getter adds an import to the wasm and a function to the glue code. For what is read
//! once, in one place, the name is enough.

use journey::ceremony::Member;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A member; `undefined` where there is none.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A member of an object that may throw when it is read, as `reader` understands it.
pub(crate) fn doubtful<T>(
    object: &JsValue,
    name: &str,
    reader: fn(&JsValue) -> Option<T>,
) -> Member<T> {
    match Reflect::get(object, &JsValue::from_str(name)) {
        Ok(value) if value.is_undefined() || value.is_null() => Member::Missing,
        Ok(value) => reader(&value).map_or(Member::Unusable, Member::Here),
        Err(_) => Member::Unusable,
    }
}

/// A member that is a string.
pub(crate) fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// Whether a member is `true`.
pub(crate) fn is_set(object: &JsValue, name: &str) -> bool {
    get(object, name).as_bool() == Some(true)
}

/// Sets a member.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Only a frozen object refuses, and none of these is.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}
