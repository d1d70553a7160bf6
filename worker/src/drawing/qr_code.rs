//! QR codes (ISO/IEC 18004), as pictures.

use contract::{ProblemCode, TraceId};
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::web::{
    failure::Failure,
    reply::{Body, Reply},
};

/// The margin that a reader needs (§9.1), in modules.
const MARGIN: i32 = 4;

/// The reply with the code of this text.
///
/// # Errors
///
/// [`ProblemCode::Broken`] when the text is too long for one.
pub(crate) fn reply(text: &str, trace: &TraceId) -> Result<Reply, Failure> {
    let picture = draw(text).ok_or_else(|| {
        Failure::new(ProblemCode::Broken, trace.clone(), "a text too long for a QR code")
    })?;
    let reply = Reply { body: Body::Text(picture), ..Reply::empty(200) };
    Ok(reply.with("content-type", "image/svg+xml"))
}

/// An SVG of the code with this text; `None` when it is too long for one.
fn draw(text: &str) -> Option<String> {
    let code = encode(text)?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|&x| code.get_module(x, y)).count();
            let length = i32::try_from(length).ok()?;
            if length > 0 {
                let (from, length) = (x.to_string(), length.to_string());
                path.extend(["M", &from, " ", &y.to_string(), "h", &length, "v1H", &from, "z"]);
            }
            x += length.max(1);
        }
    }
    let (start, whole) = ((-MARGIN).to_string(), (size + 2 * MARGIN).to_string());
    let view = [&start, " ", &start, " ", &whole, " ", &whole].concat();
    let square = ["M", &start, " ", &start, "h", &whole, "v", &whole, "H", &start, "z"].concat();
    Some(
        [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"",
            &view,
            "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"",
            &square,
            "\"/><path d=\"",
            &path,
            "\"/></svg>",
        ]
        .concat(),
    )
}

/// With the lowest error correction: a screen has no scratches, and fewer modules are larger.
fn encode(text: &str) -> Option<QrCode> {
    let text = [QrSegment::make_bytes(text.as_bytes())];
    // One mask fits all: finding the best weighs a kilobyte, and what is encoded is as good as random.
    let (least, most, mask) = (Version::MIN, Version::MAX, Some(Mask::new(0)));
    QrCode::encode_segments_advanced(&text, QrCodeEcc::Low, least, most, mask, false).ok()
}

#[cfg(test)]
mod tests;
