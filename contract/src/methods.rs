//! The authentication methods of a person, as the app lists them.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Microsoft Graph's id of an authentication method: opaque, unique within one person and kind.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct MethodId(pub String);

/// One authentication method that is registered for the person.
///
/// A Temporary Access Pass is not among them: it is the [`crate::Pass`].
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationMethod {
    /// The directory's id.
    pub id: MethodId,
    /// What it is.
    pub kind: MethodKind,
    /// The name that the person or the directory gave it, if any.
    pub name: Option<String>,
    /// When it was registered, if the directory tells.
    pub created_at: Option<Timestamp>,
    /// When it was last used, if the directory tells.
    pub last_used_at: Option<Timestamp>,
    /// Whether a person can sign in or prove themselves with it tomorrow; a password or an email
    /// address for password reset is not enough.
    pub is_usable: bool,
    /// Whether the person may remove it here.
    pub is_removable: bool,
}

/// What kind of authentication method it is, with what is particular to that kind.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum MethodKind {
    /// A passkey: a FIDO2 security key, or one in a phone, a computer or a password manager.
    Passkey {
        /// The maker's model name, as the directory derives it from the AAGUID.
        model: Option<String>,
        /// The authenticator's AAGUID (WebAuthn §6.5.1), as a hyphenated GUID.
        aaguid: Option<String>,
        /// Whether it is synced between devices or bound to one, if the directory tells.
        is_synced: Option<bool>,
    },
    /// Microsoft Authenticator, on a phone.
    MicrosoftAuthenticator,
    /// Windows Hello for Business, on a computer.
    WindowsHello,
    /// A platform credential (macOS Platform Single Sign-On).
    PlatformCredential,
    /// A phone number for text messages or calls.
    Phone {
        /// The number with all but the last two digits masked.
        number: String,
    },
    /// A one-time code from an authenticator app.
    SoftwareOath,
    /// A one-time code from a hardware token.
    HardwareOath,
    /// A QR code with a PIN.
    QrCodePin,
    /// A method of another provider.
    External,
    /// A password.
    Password,
    /// An email address, for password reset only.
    Email {
        /// The address with most of its local part masked.
        address: String,
    },
    /// A kind that this version does not know; shown, never removed.
    #[serde(other)]
    Unknown,
}
