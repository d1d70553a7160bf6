//! Which way is recommended: one row for each rule, and the order of the rules.

use contract::{
    AuthenticationMethod, Factor, MethodKind, MethodState, Overview, Pass, PassUsability,
    PhoneType, ProblemCode,
};
use proptest::prelude::*;

use super::{Reason, Way, can_add_authenticator, can_sign_in_elsewhere, leaves_authenticator};
use crate::{
    Browser, CeremonyFault, Event, Fault, Screen, State,
    fixtures::{NOW, after, method, one_time_pass, overview, pass, passkey, problem, signed_in},
    recommendation::Reason::*,
    registration,
};

/// The device and its browser.
#[derive(Clone, Copy, Debug)]
enum Device {
    Unknown,
    WithAuthenticator,
    WithoutAuthenticator,
    Phone,
    WebView,
}

use Device::{Phone, Unknown, WebView, WithAuthenticator, WithoutAuthenticator};

impl Device {
    fn browser(self) -> Browser {
        let (makes_passkeys, keeps_passkeys, is_on_phone) = match self {
            Unknown => (true, None, false),
            WithAuthenticator => (true, Some(true), false),
            WithoutAuthenticator => (true, Some(false), false),
            Phone => (true, Some(true), true),
            WebView => (false, None, true),
        };
        Browser { makes_passkeys, keeps_passkeys, is_on_phone, ..Browser::default() }
    }
}

/// What is listed.
#[derive(Clone, Copy, Debug)]
enum Listed {
    Nothing,
    APasskey,
    Authenticator,
    Both,
    Number,
    APasskeyInAuthenticator,
    /// A passkey and Authenticator, which may be lost: nothing of it was used since the pass was.
    Unproved,
    ALostPasskey,
}

use Listed::{
    ALostPasskey, APasskey, APasskeyInAuthenticator, Authenticator, Both, Nothing, Number, Unproved,
};

impl Listed {
    fn overview(self) -> Overview {
        let methods = match self {
            Nothing => vec![],
            APasskey => vec![passkey("key")],
            Authenticator => vec![app()],
            Both | Unproved => vec![passkey("key"), app()],
            Number => vec![number()],
            APasskeyInAuthenticator => vec![passkey_in_app()],
            ALostPasskey => {
                vec![AuthenticationMethod { state: MethodState::Lost, ..passkey("key") }]
            }
        };
        Overview { is_proved: !matches!(self, Unproved), ..overview(methods) }
    }
}

fn app() -> AuthenticationMethod {
    AuthenticationMethod {
        factor: Factor::AfterPassword,
        ..method("app", MethodKind::MicrosoftAuthenticator)
    }
}

fn number() -> AuthenticationMethod {
    let number = String::from("+49 ••• 12");
    let kind = MethodKind::Phone { number, phone_type: PhoneType::Mobile };
    AuthenticationMethod { factor: Factor::AfterPassword, ..method("number", kind) }
}

fn passkey_in_app() -> AuthenticationMethod {
    let model = Some(String::from("Microsoft Authenticator (iOS)"));
    method("key", MethodKind::Passkey { model, aaguid: None, is_synced: Some(false) })
}

/// The pass, and what is known of the password.
#[derive(Clone, Copy, Debug)]
enum Secret {
    Reusable,
    OneTime,
    NoPass,
    Expired,
    KnownPassword,
    UnknownPassword,
}

use Secret::{Expired, KnownPassword, NoPass, OneTime, Reusable, UnknownPassword};

impl Secret {
    fn apply(self, overview: &mut Overview) {
        overview.pass = match self {
            Reusable | UnknownPassword => Some(pass()),
            OneTime => Some(one_time_pass()),
            NoPass | KnownPassword => None,
            Expired => Some(Pass { usability: PassUsability::Expired, ..pass() }),
        };
        overview.knows_password = match self {
            KnownPassword => Some(true),
            UnknownPassword => Some(false),
            Reusable | OneTime | NoPass | Expired => None,
        };
    }
}

/// Where passkeys are registered.
#[derive(Clone, Copy, Debug)]
enum Place {
    Here,
    HandedOff,
    Refused,
}

use Place::{HandedOff, Here, Refused};

fn recommended(device: Device, listed: Listed, place: Place, secret: Secret) -> Reason {
    let mut overview = listed.overview();
    secret.apply(&mut overview);
    overview.is_handed_off = matches!(place, HandedOff);
    Reason::of(&overview, &device.browser(), matches!(place, Refused))
}

#[test]
fn each_row_of_the_table() {
    let rows = [
        // The new hire, by device.
        (Unknown, Nothing, Here, Reusable, BestThereIs),
        (WithAuthenticator, Nothing, Here, Reusable, KeptByThisDevice),
        (WithoutAuthenticator, Nothing, Here, Reusable, KeptElsewhere),
        (Phone, Nothing, Here, Reusable, KeptByThisDevice),
        (WebView, Nothing, Here, Reusable, NoPasskeysHere),
        // By the kind of pass.
        (WithAuthenticator, Nothing, Here, OneTime, PassUsedUp),
        (Phone, Nothing, HandedOff, OneTime, PassUsedUp),
        (WebView, Nothing, Here, OneTime, NoPasskeysHere),
        (WithAuthenticator, Nothing, Here, NoPass, KeptByThisDevice),
        (WithAuthenticator, Nothing, Here, Expired, KeptByThisDevice),
        // Where the directory registers passkeys, or none.
        (WithAuthenticator, Nothing, HandedOff, Reusable, KeptByThisDevice),
        (WithoutAuthenticator, Nothing, HandedOff, Reusable, KeptElsewhere),
        (Phone, Nothing, HandedOff, Reusable, AppOnThisPhone),
        (Phone, APasskeyInAuthenticator, HandedOff, Reusable, SecondPasskey),
        (WithAuthenticator, Nothing, Refused, Reusable, PasskeyRefused),
        (WithAuthenticator, Nothing, Refused, OneTime, PasskeyRefused),
        (WebView, Nothing, Refused, Reusable, NoPasskeysHere),
        // Someone who has a passkey: the app, if they know the password that it comes after.
        (WithAuthenticator, APasskey, Here, Reusable, SecondPasskey),
        (WithAuthenticator, APasskey, HandedOff, Reusable, SecondPasskey),
        (WithAuthenticator, APasskey, Here, KnownPassword, SecondDevice),
        (WithAuthenticator, APasskey, Here, UnknownPassword, SecondPasskey),
        (WithAuthenticator, APasskey, Here, NoPass, SecondPasskey),
        (WithAuthenticator, APasskey, Here, Expired, SecondPasskey),
        (WithAuthenticator, APasskey, Here, OneTime, SecondPasskey),
        (WithAuthenticator, APasskeyInAuthenticator, Here, Reusable, SecondPasskey),
        (WithAuthenticator, Both, Here, Reusable, SecondPasskey),
        (WithAuthenticator, APasskey, Refused, Reusable, PasskeyRefused),
        // Someone whose methods come after a password.
        (WithAuthenticator, Authenticator, Here, Reusable, WithoutPassword),
        (WithAuthenticator, Number, Here, KnownPassword, WithoutPassword),
        (Phone, Number, HandedOff, Reusable, WithoutPassword),
        (WithAuthenticator, Authenticator, Here, OneTime, PassUsedUp),
        // What may be lost, or is, counts for nothing.
        (WithAuthenticator, Unproved, Here, Reusable, KeptByThisDevice),
        (WithAuthenticator, Unproved, Here, OneTime, PassUsedUp),
        (Phone, Unproved, HandedOff, Reusable, AppOnThisPhone),
        (WithAuthenticator, ALostPasskey, Here, Reusable, KeptByThisDevice),
    ];
    for (device, listed, place, secret, expected) in rows {
        assert_eq!(
            recommended(device, listed, place, secret),
            expected,
            "{device:?}, {listed:?}, {place:?}, {secret:?}"
        );
    }
}

proptest! {
    /// Whatever else holds: no passkey in a browser that makes none or after a refusal, and never
    /// the app where it is there already and passkeys can be had.
    #[test]
    fn no_way_that_is_closed_is_recommended(
        device in prop::sample::select(&[
            Unknown, WithAuthenticator, WithoutAuthenticator, Phone, WebView,
        ][..]),
        listed in prop::sample::select(&[
            Nothing, APasskey, Authenticator, Both, Number, APasskeyInAuthenticator, Unproved,
            ALostPasskey,
        ][..]),
        place in prop::sample::select(&[Here, HandedOff, Refused][..]),
        secret in prop::sample::select(&[
            Reusable, OneTime, NoPass, Expired, KnownPassword, UnknownPassword,
        ][..]),
    ) {
        let way = recommended(device, listed, place, secret).way();
        let are_passkeys_closed = matches!(device, WebView) || matches!(place, Refused);
        if are_passkeys_closed {
            prop_assert_eq!(way, Way::Authenticator);
        } else if matches!(secret, OneTime)
            || matches!(listed, Authenticator | Both | APasskeyInAuthenticator)
        {
            prop_assert_eq!(way, Way::Passkey);
        }
    }
}

#[test]
fn a_refusal_in_this_visit_is_remembered() {
    let reason = |state: &State| match &state.screen {
        Screen::SignedIn(signed_in) => signed_in.recommendation(&state.browser),
        other => panic!("nobody is signed in: {other:?}"),
    };
    let (state, _) = after(signed_in("/add-passkey", overview(vec![])), [Event::Ticked(NOW)]);
    let begun = |code| {
        let attempt = crate::Attempt(1);
        Event::Registration(registration::Event::Begun { attempt, outcome: Err(problem(code)) })
    };
    let (throttled, _) = after(state.clone(), [begun(ProblemCode::Throttled)]);
    assert_eq!(reason(&throttled), BestThereIs);
    let (refused, _) =
        after(state, [begun(ProblemCode::Forbidden), Event::HistoryMoved(crate::Route::Home)]);
    assert_eq!(reason(&refused), PasskeyRefused);
}

#[test]
fn authenticator_is_left_until_the_time_for_adding_anything_is_over() {
    for (fault, is_left) in [
        (Fault::Ceremony(CeremonyFault::BrowserUnsupported), true),
        (Fault::Ceremony(CeremonyFault::RelyingPartyMismatch), true),
        (problem(ProblemCode::Forbidden), true),
        (problem(ProblemCode::RegistrationWindowOver), false),
    ] {
        assert_eq!(leaves_authenticator(&fault), is_left, "{fault:?}");
    }
}

#[test]
fn authenticator_is_another_choice_while_the_pass_can_be_typed_once_more() {
    for (secret, listed, is_choice) in [
        (Reusable, Nothing, true),
        (Reusable, APasskey, true),
        // It may be on a phone that is lost.
        (Reusable, Unproved, true),
        (Reusable, Authenticator, false),
        (Reusable, APasskeyInAuthenticator, false),
        (OneTime, Nothing, false),
        (Expired, Nothing, false),
        (NoPass, Nothing, false),
    ] {
        let mut overview = listed.overview();
        secret.apply(&mut overview);
        assert_eq!(can_add_authenticator(&overview, NOW), is_choice, "{secret:?}, {listed:?}");
        let ended = overview.pass.as_ref().map_or(NOW, |pass| pass.ends_at);
        assert!(!can_add_authenticator(&overview, ended), "{secret:?}: the pass has ended");
    }
}

#[test]
fn another_device_is_offered_to_whoever_can_sign_in_there() {
    let with =
        |pass, methods, knows_password| Overview { pass, knows_password, ..overview(methods) };
    let ended = || Pass { ends_at: NOW, ..pass() };
    for (case, overview, can) in [
        ("a pass", with(Some(pass()), vec![], None), true),
        ("a pass that has ended", with(Some(ended()), vec![], None), false),
        ("one that is used up", with(Some(one_time_pass()), vec![], None), false),
        ("a passkey", with(None, vec![passkey("1")], None), true),
        ("a password", with(Some(ended()), vec![], Some(true)), true),
        ("no password", with(None, vec![], Some(false)), false),
        ("nothing", with(None, vec![], None), false),
    ] {
        assert_eq!(can_sign_in_elsewhere(&overview, NOW), can, "{case}");
        let state = signed_in("/other-device", overview);
        assert_eq!(state.scene() == crate::Scene::OtherDevice, can, "{case}");
    }
}

#[test]
fn each_reason_has_words_of_its_own() {
    let reasons = [
        BestThereIs,
        KeptByThisDevice,
        KeptElsewhere,
        PassUsedUp,
        WithoutPassword,
        SecondPasskey,
        SecondDevice,
        NoPasskeysHere,
        PasskeyRefused,
        AppOnThisPhone,
    ];
    let words: std::collections::BTreeSet<_> = reasons.into_iter().map(Reason::words).collect();
    assert_eq!(words.len(), reasons.len());
    assert!(words.iter().all(|words| words.starts_with("way.")), "{words:?}");
}
