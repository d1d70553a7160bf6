//! One entry of Graph's list of methods, read leniently.

use contract::{AuthenticationMethod, MethodId, Timestamp};
use serde_json::Value;

use super::kind::Kind;
use crate::encoding;

/// The entry's id; one without is not a method.
pub(super) fn id(entry: &Value) -> Option<MethodId> {
    text(entry, "id").map(MethodId)
}

/// The entry as a method of any kind but a pass.
pub(crate) fn method(entry: &Value) -> Option<AuthenticationMethod> {
    let kind = Kind::of_entry(entry);
    Some(AuthenticationMethod {
        id: id(entry)?,
        is_usable: kind.is_usable(),
        is_removable: kind.collection.is_some(),
        kind: kind.read(entry),
        name: text(entry, "displayName"),
        created_at: date(entry, &["createdDateTime", "creationDateTime"]),
        last_used_at: date(entry, &["lastUsedDateTime"]),
    })
}

/// All digits but the last two become dots; the rest tells the country's way of writing it.
pub(super) fn mask_number(number: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0_usize;
    number
        .chars()
        .map(|letter| {
            if !letter.is_ascii_digit() {
                return letter;
            }
            seen = seen.saturating_add(1);
            if seen.saturating_add(2) > digits && digits > 4 { letter } else { '•' }
        })
        .collect()
}

/// The first character and the domain remain.
pub(super) fn mask_address(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}•••@{domain}")
        }
        None => "•••".to_owned(),
    }
}

pub(super) fn text(entry: &Value, name: &str) -> Option<String> {
    let text = entry.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

pub(super) fn flag(entry: &Value, name: &str) -> bool {
    entry.get(name).and_then(Value::as_bool) == Some(true)
}

pub(super) fn date(entry: &Value, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| encoding::parse_date(entry.get(name)?.as_str()?))
}
