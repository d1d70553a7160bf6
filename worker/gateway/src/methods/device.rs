//! Which methods are lost together: those that live on one device.
//!
//! Graph names no devices. The kind says most of it; where several phones are possible, what is not
//! tied to one of them by name counts as being on the one that was registered last.

use contract::{AuthenticationMethod, DeviceKey, MethodKind, PhoneType};

/// Sets the device of each method of a list.
pub(super) fn assign(methods: &mut [AuthenticationMethod]) {
    let phone = methods
        .iter()
        .filter(|method| method.kind == MethodKind::MicrosoftAuthenticator)
        .max_by_key(|method| method.created_at)
        .and_then(|method| method.name.clone());
    let computer = methods
        .iter()
        .filter(|method| method.kind == MethodKind::WindowsHello)
        .max_by_key(|method| method.created_at)
        .and_then(|method| method.name.clone());
    for method in methods {
        method.device = of(method, phone.as_deref(), computer.as_deref());
    }
}

/// The device of a method by itself: of one that is not in a list yet.
pub(super) fn of(
    method: &AuthenticationMethod,
    phone: Option<&str>,
    computer: Option<&str>,
) -> Option<DeviceKey> {
    let name = method.name.as_deref();
    let on = |sort: &str, name: Option<&str>| {
        Some(DeviceKey(format!("{sort}/{}", name.unwrap_or_default())))
    };
    match &method.kind {
        MethodKind::MicrosoftAuthenticator => on(PHONE, name),
        // A code app is often Authenticator itself, and a mobile number is that of the phone.
        MethodKind::SoftwareOath | MethodKind::Phone { phone_type: PhoneType::Mobile, .. } => {
            on(PHONE, phone)
        }
        MethodKind::WindowsHello | MethodKind::PlatformCredential => on(COMPUTER, name),
        MethodKind::Passkey { is_synced: Some(true), .. } => None,
        MethodKind::Passkey { .. } if method.is_passkey_in_authenticator() => on(PHONE, phone),
        // Windows Hello keeps passkeys beside what Windows itself has registered.
        MethodKind::Passkey { aaguid: Some(aaguid), .. }
            if computer.is_some() && is_windows_hello(aaguid) =>
        {
            on(COMPUTER, computer)
        }
        MethodKind::Passkey { .. }
        | MethodKind::Phone { .. }
        | MethodKind::HardwareOath
        | MethodKind::QrCodePin
        | MethodKind::External => on("method", Some(&method.id.0)),
        MethodKind::Password | MethodKind::Email { .. } | MethodKind::Unknown => None,
    }
}

/// Whether Windows Hello keeps a passkey of this AAGUID: with a TPM, in software, or with
/// virtualization-based security.
fn is_windows_hello(aaguid: &str) -> bool {
    matches!(
        aaguid,
        "08987058-cadc-4b81-b6e1-30de50dcbe96"
            | "6028b017-b1d4-4c02-b4b3-afcdafc96bb2"
            | "9ddd1817-af5a-4672-a2b9-3e3dd95000a9"
    )
}

const PHONE: &str = "phone";
const COMPUTER: &str = "computer";

#[cfg(test)]
mod tests;
