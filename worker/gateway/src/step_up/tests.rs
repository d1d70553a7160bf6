//! Claims challenges in every form, and the sign-ins that answer them.

use contract::{MethodId, ProblemCode, removal::RemoveMethod};
use http::{HeaderMap, HeaderValue, header::WWW_AUTHENTICATE};
use serde_json::{Value, json};

use super::begin;
use crate::{
    DirectoryCache, Session,
    claims_challenge::{ClaimsChallenge, is_insufficient},
    overview, removal, session,
    sign_in::{self, SignedIn},
    testing::{
        ACCOUNT, Answer, RED_KEY, START, World, authenticator, graph_error, list, pass, passkey,
        phone, query, red_key, run, used_one_time_pass, with_header,
    },
};

const LENA: &str = "lena@contoso.example";
const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

fn encoded() -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(CLAIMS)
}

fn percent_encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn headers(values: &[String]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a value");
        headers.append(WWW_AUTHENTICATE, value);
    }
    headers
}

#[test]
fn a_challenge_is_found_among_headers_and_parameters_in_any_order() {
    let claims = encoded();
    let wrong_json = crate::encoding::base64url(b"[1]");
    let quoted = CLAIMS.replace('"', "\\\"");
    let (percent, of_base64) = (percent_encoded(CLAIMS), percent_encoded(&claims));
    for (values, is_found) in [
        (
            vec![format!(
                "Bearer realm=\"\", authorization_uri=\"https://login.example/a?b=c\", \
                 error=\"insufficient_claims\", claims=\"{claims}\""
            )],
            true,
        ),
        (vec![format!("Bearer claims=\"{claims}\",error=\"insufficient_claims\"")], true),
        (
            vec![
                "PoP realm=\"x\"".to_owned(),
                format!("Bearer error=\"insufficient_claims\", claims={claims}"),
            ],
            true,
        ),
        (
            vec![format!(
                "Bearer realm=\"a \\\" b, error=no\", error=\"insufficient_claims\", claims=\"{claims}\""
            )],
            true,
        ),
        (
            vec![format!(
                "PoP realm=\"x\", error=\"invalid_token\", Bearer realm=\"\", \
                 error=\"insufficient_claims\", claims=\"{claims}\""
            )],
            true,
        ),
        (
            vec![format!(
                "Bearer error=\"insufficient_claims\", PoP claims=\"{claims}\", error=\"x\""
            )],
            false,
        ),
        (
            vec![format!(
                "Bearer realm=\"Zürich\", error=\"insufficient_claims\", claims=\"{claims}\""
            )],
            true,
        ),
        (vec![format!("Bearer error=\"insufficient_claims\", claims=\"{quoted}\"")], true),
        (vec![format!("Bearer error=\"insufficient_claims\", claims=\"{percent}\"")], true),
        (vec![format!("Bearer error=\"insufficient_claims\", claims={of_base64}")], true),
        (vec!["Bearer error=\"insufficient_claims\", claims=\"{x\"".to_owned()], false),
        (vec!["Bearer error=\"insufficient_claims\", claims=\"%7B%ff\"".to_owned()], false),
        (vec![format!("Bearer error=\"invalid_token\", claims=\"{claims}\"")], false),
        (vec!["Bearer error=\"insufficient_claims\"".to_owned()], false),
        (vec!["Bearer error=\"insufficient_claims\", claims=\"***\"".to_owned()], false),
        (vec![format!("Bearer error=\"insufficient_claims\", claims=\"{wrong_json}\"")], false),
        (vec![String::new()], false),
        (vec![], false),
    ] {
        let challenge = ClaimsChallenge::read(&headers(&values));
        let expected = is_found.then(|| ClaimsChallenge(CLAIMS.to_owned()));
        assert_eq!(challenge, expected, "{values:?}");
    }
    assert!(is_insufficient(&headers(&["Bearer error=\"insufficient_claims\"".to_owned()])));
    assert!(!is_insufficient(&headers(&["Bearer error=\"invalid_token\"".to_owned()])));
}

#[test]
fn the_directorys_challenge_is_kept_and_repeated_in_the_next_sign_in() {
    for status in [401, 403] {
        let world = World::new();
        let mut session = world.signed_in();
        let cookie = session.id().expose().to_owned();
        let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{}\"", encoded());
        let answer = graph_error(status, "InvalidAuthenticationToken", "");
        world.answers("GET /methods", with_header(answer, "www-authenticate", &challenge));
        let fault = run(overview::read(&world.gateway(), &mut session)).expect_err("challenged");
        assert_eq!(fault.code(), ProblemCode::StepUpRequired);

        let begun = run(begin(&world.gateway(), Some(&cookie), ACCOUNT, "/")).expect("begun");
        assert_eq!(query(&begun.location, "claims").as_deref(), Some(CLAIMS));
        assert_eq!(query(&begun.location, "prompt").as_deref(), Some("login"));
        // The page could not be read, so that its form knows no account.
        let begun = run(begin(&world.gateway(), Some(&cookie), "", "/")).expect("begun");
        assert_eq!(query(&begun.location, "claims").as_deref(), Some(CLAIMS));
    }
}

#[test]
fn a_step_up_ends_in_a_fresh_session_in_place_of_the_old_one() {
    let world = World::new();
    let old = world.sign_in();
    world.pass_minutes(20);
    let begun = run(begin(&world.gateway(), Some(&old), ACCOUNT, "/remove")).expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    let signed_in =
        run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt))).expect("signed in");
    assert_eq!(signed_in.return_to, "/remove");
    assert!(run(session::open(&world.gateway(), Some(&old))).is_err());
    let session = world.open(signed_in.session.expose());
    assert_eq!(session.record.authenticated_at, START.plus_minutes(20));
}

/// Begins a step-up of the session and finishes it as whoever the claims say.
fn steps_up(world: &World, session: &Session, return_to: &str) -> SignedIn {
    let cookie = Some(session.id().expose());
    let begun = run(begin(&world.gateway(), cookie, ACCOUNT, return_to)).expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt))).expect("signed in")
}

fn becomes_lena(world: &World) {
    world.claims.replace(json!({ "oid": "lena", "name": "Lena", "preferred_username": LENA }));
}

#[test]
fn somebody_else_who_finishes_a_step_up_comes_to_their_own_overview_and_is_told() {
    for (return_to, expected) in [
        ("/remove?method=phone", "/"),
        ("/remove?method=phone&lang=de", "/?lang=de"),
        ("/remove?lang=d%26e&method=phone", "/?lang=d%26e"),
        ("/add-passkey", "/"),
    ] {
        let world = World::new();
        let first = world.signed_in();
        let id = MethodId("red".to_owned());
        let mut changed = world.open(first.id().expose());
        run(changed.amend(&world.gateway(), |record| record.register(&id))).expect("noted");
        becomes_lena(&world);
        let signed_in = steps_up(&world, &first, return_to);
        assert_eq!(signed_in.return_to, expected);
        assert!(!world.sessions.borrow().contains_key(&first.id().name()), "hers has ended");

        let mut session = world.open(signed_in.session.expose());
        assert_eq!(session.person().account, LENA);
        assert!(session.record.registered.is_empty(), "it was the other one's");
        for (minutes, told) in [(0, Some(ACCOUNT)), (4, Some(ACCOUNT)), (5, None)] {
            world.now.set(START.plus_minutes(minutes));
            world.answers("GET /methods", list(&[phone()]));
            let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
            assert_eq!(overview.instead_of.as_deref(), told, "{minutes}");
        }
    }
}

#[test]
fn it_is_the_person_who_counts_and_not_the_name_or_another_directorys_number() {
    let world = World::new();
    let first = world.signed_in();
    // Renamed in between.
    world.claims.replace(json!({ "preferred_username": "ada.byron@contoso.example" }));
    let signed_in = steps_up(&world, &first, "/remove?method=phone");
    assert_eq!(signed_in.return_to, "/remove?method=phone");
    let mut session = world.open(signed_in.session.expose());
    world.answers("GET /methods", list(&[phone()]));
    let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
    assert_eq!(overview.instead_of, None);
    // The same name, given to somebody else.
    let world = World::new();
    let first = world.signed_in();
    world.claims.replace(json!({ "oid": "another" }));
    assert_eq!(steps_up(&world, &first, "/remove?method=phone").return_to, "/");
}

#[test]
fn what_was_registered_in_this_visit_outlives_a_step_up() {
    let world = World::new();
    let mut session = world.signed_in();
    let id = MethodId(RED_KEY.to_owned());
    run(session.amend(&world.gateway(), |record| record.register(&id))).expect("noted");
    for minutes in [11, 22] {
        world.now.set(START.plus_minutes(minutes));
        let signed_in = steps_up(&world, &session, "/retire-pass");
        assert_eq!(signed_in.return_to, "/retire-pass");
        session = world.open(signed_in.session.expose());
        world.answers("GET /methods", list(&[pass(), red_key()]));
        let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
        assert!(overview.pass.expect("a pass").can_be_ended, "{minutes}");
    }
    // A sign-in of its own is a new visit.
    let mut other = world.signed_in();
    world.answers("GET /methods", list(&[pass(), red_key()]));
    let overview = run(overview::read(&world.gateway(), &mut other)).expect("read");
    assert!(!overview.pass.expect("a pass").can_be_ended);
}

/// A step-up 20 minutes after the sign-in, with this `auth_time` in each of their ID tokens; null is none.
fn stepped_up(world: &World, first: &Value, second: &Value) -> Result<SignedIn, ProblemCode> {
    world.claims.replace(json!({ "auth_time": first }));
    let old = world.sign_in();
    world.pass_minutes(20);
    world.claims.replace(json!({ "auth_time": second }));
    let begun = run(begin(&world.gateway(), Some(&old), ACCOUNT, "/")).expect("begun");
    assert_eq!(query(&begun.location, "max_age").as_deref(), Some("300"));
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    let outcome = run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt)));
    // Where it is not counted, the earlier session stays.
    assert_eq!(run(session::open(&world.gateway(), Some(&old))).is_ok(), outcome.is_err());
    outcome.map_err(|fault| fault.code())
}

#[test]
fn a_step_up_counts_by_its_auth_time_and_without_one_only_where_the_directory_never_tells() {
    let (then, now) = (json!(START.0 / 1000), json!(START.plus_minutes(20).0 / 1000));
    let just_fresh = json!(START.plus_minutes(10).plus_seconds(1).0 / 1000);
    let just_old = json!(START.plus_minutes(10).0 / 1000);
    let absent = Value::Null;
    for (first, second, is_counted) in [
        (&then, &now, true),
        (&absent, &now, true),
        // Entra ID sends it only where the registration of the application lists it.
        (&absent, &absent, true),
        // An earlier sign-in is no new proof.
        (&then, &then, false),
        (&absent, &then, false),
        // What is ten minutes old would ask for the same again.
        (&then, &just_fresh, true),
        (&then, &just_old, false),
        // `prompt` and `max_age` can be taken out of the address on its way through the browser.
        (&then, &absent, false),
    ] {
        let world = World::new();
        match stepped_up(&world, first, second) {
            Ok(signed_in) => {
                let session = world.open(signed_in.session.expose());
                assert!(is_counted, "{first} {second}");
                assert!(super::check_fresh(&world.gateway(), &session).is_ok());
            }
            // A session that is as old as the last would ask for the same again.
            Err(code) => {
                assert!(!is_counted, "{first} {second}");
                assert_eq!(code, ProblemCode::StepUpIncomplete);
            }
        }
    }
}

#[test]
fn what_the_directory_tells_of_one_person_it_tells_of_everyone_for_half_a_day() {
    let told = json!(START.0 / 1000);
    for (hours, is_counted) in [(11, false), (12, true)] {
        let world = World::new();
        world.claims.replace(json!({ "auth_time": told }));
        world.sign_in();
        world.pass_minutes(hours * 60 - 20);
        let outcome = stepped_up(&world, &Value::Null, &Value::Null);
        let code = outcome.err();
        assert_eq!(code, (!is_counted).then_some(ProblemCode::StepUpIncomplete), "{hours} hours");
    }
    // An earlier edge told the session, whose edge has not met an ID token since its start.
    let mut world = World::new();
    let first = world.signed_in();
    world.directory = DirectoryCache::default();
    world.claims.replace(json!({ "auth_time": null }));
    let begun = run(begin(&world.gateway(), Some(first.id().expose()), ACCOUNT, "/"));
    let begun = begun.expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    let outcome = run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt)));
    assert_eq!(outcome.expect_err("not counted").code(), ProblemCode::StepUpIncomplete);
}

#[test]
fn somebody_else_who_comes_back_from_a_step_up_has_proved_no_more_than_that() {
    for has_told in [true, false] {
        let mut world = World::new();
        let first = world.signed_in();
        if !has_told {
            world.directory = DirectoryCache::default();
        }
        becomes_lena(&world);
        world.claims.borrow_mut()["auth_time"] = Value::Null;
        let lena = steps_up(&world, &first, "/");
        let session = world.open(lena.session.expose());
        assert_eq!(super::check_fresh(&world.gateway(), &session).is_ok(), !has_told);
    }
}

const STALE: &str = "MFA is required for a 'RemoveKey' operation of Ada, but was not performed.";

/// What the log says of a change that the directory refuses like this, so long after the sign-in.
fn logged(seconds: i64, ahead: Option<i64>, answer: Answer) -> String {
    let world = World::new();
    let mut session = world.signed_in();
    world.now.set(START.plus_seconds(seconds));
    world.directory_ahead.set(ahead);
    world.answers("GET /methods", list(&[red_key(), authenticator()]));
    world.answers(&format!("DELETE /fido2Methods/{RED_KEY}"), answer);
    let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: true };
    run(removal::remove(&world.gateway(), &mut session, request)).expect_err("refused").to_string()
}

#[test]
fn the_log_tells_who_wants_a_fresher_sign_in_and_how_far_the_clocks_are_apart() {
    let stale = || graph_error(403, "accessDenied", STALE);
    let begins = "refused: a fresher sign-in is needed: the directory says accessDenied, mfa; \
                  the last proof is 60 s old";
    for (ahead, ends) in [
        (None, ""),
        (Some(0), ""),
        (Some(10), ""),
        (Some(-10), ""),
        (Some(312), "; the directory's clock is 312 s ahead of ours"),
        (Some(-312), "; the directory's clock is 312 s behind ours"),
    ] {
        assert_eq!(logged(60, ahead, stale()), format!("{begins}{ends}"), "{ahead:?}");
    }
    let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{}\"", encoded());
    let challenged = graph_error(401, "InvalidAuthenticationToken", "Ada's token");
    let challenged = with_header(challenged, "www-authenticate", &challenge);
    let told = logged(60, Some(-400), challenged);
    assert!(told.contains("the directory says InvalidAuthenticationToken, "), "{told}");
    assert!(told.contains("400 s behind ours") && !told.contains("Ada"), "{told}");
    // What is in place of a code is not told.
    let told = logged(60, None, graph_error(403, "Ada may not", STALE));
    assert!(told.contains("the directory says unreadable, mfa") && !told.contains("Ada"), "{told}");
}

#[test]
fn a_limit_of_our_own_is_told_with_the_difference_that_the_sign_in_showed() {
    let world = World::new();
    world.directory_ahead.set(Some(-700));
    // What is said to be 700 seconds old was proved this very moment.
    world.claims.replace(json!({ "auth_time": START.plus_seconds(-700).0 / 1000 }));
    let mut session = world.signed_in();
    let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: true };
    let fault = run(removal::remove(&world.gateway(), &mut session, request)).expect_err("refused");
    let ends = "the last proof is 700 s old; the directory's clock is 700 s behind ours";
    assert_eq!(fault.to_string(), format!("refused: a fresher sign-in is needed: {ends}"));
    // The step-up ends as old as it began.
    let begun = run(begin(&world.gateway(), Some(session.id().expose()), ACCOUNT, "/"));
    let begun = begun.expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    let fault = run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt)));
    let fault = fault.expect_err("refused").to_string();
    assert_eq!(fault, format!("refused: a fresh sign-in counts as too old: {ends}"));

    world.claims.replace(json!({ "auth_time": null }));
    world.directory_ahead.set(None);
    let mut session = world.signed_in();
    let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: true };
    let fault = run(removal::remove(&world.gateway(), &mut session, request)).expect_err("refused");
    let ends = "when the last proof was made is not known";
    assert_eq!(fault.to_string(), format!("refused: a fresher sign-in is needed: {ends}"));
}

#[test]
fn a_change_that_is_forbidden_without_a_known_reason_asks_an_older_sign_in_once_for_a_fresher_one()
{
    let forbidden = || graph_error(403, "accessDenied", "A sentence that nobody knows yet.");
    for (seconds, is_asked) in [(299, false), (300, true), (599, true)] {
        let told = logged(seconds, Some(-312), forbidden());
        assert_eq!(told.contains("a fresher sign-in is needed"), is_asked, "{seconds}: {told}");
        assert!(told.contains("accessDenied, for a reason not known"), "{told}");
        assert_eq!(told.contains("312 s behind"), is_asked, "{told}");
    }
    // Where it tells a reason, a sign-in would change nothing.
    for (code, words) in [
        ("Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
        ("Authorization_RequestDenied", "A sentence that nobody knows yet."),
        ("accessDenied", "The policy of your organization does not allow it."),
    ] {
        let told = logged(301, None, graph_error(403, code, words));
        assert!(!told.contains("a fresher sign-in is needed"), "{told}");
    }
    let refused = |world: &World, session: &mut Session| {
        world.answers("GET /methods", list(&[red_key(), authenticator()]));
        world.answers(&format!("DELETE /fido2Methods/{RED_KEY}"), forbidden());
        let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: true };
        run(removal::remove(&world.gateway(), session, request)).expect_err("refused").code()
    };
    let world = World::new();
    let mut first = world.signed_in();
    world.pass_minutes(6);
    assert_eq!(refused(&world, &mut first), ProblemCode::StepUpRequired);
    // Whether or not the directory tells when the new proof was made.
    let second = steps_up(&world, &first, "/");
    let mut second = world.open(second.session.expose());
    assert_eq!(refused(&world, &mut second), ProblemCode::Forbidden, "it is as it says");
    // A person may take their time.
    world.pass_minutes(6);
    assert_eq!(refused(&world, &mut second), ProblemCode::Forbidden, "also later");
    let world = World::new();
    world.claims.replace(json!({ "auth_time": null }));
    let first = world.signed_in();
    let second = steps_up(&world, &first, "/");
    let mut second = world.open(second.session.expose());
    assert_eq!(refused(&world, &mut second), ProblemCode::Forbidden, "it is as it says");
    // Somebody whose one-time pass is used up could not come back.
    let world = World::new();
    let mut session = world.signed_in();
    world.answers("GET /methods", list(&[used_one_time_pass(), red_key(), authenticator()]));
    run(overview::read(&world.gateway(), &mut session)).expect("read");
    world.pass_minutes(6);
    world.answers("GET /methods", list(&[used_one_time_pass(), red_key(), authenticator()]));
    world.answers(&format!("DELETE /fido2Methods/{RED_KEY}"), forbidden());
    let request = RemoveMethod { method: MethodId(RED_KEY.to_owned()), accepts_password: true };
    let fault = run(removal::remove(&world.gateway(), &mut session, request)).expect_err("refused");
    assert_eq!(fault.code(), ProblemCode::Forbidden);
}

#[test]
fn what_the_directory_still_calls_too_old_after_a_step_up_asks_for_no_other_one() {
    let stale = "MFA is required for a 'RemoveKey' operation, but was not performed.";
    let refused = |world: &World, session: &mut Session, minutes: i64| {
        world.now.set(START.plus_minutes(minutes));
        world.answers("GET /methods", graph_error(403, "accessDenied", stale));
        run(overview::read(&world.gateway(), session)).expect_err("refused").code()
    };
    let world = World::new();
    let mut first = world.signed_in();
    assert_eq!(refused(&world, &mut first, 1), ProblemCode::StepUpRequired);
    let second = steps_up(&world, &first, "/");
    let mut second = world.open(second.session.expose());
    assert_eq!(refused(&world, &mut second, 2), ProblemCode::StepUpIncomplete);
    // Later it may really be too old.
    assert_eq!(refused(&world, &mut second, 6), ProblemCode::StepUpRequired);
}

#[test]
fn a_challenge_that_the_step_up_did_not_know_is_answered_by_another_one() {
    let challenged = |world: &World, session: &mut Session| {
        let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{}\"", encoded());
        let answer = graph_error(401, "InvalidAuthenticationToken", "");
        world.answers("GET /methods", with_header(answer, "www-authenticate", &challenge));
        run(overview::read(&world.gateway(), session)).expect_err("challenged").code()
    };
    let world = World::new();
    let first = world.signed_in();
    let second = steps_up(&world, &first, "/");
    let mut second = world.open(second.session.expose());
    assert_eq!(challenged(&world, &mut second), ProblemCode::StepUpRequired);
    let third = steps_up(&world, &second, "/");
    let mut third = world.open(third.session.expose());
    assert_eq!(challenged(&world, &mut third), ProblemCode::StepUpIncomplete, "it was answered");
}

#[test]
fn without_a_live_session_of_the_account_it_is_an_ordinary_sign_in() {
    let world = World::new();
    let cookie = world.sign_in();
    let prompt = |world: &World, cookie: Option<&str>, account: &str| {
        let begun = run(begin(&world.gateway(), cookie, account, "/")).expect("begun");
        query(&begun.location, "prompt")
    };
    assert_eq!(prompt(&world, Some(&cookie), ACCOUNT).as_deref(), Some("login"));
    assert_eq!(prompt(&world, Some(&cookie), "bela@contoso.example"), None);
    assert_eq!(prompt(&world, Some(&cookie), "").as_deref(), Some("login"), "the session knows");
    assert_eq!(prompt(&world, None, ACCOUNT), None);
    assert_eq!(prompt(&world, Some("x"), ACCOUNT), None);
    world.now.set(START.plus_minutes(30).plus_milliseconds(-1));
    assert_eq!(prompt(&world, Some(&cookie), ACCOUNT).as_deref(), Some("login"));
    world.now.set(START.plus_minutes(30));
    assert_eq!(prompt(&world, Some(&cookie), ACCOUNT), None);
}

#[test]
fn freshness_ends_ten_minutes_after_the_proof_and_for_registering_after_five() {
    let world = World::new();
    let mut session = world.signed_in();
    let milliseconds = |minutes: i64| minutes * 60_000;
    for (at, is_fresh, can_register) in [
        (0, true, true),
        (milliseconds(5) - 1, true, true),
        (milliseconds(5), true, false),
        (milliseconds(10) - 1, true, false),
        (milliseconds(10), false, false),
    ] {
        world.now.set(START.plus_milliseconds(at));
        let fresh = super::check_fresh(&world.gateway(), &session).is_ok();
        assert_eq!(fresh, is_fresh, "{at} ms");
        let registers = super::check_fresh_to_register(&world.gateway(), &session).is_ok();
        assert_eq!(registers, can_register, "{at} ms");
    }
    world.answers("GET /methods", list(&[]));
    let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
    assert_eq!(overview.session.fresh_until, START.plus_minutes(10));
    assert_eq!(overview.session.register_until, START.plus_minutes(5));
}

#[test]
fn a_step_up_goes_on_with_the_visit_and_with_what_came_to_the_list_meanwhile() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers("GET /methods", list(&[pass()]));
    run(overview::read(&world.gateway(), &mut session)).expect("read");
    world.pass_minutes(11);
    let cookie = session.id().expose().to_owned();
    let begun = run(begin(&world.gateway(), Some(&cookie), ACCOUNT, "/")).expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("code=good-code&state={state}");
    let signed_in =
        run(sign_in::finish(&world.gateway(), &query, Some(&begun.attempt))).expect("in");
    let mut session = world.open(signed_in.session.expose());
    // Made on the directory's own page between the last reading and the step-up.
    let made = passkey("new", "New key", "2026-03-02T09:05:00Z");
    world.answers("GET /methods", list(&[pass(), made]));
    let overview = run(overview::read(&world.gateway(), &mut session)).expect("read");
    assert!(overview.pass.expect("a pass").can_be_ended);
}

#[test]
fn a_step_up_begins_whatever_the_directory_calls_the_account() {
    for (called, account) in [
        ("+49 30 5550100", "+49 30 5550100"),
        ("ada", "ada"),
        ("DOMAIN\\ada", "DOMAIN\\ada"),
        // Nobody is called nothing: it is the account that was asked for.
        ("", ACCOUNT),
        (" ", ACCOUNT),
    ] {
        let world = World::new();
        world.claims.replace(json!({ "preferred_username": called }));
        let session = world.signed_in();
        assert_eq!(session.person().account, account);
        for typed in ["", account] {
            let cookie = Some(session.id().expose());
            let begun = run(begin(&world.gateway(), cookie, typed, "/")).expect(called);
            assert_eq!(query(&begun.location, "login_hint").as_deref(), Some(account));
            assert_eq!(query(&begun.location, "prompt").as_deref(), Some("login"));
        }
    }
}
