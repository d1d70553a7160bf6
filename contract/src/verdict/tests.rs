//! Whether a person can sign in tomorrow, and with any one device lost.

use super::Verdict;
use crate::{
    AuthenticationMethod, DeviceKey, Factor, MethodId, MethodKind, MethodState, Overview, Person,
    SessionClocks, Timestamp,
};

fn method(factor: Factor, device: Option<&str>) -> AuthenticationMethod {
    AuthenticationMethod {
        id: MethodId(format!("{factor:?} {device:?}")),
        kind: MethodKind::Unknown,
        name: None,
        created_at: None,
        last_used_at: None,
        factor,
        state: MethodState::Listed,
        device: device.map(|name| DeviceKey(name.to_owned())),
        may_end_at: None,
        is_removable: true,
    }
}

fn overview(methods: &[AuthenticationMethod], knows_password: Option<bool>) -> Overview {
    Overview {
        now: Timestamp(0),
        person: Person { name: String::new(), account: String::new(), key: String::new() },
        session: SessionClocks {
            ends_at: Timestamp(0),
            latest_end: Timestamp(0),
            idle_milliseconds: 0,
            fresh_until: Timestamp(0),
            register_until: Timestamp(0),
        },
        pass: None,
        methods: methods.to_vec(),
        default_method: None,
        is_proved: true,
        knows_password,
        instead_of: None,
        new_passkeys: Vec::new(),
        recovery: None,
        security_info: String::new(),
        is_handed_off: false,
    }
}

#[test]
fn the_best_method_decides() {
    use Factor::{AfterPassword, Alone, Neither, ResetOnly};
    for (factors, expected) in [
        (&[][..], Verdict::No),
        (&[Neither], Verdict::No),
        (&[ResetOnly, Neither], Verdict::No),
        (&[AfterPassword], Verdict::WithPassword),
        (&[ResetOnly, AfterPassword], Verdict::WithPassword),
        (&[AfterPassword, Alone], Verdict::Yes),
    ] {
        let methods: Vec<_> = factors.iter().map(|factor| method(*factor, None)).collect();
        let overview = overview(&methods, None);
        assert_eq!(overview.verdict(), expected, "{factors:?}");
        let way = overview.way_in().map(|method| method.factor);
        let expected = match expected {
            Verdict::No => None,
            Verdict::WithPassword => Some(AfterPassword),
            Verdict::Yes => Some(Alone),
        };
        assert_eq!(way, expected, "{factors:?}");
    }
}

#[test]
fn a_password_that_is_not_known_leads_nowhere() {
    let number = [method(Factor::AfterPassword, None)];
    assert_eq!(overview(&number, Some(false)).verdict(), Verdict::No);
    assert_eq!(overview(&number, Some(true)).verdict(), Verdict::WithPassword);
    let key = [method(Factor::Alone, None)];
    assert_eq!(overview(&key, Some(false)).verdict(), Verdict::Yes);
}

#[test]
fn what_may_be_gone_does_not_count() {
    for (state, expected) in [
        (MethodState::Listed, Verdict::Yes),
        (MethodState::Appearing, Verdict::Yes),
        (MethodState::Doubtful, Verdict::No),
        (MethodState::BeingRemoved, Verdict::No),
    ] {
        let key = AuthenticationMethod { state, ..method(Factor::Alone, None) };
        assert_eq!(overview(&[key], None).verdict(), expected, "{state:?}");
    }
}

#[test]
fn what_is_on_one_device_is_lost_with_it() {
    use Factor::{AfterPassword, Alone};
    for (methods, expected) in [
        // Authenticator, its codes and the number of the same phone.
        (&[(AfterPassword, Some("phone")), (AfterPassword, Some("phone"))][..], Verdict::No),
        // A key, and a phone.
        (&[(Alone, Some("key")), (AfterPassword, Some("phone"))], Verdict::WithPassword),
        (&[(Alone, Some("key")), (Alone, Some("computer"))], Verdict::Yes),
        (&[(Alone, Some("key"))], Verdict::No),
        // A synced passkey outlives the device.
        (&[(Alone, None)], Verdict::Yes),
        (&[(Alone, None), (AfterPassword, Some("phone"))], Verdict::Yes),
    ] {
        let methods: Vec<_> = methods.iter().map(|(factor, on)| method(*factor, *on)).collect();
        let overview = overview(&methods, None);
        assert_eq!(overview.verdict_with_a_device_lost(), expected, "{methods:?}");
    }
}
