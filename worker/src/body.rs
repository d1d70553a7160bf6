//! Reads a streamed body up to a size, whether it comes from a browser or from the directory.
//!
//! Never holds more than one chunk above the size. Next: `incoming` and `ports`.

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
    /// The other side broke off.
    Broken,
}

/// The whole body, or the fault that ended the reading; no stream is an empty body.
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
            // The rest is not wanted; whether cancelling works makes no difference.
            drop(reader.cancel());
            return Err(BodyFault::TooLarge);
        }
        let start = bytes.len();
        bytes.resize(start + length, 0);
        chunk.copy_to(&mut bytes[start..]);
    }
}
