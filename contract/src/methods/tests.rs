//! Tests for `methods`.

use super::{AuthenticationMethod, Factor, MethodId, MethodKind, MethodState, PhoneType};

fn method(kind: MethodKind, name: Option<&str>) -> AuthenticationMethod {
    AuthenticationMethod {
        id: MethodId("id".into()),
        kind,
        name: name.map(str::to_owned),
        factor: Factor::Alone,
        state: MethodState::Listed,
        created_at: None,
        last_used_at: None,
        device: None,
        may_end_at: None,
        is_removable: true,
    }
}

#[test]
fn a_method_is_told_from_others_of_its_kind_by_what_people_know_it_by() {
    let passkey = |model: Option<&str>| MethodKind::Passkey {
        model: model.map(str::to_owned),
        aaguid: None,
        is_synced: None,
    };
    let phone = || MethodKind::Phone { number: "78".into(), phone_type: PhoneType::Mobile };
    for (kind, name, label) in [
        (passkey(Some("Model 5")), Some("Blue key"), Some("Blue key")),
        (passkey(Some("Model 5")), Some(" "), Some("Model 5")),
        (passkey(Some("Model 5")), None, Some("Model 5")),
        (passkey(None), None, None),
        (phone(), Some("Phone"), Some("78")),
        (MethodKind::WindowsHello, Some("Laptop"), Some("Laptop")),
        (MethodKind::WindowsHello, Some(""), None),
    ] {
        assert_eq!(method(kind.clone(), name).label(), label, "{kind:?} {name:?}");
    }
}
