//! Sign-in from its beginning to its end, and every way in which the end must not be reached.

use contract::ProblemCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{SignedIn, attempt_tag, attempted_account, begin, finish, open_account, page_here};
use crate::{
    encoding,
    fault::{Fault, Refusal},
    session,
    testing::{
        ACCOUNT, APP, Answer, LOGIN, START, TENANT, World, issuer, json_answer, query, run, sign,
        timeout, token_body, token_error,
    },
};

const EXPIRED: Fault = Fault::Refused(Refusal::SignInExpired);

fn finish_with(world: &World, query: &str, cookie: Option<&str>) -> Result<SignedIn, Fault> {
    run(finish(&world.gateway(), query, cookie))
}

fn code_of(outcome: Result<SignedIn, Fault>) -> Option<ProblemCode> {
    outcome.err().map(|fault| fault.code())
}

#[test]
fn a_sign_in_asks_the_directory_for_a_code_with_pkce_state_and_nonce() {
    let world = World::new();
    let begun = run(begin(&world.gateway(), ACCOUNT, "/add-passkey")).expect("begun");
    let location = begun.location.as_str();
    assert!(location.starts_with(&format!("{LOGIN}/{TENANT}/oauth2/v2.0/authorize?")));
    let callback = format!("{APP}/callback");
    for (name, value) in [
        ("response_type", "code"),
        ("response_mode", "query"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", callback.as_str()),
        ("login_hint", ACCOUNT),
    ] {
        assert_eq!(query(location, name).as_deref(), Some(value), "{name}");
    }
    let scope = query(location, "scope").expect("scope");
    assert!(scope.starts_with("openid profile offline_access UserAuthenticationMethod.Read "));
    // Of what reaches beyond oneself only that of which there is no narrower one.
    let scope = scope.replace(" User.RevokeSessions.All", "");
    assert!(!scope.contains(".All") && !scope.contains("User.Read"));
    assert_eq!(query(location, "prompt"), None);
    for secret in ["state", "nonce", "code_challenge"] {
        assert_eq!(query(location, secret).expect(secret).len(), 43, "{secret}");
    }
    assert!(!begun.attempt.contains("contoso"), "the attempt is sealed");
}

#[test]
fn a_finished_sign_in_creates_a_session_and_comes_back_to_the_page() {
    let world = World::new();
    let begun = run(begin(&world.gateway(), ACCOUNT, "/add-passkey")).expect("begun");
    let state = world.note_authorize(&begun.location);
    let query = format!("?code=good-code&state={state}&session_state=x");
    let signed_in = finish_with(&world, &query, Some(&begun.attempt)).expect("signed in");
    assert_eq!(signed_in.return_to, "/add-passkey");
    assert_eq!(signed_in.ends_at, START.plus_minutes(480));

    let session = world.open(signed_in.session.expose());
    assert_eq!(session.person().name, "Ada Lovelace");
    assert_eq!(session.person().account, ACCOUNT);
    assert_eq!(session.person_key().tenant_id, TENANT);
    assert_eq!(session.clocks(&world.settings.limits).fresh_until, START.plus_minutes(10));

    let sent = String::from_utf8(world.last_request_to("/token")).expect("a form");
    for part in ["grant_type=authorization_code", "code=good-code", "client_secret="] {
        assert!(sent.contains(part), "{part}");
    }
    let verifier =
        sent.split('&').find_map(|pair| pair.strip_prefix("code_verifier=")).expect("a verifier");
    let challenge = encoding::base64url(&Sha256::digest(verifier));
    assert!(begun.location.contains(&format!("code_challenge={challenge}")));
}

#[test]
fn a_sign_in_from_the_first_page_leads_on_to_what_is_next() {
    for (page, return_to) in
        [("/", "/?do=next"), ("/?lang=de", "/?lang=de&do=next"), ("/recover", "/recover")]
    {
        let world = World::new();
        let begun = run(begin(&world.gateway(), ACCOUNT, page)).expect("begun");
        let state = world.note_authorize(&begun.location);
        let query = format!("code=good-code&state={state}");
        let signed_in = finish_with(&world, &query, Some(&begun.attempt)).expect("signed in");
        assert_eq!(signed_in.return_to, return_to);
    }
}

#[test]
fn another_account_than_the_one_asked_for_comes_to_the_overview() {
    let page = "/remove?method=phone&lang=de";
    for (account, return_to) in [
        (json!(ACCOUNT), page),
        (json!("ADA@Contoso.Example"), page),
        (json!("lena@contoso.example"), "/?lang=de"),
        (json!(format!("{ACCOUNT}x")), "/?lang=de"),
        // Nobody knows who it is.
        (Value::Null, "/?lang=de"),
    ] {
        let world = World::new();
        world.claims.replace(json!({ "preferred_username": account }));
        let begun = run(begin(&world.gateway(), ACCOUNT, page)).expect("begun");
        let state = world.note_authorize(&begun.location);
        let query = format!("code=good-code&state={state}");
        let signed_in = finish_with(&world, &query, Some(&begun.attempt)).expect("signed in");
        assert_eq!(signed_in.return_to, return_to, "{account}");
        assert_eq!(world.open(signed_in.session.expose()).record.instead_of, None);
    }
}

#[test]
fn an_account_that_is_none_is_told_before_anything_is_asked() {
    let world = World::new();
    let fault = run(begin(&world.gateway(), "ada", "/")).expect_err("no account");
    assert_eq!(fault.code(), ProblemCode::AccountInvalid);
    assert!(world.asked().is_empty());
}

#[test]
fn an_answer_that_fits_no_attempt_is_refused_and_the_code_never_used() {
    let world = World::new();
    let (state, attempt) = world.begin_sign_in();
    let (_, other) = world.begin_sign_in();
    let good = format!("code=good-code&state={state}");
    let tampered = format!("{}A", &attempt[..attempt.len() - 1]);
    let elsewhere =
        world.settings.seal_keys.seal(&world, "another purpose", b"{}").expect("sealed");
    for (query, cookie) in [
        (good.as_str(), None),
        (&good, Some("")),
        (&good, Some("k1.AAAA")),
        (&good, Some(tampered.as_str())),
        (&good, Some(elsewhere.as_str())),
        (&good, Some(other.as_str())),
        ("code=good-code&state=guessed", Some(&attempt)),
        ("code=good-code&state=", Some(&attempt)),
        ("code=good-code", Some(&attempt)),
        (&format!("state={state}"), Some(&attempt)),
        (&format!("code=&state={state}"), Some(&attempt)),
        (&format!("{good}&state={state}"), Some(&attempt)),
        (&format!("{good}&code=second"), Some(&attempt)),
        (&format!("{good}&iss=https%3A%2F%2Fevil.example"), Some(&attempt)),
        ("error=access_denied&state=guessed", Some(&attempt)),
    ] {
        let code = code_of(finish_with(&world, query, cookie));
        assert_eq!(code, Some(ProblemCode::SignInMismatch), "{query}");
    }
    assert!(!world.asked().iter().any(|asked| asked.contains("token")));
    assert!(world.sessions.borrow().is_empty());
}

#[test]
fn an_attempt_lasts_ten_minutes() {
    for (minutes, code) in [(9, None), (10, Some(ProblemCode::SignInExpired))] {
        let world = World::new();
        let (state, attempt) = world.begin_sign_in();
        world.pass_minutes(minutes);
        let query = format!("code=good-code&state={state}&iss={}", issuer());
        assert_eq!(code_of(finish_with(&world, &query, Some(&attempt))), code);
    }
}

#[test]
fn the_directorys_no_is_told_apart() {
    for (error, description, code) in [
        ("access_denied", "", ProblemCode::SignInCancelled),
        ("access_denied", "AADSTS65004: declined", ProblemCode::ConsentDeclined),
        ("access_denied", "AADSTS53003: blocked by policy", ProblemCode::SignInBlocked),
        ("access_denied", "AADSTS53000: device", ProblemCode::SignInBlocked),
        ("access_denied", "AADSTS530003: device", ProblemCode::SignInBlocked),
        ("access_denied", "AADSTS50105: not assigned", ProblemCode::NotAssigned),
        ("access_denied", "Error: AADSTS53003: blocked", ProblemCode::SignInBlocked),
        ("invalid_grant", "AADSTS50005: the platform", ProblemCode::SignInBlocked),
        ("interaction_required", "AADSTS50097: the device", ProblemCode::SignInBlocked),
        ("access_denied", "AADSTS50131: a rule", ProblemCode::SignInBlocked),
        ("invalid_grant", "AADSTS50158: a challenge elsewhere", ProblemCode::SignInBlocked),
        ("invalid_grant", "AADSTS70008: expired", ProblemCode::SignInExpired),
        ("invalid_client", "AADSTS650052: a service", ProblemCode::Misconfigured),
        ("invalid_client", "AADSTS650053: a scope", ProblemCode::Misconfigured),
        ("unauthorized_client", "AADSTS700016: no application", ProblemCode::Misconfigured),
        ("invalid_scope", "AADSTS70011: a scope", ProblemCode::Misconfigured),
        ("unauthorized_client", "AADSTS700030: something new", ProblemCode::Misconfigured),
        ("invalid_scope", "", ProblemCode::Misconfigured),
        ("access_denied", "AADSTS53: what is that", ProblemCode::SignInRefused),
        ("access_denied", "AADSTS90072: guest", ProblemCode::SignInRefused),
        ("server_error", "AADSTS90033: transient", ProblemCode::DirectoryUnreachable),
        ("temporarily_unavailable", "", ProblemCode::DirectoryUnreachable),
        ("consent_required", "", ProblemCode::ConsentRequired),
        ("invalid_client", "AADSTS65001: no consent", ProblemCode::ConsentRequired),
        ("access_denied", "AADSTS90094: ask admin", ProblemCode::ConsentRequired),
        ("interaction_required", "AADSTS53003: blocked", ProblemCode::SignInBlocked),
        ("anything else", "with spaces", ProblemCode::SignInRefused),
    ] {
        let world = World::new();
        let (state, attempt) = world.begin_sign_in();
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("error", error);
        query.append_pair("error_description", description);
        query.append_pair("state", &state);
        let outcome = finish_with(&world, &query.finish(), Some(&attempt));
        let number = description.split([':', ' ']).find(|text| text.starts_with("AADSTS"));
        if let Some(number) = number {
            let fault = outcome.as_ref().expect_err("refused");
            let problem = fault.problem(&world.gateway().trace);
            // What is wrong stands there in words, where that is known, and a code that has expired is
            // nobody's fault.
            let is_told = !fault.to_string().contains(", section ") && fault != &EXPIRED;
            assert_eq!(problem.directory_code.as_deref(), is_told.then_some(number), "{fault}");
            assert_eq!(fault.to_string().contains(number), is_told, "in the log: {fault}");
        }
        assert_eq!(code_of(outcome), Some(code), "{error} {description}");
        assert!(world.sessions.borrow().is_empty());
    }
}

#[test]
fn the_token_endpoints_trouble_creates_nothing() {
    let reused = token_error("invalid_grant", "AADSTS54005: code was already redeemed");
    let html = Answer::Reply(http::Response::new(b"<html>".to_vec()));
    let granted = json!({ "token_type": "Bearer", "access_token": "a", "expires_in": 3600 });
    let with = |name: &str, value: Value| {
        let mut changed = granted.clone();
        changed[name] = value;
        json_answer(200, &changed)
    };
    let page = http::Response::builder().header("content-type", "text/html");
    let page = page.body(granted.to_string().into_bytes()).expect("a response");
    for (answer, code) in [
        (Answer::Reply(page), ProblemCode::DirectoryMisbehaved),
        (json_answer(201, &granted), ProblemCode::DirectoryMisbehaved),
        (with("token_type", json!(null)), ProblemCode::DirectoryMisbehaved),
        (with("token_type", json!("pop")), ProblemCode::DirectoryMisbehaved),
        (with("expires_in", json!("3600")), ProblemCode::DirectoryMisbehaved),
        (with("expires_in", json!(-1)), ProblemCode::DirectoryMisbehaved),
        (with("access_token", json!(7)), ProblemCode::DirectoryMisbehaved),
        (reused, ProblemCode::SignInRefused),
        (token_error("invalid_grant", "AADSTS65001: consent"), ProblemCode::ConsentRequired),
        (token_error("invalid_client", "AADSTS7000215: secret"), ProblemCode::Misconfigured),
        (token_error("temporarily_unavailable", ""), ProblemCode::DirectoryUnreachable),
        (html, ProblemCode::DirectoryMisbehaved),
        (json_answer(200, &json!({ "token_type": "Bearer" })), ProblemCode::DirectoryMisbehaved),
        (json_answer(429, &json!({})), ProblemCode::Throttled),
        (json_answer(503, &json!({})), ProblemCode::DirectoryUnreachable),
        (timeout(), ProblemCode::DirectoryUnreachable),
    ] {
        let world = World::new();
        let (state, attempt) = world.begin_sign_in();
        world.answers("POST /token", answer.clone());
        let query = format!("code=good-code&state={state}");
        let outcome = finish_with(&world, &query, Some(&attempt));
        assert_eq!(code_of(outcome), Some(code), "{answer:?}");
        let exchanges = world.asked().iter().filter(|a| a.ends_with("token")).count();
        assert_eq!(exchanges, 1, "a code is never sent twice");
        assert!(world.sessions.borrow().is_empty());
    }
}

#[test]
fn an_id_token_that_does_not_pass_creates_nothing() {
    for changes in [json!({ "nonce": "another" }), json!({ "aud": "another" }), json!({ "exp": 1 })]
    {
        let world = World::new();
        let (state, attempt) = world.begin_sign_in();
        world.claims.replace(changes.clone());
        let query = format!("code=good-code&state={state}");
        let outcome = finish_with(&world, &query, Some(&attempt));
        assert_eq!(code_of(outcome), Some(ProblemCode::IdentityUnverified), "{changes}");
        assert!(world.sessions.borrow().is_empty());
    }

    let world = World::new();
    let (state, attempt) = world.begin_sign_in();
    let mut body = token_body(&sign(&json!({})));
    body["id_token"] = Value::Null;
    world.answers("POST /token", json_answer(200, &body));
    let query = format!("code=good-code&state={state}");
    let outcome = finish_with(&world, &query, Some(&attempt));
    assert_eq!(code_of(outcome), Some(ProblemCode::IdentityUnverified));
}

#[test]
fn without_auth_time_nothing_is_proved_and_a_future_one_is_not_believed() {
    for (auth_time, authenticated_at, proved_at) in [
        (Value::Null, START, None),
        (json!(START.0 / 1000 - 300), START.plus_minutes(-5), Some(START.plus_minutes(-5))),
        (json!(START.0 / 1000 + 3000), START, Some(START)),
    ] {
        let world = World::new();
        world.claims.replace(json!({ "auth_time": auth_time }));
        let session = world.signed_in();
        assert_eq!(session.record.authenticated_at, authenticated_at);
        assert_eq!(session.record.proved_at, proved_at);
        assert_eq!(
            session.clocks(&world.settings.limits).fresh_until > START,
            proved_at.is_some(),
            "{auth_time}"
        );
    }
}

#[test]
fn each_sign_in_gets_a_session_of_its_own() {
    let world = World::new();
    let (first, second) = (world.sign_in(), world.sign_in());
    assert_ne!(first, second);
    assert!(run(session::open(&world.gateway(), Some(&first))).is_ok());
    assert!(run(session::open(&world.gateway(), Some(&second))).is_ok());
}

#[test]
fn nothing_that_prints_shows_a_secret() {
    let world = World::new();
    let session = world.signed_in();
    let printed = format!("{session:?} {:?}", world.gateway().settings);
    for secret in ["access-1", "refresh-1", session.id().expose(), "client-secret-value"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    let stored = format!("{:?}", world.sessions.borrow());
    assert!(!stored.contains(&world.sessions.borrow()[&session.id().name()].text));
}

#[test]
fn the_answer_of_each_of_two_attempts_names_its_own() {
    let world = World::new();
    let begin = || run(begin(&world.gateway(), ACCOUNT, "/")).expect("begun");
    let (one, other) = (begin(), begin());
    assert_ne!(one.tag, other.tag);
    for begun in [&one, &other] {
        let state = query(&begun.location, "state").expect("a state");
        assert_eq!(attempt_tag(&format!("code=x&state={state}")), begun.tag);
        assert!(begun.tag.len() == 12 && !state.contains(&begun.tag));
    }
    assert_eq!(attempt_tag("state=a&state=a"), attempt_tag(""), "a repeated one names none");
}

#[test]
fn an_answer_that_comes_again_does_not_reach_the_directory() {
    let world = World::new();
    let (state, attempt) = world.begin_sign_in();
    let query = format!("code=good-code&state={state}");
    let token_requests = || world.asked().iter().filter(|it| it.ends_with("/token")).count();
    finish_with(&world, &query, Some(&attempt)).expect("signed in");
    assert_eq!(token_requests(), 1);
    for code in ["good-code", "another-code"] {
        let query = format!("code={code}&state={state}");
        let fault = finish_with(&world, &query, Some(&attempt)).expect_err("used");
        assert_eq!(fault.code(), ProblemCode::SignInMismatch);
    }
    assert_eq!((token_requests(), world.sessions.borrow().len()), (1, 1));
}

#[test]
fn nothing_is_noted_for_an_answer_without_its_attempt() {
    let world = World::new();
    let (_, foreign) = world.begin_sign_in();
    let (state, attempt) = world.begin_sign_in();
    for (query, cookie) in [
        (format!("code=c&state={state}"), None),
        (format!("code=c&state={state}"), Some(foreign.as_str())),
        ("code=c&state=other".to_owned(), Some(attempt.as_str())),
        (format!("error=access_denied&state={state}"), Some(attempt.as_str())),
    ] {
        assert!(finish_with(&world, &query, cookie).is_err());
    }
    assert!(world.used_attempts.borrow().is_empty());
}

#[test]
fn the_account_of_an_attempt_is_told_sealed_and_to_nobody_else() {
    let world = World::new();
    let gateway = world.gateway();
    let begun = run(begin(&gateway, ACCOUNT, "/")).expect("begun");
    let sealed = attempted_account(&gateway, Some(&begun.attempt)).expect("sealed");
    assert!(!sealed.contains("contoso"));
    assert_eq!(open_account(&gateway, &sealed).as_deref(), Some(ACCOUNT));
    for attempt in [None, Some(""), Some(sealed.as_str())] {
        assert_eq!(attempted_account(&gateway, attempt), None);
    }
    for forged in ["", ACCOUNT, begun.attempt.as_str()] {
        assert_eq!(open_account(&gateway, forged), None);
    }
}

#[test]
fn whatever_leads_away_from_this_origin_leads_to_the_first_page() {
    assert_eq!(page_here("/remove?method=phone", APP), "/remove?method=phone");
    assert_eq!(page_here("https://evil.example/remove", APP), "/");
}

#[test]
fn a_number_that_stands_in_the_address_of_its_explanation_alone_is_read() {
    let world = World::new();
    let (state, attempt) = world.begin_sign_in();
    let uri = "https%3A%2F%2Flogin.contoso.example%2Ferror%3Fcode%3D53003";
    let query = format!("error=access_denied&error_uri={uri}&state={state}");
    let fault = finish_with(&world, &query, Some(&attempt)).expect_err("refused");
    assert_eq!(fault.code(), ProblemCode::SignInBlocked);
    assert!(fault.to_string().contains("AADSTS53003"), "{fault}");
}
