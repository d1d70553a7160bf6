//! The rows of the table, compared with the contract's kinds.

use std::collections::BTreeSet;

use contract::{MethodKind, PhoneType};
use serde_json::Value;

use super::{Factor, KINDS, Kind, UNKNOWN};

/// One of each kind; a new kind does not compile until it stands here.
fn every_kind() -> Vec<MethodKind> {
    let listed = |kind: &MethodKind| match kind {
        MethodKind::Passkey { .. }
        | MethodKind::MicrosoftAuthenticator
        | MethodKind::WindowsHello
        | MethodKind::PlatformCredential
        | MethodKind::Phone { .. }
        | MethodKind::SoftwareOath
        | MethodKind::HardwareOath
        | MethodKind::QrCodePin
        | MethodKind::External
        | MethodKind::Password
        | MethodKind::Email { .. }
        | MethodKind::Unknown => true,
    };
    let kinds = vec![
        MethodKind::Passkey { model: None, aaguid: None, is_synced: None },
        MethodKind::MicrosoftAuthenticator,
        MethodKind::WindowsHello,
        MethodKind::PlatformCredential,
        MethodKind::Phone { number: "+•• 78".to_owned(), phone_type: PhoneType::Mobile },
        MethodKind::SoftwareOath,
        MethodKind::HardwareOath,
        MethodKind::QrCodePin,
        MethodKind::External,
        MethodKind::Password,
        MethodKind::Email { address: "a•••@example.org".to_owned() },
    ];
    assert!(kinds.iter().all(listed));
    kinds
}

#[test]
fn every_kind_has_a_row_and_every_type_stands_once() {
    for kind in every_kind() {
        let row = Kind::of(&kind);
        assert_ne!(row.type_name, UNKNOWN.type_name, "{kind:?}");
        let read = (row.read)(&Value::Null);
        assert_eq!(std::mem::discriminant(&read), std::mem::discriminant(&kind));
    }
    assert_eq!(Kind::of(&MethodKind::Unknown).factor, Factor::Neither);
    let names: BTreeSet<_> = KINDS.iter().map(|row| row.type_name).collect();
    assert_eq!(names.len(), KINDS.len());
}

#[test]
fn each_kind_has_the_part_in_a_sign_in_that_the_directory_gives_it() {
    for (kind, factor) in every_kind().into_iter().zip([
        Factor::Alone,
        Factor::AfterPassword,
        Factor::Alone,
        Factor::Alone,
        Factor::AfterPassword,
        Factor::AfterPassword,
        Factor::AfterPassword,
        Factor::Alone,
        Factor::AfterPassword,
        Factor::Neither,
        Factor::ResetOnly,
    ]) {
        assert_eq!(Kind::of(&kind).factor, factor, "{kind:?}");
    }
}

#[test]
fn the_authenticator_that_can_be_removed_is_the_one_that_is_found_by_its_kind() {
    let row = Kind::of(&MethodKind::MicrosoftAuthenticator);
    assert_eq!(row.collection, Some("microsoftAuthenticatorMethods"));
}
