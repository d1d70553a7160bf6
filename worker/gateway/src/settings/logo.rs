//! The company's logo (`LOGO`: an SVG or a PNG, in base64), which takes the place of the product's mark.
//!
//! An SVG is a document that can hold scripts and addresses. It is drawn as a picture, where browsers run
//! and fetch nothing, and served with a policy that forbids both; and one that holds any is refused.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Read, SettingsFault, malformed};

const NAME: &str = "LOGO";

/// Maximum size of the picture, in bytes.
const SIZE_MAX: usize = 32 * 1024;

/// A picture.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Logo {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// Its width, in hundredths of its height; between 50 and 500.
    pub width: u32,
}

/// Reads the logo; `None` where none is set.
pub(super) fn parse(read: &Read<'_>) -> Result<Option<Logo>, SettingsFault> {
    let text = read(NAME).unwrap_or_default();
    let text: String = text.split_ascii_whitespace().collect();
    if text.is_empty() {
        return Ok(None);
    }
    let bytes = STANDARD.decode(text).ok().filter(|bytes| bytes.len() <= SIZE_MAX);
    Ok(Some(bytes.and_then(logo).ok_or(malformed(NAME))?))
}

fn logo(bytes: Vec<u8>) -> Option<Logo> {
    let (media_type, [width, height]) = match std::str::from_utf8(&bytes) {
        Ok(svg) => ("image/svg+xml", svg_size(svg)?),
        Err(_) => ("image/png", png_size(&bytes)?),
    };
    let width = width.checked_mul(100)?.checked_div(height)?.clamp(50, 500);
    Some(Logo { bytes, media_type, width })
}

/// Width and height of a PNG, from its first chunk (PNG 3rd edition, §11.2.1).
fn png_size(bytes: &[u8]) -> Option<[u32; 2]> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let (width, rest) = rest.split_first_chunk()?;
    let (height, _) = rest.split_first_chunk()?;
    Some([u32::from_be_bytes(*width), u32::from_be_bytes(*height)])
}

/// Width and height of the `viewBox` of an SVG that holds nothing but drawing.
fn svg_size(svg: &str) -> Option<[u32; 2]> {
    let lower = svg.to_ascii_lowercase();
    // Space may stand on both sides of the sign (XML 1.0 §3.1).
    let lower = lower.split('=').map(str::trim).collect::<Vec<_>>().join("=");
    let root = lower.trim_start_matches('\u{feff}').trim_start();
    let is_drawing = root.starts_with("<svg")
        && !FORBIDDEN.iter().any(|part| lower.contains(part))
        && !has_handler(&lower)
        && ["href=", "url("].iter().all(|before| lower.split(before).skip(1).all(is_inside))
        && !lower.contains("src=");
    let (_, rest) = lower.split_once("viewbox=").filter(|_| is_drawing)?;
    let value = rest.get(1..)?.split(['"', '\'']).next()?;
    let mut numbers = value.split([' ', ',']).filter(|number| !number.is_empty()).skip(2);
    let mut next = || {
        let whole = numbers.next()?.split('.').next()?;
        whole.parse().ok().filter(|size: &u32| (1..10_000).contains(size))
    };
    Some([next()?, next()?])
}

/// What no drawing needs: scripts, foreign markup, animation, style sheets and addresses from elsewhere,
/// declarations. An entity or an escape could hide any of them.
const FORBIDDEN: [&str; 14] = [
    "<script",
    "<foreignobject",
    "<iframe",
    "<image",
    "<animate",
    "<set",
    "<handler",
    "<?",
    "<!doctype",
    "<!entity",
    "javascript:",
    "@import",
    "&#",
    "\\",
];

/// Whether what follows refers to a part of the same drawing.
fn is_inside(target: &str) -> bool {
    target.trim_start_matches(['"', '\'', ' ']).starts_with('#')
}

/// Whether an element has an attribute for an event, such as `onload`.
fn has_handler(lower: &str) -> bool {
    lower.split(|letter: char| letter.is_ascii_whitespace() || "/\"'".contains(letter)).any(
        |word| {
            let name = word.split('=').next().unwrap_or_default();
            let rest = name.strip_prefix("on").unwrap_or_default();
            !rest.is_empty()
                && rest.bytes().all(|byte| byte.is_ascii_alphabetic())
                && word.contains('=')
        },
    )
}

#[cfg(test)]
mod tests;
