//! Tokens, errors and paths of a Graph call.

use contract::ProblemCode;
use http::Response;

use super::{GraphError, denial, error, get, segment};
use crate::testing::{Answer, World, graph_error, json_answer, list, run, token_error};

const METHODS: &str = "GET /v1.0/me/authentication/methods";

#[test]
fn a_call_carries_the_token_and_the_trace() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[]));
    run(get(&world.gateway(), &mut session, "methods")).expect("read");
    let request = world.last_request();
    assert_eq!(request.headers()["authorization"], "Bearer access-1");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.headers()["client-request-id"], world.gateway().trace.0.as_str());
}

#[test]
fn a_refused_token_is_replaced_once_and_then_the_session_ends() {
    let refused = || graph_error(401, "InvalidAuthenticationToken", "expired");
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, refused());
    world.answers(
        "POST /token",
        json_answer(
            200,
            &serde_json::json!({ "token_type": "Bearer", "access_token": "access-2",
                "expires_in": 3600 }),
        ),
    );
    world.answers(METHODS, list(&[]));
    run(get(&world.gateway(), &mut session, "methods")).expect("read");
    assert_eq!(world.last_request().headers()["authorization"], "Bearer access-2");

    world.answers(METHODS, refused());
    world.answers(METHODS, refused());
    let fault = run(get(&world.gateway(), &mut session, "methods")).expect_err("ended");
    assert_eq!(fault.code(), ProblemCode::SignInRequired);
    assert!(world.sessions.borrow().is_empty());
    assert!(world.is_done());
}

#[test]
fn a_refresh_that_the_directory_refuses_ends_the_session() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, graph_error(401, "InvalidAuthenticationToken", ""));
    world.answers("POST /token", token_error("invalid_grant", "AADSTS130507: deleted"));
    let fault = run(get(&world.gateway(), &mut session, "methods")).expect_err("ended");
    assert_eq!(fault.code(), ProblemCode::SignInRequired);
    assert!(world.sessions.borrow().is_empty());
}

#[test]
fn an_id_stays_one_segment_of_the_path() {
    for (id, encoded) in [
        ("-2_GRUg2-HYz6_1YG4YRAQ2", "-2_GRUg2-HYz6_1YG4YRAQ2"),
        ("a/../b", "a%2F..%2Fb"),
        ("...a", "...a"),
        ("%2E%2E", "%252E%252E"),
        ("a?b#c%", "a%3Fb%23c%25"),
        ("ä b", "%C3%A4%20b"),
    ] {
        assert_eq!(segment(id).as_deref(), Ok(encoded), "{id}");
    }
    for id in ["", ".", "..", "..."] {
        let fault = segment(id).expect_err("it would lead elsewhere");
        assert_eq!(fault.code(), ProblemCode::DirectoryMisbehaved, "{id:?}");
    }
}

#[test]
fn graphs_errors_are_read_by_status_and_code() {
    let response = |answer: Answer| -> Response<Vec<u8>> {
        match answer {
            Answer::Reply(response) => response,
            Answer::Lost(_) => unreachable!("all are replies"),
        }
    };
    let stale = "MFA is required for a 'RemoveKey' operation, but was not performed.";
    for (answer, code) in [
        (
            graph_error(403, "Authorization_RequestDenied", "Insufficient privileges"),
            ProblemCode::Forbidden,
        ),
        (graph_error(403, "accessDenied", stale), ProblemCode::StepUpRequired),
        (graph_error(400, "badRequest", stale), ProblemCode::DirectoryMisbehaved),
        (graph_error(429, "tooManyRequests", ""), ProblemCode::Throttled),
        (graph_error(500, "UnknownError", ""), ProblemCode::DirectoryUnreachable),
        (json_answer(403, &serde_json::json!("half")), ProblemCode::Forbidden),
        (json_answer(302, &serde_json::json!({})), ProblemCode::DirectoryMisbehaved),
    ] {
        let response = response(answer);
        assert_eq!(denial(&response).code(), code, "{response:?}");
    }
    let logged = denial(&response(graph_error(403, "accessDenied", "Ada's secret"))).to_string();
    assert!(logged.contains("accessDenied") && !logged.contains("Ada"), "{logged}");
    let nonsense = Response::new(b"<html>".to_vec());
    assert_eq!(error(&nonsense), GraphError::default());
}

#[test]
fn the_log_learns_what_a_refusal_is_about_and_none_of_its_words() {
    let about = |message: &str| {
        GraphError { message: message.to_owned(), ..GraphError::default() }.said().about
    };
    assert_eq!(about("Attestation of Ada's key is not trusted"), "attestation");
    assert_eq!(about("The AAGUID 2fc0579f is not allowed"), "aaguid");
    assert_eq!(about("Ada may not"), "for a reason not known");
}
