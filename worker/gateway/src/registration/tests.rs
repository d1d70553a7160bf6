//! A registration from its beginning to its end, with everything that can happen on the way.

use contract::{
    MethodId, MethodKind, ProblemCode,
    registration::{
        BeginRegistration, FinishRegistration, RegistrationBegun, RegistrationFinished,
        RegistrationOffer,
    },
};
use serde_json::{Value, json};

use super::{begin, finish, offer};
use crate::{
    Session, encoding,
    fault::Fault,
    overview,
    session::Progress,
    testing::{
        APP, Answer, CHALLENGE, RED_KEY, START, World, creation_options, empty, graph_error,
        json_answer, list, pass, passkey,
        passkey::{Kind, attestation_object, cose},
        password, red_key, run, timeout, used_one_time_pass,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const OPTIONS: &str = "GET /v1.0/me/authentication/fido2Methods/creationOptions";
const CREATE: &str = "POST /v1.0/me/authentication/fido2Methods";

fn begun(world: &World, session: &mut Session) -> Result<RegistrationBegun, Fault> {
    world.answers(METHODS, list(&[password(), red_key()]));
    world.answers(OPTIONS, json_answer(200, &creation_options()));
    run(begin(&world.gateway(), session, BeginRegistration {}))
}

fn client_data() -> Value {
    json!({ "type": "webauthn.create", "origin": APP, "crossOrigin": false,
        "challenge": encoding::base64url(CHALLENGE.as_bytes()) })
}

/// What the browser hands in; `raw` tells one credential from another.
fn handed_in(begun: &RegistrationBegun, raw: &[u8], client_data: &Value) -> FinishRegistration {
    let id = encoding::base64url(raw);
    serde_json::from_value(json!({
        "registration": begun.registration, "name": "  My key ",
        "credential": { "id": id, "rawId": id, "type": "public-key",
            "response": { "attestationObject": encoding::base64url(b"attestation"),
                "clientDataJSON": encoding::base64url(client_data.to_string().as_bytes()) },
            "clientExtensionResults": { "credProps": { "rk": true } } },
    }))
    .expect("a request")
}

fn good(begun: &RegistrationBegun) -> FinishRegistration {
    handed_in(begun, b"new-credential", &client_data())
}

fn ask(
    world: &World,
    session: &mut Session,
    request: &FinishRegistration,
) -> Result<RegistrationFinished, Fault> {
    run(finish(&world.gateway(), session, request.clone()))
}

fn code<T>(outcome: Result<T, Fault>) -> Option<ProblemCode> {
    outcome.err().map(|fault| fault.code())
}

fn new_key() -> Value {
    passkey("new-id", "My key", "2026-03-02T09:00:30Z")
}

fn posts(world: &World) -> usize {
    let is_post = |asked: &&String| asked.ends_with("fido2Methods") && asked.starts_with("POST");
    world.asked().iter().filter(is_post).count()
}

#[test]
fn begin_hands_out_the_options_and_notes_the_challenge() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    assert_eq!(begun.expires_at, START.plus_minutes(5));
    assert_eq!(begun.options.0.public_key.challenge, CHALLENGE.as_bytes());
    let [noted] = &world.stored(&session).registrations[..] else { panic!("one note") };
    assert_eq!(noted.id, begun.registration);
    assert_eq!(noted.progress, Progress::Begun);
    assert_eq!(noted.known.len(), 2);
    let kept = serde_json::to_string(noted).expect("JSON");
    assert!(!kept.contains(&encoding::base64url(CHALLENGE.as_bytes())));
}

#[test]
fn a_challenge_that_ends_earlier_than_five_minutes_ends_then() {
    let world = World::new();
    let mut session = world.signed_in();
    let mut options = creation_options();
    options["challengeTimeoutDateTime"] = json!("2026-03-02T09:02:00Z");
    world.answers(METHODS, list(&[]));
    world.answers(OPTIONS, json_answer(200, &options));
    let begun = run(begin(&world.gateway(), &mut session, BeginRegistration {})).expect("begun");
    assert_eq!(begun.expires_at, START.plus_minutes(2));
    assert_eq!(begun.options.0.public_key.timeout, Some(120_000), "as long as the challenge lives");
}

#[test]
fn a_directory_that_does_not_register_here_is_told_apart_from_one_in_trouble() {
    let mut elsewhere = creation_options();
    elsewhere["publicKey"]["rp"]["id"] = json!("login.microsoft.com");
    let unavailable = ProblemCode::RegistrationUnavailable;
    for (answer, expected) in [
        (graph_error(403, "accessDenied", ""), unavailable),
        (graph_error(405, "methodNotAllowed", ""), unavailable),
        (graph_error(410, "gone", ""), unavailable),
        (graph_error(501, "notImplemented", ""), unavailable),
        (graph_error(409, "conflict", ""), ProblemCode::Forbidden),
        (graph_error(422, "unprocessableEntity", ""), ProblemCode::Forbidden),
        (graph_error(404, "resourceNotFound", ""), unavailable),
        (json_answer(200, &elsewhere), unavailable),
        (json_answer(200, &json!({})), ProblemCode::DirectoryMisbehaved),
        (
            graph_error(403, "accessDenied", "MFA is required for an 'AddKey' operation"),
            ProblemCode::StepUpRequired,
        ),
        (empty(500), ProblemCode::DirectoryUnreachable),
        (graph_error(400, "badRequest", ""), ProblemCode::Forbidden),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[]));
        world.answers(OPTIONS, answer.clone());
        let outcome = run(begin(&world.gateway(), &mut session, BeginRegistration {}));
        assert_eq!(code(outcome), Some(expected), "{answer:?}");
        assert!(world.stored(&session).registrations.is_empty());
        let is_handed_off = world.stored(&session).is_handed_off;
        assert_eq!(is_handed_off, expected == unavailable, "learned for the session: {answer:?}");
        // What is no failure is offered as the way to the directory's own page.
        world.answers(METHODS, list(&[]));
        world.answers(OPTIONS, answer.clone());
        let offer = run(offer(&world.gateway(), &mut session, BeginRegistration {}));
        match offer {
            Ok(RegistrationOffer::HandOff) => {
                assert_eq!(expected, unavailable);
                let logged = world.faults.borrow();
                assert!(logged[0].contains("registration is not available here"), "{logged:?}");
            }
            Ok(RegistrationOffer::InPage(_)) => panic!("{answer:?}"),
            Err(fault) => assert_eq!(fault.code(), expected),
        }
    }
}

#[test]
fn the_log_tells_what_the_directory_said_of_a_registration_and_none_of_its_words() {
    const STALE: &str = "MFA is required for an 'AddKey' operation of Ada, but was not performed.";
    for (answer, told) in [
        (
            graph_error(403, "accessDenied", STALE),
            "a fresher sign-in is needed: the directory says accessDenied, mfa; the last proof is \
             0 s old; the directory's clock is 312 s ahead of ours",
        ),
        (
            graph_error(405, "methodNotAllowed", "Ada may not."),
            "registration is not available here: the directory answers 405: methodNotAllowed, \
             for a reason not known",
        ),
        (
            graph_error(400, "badRequest", "The policy leaves Ada out."),
            "the directory forbids it: badRequest, policy",
        ),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.directory_ahead.set(Some(312));
        world.answers(METHODS, list(&[]));
        world.answers(OPTIONS, answer);
        let outcome = run(begin(&world.gateway(), &mut session, BeginRegistration {}));
        assert_eq!(outcome.expect_err("refused").to_string(), format!("refused: {told}"));
    }
    for (answer, told) in [
        (
            graph_error(403, "accessDenied", STALE),
            "a fresher sign-in is needed: the directory says accessDenied, mfa; the last proof is \
             0 s old; the directory's clock is 312 s ahead of ours",
        ),
        (
            graph_error(403, "accessDenied", "Insufficient privileges of Ada"),
            "the directory forbids it: accessDenied, privileges",
        ),
        (
            graph_error(400, "invalidRequest", "Attestation of Ada's key is not trusted."),
            "the directory refused the new passkey: invalidRequest, attestation",
        ),
        (
            graph_error(409, "conflict", "Ada has it."),
            "the authenticator is registered already: conflict, for a reason not known",
        ),
        (
            graph_error(404, "notFound", "Ada?"),
            "registration is not available here: the directory answers 404: notFound, for a \
             reason not known",
        ),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let begun = begun(&world, &mut session).expect("begun");
        world.directory_ahead.set(Some(312));
        world.answers(CREATE, answer);
        let outcome = ask(&world, &mut session, &good(&begun));
        assert_eq!(outcome.expect_err("refused").to_string(), format!("refused: {told}"));
    }
}

#[test]
fn begin_needs_a_fresh_sign_in_and_the_window_of_a_one_time_pass() {
    for (entries, expected) in [
        (vec![used_one_time_pass()], ProblemCode::RegistrationWindowOver),
        (vec![used_one_time_pass(), red_key()], ProblemCode::RegistrationWindowOver),
        (vec![pass(), red_key()], ProblemCode::StepUpRequired),
        (vec![], ProblemCode::StepUpRequired),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&entries));
        run(overview::read(&world.gateway(), &mut session)).expect("read");
        world.pass_minutes(10);
        let asked = world.asked().len();
        let outcome = run(begin(&world.gateway(), &mut session, BeginRegistration {}));
        assert_eq!(code(outcome), Some(expected), "{entries:?}");
        assert_eq!(world.asked().len(), asked, "nothing is asked upstream");
    }
}

#[test]
fn registering_wants_a_proof_of_the_last_five_minutes_but_for_the_window_of_a_one_time_pass() {
    for (entries, minutes, expected) in [
        (vec![pass()], 4, None),
        (vec![pass()], 5, Some(ProblemCode::StepUpRequired)),
        (vec![used_one_time_pass()], 9, None),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&entries));
        run(overview::read(&world.gateway(), &mut session)).expect("read");
        world.pass_minutes(minutes);
        if expected.is_none() {
            world.answers(METHODS, list(&entries));
            world.answers(OPTIONS, json_answer(200, &creation_options()));
        }
        let outcome = run(begin(&world.gateway(), &mut session, BeginRegistration {}));
        assert_eq!(code(outcome), expected, "{entries:?} after {minutes} minutes");
        assert!(world.is_done());
    }
}

#[test]
fn after_a_registration_in_this_visit_the_window_does_not_bind_and_a_step_up_leads_on() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, json_answer(201, &new_key()));
    ask(&world, &mut session, &good(&begun)).expect("finished");
    assert_eq!(world.stored(&session).registered, [MethodId("new-id".to_owned())]);
    world.answers(METHODS, list(&[used_one_time_pass(), new_key()]));
    run(overview::read(&world.gateway(), &mut session)).expect("read");
    world.pass_minutes(10);
    let outcome = run(begin(&world.gateway(), &mut session, BeginRegistration {}));
    assert_eq!(code(outcome), Some(ProblemCode::StepUpRequired));
}

#[test]
fn finish_posts_graphs_own_json_and_answers_with_the_method() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, json_answer(201, &new_key()));
    let finished = ask(&world, &mut session, &good(&begun)).expect("finished");
    assert_eq!(finished.method.id, MethodId("new-id".to_owned()));
    assert!(finished.method.factor == contract::Factor::Alone && finished.method.is_removable);

    let request = world.last_request();
    assert_eq!(request.headers()["content-type"], "application/json");
    let sent: Value = serde_json::from_slice(request.body()).expect("JSON");
    assert_eq!(
        sent,
        json!({ "displayName": "My key", "publicKeyCredential": {
            "id": encoding::base64url(b"new-credential"),
            "response": {
                "clientDataJSON": encoding::base64url(client_data().to_string().as_bytes()),
                "attestationObject": encoding::base64url(b"attestation") },
            "clientExtensionResults": {} } })
    );

    // The list lags, and shows it all the same.
    world.answers(METHODS, list(&[password(), red_key()]));
    let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
    let shown = overview.methods.iter().find(|method| method.id == finished.method.id);
    assert_eq!(shown.map(|method| method.state), Some(contract::MethodState::Appearing));
}

#[test]
fn the_same_finish_again_gets_the_same_answer_and_makes_no_second_key() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, json_answer(201, &new_key()));
    let first = ask(&world, &mut session, &good(&begun)).expect("finished");
    // In another tab, and long after the challenge has ended.
    world.pass_minutes(20);
    let mut again = world.open(session.id().expose());
    assert_eq!(ask(&world, &mut again, &good(&begun)), Ok(first));
    let other = handed_in(&begun, b"another-credential", &client_data());
    let outcome = ask(&world, &mut again, &other);
    assert_eq!(code(outcome), Some(ProblemCode::RegistrationUnknown));
    assert_eq!(posts(&world), 1);
}

#[test]
fn what_may_have_been_sent_is_not_followed_by_another_credential() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, timeout());
    world.answers(METHODS, list(&[password(), red_key()]));
    ask(&world, &mut session, &good(&begun)).expect_err("lost");
    let other = handed_in(&begun, b"another-credential", &client_data());
    let outcome = ask(&world, &mut session, &other);
    assert_eq!(code(outcome), Some(ProblemCode::RegistrationUnknown));
    assert_eq!(posts(&world), 1);
}

#[test]
fn each_passkey_of_a_visit_is_remembered_beside_the_others() {
    let world = World::new();
    let mut session = world.signed_in();
    for id in ["one", "other"] {
        let begun = begun(&world, &mut session).expect("begun");
        let key = passkey(id, "My key", "2026-03-02T09:00:30Z");
        world.answers(CREATE, json_answer(201, &key));
        let request = handed_in(&begun, id.as_bytes(), &client_data());
        let finished = ask(&world, &mut session, &request).expect("finished");
        let told = finished.passkey.expect("made here");
        assert_eq!(
            (told.method, told.credential),
            (MethodId(id.into()), encoding::base64url(id.as_bytes()))
        );
    }
    let kept = world.stored(&session).passkeys;
    let ids: Vec<_> = kept.iter().map(|passkey| passkey.method.0.as_str()).collect();
    assert_eq!(ids, ["one", "other"]);
}

#[test]
fn what_does_not_belong_to_the_registration_is_never_posted() {
    let world = World::new();
    let mut session = world.signed_in();
    let first = begun(&world, &mut session).expect("begun");
    let outcome = ask(&world, &mut world.signed_in(), &good(&first));
    assert_eq!(code(outcome), Some(ProblemCode::RegistrationUnknown), "another session");
    let second = begun(&world, &mut session).expect("begun");

    for (name, value) in [
        ("type", json!("webauthn.get")),
        ("origin", json!("https://evil.example")),
        ("challenge", json!(encoding::base64url(b"not issued"))),
        ("crossOrigin", json!(true)),
    ] {
        let mut client_data = client_data();
        client_data[name] = value;
        let request = handed_in(&second, b"new-credential", &client_data);
        let outcome = ask(&world, &mut session, &request);
        assert_eq!(code(outcome), Some(ProblemCode::RegistrationRefused), "{name}");
    }
    for name in ["", "   ", "a\nb", "yek\u{202e}", "\u{200b}", &"x".repeat(31)] {
        let mut request = good(&second);
        request.name = name.to_owned();
        let outcome = ask(&world, &mut session, &request);
        assert_eq!(code(outcome), Some(ProblemCode::NameInvalid), "{name:?}");
    }
    world.pass_minutes(5);
    let outcome = ask(&world, &mut session, &good(&second));
    assert_eq!(code(outcome), Some(ProblemCode::RegistrationExpired));
    assert_eq!(posts(&world), 0);
}

#[test]
fn a_name_has_up_to_thirty_characters_whatever_their_bytes() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, json_answer(201, &new_key()));
    let mut request = good(&begun);
    request.name = "é".repeat(30);
    assert!(ask(&world, &mut session, &request).is_ok());
}

#[test]
fn the_directorys_refusals_are_told_apart_and_can_be_asked_again() {
    let excluded = [0x83, 0xf5, 0x77, 0x24];
    for (raw, answer, expected) in [
        (&b"new"[..], graph_error(400, "badRequest", ""), ProblemCode::RegistrationRefused),
        (&excluded[..], graph_error(400, "badRequest", ""), ProblemCode::AlreadyRegistered),
        (b"new", graph_error(409, "conflict", ""), ProblemCode::AlreadyRegistered),
        (b"new", graph_error(405, "methodNotAllowed", ""), ProblemCode::RegistrationUnavailable),
        (b"new", graph_error(403, "accessDenied", ""), ProblemCode::Forbidden),
        (b"new", empty(429), ProblemCode::Throttled),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let begun = begun(&world, &mut session).expect("begun");
        let request = handed_in(&begun, raw, &client_data());
        world.answers(CREATE, answer.clone());
        assert_eq!(code(ask(&world, &mut session, &request)), Some(expected), "{answer:?}");
        world.answers(CREATE, json_answer(201, &new_key()));
        assert!(ask(&world, &mut session, &request).is_ok());
    }
}

#[test]
fn a_lost_answer_is_looked_for_in_the_list_before_anything_is_sent_again() {
    let half = Answer::Reply(http::Response::new(b"{".to_vec()));
    for lost in [timeout(), empty(500), empty(503), half] {
        // It had arrived, and the list shows it.
        let world = World::new();
        let mut session = world.signed_in();
        let begun = begun(&world, &mut session).expect("begun");
        world.answers(CREATE, lost.clone());
        world.answers(METHODS, list(&[password(), red_key(), new_key()]));
        let finished = ask(&world, &mut session, &good(&begun)).expect("found");
        assert_eq!(finished.method.id.0, "new-id");
        assert_eq!(posts(&world), 1, "{lost:?}");
        assert_eq!(ask(&world, &mut session, &good(&begun)), Ok(finished));
    }

    // The list lags: the person tries again, and then it is there.
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, timeout());
    world.answers(METHODS, list(&[password(), red_key()]));
    let outcome = ask(&world, &mut session, &good(&begun));
    assert_eq!(code(outcome), Some(ProblemCode::DirectoryUnreachable));
    world.answers(METHODS, list(&[new_key(), red_key()]));
    let mut again = world.open(session.id().expose());
    assert!(ask(&world, &mut again, &good(&begun)).is_ok());
    assert_eq!(posts(&world), 1);
}

#[test]
fn what_never_arrived_is_sent_again_and_a_late_twin_is_recognized() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, timeout());
    world.answers(METHODS, list(&[red_key()]));
    ask(&world, &mut session, &good(&begun)).expect_err("lost");
    world.answers(METHODS, list(&[red_key()]));
    world.answers(CREATE, graph_error(400, "badRequest", "already there"));
    world.answers(METHODS, list(&[red_key(), new_key()]));
    let finished = ask(&world, &mut session, &good(&begun)).expect("recognized");
    assert_eq!(finished.method.id.0, "new-id");
    assert_eq!(posts(&world), 2);
}

#[test]
fn a_refusal_does_not_make_the_edge_forget_that_an_earlier_answer_was_lost() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, timeout());
    world.answers(METHODS, list(&[red_key()]));
    ask(&world, &mut session, &good(&begun)).expect_err("lost");
    // It had arrived, so the directory refuses the same key; the list lags all the while.
    world.answers(METHODS, list(&[red_key()]));
    world.answers(CREATE, graph_error(400, "badRequest", "already there"));
    world.answers(METHODS, list(&[red_key()]));
    ask(&world, &mut session, &good(&begun)).expect_err("refused");
    world.answers(METHODS, list(&[red_key(), new_key()]));
    let finished = ask(&world, &mut session, &good(&begun)).expect("found");
    assert_eq!(finished.method.id.0, "new-id");
    assert_eq!(posts(&world), 2);
}

#[test]
fn what_may_exist_is_never_called_refused() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, timeout());
    world.answers(METHODS, list(&[red_key()]));
    ask(&world, &mut session, &good(&begun)).expect_err("lost");
    world.answers(METHODS, list(&[red_key()]));
    world.answers(CREATE, graph_error(400, "badRequest", "already there"));
    world.answers(METHODS, list(&[red_key()]));
    let outcome = ask(&world, &mut session, &good(&begun));
    assert_eq!(code(outcome), Some(ProblemCode::DirectoryUnreachable));
    let [noted] = &world.stored(&session).registrations[..] else { panic!("one note") };
    assert!(matches!(noted.progress, Progress::Sent { .. }));
}

#[test]
fn a_second_tab_that_opens_the_page_leaves_the_first_ones_ceremony_alone() {
    let world = World::new();
    let mut session = world.signed_in();
    let first = begun(&world, &mut session).expect("begun");
    let second = begun(&world, &mut session).expect("begun");
    for begun in [first, second] {
        world.answers(CREATE, json_answer(201, &new_key()));
        ask(&world, &mut session, &good(&begun)).expect("both are open");
    }
}

#[test]
fn nothing_is_sent_whose_note_is_gone() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    // Another tab has begun so many meanwhile that this one is forgotten.
    let id = session.id().expose().to_owned();
    world.alter(&id, |record| record.registrations.clear());
    world.stale_writes.set(1);
    let outcome = ask(&world, &mut session, &good(&begun));
    assert_eq!(code(outcome), Some(ProblemCode::RegistrationUnknown));
    assert_eq!(posts(&world), 0);
}

#[test]
fn what_was_registered_in_this_visit_is_excluded_although_the_directory_lags() {
    let excluded = |begun: &RegistrationBegun| -> Vec<String> {
        let list = begun.options.0.public_key.exclude_credentials.iter().flatten();
        list.map(|credential| encoding::base64url(&credential.id)).collect()
    };
    let world = World::new();
    let mut session = world.signed_in();
    let first = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, json_answer(201, &new_key()));
    ask(&world, &mut session, &good(&first)).expect("finished");
    let new = encoding::base64url(b"new-credential");
    let second = begun(&world, &mut session).expect("begun");
    assert_eq!(excluded(&second).iter().filter(|id| **id == new).count(), 1);
    // Once it is gone for good, the device may make another.
    world.people.borrow_mut().clear();
    let third = begun(&world, &mut session).expect("begun");
    assert!(!excluded(&third).contains(&new));
}

#[test]
fn the_browsers_window_closes_with_the_session() {
    let world = World::new();
    let mut session = world.signed_in();
    let id = session.id().expose().to_owned();
    world.alter(&id, |record| record.ends_at = START.plus_minutes(2));
    session = world.open(session.id().expose());
    let begun = begun(&world, &mut session).expect("begun");
    assert_eq!(begun.options.0.public_key.timeout, Some(120_000));
}

#[test]
fn another_key_is_never_taken_for_the_lost_one() {
    let renamed = passkey("new-id", "Another name", "2026-03-02T09:00:30Z");
    let authenticator = crate::testing::authenticator();
    let older_namesake = passkey(RED_KEY, "My key", "2020-08-10T06:44:09Z");
    for entry in [renamed, authenticator, red_key(), older_namesake] {
        let world = World::new();
        let mut session = world.signed_in();
        let begun = begun(&world, &mut session).expect("begun");
        world.answers(CREATE, timeout());
        world.answers(METHODS, list(std::slice::from_ref(&entry)));
        let outcome = ask(&world, &mut session, &good(&begun));
        assert_eq!(code(outcome), Some(ProblemCode::DirectoryUnreachable), "{entry}");
    }
}

#[test]
fn what_another_session_registered_meanwhile_is_not_taken_for_the_lost_one_either() {
    let world = World::new();
    let (mut one, mut other) = (world.signed_in(), world.signed_in());
    let (first, second) =
        (begun(&world, &mut one).expect("begun"), begun(&world, &mut other).expect("begun"));
    world.answers(CREATE, json_answer(201, &new_key()));
    ask(&world, &mut other, &good(&second)).expect("finished");
    world.answers(CREATE, timeout());
    world.answers(METHODS, list(&[red_key(), new_key()]));
    let outcome = ask(&world, &mut one, &good(&first));
    assert_eq!(code(outcome), Some(ProblemCode::DirectoryUnreachable));
}

#[test]
fn a_session_signed_out_meanwhile_still_hears_of_the_passkey_it_made() {
    let world = World::new();
    let mut session = world.signed_in();
    let begun = begun(&world, &mut session).expect("begun");
    world.answers(CREATE, json_answer(201, &new_key()));
    world.signs_out_at.set(CREATE);
    let finished = ask(&world, &mut session, &good(&begun)).expect("finished");
    assert!(matches!(finished.method.kind, MethodKind::Passkey { .. }));
    assert_eq!(world.person(&session).additions.len(), 1);
    assert!(world.sessions.borrow().is_empty(), "and stays signed out");
}

#[test]
fn without_a_known_proof_the_directorys_page_is_offered_before_a_step_up() {
    let here = json_answer(200, &creation_options());
    let elsewhere = graph_error(405, "methodNotAllowed", "");
    for (entries, answer, expected) in [
        (vec![], here.clone(), Err(ProblemCode::StepUpRequired)),
        (vec![], elsewhere, Ok(false)),
        // A one-time pass cannot be used for a step-up; its open window is proof enough.
        (vec![used_one_time_pass()], here, Ok(true)),
    ] {
        let world = World::new();
        world.claims.replace(json!({ "auth_time": null }));
        let mut session = world.signed_in();
        world.answers(METHODS, list(&entries));
        world.answers(OPTIONS, answer.clone());
        let offer = run(offer(&world.gateway(), &mut session, BeginRegistration {}));
        let is_here = offer.map(|offer| matches!(offer, RegistrationOffer::InPage(_)));
        assert_eq!(is_here.map_err(|fault| fault.code()), expected, "{answer:?}");
    }
}

#[test]
fn a_new_passkey_has_the_model_that_its_authenticator_tells_unless_the_directory_names_one() {
    for (model, aaguid, expected) in [
        (json!(null), json!(null), "Seventh Key"),
        (json!(null), json!("2fc0579f-8113-47ea-b116-555a8db9202a"), "Another name of the red key"),
        (json!("NFC key"), json!(null), "NFC key"),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let begun = begun(&world, &mut session).expect("begun");
        let mut request = good(&begun);
        let object = attestation_object("contoso.example", b"new-credential", &cose(Kind::Es256));
        request.credential.response.attestation_object = object;
        let mut key = new_key();
        key["model"] = model;
        key["aaGuid"] = aaguid;
        world.answers(CREATE, json_answer(201, &key));
        let finished = ask(&world, &mut session, &request).expect("registered");
        let MethodKind::Passkey { model, .. } = &finished.method.kind else { panic!("a passkey") };
        assert_eq!(model.as_deref(), Some(expected));
        // The same request again, and a list that does not show it yet.
        assert_eq!(ask(&world, &mut session, &request).expect("again").method, finished.method);
        world.answers(METHODS, list(&[password()]));
        let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
        assert_eq!(overview.methods[0].kind, finished.method.kind);
    }
}

#[test]
fn a_proof_is_verified_with_the_key_that_was_attested_for_this_credential_and_with_no_other() {
    let made = |directory: &str, id: &[u8]| attestation_object(directory, id, &cose(Kind::Es256));
    let own = Some(encoding::base64url(&cose(Kind::Es256)));
    for (object, expected) in [
        (made("contoso.example", b"new-credential"), own),
        (made("contoso.example", b"another-credential"), None),
        (made("evil.example", b"new-credential"), None),
        (b"attestation".to_vec(), None),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let begun = begun(&world, &mut session).expect("begun");
        let mut request = good(&begun);
        request.credential.response.attestation_object = object;
        world.answers(CREATE, json_answer(201, &new_key()));
        let told = ask(&world, &mut session, &request).expect("registered").passkey;
        assert_eq!(told.map(|passkey| passkey.is_provable), Some(expected.is_some()));
        let kept = world.stored(&session).passkeys;
        assert_eq!(kept[0].public_key, expected);
    }
}
