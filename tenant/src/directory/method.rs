//! An authentication method that a person has registered: one variant for each type of Graph.
//!
//! A Temporary Access Pass is not among them (`pass.rs`): it has states, and a person has at most one.

use std::borrow::Cow;

use webauthn_rs_core::proto::Credential;

use super::collection::Collection;
use crate::timestamp::Timestamp;

/// The fixed id of every password method.
pub(crate) const PASSWORD_ID: &str = "28c10230-6103-485e-b985-444c60001490";
/// The fixed id of every e-mail method.
pub(crate) const EMAIL_ID: &str = "3ddfcfc8-9383-446f-83cc-3ab9be4be18f";
/// The fixed id of a phone number of type `mobile`.
pub(crate) const MOBILE_PHONE_ID: &str = "3179e48a-750b-4051-897c-87b9720928f7";
/// The fixed id of a phone number of type `alternateMobile`.
pub(crate) const ALTERNATE_PHONE_ID: &str = "b6332ec1-7057-4abe-9331-3d72feddfe41";
/// The fixed id of a phone number of type `office`.
pub(crate) const OFFICE_PHONE_ID: &str = "e37fc753-ff3b-4958-9484-eaa9425c82bc";

/// Maximum number of passkeys of one person.
pub(crate) const PASSKEY_LIMIT: usize = 10;
/// Maximum number of registrations of Microsoft Authenticator of one person (combined registration).
pub(crate) const AUTHENTICATOR_LIMIT: usize = 5;

/// `authenticationMethod` and what its type adds.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct AuthenticationMethod {
    /// Opaque; unique for one person only, since several types have fixed ids.
    pub(crate) id: String,
    pub(crate) created: Option<Timestamp>,
    pub(crate) last_used: Option<Timestamp>,
    pub(crate) kind: MethodKind,
}

/// What a method is.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) enum MethodKind {
    Email {
        address: String,
    },
    /// A method of another provider.
    External {
        configuration_id: String,
        display_name: String,
    },
    /// A hardware token that shows one-time codes.
    HardwareOath {
        serial_number: String,
    },
    MicrosoftAuthenticator {
        display_name: String,
        phone_app_version: String,
    },
    Passkey(Box<Passkey>),
    Password,
    /// Phone sign-in as older versions of Graph show it.
    PasswordlessMicrosoftAuthenticator {
        display_name: String,
    },
    Phone {
        number: String,
        phone_type: Cow<'static, str>,
        /// Whether a text message to the number signs the person in, without a password.
        #[serde(default)]
        is_ready_for_sms: bool,
    },
    /// Platform single sign-on of macOS.
    PlatformCredential {
        display_name: String,
    },
    QrCodePin,
    SoftwareOath,
    /// A type that no version of the reference knows; it is listed, and nothing else.
    Unknown {
        odata_type: Cow<'static, str>,
        display_name: String,
    },
    WindowsHello {
        display_name: String,
        key_strength: Cow<'static, str>,
    },
}

/// `fido2AuthenticationMethod`.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Passkey {
    pub(crate) display_name: String,
    pub(crate) credential_id: Vec<u8>,
    /// Absent for the passkeys that people already have at the start: no authenticator holds them.
    pub(crate) credential: Option<Credential>,
    pub(crate) aa_guid: String,
    pub(crate) model: String,
    /// SHA-1 thumbprints of the attestation certificates, lower-case hexadecimal.
    pub(crate) attestation_certificates: Vec<String>,
    pub(crate) is_attested: bool,
    /// Whether the credential may be copied between devices (the BE flag).
    pub(crate) is_synced: bool,
}

impl AuthenticationMethod {
    /// The typed collection of the method; `None` for an unknown type.
    pub(crate) const fn collection(&self) -> Option<Collection> {
        Some(match &self.kind {
            MethodKind::Email { .. } => Collection::Email,
            MethodKind::External { .. } => Collection::External,
            MethodKind::HardwareOath { .. } => Collection::HardwareOath,
            MethodKind::MicrosoftAuthenticator { .. } => Collection::MicrosoftAuthenticator,
            MethodKind::Passkey(_) => Collection::Fido2,
            MethodKind::Password => Collection::Password,
            MethodKind::PasswordlessMicrosoftAuthenticator { .. } => {
                Collection::PasswordlessMicrosoftAuthenticator
            }
            MethodKind::Phone { .. } => Collection::Phone,
            MethodKind::PlatformCredential { .. } => Collection::PlatformCredential,
            MethodKind::QrCodePin => Collection::QrCodePin,
            MethodKind::SoftwareOath => Collection::SoftwareOath,
            MethodKind::WindowsHello { .. } => Collection::WindowsHello,
            MethodKind::Unknown { .. } => return None,
        })
    }

    pub(crate) fn passkey(&self) -> Option<&Passkey> {
        match &self.kind {
            MethodKind::Passkey(passkey) => Some(passkey),
            _ => None,
        }
    }
}

/// The directory's id for a key: sixteen bytes in the URL token form, which ends in the number of
/// padding characters, such as `-2_GRUg2-HYz6_1YG4YRAQ2`.
pub(crate) fn key_id(credential_id: &[u8]) -> String {
    use base64::Engine;
    let digest = <sha2::Sha256 as sha2::Digest>::digest(credential_id);
    let mut id = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest[..16]);
    id.push('2');
    id
}

/// The model name of an AAGUID; empty for one that the directory does not know.
pub(crate) fn model_name(aa_guid: &str) -> &'static str {
    match aa_guid {
        "01020304-0506-0708-0102-030405060708" => "Chromium virtual authenticator",
        "08987058-cadc-4b81-b6e1-30de50dcbe96"
        | "6028b017-b1d4-4c02-b4b3-afcdafc96bb2"
        | "9ddd1817-af5a-4672-a2b9-3e3dd95000a9" => "Windows Hello",
        "2fc0579f-8113-47ea-b116-555a8db9202a" => "YubiKey 5 NFC",
        "90a3ccdf-635c-4729-a248-9b709135078f" => "Microsoft Authenticator (iOS)",
        "de1e552d-db1d-4423-a619-566b625cdc84" => "Microsoft Authenticator (Android)",
        "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4" => "Google Password Manager",
        "fbfc3007-154e-4ecc-8c0b-6e020557d7bd" => "iCloud Keychain",
        _ => "",
    }
}
