//! Reads a streamed body, of a request or of the directory's answer, up to a maximum size.
//!
//! Never holds more than one chunk beyond that size.

use worker::{
    js_sys::{Reflect, Uint8Array},
    wasm_bindgen::{JsCast, JsValue},
    wasm_bindgen_futures::JsFuture,
    web_sys::{ReadableStream, ReadableStreamDefaultReader},
};

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum BodyFault {
    /// It is larger than allowed.
    TooLarge,
    /// The other side disconnected before its end.
    Broken,
}

/// Reads the whole body, of at most `cap` bytes; without a stream, the body is empty.
pub(crate) async fn read(stream: Option<ReadableStream>, cap: usize) -> Result<Vec<u8>, BodyFault> {
    let Some(stream) = stream else {
        return Ok(Vec::new());
    };
    let reader = stream
        .get_reader()
        .dyn_into::<ReadableStreamDefaultReader>()
        .map_err(|_| BodyFault::Broken)?;
    let mut bytes = Vec::new();
    loop {
        let result = JsFuture::from(reader.read()).await.map_err(|_| BodyFault::Broken)?;
        let chunk = Reflect::get(&result, &JsValue::from_str("value"));
        let Some(chunk) = chunk.ok().and_then(|value| value.dyn_into::<Uint8Array>().ok()) else {
            return Ok(bytes);
        };
        let length = usize::try_from(chunk.length()).unwrap_or(usize::MAX);
        if length > cap.saturating_sub(bytes.len()) {
            // The rest is not needed, and neither is the result of cancelling.
            drop(reader.cancel());
            return Err(BodyFault::TooLarge);
        }
        let start = bytes.len();
        bytes.resize(start + length, 0);
        chunk.copy_to(&mut bytes[start..]);
    }
}
