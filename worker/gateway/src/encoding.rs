//! Base64 in the variants that the directory sends, SHA-256 digests, Graph's dates, and members of JSON objects.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use contract::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Encodes as base64url without padding (RFC 4648 §5), as WebAuthn and OAuth do.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    URL.encode(bytes)
}

/// Decodes base64url without padding; every other form is `None`.
pub(crate) fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    URL_STRICT.decode(text).ok()
}

/// Decodes base64 in either alphabet, with or without padding: Graph uses both for one field.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let url: String = text
        .chars()
        .map(|letter| match letter {
            '+' => '-',
            '/' => '_',
            other => other,
        })
        .collect();
    URL.decode(url).ok()
}

/// JSON as a directory meant it: a name there may hold half of a surrogate pair, bytes that are no UTF-8, or
/// a byte order mark, and each of them would make the whole answer unreadable. What is in order stays as it is.
pub(crate) fn mended(json: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json));
    let mut whole = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let (kept, length) = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (escape.get(..12), 12),
            (Some(0xd800..=0xdfff), _) => (Some("\\ufffd"), 6),
            // Two characters where the second is a backslash: it escapes nothing.
            _ if escape.starts_with("\\\\") => (escape.get(..2), 2),
            _ => (escape.get(..1), 1),
        };
        whole.push_str(kept.unwrap_or_default());
        rest = escape.get(length..).unwrap_or_default();
    }
    whole.push_str(rest);
    whole.into_bytes()
}

/// The UTF-16 code unit of an escape (RFC 8259 §7).
fn unit(escape: &str) -> Option<u32> {
    u32::from_str_radix(escape.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// A member of a JSON object that may be missing or null. The outer `None` is one of another type.
///
/// In place of derived readers, each of which weighs more in the module than all such look-ups.
#[expect(clippy::option_option, reason = "a member that is missing is not one of another type")]
pub(crate) fn member<'a, T>(
    object: &'a Value,
    name: &str,
    read: impl FnOnce(&'a Value) -> Option<T>,
) -> Option<Option<T>> {
    match object.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(value) => read(value).map(Some),
    }
}

/// A whole number, from one of another form too: seconds of a token may have a fraction (RFC 7519 §2).
#[expect(clippy::as_conversions, reason = "the fraction is dropped, and what is too large is cut")]
pub(crate) fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().map(|number| number as i64))
}

/// The same for a text.
#[expect(clippy::option_option, reason = "a member that is missing is not one of another type")]
pub(crate) fn text(object: &Value, name: &str) -> Option<Option<String>> {
    member(object, name, |value| value.as_str().map(str::to_owned))
}

/// The SHA-256 of the bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The CSP source of an inline style or script (CSP3 §2.3.1).
#[must_use]
pub fn hash_source(content: &str) -> String {
    ["'sha256-", &STANDARD.encode(Sha256::digest(content)), "'"].concat()
}

/// The SHA-256 digest of the parts in base64url. Each part is preceded by its length, so that
/// different lists of parts never hash the same bytes.
pub(crate) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    base64url(&hasher.finalize())
}

/// Parses a date as Graph writes it: RFC 3339, with any number of fractional digits.
///
/// Not a library's: the one in the tree, chrono, weighs 7 kB in the worker for this alone.
pub(crate) fn parse_date(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(10)?;
    let (time, rest) = rest.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => {
            let zone = rest.find(|digit: char| !digit.is_ascii_digit()).filter(|end| *end > 0)?;
            rest.split_at_checked(zone)?
        }
        None => ("0", rest),
    };
    let milliseconds: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let offset = match (zone.get(..1)?, zone.get(1..)?) {
        ("Z" | "z", "") => 0,
        (sign @ ("+" | "-"), offset) => {
            let [hours, minutes] = numbers(offset, ':', [2, 2])?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 60 + minutes) * if sign == "-" { -60 } else { 60 }
        }
        _ => return None,
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of_month = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=days_of_month).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Years begin in March, so that the leap day is the last (H. Hinnant, `days_from_civil`).
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468;
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset;
    Some(Timestamp(seconds * 1_000 + milliseconds))
}

/// Numbers of so many digits each, with a mark between them.
fn numbers<const COUNT: usize>(
    text: &str,
    mark: char,
    digits: [usize; COUNT],
) -> Option<[i64; COUNT]> {
    let mut parts = text.split(mark);
    let mut numbers = [0; COUNT];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        *number = part.bytes().all(|it| it.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(numbers)
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

const URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

const URL_STRICT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

#[cfg(test)]
mod tests;
