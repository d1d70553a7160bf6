//! One entry of Graph's list of methods.

use contract::{AuthenticationMethod, MethodId, MethodKind, Pass, PassUsability, Timestamp};
use serde_json::Value;

use crate::encoding;

/// The entry's id; one without is not a method.
pub(super) fn id(entry: &Value) -> Option<MethodId> {
    text(entry, "id").map(MethodId)
}

/// Whether the entry is a Temporary Access Pass.
pub(super) fn is_pass(entry: &Value) -> bool {
    kind_name(entry) == "temporaryAccessPassAuthenticationMethod"
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
    let kind = kind(entry);
    // The deprecated passwordless entry is shown as what it is, but only beta can delete it.
    let is_removable = segment(&kind).is_some()
        && kind_name(entry) != "passwordlessMicrosoftAuthenticatorAuthenticationMethod";
    Some(AuthenticationMethod {
        id: id(entry)?,
        is_usable: is_usable(&kind),
        is_removable,
        kind,
        name: text(entry, "displayName"),
        created_at: date(entry, &["createdDateTime", "creationDateTime"]),
        last_used_at: date(entry, &["lastUsedDateTime"]),
    })
}

/// The collection from which a person may delete their own methods of this kind with v1.0.
pub(crate) const fn segment(kind: &MethodKind) -> Option<&'static str> {
    match kind {
        MethodKind::Passkey { .. } => Some("fido2Methods"),
        MethodKind::MicrosoftAuthenticator => Some("microsoftAuthenticatorMethods"),
        MethodKind::WindowsHello => Some("windowsHelloForBusinessMethods"),
        MethodKind::PlatformCredential => Some("platformCredentialMethods"),
        MethodKind::Phone { .. } => Some("phoneMethods"),
        MethodKind::SoftwareOath => Some("softwareOathMethods"),
        MethodKind::Email { .. } => Some("emailMethods"),
        MethodKind::HardwareOath
        | MethodKind::QrCodePin
        | MethodKind::External
        | MethodKind::Password
        | MethodKind::Unknown => None,
    }
}

/// Whether someone with this alone has registered anything: a password, and an address that only
/// resets it, do not count.
const fn is_usable(kind: &MethodKind) -> bool {
    match kind {
        MethodKind::Passkey { .. }
        | MethodKind::MicrosoftAuthenticator
        | MethodKind::WindowsHello
        | MethodKind::PlatformCredential
        | MethodKind::Phone { .. }
        | MethodKind::SoftwareOath
        | MethodKind::HardwareOath
        | MethodKind::QrCodePin
        | MethodKind::External => true,
        MethodKind::Password | MethodKind::Email { .. } | MethodKind::Unknown => false,
    }
}

fn kind(entry: &Value) -> MethodKind {
    match kind_name(entry) {
        "fido2AuthenticationMethod" => MethodKind::Passkey {
            model: text(entry, "model"),
            aaguid: text(entry, "aaGuid"),
            is_synced: match text(entry, "passkeyType").as_deref() {
                Some("synced") => Some(true),
                Some("deviceBound") => Some(false),
                _ => None,
            },
        },
        "microsoftAuthenticatorAuthenticationMethod"
        | "passwordlessMicrosoftAuthenticatorAuthenticationMethod" => {
            MethodKind::MicrosoftAuthenticator
        }
        "windowsHelloForBusinessAuthenticationMethod" => MethodKind::WindowsHello,
        "platformCredentialAuthenticationMethod" => MethodKind::PlatformCredential,
        "phoneAuthenticationMethod" => MethodKind::Phone {
            number: mask_number(&text(entry, "phoneNumber").unwrap_or_default()),
        },
        "softwareOathAuthenticationMethod" => MethodKind::SoftwareOath,
        "hardwareOathAuthenticationMethod" => MethodKind::HardwareOath,
        "qrCodePinAuthenticationMethod" => MethodKind::QrCodePin,
        "externalAuthenticationMethod" => MethodKind::External,
        "passwordAuthenticationMethod" => MethodKind::Password,
        "emailAuthenticationMethod" => MethodKind::Email {
            address: mask_address(&text(entry, "emailAddress").unwrap_or_default()),
        },
        _ => MethodKind::Unknown,
    }
}

fn kind_name(entry: &Value) -> &str {
    let name = entry.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
    name.strip_prefix("#microsoft.graph.").unwrap_or(name)
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
fn mask_number(number: &str) -> String {
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
fn mask_address(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}•••@{domain}")
        }
        None => "•••".to_owned(),
    }
}

fn text(entry: &Value, name: &str) -> Option<String> {
    let text = entry.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn flag(entry: &Value, name: &str) -> bool {
    entry.get(name).and_then(Value::as_bool) == Some(true)
}

fn date(entry: &Value, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| encoding::parse_date(entry.get(name)?.as_str()?))
}
