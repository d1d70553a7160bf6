//! Retiring the pass and what follows from it.

use contract::{MethodId, ProblemCode, pass::RetirePass};
use serde_json::json;

use super::retire;
use crate::{
    Session,
    testing::{PASS, World, empty, graph_error, list, pass, red_key, run, timeout},
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";

fn ask(world: &World, session: &mut Session, id: &str) -> Option<ProblemCode> {
    let request = RetirePass { pass: MethodId(id.to_owned()) };
    run(retire(&world.gateway(), session, request)).err().map(|fault| fault.code())
}

#[test]
fn the_pass_and_the_session_end_together_or_not_at_all() {
    for (answer, code) in [
        (empty(204), None),
        (graph_error(404, "resourceNotFound", ""), None),
        (graph_error(403, "Authorization_RequestDenied", ""), Some(ProblemCode::Forbidden)),
        (empty(503), Some(ProblemCode::DirectoryUnreachable)),
        (timeout(), Some(ProblemCode::DirectoryUnreachable)),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[pass(), red_key()]));
        let path = format!("DELETE /v1.0/me/authentication/temporaryAccessPassMethods/{PASS}");
        world.answers(&path, answer);
        assert_eq!(ask(&world, &mut session, PASS), code);
        assert_eq!(world.sessions.borrow().is_empty(), code.is_none());
        assert!(world.is_done());
    }
}

#[test]
fn only_the_pass_that_was_shown_is_retired() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[pass()]));
    assert_eq!(ask(&world, &mut session, "another"), Some(ProblemCode::PassNotFound));
    world.answers(METHODS, list(&[red_key()]));
    assert_eq!(ask(&world, &mut session, "another"), Some(ProblemCode::PassNotFound));

    // A new pass has replaced the one on the page.
    let mut newer = pass();
    newer["id"] = json!("newer");
    world.answers(METHODS, list(&[newer]));
    assert_eq!(ask(&world, &mut session, PASS), Some(ProblemCode::PassNotFound));
    assert_eq!(world.sessions.borrow().len(), 1);

    // Seen before and gone since, with no other instead.
    world.answers(METHODS, list(&[red_key()]));
    assert_eq!(ask(&world, &mut session, PASS), None);
    assert!(world.sessions.borrow().is_empty());
}

#[test]
fn retiring_needs_a_fresh_sign_in() {
    let world = World::new();
    let mut session = world.signed_in();
    world.pass_minutes(10);
    assert_eq!(ask(&world, &mut session, PASS), Some(ProblemCode::StepUpRequired));
}
