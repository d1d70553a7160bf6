//! How a method is named and explained: the catalog keys of its kind.
//!
//! Contains no words: the catalogs do.

use contract::MethodKind;

/// The catalog keys of one kind of method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KindWords {
    /// The kind's name.
    pub name: &'static str,
    /// What it is, in one line.
    pub what: &'static str,
}

/// The words for a kind.
#[must_use]
pub const fn kind_words(kind: &MethodKind) -> KindWords {
    let (name, what) = match kind {
        MethodKind::Passkey { is_synced: Some(true), .. } => {
            ("kind.passkey", "kind.passkey.synced")
        }
        MethodKind::Passkey { is_synced: Some(false), .. } => {
            ("kind.passkey", "kind.passkey.device-bound")
        }
        MethodKind::Passkey { is_synced: None, .. } => ("kind.passkey", "kind.passkey.what"),
        MethodKind::MicrosoftAuthenticator => ("kind.authenticator", "kind.authenticator.what"),
        MethodKind::WindowsHello => ("kind.windows-hello", "kind.windows-hello.what"),
        MethodKind::PlatformCredential => ("kind.platform", "kind.platform.what"),
        MethodKind::Phone { .. } => ("kind.phone", "kind.phone.what"),
        MethodKind::SoftwareOath => ("kind.software-oath", "kind.software-oath.what"),
        MethodKind::HardwareOath => ("kind.hardware-oath", "kind.hardware-oath.what"),
        MethodKind::QrCodePin => ("kind.qr-code-pin", "kind.qr-code-pin.what"),
        MethodKind::External => ("kind.external", "kind.external.what"),
        MethodKind::Password => ("kind.password", "kind.password.what"),
        MethodKind::Email { .. } => ("kind.email", "kind.email.what"),
        MethodKind::Unknown => ("kind.unknown", "kind.unknown.what"),
    };
    KindWords { name, what }
}
