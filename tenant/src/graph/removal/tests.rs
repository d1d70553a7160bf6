//! What Graph refuses to delete although it may be deleted.

use http::StatusCode;

use crate::{
    directory::method::{ALTERNATE_PHONE_ID, MOBILE_PHONE_ID},
    graph::tests::{check_fault, delete},
    people::{HEDY, VERA},
    testing::World,
};

#[test]
fn a_mobile_number_stays_while_an_alternate_one_exists() {
    let mut world = World::new();
    let tokens = world.sign_in(VERA);
    let answer = delete(&mut world, &tokens, "phoneMethods", MOBILE_PHONE_ID);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    for id in [ALTERNATE_PHONE_ID, MOBILE_PHONE_ID] {
        let answer = delete(&mut world, &tokens, "phoneMethods", id);
        assert_eq!(answer.0, StatusCode::NO_CONTENT, "{id}");
    }
}

#[test]
fn a_phone_number_that_is_the_default_is_refused_with_the_other_known_text() {
    let mut world = World::new();
    let tokens = world.sign_in(HEDY);
    let answer = delete(&mut world, &tokens, "phoneMethods", MOBILE_PHONE_ID);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    let text = "Cannot delete default method with other methods configured";
    assert_eq!(answer.1["error"]["message"], text);
}
