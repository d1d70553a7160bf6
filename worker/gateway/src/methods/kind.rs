//! A table of the kinds of authentication methods, with everything that depends on the kind alone.
//!
//! A method whose type is not in the table is listed as unknown; it is neither counted nor removed.

use std::mem;

use contract::{AuthenticationMethod, Factor, MethodId, MethodKind, PhoneType};
use serde_json::{Value, json};

use super::entry::{mask_address, mask_number, method, name, text};

/// One row of the table: what is true of every method of a kind.
pub(crate) struct Kind {
    /// Graph's `@odata.type` without `#microsoft.graph.`.
    type_name: &'static str,
    /// The collection under `me/authentication` from which people delete their own methods of this
    /// kind; `None` where Graph v1.0 has none or leaves it to administrators.
    pub(crate) collection: Option<&'static str>,
    /// Whether it can be the default method, which the directory asks for first after a password.
    pub(crate) can_be_default: bool,
    /// Its part in a sign-in, unless an entry says more.
    factor: Factor,
    /// Reads the details of the kind from an entry of the list.
    read: fn(&Value) -> MethodKind,
}

/// Every type that the contract has a kind for.
///
/// Where two rows have the same [`MethodKind`], the removable one comes first.
const KINDS: [Kind; 12] = [
    Kind {
        type_name: "fido2AuthenticationMethod",
        collection: Some(PASSKEYS),
        can_be_default: false,
        factor: Factor::Alone,
        read: |entry| MethodKind::Passkey {
            model: name(entry, "model"),
            aaguid: text(entry, "aaGuid").map(|aaguid| aaguid.to_ascii_lowercase()),
            is_synced: match text(entry, "passkeyType").as_deref() {
                Some("synced") => Some(true),
                Some("deviceBound") => Some(false),
                _ => None,
            },
        },
    },
    Kind {
        type_name: "windowsHelloForBusinessAuthenticationMethod",
        collection: Some("windowsHelloForBusinessMethods"),
        can_be_default: false,
        factor: Factor::Alone,
        read: |_| MethodKind::WindowsHello,
    },
    Kind {
        type_name: "platformCredentialAuthenticationMethod",
        collection: Some("platformCredentialMethods"),
        can_be_default: false,
        factor: Factor::Alone,
        read: |_| MethodKind::PlatformCredential,
    },
    // Phone sign-in may be enabled for it, but the v1.0 entry does not say so.
    Kind {
        type_name: "microsoftAuthenticatorAuthenticationMethod",
        collection: Some("microsoftAuthenticatorMethods"),
        can_be_default: true,
        factor: Factor::AfterPassword,
        read: |_| MethodKind::MicrosoftAuthenticator,
    },
    // Deprecated; only the beta version of Graph can delete it.
    Kind {
        type_name: "passwordlessMicrosoftAuthenticatorAuthenticationMethod",
        collection: None,
        can_be_default: true,
        factor: Factor::Alone,
        read: |_| MethodKind::MicrosoftAuthenticator,
    },
    Kind {
        type_name: "phoneAuthenticationMethod",
        collection: Some("phoneMethods"),
        can_be_default: true,
        factor: Factor::AfterPassword,
        read: |entry| MethodKind::Phone {
            number: mask_number(&name(entry, "phoneNumber").unwrap_or_default()),
            phone_type: match text(entry, "phoneType").as_deref() {
                Some("alternateMobile") => PhoneType::AlternateMobile,
                Some("office") => PhoneType::Office,
                Some(_) | None => PhoneType::Mobile,
            },
        },
    },
    Kind {
        type_name: "softwareOathAuthenticationMethod",
        collection: Some("softwareOathMethods"),
        can_be_default: true,
        factor: Factor::AfterPassword,
        read: |_| MethodKind::SoftwareOath,
    },
    Kind {
        type_name: "hardwareOathAuthenticationMethod",
        collection: None,
        can_be_default: true,
        factor: Factor::AfterPassword,
        read: |_| MethodKind::HardwareOath,
    },
    Kind {
        type_name: "qrCodePinAuthenticationMethod",
        collection: None,
        can_be_default: false,
        factor: Factor::Alone,
        read: |_| MethodKind::QrCodePin,
    },
    Kind {
        type_name: "externalAuthenticationMethod",
        collection: None,
        can_be_default: false,
        factor: Factor::AfterPassword,
        read: |_| MethodKind::External,
    },
    Kind {
        type_name: "passwordAuthenticationMethod",
        collection: None,
        can_be_default: false,
        factor: Factor::Neither,
        read: |_| MethodKind::Password,
    },
    Kind {
        type_name: "emailAuthenticationMethod",
        collection: Some("emailMethods"),
        can_be_default: false,
        factor: Factor::ResetOnly,
        read: |entry| MethodKind::Email {
            address: mask_address(&name(entry, "emailAddress").unwrap_or_default()),
        },
    },
];

/// The row for every type that is not in the table.
const UNKNOWN: Kind = Kind {
    type_name: "",
    collection: None,
    can_be_default: false,
    factor: Factor::Neither,
    read: |_| MethodKind::Unknown,
};

impl Kind {
    /// The row for the `@odata.type` of an entry.
    pub(super) fn of_entry(entry: &Value) -> &'static Self {
        let name = type_name(entry);
        KINDS.iter().find(|row| row.type_name == name).unwrap_or(&UNKNOWN)
    }

    /// The row for a kind that was read before.
    pub(crate) fn of(kind: &MethodKind) -> &'static Self {
        let is_same =
            |row: &&Self| mem::discriminant(&(row.read)(&Value::Null)) == mem::discriminant(kind);
        KINDS.iter().find(is_same).unwrap_or(&UNKNOWN)
    }

    /// A method of which only the id and the collection are known.
    pub(crate) fn method_in(collection: &str, id: &MethodId) -> Option<AuthenticationMethod> {
        let row = KINDS.iter().find(|row| row.collection == Some(collection))?;
        method(&json!({ "@odata.type": row.type_name, "id": id }))
    }

    /// The kind of the entry with its details.
    pub(super) fn read(&self, entry: &Value) -> MethodKind {
        (self.read)(entry)
    }

    /// The part of the entry in a sign-in: a mobile number that may start one says so itself.
    pub(super) fn factor(&self, entry: &Value) -> Factor {
        let starts_sign_in = text(entry, "smsSignInState").as_deref() == Some("ready");
        if starts_sign_in { Factor::Alone } else { self.factor }
    }
}

/// Whether the entry is a Temporary Access Pass, which the contract does not list as a method.
pub(super) fn is_pass(entry: &Value) -> bool {
    type_name(entry) == "temporaryAccessPassAuthenticationMethod"
}

fn type_name(entry: &Value) -> &str {
    let name = entry.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
    name.strip_prefix("#microsoft.graph.").unwrap_or(name)
}

/// The collection of passkeys.
pub(crate) const PASSKEYS: &str = "fido2Methods";

/// The collection of Temporary Access Passes.
pub(crate) const PASSES: &str = "temporaryAccessPassMethods";

#[cfg(test)]
mod tests;
