//! A new passkey that proves itself, with real signatures, and everything that proves nothing.

use contract::{
    MethodId, ProblemCode,
    proof::{BeginProof, FinishProof, ProofBegun, Proved},
};
use serde_json::json;

use super::{begin, finish};
use crate::{
    Session, encoding,
    fault::Fault,
    session::RegisteredPasskey,
    testing::{
        APP, World,
        passkey::{self as key, Kind},
        run,
    },
};

const RP: &str = "contoso.example";

/// A session in which a passkey of this kind was registered.
fn registered(world: &World, kind: Kind) -> Session {
    let mut session = world.signed_in();
    let passkey = RegisteredPasskey {
        method: new(),
        credential: encoding::base64url(b"new-credential"),
        relying_party: RP.to_owned(),
        public_key: Some(encoding::base64url(&key::cose(kind))),
        is_proved: false,
    };
    run(session.amend(&world.gateway(), |record| record.passkeys = vec![passkey.clone()]))
        .expect("noted");
    session
}

fn new() -> MethodId {
    MethodId("new".to_owned())
}

fn begun(world: &World, session: &mut Session) -> ProofBegun {
    run(begin(&world.gateway(), session, BeginProof { method: new() })).expect("begun")
}

/// What an assertion is made of; a test changes one part.
struct Parts {
    kind: Kind,
    id: Vec<u8>,
    ceremony: &'static str,
    challenge: Vec<u8>,
    origin: &'static str,
    relying_party: &'static str,
    flags: u8,
    is_broken: bool,
}

fn parts(kind: Kind, begun: &ProofBegun) -> Parts {
    Parts {
        kind,
        id: b"new-credential".to_vec(),
        ceremony: "webauthn.get",
        challenge: begun.options.0.public_key.challenge.clone(),
        origin: APP,
        relying_party: RP,
        flags: 0b101,
        is_broken: false,
    }
}

fn signed(parts: &Parts) -> FinishProof {
    let client_data = json!({ "type": parts.ceremony, "origin": parts.origin,
        "challenge": encoding::base64url(&parts.challenge), "crossOrigin": false })
    .to_string();
    let data = key::authenticator_data(parts.relying_party, parts.flags);
    let mut signature = key::sign(parts.kind, &data, client_data.as_bytes());
    if parts.is_broken {
        let last = signature.len() - 1;
        signature[last] ^= 1;
    }
    serde_json::from_value(json!({ "credential": {
        "id": encoding::base64url(&parts.id), "rawId": encoding::base64url(&parts.id),
        "type": "public-key", "response": {
            "authenticatorData": encoding::base64url(&data),
            "clientDataJSON": encoding::base64url(client_data.as_bytes()),
            "signature": encoding::base64url(&signature) } } }))
    .expect("a request")
}

fn ask(world: &World, session: &mut Session, request: FinishProof) -> Result<Proved, ProblemCode> {
    run(finish(&world.gateway(), session, request)).map_err(|fault: Fault| fault.code())
}

#[test]
fn each_kind_of_key_proves_itself_once_for_each_challenge() {
    for kind in Kind::ALL {
        let world = World::new();
        let mut session = registered(&world, kind);
        let begun = begun(&world, &mut session);
        let options = &begun.options.0.public_key;
        assert_eq!(options.rp_id, RP);
        let [allowed] = &options.allow_credentials[..] else { panic!("one is allowed") };
        assert_eq!(allowed.id, b"new-credential");
        assert!(!world.stored(&session).passkeys[0].is_proved);
        let request = signed(&parts(kind, &begun));
        assert_eq!(ask(&world, &mut session, request.clone()), Ok(Proved { method: new() }));
        assert!(world.stored(&session).passkeys[0].is_proved, "{kind:?}");
        let again = ask(&world, &mut session, request);
        assert_eq!(again, Err(ProblemCode::ProofUnknown), "a replay, {kind:?}");
    }
}

#[test]
fn what_does_not_fit_in_every_respect_proves_nothing_and_uses_the_challenge_up() {
    type Change = fn(&mut Parts);
    let changes: [(&str, Change); 10] = [
        ("another key's signature", |it| it.kind = Kind::EdDsa),
        ("a broken signature", |it| it.is_broken = true),
        ("another credential", |it| it.id = b"old-credential".to_vec()),
        ("another ceremony", |it| it.ceremony = "webauthn.create"),
        ("another challenge", |it| it.challenge = vec![9; 32]),
        ("another origin", |it| it.origin = "https://evil.example"),
        ("another relying party", |it| it.relying_party = "evil.example"),
        ("nobody present", |it| it.flags = 0b100),
        ("nobody verified", |it| it.flags = 0b001),
        ("backed up and not able to be", |it| it.flags = 0b1_0101),
    ];
    for kind in [Kind::Es256, Kind::Rs256] {
        for (why, change) in &changes {
            let world = World::new();
            let mut session = registered(&world, kind);
            let begun = begun(&world, &mut session);
            let mut parts = parts(kind, &begun);
            let good = signed(&parts);
            change(&mut parts);
            let outcome = ask(&world, &mut session, signed(&parts));
            assert_eq!(outcome, Err(ProblemCode::ProofRefused), "{why}");
            let outcome = ask(&world, &mut session, good);
            assert_eq!(outcome, Err(ProblemCode::ProofUnknown), "{why}: the challenge is used up");
            assert!(!world.stored(&session).passkeys[0].is_proved, "{why}");
        }
    }
}

#[test]
fn a_challenge_lives_five_minutes_and_the_newer_one_replaces_the_older() {
    let world = World::new();
    let mut session = registered(&world, Kind::Es256);
    let first = begun(&world, &mut session);
    let second = begun(&world, &mut session);
    let older = signed(&parts(Kind::Es256, &first));
    assert_eq!(ask(&world, &mut session, older), Err(ProblemCode::ProofRefused));

    for (minutes, expected) in
        [(4, Ok(Proved { method: new() })), (5, Err(ProblemCode::ProofUnknown))]
    {
        let begun = begun(&world, &mut session);
        world.pass_minutes(minutes);
        let request = signed(&parts(Kind::Es256, &begun));
        assert_eq!(ask(&world, &mut session, request), expected, "after {minutes} minutes");
    }
    assert_ne!(first, second);
}

#[test]
fn of_two_requests_at_once_one_gets_the_challenge() {
    let world = World::new();
    let mut session = registered(&world, Kind::Es256);
    let begun = begun(&world, &mut session);
    let mut twin = world.open(session.id().expose());
    let request = signed(&parts(Kind::Es256, &begun));
    assert!(ask(&world, &mut session, request.clone()).is_ok());
    // It still holds the record with the challenge in it.
    assert_eq!(ask(&world, &mut twin, request), Err(ProblemCode::ProofUnknown));
}

#[test]
fn only_what_was_registered_here_can_be_tried() {
    let world = World::new();
    let mut session = registered(&world, Kind::Es256);
    let other = BeginProof { method: MethodId("old".to_owned()) };
    let outcome = run(begin(&world.gateway(), &mut session, other));
    assert_eq!(outcome.map_err(|fault| fault.code()), Err(ProblemCode::ProofUnknown));
}
