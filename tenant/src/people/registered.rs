//! A method that a person of the table has from the start.

use crate::{
    directory::method::{
        AuthenticationMethod, EMAIL_ID, MOBILE_PHONE_ID, MethodKind, Passkey, key_id, model_name,
    },
    randomness::Randomness,
    timestamp::Timestamp,
};

/// A registered method and its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Registered {
    kind: Kind,
    days_ago: i64,
}

/// What the method is, with what its owner called it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Authenticator(&'static str),
    Email(&'static str),
    External {
        configuration_id: &'static str,
        name: &'static str,
    },
    HardwareOath {
        serial_number: &'static str,
    },
    /// A passkey on a phone or a security key; `id_bytes` is the length of the credential id.
    Passkey {
        name: &'static str,
        aa_guid: &'static str,
        id_bytes: usize,
    },
    PasswordlessAuthenticator(&'static str),
    Phone {
        id: &'static str,
        number: &'static str,
        phone_type: &'static str,
        is_ready_for_sms: bool,
    },
    PlatformCredential(&'static str),
    QrCodePin,
    SoftwareOath,
    /// A method of a type that is not documented.
    Unknown {
        odata_type: &'static str,
        name: &'static str,
    },
    WindowsHello(&'static str),
}

impl Registered {
    pub(super) const fn new(kind: Kind, days_ago: i64) -> Self {
        Self { kind, days_ago }
    }

    pub(super) const fn authenticator(name: &'static str, days_ago: i64) -> Self {
        Self::new(Kind::Authenticator(name), days_ago)
    }

    pub(super) const fn passkey(name: &'static str, days_ago: i64) -> Self {
        let aa_guid = "de1e552d-db1d-4423-a619-566b625cdc84";
        Self::new(Kind::Passkey { name, aa_guid, id_bytes: 65 }, days_ago)
    }

    pub(super) const fn security_key(name: &'static str, days_ago: i64) -> Self {
        let aa_guid = "2fc0579f-8113-47ea-b116-555a8db9202a";
        Self::new(Kind::Passkey { name, aa_guid, id_bytes: 64 }, days_ago)
    }

    pub(super) const fn phone(number: &'static str, days_ago: i64) -> Self {
        Self::new(Kind::mobile(number, false), days_ago)
    }

    /// A mobile number that a text message signs in with.
    pub(super) const fn sms_sign_in(number: &'static str, days_ago: i64) -> Self {
        Self::new(Kind::mobile(number, true), days_ago)
    }

    pub(super) const fn windows_hello(name: &'static str, days_ago: i64) -> Self {
        Self::new(Kind::WindowsHello(name), days_ago)
    }

    /// The method in a directory that is created at `now`.
    pub(super) fn method(
        self,
        randomness: &mut Randomness,
        now: Timestamp,
    ) -> AuthenticationMethod {
        let created = now.plus_days(-self.days_ago);
        let (id, kind) = self.kind.furnish(randomness);
        let is_key = matches!(kind, MethodKind::Passkey(_));
        let last_used = is_key.then(|| created.plus_days(1));
        AuthenticationMethod { id, created: Some(created), last_used, kind }
    }
}

impl Kind {
    const fn mobile(number: &'static str, is_ready_for_sms: bool) -> Self {
        Self::Phone { id: MOBILE_PHONE_ID, number, phone_type: "mobile", is_ready_for_sms }
    }

    /// The id of the method and what Graph says of it.
    fn furnish(self, randomness: &mut Randomness) -> (String, MethodKind) {
        let kind = match self {
            Self::Passkey { name, aa_guid, id_bytes } => {
                return passkey(name, aa_guid, randomness.bytes(id_bytes));
            }
            Self::Phone { id, number, phone_type, is_ready_for_sms } => {
                let number = number.to_owned();
                let phone_type = phone_type.into();
                let kind = MethodKind::Phone { number, phone_type, is_ready_for_sms };
                return (id.to_owned(), kind);
            }
            Self::Email(address) => {
                return (EMAIL_ID.to_owned(), MethodKind::Email { address: address.to_owned() });
            }
            Self::Authenticator(name) => MethodKind::MicrosoftAuthenticator {
                display_name: name.to_owned(),
                phone_app_version: "6.2408.5807".to_owned(),
            },
            Self::External { configuration_id, name } => MethodKind::External {
                configuration_id: configuration_id.to_owned(),
                display_name: name.to_owned(),
            },
            Self::HardwareOath { serial_number } => {
                MethodKind::HardwareOath { serial_number: serial_number.to_owned() }
            }
            Self::PasswordlessAuthenticator(name) => {
                MethodKind::PasswordlessMicrosoftAuthenticator { display_name: name.to_owned() }
            }
            Self::PlatformCredential(name) => {
                MethodKind::PlatformCredential { display_name: name.to_owned() }
            }
            Self::QrCodePin => MethodKind::QrCodePin,
            Self::SoftwareOath => MethodKind::SoftwareOath,
            Self::Unknown { odata_type, name } => {
                MethodKind::Unknown { odata_type: odata_type.into(), display_name: name.to_owned() }
            }
            Self::WindowsHello(name) => MethodKind::WindowsHello {
                display_name: name.to_owned(),
                key_strength: "normal".into(),
            },
        };
        (randomness.guid(), kind)
    }
}

/// A passkey that is on no authenticator: it is listed and removed, and never signs in.
fn passkey(name: &str, aa_guid: &str, credential_id: Vec<u8>) -> (String, MethodKind) {
    let id = key_id(&credential_id);
    let passkey = Passkey {
        display_name: name.to_owned(),
        credential_id,
        credential: None,
        aa_guid: aa_guid.to_owned(),
        model: model_name(aa_guid).to_owned(),
        attestation_certificates: Vec::new(),
        is_attested: true,
        is_synced: false,
    };
    (id, MethodKind::Passkey(Box::new(passkey)))
}
