//! The discovery document: whose it must be, and how long it is held.

use contract::ProblemCode;
use serde_json::{Value, json};

use crate::{
    Fault,
    testing::{World, discovery_document, empty, json_answer, run, timeout},
};

const DOCUMENT: &str = "GET /v2.0/.well-known/openid-configuration";

fn read(world: &World) -> Option<ProblemCode> {
    let gateway = world.gateway();
    run(world.directory.discovery(&gateway)).err().map(|fault| Fault::from(fault).code())
}

#[test]
fn the_document_is_held_for_half_a_day() {
    let world = World::new();
    assert_eq!(read(&world), None);
    world.pass_minutes(12 * 60 - 1);
    assert_eq!(read(&world), None);
    assert_eq!(world.asked().len(), 1);
    world.pass_minutes(1);
    assert_eq!(read(&world), None);
    assert_eq!(world.asked().len(), 2);
}

#[test]
fn the_directory_is_asked_whether_it_answers_every_ten_seconds_at_most() {
    let world = World::new();
    let ready = || run(super::ready(&world.gateway())).err().map(|fault| fault.code());
    assert_eq!((ready(), ready()), (None, None));
    assert_eq!(world.asked().len(), 1);
    world.now.set(world.now.get().plus_seconds(10));
    world.answers(DOCUMENT, json_answer(404, &json!({})));
    assert_eq!(ready(), Some(ProblemCode::DirectoryMisbehaved));
    assert_eq!(read(&world), None, "what is held goes on to serve");
    world.now.set(world.now.get().plus_seconds(1));
    assert_eq!(ready(), None);
    assert_eq!(world.asked().len(), 3);
}

#[test]
fn a_document_of_another_issuer_or_origin_is_refused_and_not_held() {
    for (name, value) in [
        ("issuer", json!("https://evil.example/v2.0")),
        ("token_endpoint", json!("https://evil.example/token")),
        ("jwks_uri", json!("http://login.contoso.example/keys")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("end_session_endpoint", json!("https://evil.example/")),
        ("token_endpoint", Value::Null),
    ] {
        let world = World::new();
        let mut document = discovery_document();
        document[name] = value.clone();
        world.answers(DOCUMENT, json_answer(200, &document));
        let code = read(&world);
        assert_eq!(code, Some(ProblemCode::DirectoryMisbehaved), "{name}: {value}");
        world.now.set(world.now.get().plus_seconds(1));
        assert_eq!(read(&world), None, "the next one is read anew");
    }
    let world = World::new();
    let mut document = discovery_document();
    document["end_session_endpoint"] = Value::Null;
    world.answers(DOCUMENT, json_answer(200, &document));
    assert_eq!(read(&world), None, "not every directory has a sign-out");
    let world = World::new();
    world.answers(DOCUMENT, json_answer(404, &json!({})));
    assert_eq!(read(&world), Some(ProblemCode::DirectoryMisbehaved));
}

#[test]
fn a_document_that_another_request_fetches_is_waited_for_and_fetched_if_it_never_comes() {
    let world = World::new();
    let abandoned = world.directory.discovery_turn.wait(world.now.get());
    assert_eq!(run(abandoned.is_next(&world.gateway())), Ok(true));
    assert_eq!(read(&world), None);
    assert_eq!(world.asked().len(), 1);
    assert_eq!(world.now.get(), crate::testing::START.plus_milliseconds(3_000));
}

#[test]
fn requests_one_after_another_do_not_each_ask_a_directory_that_is_down() {
    let world = World::new();
    for _ in 0..3 {
        world.answers(DOCUMENT, timeout());
    }
    assert_eq!(read(&world), Some(ProblemCode::DirectoryUnreachable));
    let asked = world.asked().len();
    for _ in 0..20 {
        assert_eq!(read(&world), Some(ProblemCode::DirectoryUnreachable));
    }
    assert_eq!(world.asked().len(), asked);
    world.now.set(world.now.get().plus_seconds(1));
    assert_eq!(read(&world), None);
}

#[test]
fn a_stale_document_serves_while_the_directory_is_down_and_for_a_day_at_most() {
    let world = World::new();
    assert_eq!(read(&world), None);
    world.pass_minutes(23 * 60);
    for _ in 0..3 {
        world.answers(DOCUMENT, empty(503));
    }
    assert_eq!(read(&world), None);
    assert!(world.is_done(), "the directory was asked first");
    world.pass_minutes(1);
    world.answers(DOCUMENT, json_answer(404, &json!({})));
    assert_eq!(read(&world), Some(ProblemCode::DirectoryMisbehaved), "a directory that answers");
    world.pass_minutes(60);
    for _ in 0..3 {
        world.answers(DOCUMENT, empty(503));
    }
    assert_eq!(read(&world), Some(ProblemCode::DirectoryUnreachable));
}
