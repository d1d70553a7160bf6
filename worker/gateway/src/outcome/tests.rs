//! The outcome that each response stands for.

use http::{Method, Response};

use super::{Outcome, of, of_empty};
use crate::{
    graph,
    testing::{World, graph_error, run, timeout, token_error},
};

fn answer(status: u16) -> Response<Vec<u8>> {
    Response::builder().status(status).body(Vec::new()).expect("an answer")
}

fn name<T>(outcome: &Outcome<T>) -> &'static str {
    match outcome {
        Outcome::Done(_) => "done",
        Outcome::Refused(_) => "refused",
        Outcome::Unknown(_) => "unknown",
    }
}

#[test]
fn a_refusal_is_known_and_only_a_server_error_or_nonsense_is_not() {
    for (status, expected) in [
        (200, "done"),
        (201, "done"),
        (204, "done"),
        (302, "unknown"),
        (400, "refused"),
        (403, "refused"),
        (404, "refused"),
        (409, "refused"),
        (429, "refused"),
        (500, "unknown"),
        (503, "unknown"),
        (504, "unknown"),
    ] {
        assert_eq!(name(&of(&answer(status))), expected, "{status}");
    }
}

#[test]
fn what_answers_with_a_page_of_its_own_has_not_removed_anything() {
    for (status, body, expected) in [
        (204, "", "done"),
        (200, "", "done"),
        (200, " \r\n", "done"),
        (200, "<html>Sign in to the network</html>", "unknown"),
        (200, "{}", "unknown"),
        (201, "{\"value\": true}", "unknown"),
        (202, "", "unknown"),
        (404, "<html>", "refused"),
        (500, "", "unknown"),
    ] {
        let mut answer = answer(status);
        *answer.body_mut() = body.as_bytes().to_vec();
        assert_eq!(name(&of_empty(&answer)), expected, "{status} {body}");
    }
}

#[test]
fn a_lost_answer_is_unknown_and_a_change_that_was_turned_away_is_refused() {
    for (answers, expected) in [
        (vec![("DELETE /x", timeout())], "unknown"),
        // Turned away for its token, whatever becomes of the refresh.
        (
            vec![
                ("DELETE /x", graph_error(401, "InvalidAuthenticationToken", "")),
                ("POST /token", timeout()),
            ],
            "refused",
        ),
        (
            vec![
                ("DELETE /x", graph_error(401, "InvalidAuthenticationToken", "")),
                ("POST /token", token_error("invalid_grant", "")),
            ],
            "refused",
        ),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        for (asked, answer) in answers {
            world.answers(asked, answer);
        }
        let gateway = world.gateway();
        let sent = graph::change(&gateway, &mut session, Method::DELETE, "x", None, of);
        assert_eq!(name(&run(sent)), expected);
        assert!(world.is_done());
    }
}
