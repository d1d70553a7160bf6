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
    /// Its part in a sign-in.
    pub factor: Factor,
    /// Whether it is certainly there.
    pub state: MethodState,
    /// The device that it is lost with. `None` where it outlives any one device, such as a synced
    /// passkey.
    pub device: Option<DeviceKey>,
    /// When the company or the directory may end this kind of method, if that is near.
    pub may_end_at: Option<Timestamp>,
    /// Whether the person may remove it here.
    pub is_removable: bool,
}

impl AuthenticationMethod {
    /// What distinguishes the method from others of its kind: its name, number or address.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        let own = match &self.kind {
            MethodKind::Phone { number, .. } => Some(number.as_str()),
            MethodKind::Email { address } => Some(address.as_str()),
            MethodKind::Passkey { model, .. } => model.as_deref(),
            MethodKind::MicrosoftAuthenticator
            | MethodKind::WindowsHello
            | MethodKind::PlatformCredential
            | MethodKind::SoftwareOath
            | MethodKind::HardwareOath
            | MethodKind::QrCodePin
            | MethodKind::External
            | MethodKind::Password
            | MethodKind::Unknown => None,
        };
        let name = self.name.as_deref().filter(|name| !name.trim().is_empty());
        match &self.kind {
            MethodKind::Phone { .. } | MethodKind::Email { .. } => own.or(name),
            _ => name.or(own),
        }
        .filter(|label| !label.trim().is_empty())
    }

    /// Whether it is a phone number of this type.
    #[must_use]
    pub fn is_phone(&self, wanted: PhoneType) -> bool {
        matches!(self.kind, MethodKind::Phone { phone_type, .. } if phone_type == wanted)
    }

    /// Whether it is a passkey that lies in Microsoft Authenticator, by the model as Graph names it.
    /// The models of other makers have "Authenticator" in their names too.
    #[must_use]
    pub fn is_passkey_in_authenticator(&self) -> bool {
        const APP: &[u8] = b"Microsoft Authenticator";
        // In bytes, because the search in strings weighs a kilobyte in the app.
        matches!(
            &self.kind,
            MethodKind::Passkey { model: Some(model), .. }
                if model.as_bytes().windows(APP.len()).any(|part| part == APP)
        )
    }
}

/// The part that a method has in a sign-in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    /// It starts a sign-in, and needs nothing else.
    Alone,
    /// It is the second factor after a password.
    AfterPassword,
    /// It can only be used to reset a password.
    ResetOnly,
    /// It does not count: a password, since nobody can tell whether the person knows it, or a kind
    /// that the edge does not know.
    #[serde(other)]
    Neither,
}

/// How certainly a method is there.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MethodState {
    /// The directory lists it.
    Listed,
    /// The directory has confirmed its registration, and does not list it yet.
    Appearing,
    /// Its removal was asked for, and nobody knows the outcome.
    Doubtful,
    /// The directory lists it, and the person has said that it is lost.
    Lost,
    /// Its removal is confirmed, and the directory still lists it.
    #[serde(other)]
    BeingRemoved,
}

/// A device, as far as the list tells it from others: opaque, the same for all methods that are lost
/// together.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct DeviceKey(pub String);

/// What a phone number is, in Microsoft Graph's terms (`phoneType`).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneType {
    /// The mobile number, for text messages and calls.
    Mobile,
    /// Another mobile number, for calls. It has to go before the mobile number can.
    AlternateMobile,
    /// A telephone in an office, for calls.
    #[serde(other)]
    Office,
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
        /// What the number is.
        phone_type: PhoneType,
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

#[cfg(test)]
mod tests;
