//! Good values for tests, to be changed in one respect.

use contract::{
    AuthenticationMethod, DeviceKey, Factor, MethodId, MethodKind, MethodState, Overview, Pass,
    PassUsability, Person, Problem, ProblemCode, SessionClocks, Start, StartScreen, Timestamp,
    TraceId, proof::NewPasskey, registration::RegistrationId,
};
use webauthn_rs_proto::{AuthenticatorAttestationResponseRaw, RegisterPublicKeyCredential};

use crate::{
    Effect, Event, Fault, State, next, proof,
    registration::{Begun, Credential, OptionsJson},
    wire::{Json, object},
};

pub(crate) const NOW: Timestamp = Timestamp(1_741_788_000_000);

pub(crate) fn passkey(id: &str) -> AuthenticationMethod {
    method(id, MethodKind::Passkey { model: None, aaguid: None, is_synced: None })
}

pub(crate) fn method(id: &str, kind: MethodKind) -> AuthenticationMethod {
    AuthenticationMethod {
        id: MethodId(id.into()),
        kind,
        name: Some(format!("Key {id}")),
        created_at: Some(NOW),
        last_used_at: None,
        factor: Factor::Alone,
        state: MethodState::Listed,
        device: Some(DeviceKey(id.into())),
        may_end_at: None,
        is_removable: true,
    }
}

pub(crate) fn pass() -> Pass {
    Pass {
        id: MethodId("pass".into()),
        starts_at: NOW.plus_minutes(-10),
        ends_at: NOW.plus_minutes(50),
        is_one_time: false,
        usability: PassUsability::Usable,
        register_by: None,
        can_be_ended: true,
    }
}

pub(crate) fn one_time_pass() -> Pass {
    Pass {
        is_one_time: true,
        usability: PassUsability::Used,
        register_by: Some(NOW.plus_minutes(8)),
        can_be_ended: false,
        ..pass()
    }
}

/// The directory's own page, with a query that more is added to.
pub(crate) const SECURITY_INFO: &str = "https://directory.example/security-info?tenantId=t";

pub(crate) fn overview(methods: Vec<AuthenticationMethod>) -> Overview {
    Overview {
        now: NOW,
        person: Person {
            name: "Ada".into(),
            account: "ada@contoso.example".into(),
            key: "ada".into(),
        },
        session: SessionClocks {
            ends_at: NOW.plus_minutes(50),
            latest_end: NOW.plus_minutes(50),
            idle_milliseconds: 30 * 60_000,
            fresh_until: NOW.plus_minutes(8),
            register_until: NOW.plus_minutes(8),
        },
        pass: Some(pass()),
        methods,
        default_method: None,
        is_proved: true,
        knows_password: None,
        instead_of: None,
        security_info: SECURITY_INFO.into(),
        is_handed_off: false,
        new_passkeys: Vec::new(),
        recovery: None,
    }
}

/// What the edge puts beside a page.
pub(crate) fn start(address: &str, screen: StartScreen) -> Start {
    Start {
        now: NOW,
        language: "en".into(),
        catalog: "/assets/messages/en.json".into(),
        later_words: "/assets/messages/en.later.json".into(),
        address: address.into(),
        product: "Latchkey".into(),
        company: String::new(),
        keeps_passkeys: None,
        screen,
    }
}

pub(crate) fn signed_in(address: &str, overview: Overview) -> State {
    State::start(start(address, StartScreen::SignedIn { overview }))
}

pub(crate) fn welcome(address: &str) -> State {
    let screen = StartScreen::Welcome { account: String::new(), reason: None };
    State::start(start(address, screen))
}

pub(crate) fn begun(number: u8) -> Begun {
    Begun {
        registration: RegistrationId(format!("registration-{number}")),
        options: OptionsJson(
            object(vec![(
                "publicKey",
                object(vec![
                    ("challenge", Json::Integer(i64::from(number))),
                    ("rp", object(vec![("id", Json::Text("contoso.example".into()))])),
                ]),
            )])
            .into(),
        ),
        expires_at: NOW.plus_minutes(5),
    }
}

pub(crate) fn new_passkey(id: &str) -> NewPasskey {
    NewPasskey {
        method: MethodId(id.into()),
        credential: "AQ".into(),
        relying_party: "contoso.example".into(),
        is_provable: true,
        is_proved: false,
    }
}

pub(crate) fn challenge() -> proof::Begun {
    proof::Begun {
        options: OptionsJson(object(vec![("publicKey", Json::Integer(7))]).into()),
        expires_at: NOW.plus_minutes(5),
    }
}

pub(crate) fn assertion() -> proof::Assertion {
    proof::Assertion {
        raw_id: vec![1],
        client_data_json: vec![3],
        authenticator_data: vec![4],
        signature: vec![5],
    }
}

pub(crate) fn credential() -> Credential {
    Credential(RegisterPublicKeyCredential {
        id: "AQ".into(),
        raw_id: vec![1],
        response: AuthenticatorAttestationResponseRaw {
            attestation_object: vec![2],
            client_data_json: vec![3],
            transports: None,
        },
        type_: "public-key".into(),
        extensions: Default::default(),
    })
}

pub(crate) fn problem(code: ProblemCode) -> Fault {
    Fault::Problem(Problem {
        code,
        trace: TraceId("trace".into()),
        retry_after: None,
        directory_code: None,
    })
}

pub(crate) fn throttled(seconds: u32) -> Fault {
    Fault::Problem(Problem {
        code: ProblemCode::Throttled,
        trace: TraceId("trace".into()),
        retry_after: Some(seconds),
        directory_code: None,
    })
}

/// Applies events one after the other, and returns the last state and the last effects.
pub(crate) fn after(state: State, events: impl IntoIterator<Item = Event>) -> (State, Vec<Effect>) {
    events.into_iter().fold((state, Vec::new()), |(state, _), event| next(state, event))
}
