//! The accent colour of the company (`ACCENT_COLOR`, `#rrggbb`), with the contrast that its use as a
//! colour of words and buttons needs in both themes (WCAG 2.2, 1.4.3).

use super::{Read, SettingsFault, malformed};

const NAME: &str = "ACCENT_COLOR";

/// A colour of sRGB: red, green, blue.
pub type Color = [u8; 3];

/// The accent colour in both themes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Accent {
    /// On a light page, with white words on it.
    pub light: Color,
    /// On a dark page, with nearly black words on it.
    pub dark: Color,
    /// Whether the colour that is set lacked contrast on a light page, so that a darker one stands for it.
    pub is_darkened: bool,
    /// Whether it lacked contrast on a dark page, so that a lighter one stands for it.
    pub is_lightened: bool,
}

/// The page in the light theme, darkened by the wash of the accent that may lie on it.
const PAPER: Color = [0xe6, 0xe6, 0xe2];
/// The card in the dark theme, lightened by that wash.
const CARD: Color = [0x30, 0x35, 0x33];

/// The least contrast of words (WCAG 2.2, 1.4.3).
const LEAST: f32 = 4.5;

/// Reads the colour; `None` where none is set.
pub(super) fn parse(read: &Read<'_>) -> Result<Option<Accent>, SettingsFault> {
    let text = read(NAME).unwrap_or_default();
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let color = color(text).ok_or(malformed(NAME))?;
    let light = until(color, 0, |color| contrast(color, PAPER) >= LEAST);
    let dark = until(color, 255, |color| contrast(color, CARD) >= LEAST);
    Ok(Some(Accent { light, dark, is_darkened: light != color, is_lightened: dark != color }))
}

fn color(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
    // `from_str_radix` takes a sign too.
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_plain.then_some([part(0)?, part(2)?, part(4)?])
}

/// The colour, mixed with black (0) or white (255) as little as it takes. Its hue stays.
fn until(color: Color, end: u8, is_enough: impl Fn(Color) -> bool) -> Color {
    (0..=32_u16)
        .map(|step| {
            color.map(|part| {
                let mixed = u16::from(part) * (32 - step) + u16::from(end) * step;
                u8::try_from(mixed / 32).unwrap_or(end)
            })
        })
        .find(|color| is_enough(*color))
        .unwrap_or([end; 3])
}

/// The contrast ratio of two colours (WCAG 2.2, "contrast ratio").
fn contrast(one: Color, other: Color) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance (WCAG 2.2). The curve of sRGB by a polynomial that strays by less than a
/// hundredth of the contrast: a power would weigh two kilobytes.
fn luminance([red, green, blue]: Color) -> f32 {
    let linear = |part: u8| {
        let part = f32::from(part) / 255.0;
        part * (part * (part * 0.305_306 + 0.682_171_1) + 0.012_522_9)
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests;
