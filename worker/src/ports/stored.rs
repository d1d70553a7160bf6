//! Texts in the storage of an object.

use worker::{Storage, wasm_bindgen::JsValue};

/// The text under this key. A value of another form is an empty text, which nothing opens; a storage that
/// fails says nothing of what is in it: whoever asks comes again, an alarm too.
///
/// Not by `Storage::get`, which reads any type: its readers and their messages weigh 5 kB in the module.
pub(crate) async fn text(storage: &Storage, key: &str) -> worker::Result<Option<String>> {
    let found = storage.get_multiple(vec![key]).await?.get(&JsValue::from_str(key));
    Ok((!found.is_undefined()).then(|| found.as_string().unwrap_or_default()))
}

/// Keeps a text under this key.
pub(crate) async fn put(storage: &Storage, key: &str, text: &str) -> worker::Result<()> {
    storage.put_raw(key, JsValue::from_str(text)).await
}
