//! One entry of Graph's list of methods: lenient reading, and masking of numbers and addresses.

use contract::{AuthenticationMethod, MethodId, MethodState, Timestamp};
use serde_json::Value;

use super::{device, kind::Kind};
use crate::{encoding, name};

/// The id of the entry; an entry without one is not a method.
pub(super) fn id(entry: &Value) -> Option<MethodId> {
    text(entry, "id").map(MethodId)
}

/// Reads the entry as a method of any kind; a pass is not a method.
pub(crate) fn method(entry: &Value) -> Option<AuthenticationMethod> {
    let kind = Kind::of_entry(entry);
    let mut method = AuthenticationMethod {
        id: id(entry)?,
        factor: kind.factor(entry),
        state: MethodState::Listed,
        device: None,
        may_end_at: None,
        is_removable: kind.collection.is_some(),
        kind: kind.read(entry),
        name: name(entry, "displayName"),
        created_at: date(entry, &["createdDateTime", "creationDateTime"]),
        last_used_at: date(entry, &["lastUsedDateTime"]),
    };
    method.device = device::of(&method, None, None);
    Some(method)
}

/// Masks all digits but the last two, and keeps the country's way of grouping them.
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

/// Masks all but the first character and the domain.
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

/// A name as it may be shown, if something of it can be seen.
pub(super) fn name(entry: &Value, member: &str) -> Option<String> {
    name::shown(&text(entry, member)?)
}

pub(super) fn flag(entry: &Value, name: &str) -> bool {
    entry.get(name).and_then(Value::as_bool) == Some(true)
}

pub(super) fn date(entry: &Value, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| encoding::parse_date(entry.get(name)?.as_str()?))
}
