//! One entry of Graph's list of methods, read leniently.

use contract::{AuthenticationMethod, MethodId, Pass, PassUsability, Timestamp};
use serde_json::Value;

use super::kind::Kind;
use crate::encoding;

/// The entry's id; one without is not a method.
pub(super) fn id(entry: &Value) -> Option<MethodId> {
    text(entry, "id").map(MethodId)
}

/// The entry as a pass; `None` when it does not say when it begins and how long it lasts.
pub(super) fn pass(entry: &Value) -> Option<Pass> {
    let starts_at = date(entry, &["startDateTime", "createdDateTime", "creationDateTime"])?;
    let lifetime = entry.get("lifetimeInMinutes")?.as_i64()?;
    Some(Pass {
        id: id(entry)?,
        starts_at,
        ends_at: starts_at.plus_minutes(lifetime),
        is_one_time: flag(entry, "isUsableOnce"),
        usability: usability(entry),
        register_by: None,
        can_be_ended: false,
    })
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

fn usability(entry: &Value) -> PassUsability {
    match text(entry, "methodUsabilityReason").as_deref() {
        Some("EnabledByPolicy") => PassUsability::Usable,
        Some("NotYetValid") => PassUsability::NotYetValid,
        Some("Expired") => PassUsability::Expired,
        Some("OneTimeUsed") => PassUsability::Used,
        Some("DisabledByPolicy") => PassUsability::DisabledByPolicy,
        None if flag(entry, "isUsable") => PassUsability::Usable,
        Some(_) | None => PassUsability::Unknown,
    }
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

fn flag(entry: &Value, name: &str) -> bool {
    entry.get(name).and_then(Value::as_bool) == Some(true)
}

fn date(entry: &Value, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| encoding::parse_date(entry.get(name)?.as_str()?))
}
