//! The company's logo (`LOGO`: an SVG or a PNG, in base64), which takes the place of the product's mark.
//!
//! An SVG is a document that can hold scripts and addresses. It is drawn as a picture, where browsers run
//! and fetch nothing, and served with a policy that forbids both; and one that holds any is refused.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Read, SettingsFault, malformed};

const NAME: &str = "LOGO";

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
    let bytes = STANDARD.decode(text).ok();
    Ok(Some(bytes.and_then(Logo::of).ok_or(malformed(NAME))?))
}

impl Logo {
    /// Maximum size of the picture, in bytes.
    pub const SIZE_MAX: usize = 32 * 1024;

    /// The picture in these bytes; `None` where they are neither a PNG nor an SVG of shapes alone, or too many.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        if bytes.len() > Self::SIZE_MAX {
            return None;
        }
        let (media_type, [width, height]) = match std::str::from_utf8(&bytes) {
            Ok(svg) => ("image/svg+xml", svg_size(svg)?),
            Err(_) => ("image/png", png_size(&bytes)?),
        };
        let width = width.checked_mul(100)?.checked_div(height)?.clamp(50, 500);
        Some(Self { bytes, media_type, width })
    }
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
    let drawing = without_prolog(&lower)?;
    let is_drawing = drawing.starts_with("<svg")
        && drawing.split('<').skip(1).all(is_of_a_drawing)
        && !FORBIDDEN.iter().any(|part| drawing.contains(part))
        && !has_handler(drawing)
        && ["href=", "url("].iter().all(|before| drawing.split(before).skip(1).all(is_inside));
    let root = drawing.split('>').next().filter(|_| is_drawing)?;
    let (_, rest) = root.split_once("viewbox=")?;
    let value = rest.get(1..)?.split(['"', '\'']).next()?;
    let separates = |letter: char| letter == ',' || letter.is_ascii_whitespace();
    let mut numbers = value.split(separates).filter(|number| !number.is_empty()).skip(2);
    let mut next = || {
        let whole = numbers.next()?.split('.').next()?;
        whole.parse().ok().filter(|size: &u32| (1..10_000).contains(size))
    };
    Some([next()?, next()?])
}

/// The document from its root element on: declaration and comments may stand before it. `None` where one
/// of them does not end.
fn without_prolog(svg: &str) -> Option<&str> {
    let mut rest = svg.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?xml ") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ => return Some(rest),
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
}

/// Whether what follows a `<` is an element that only draws, or its end. No prefix of another namespace.
fn is_of_a_drawing(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let name = name.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != ':').next();
    name.is_some_and(|name| DRAWING.contains(&name))
}

/// The elements that draw, and those that hold or name them (SVG 2).
const DRAWING: [&str; 20] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "lineargradient",
    "radialgradient",
    "stop",
    "clippath",
    "mask",
    "title",
    "desc",
    "metadata",
];

/// What could hide something from the checks, or fetch it: entities and escapes, functions with an address.
const FORBIDDEN: [&str; 5] = ["&", "\\", "javascript:", "src", "image-set"];

/// Whether what follows refers to a part of the same drawing.
fn is_inside(target: &str) -> bool {
    target.trim_start_matches(['"', '\'', ' ']).starts_with('#')
}

/// Whether an element has an attribute for an event, such as `onload`.
fn has_handler(lower: &str) -> bool {
    let parts = lower.split(|letter: char| letter.is_ascii_whitespace() || "/\"'".contains(letter));
    parts.filter_map(|word| word.split_once('=')).any(|(name, _)| {
        let rest = name.strip_prefix("on").unwrap_or_default();
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests;
