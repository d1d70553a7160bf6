//! What an attempt and a begun sign-in show when they are printed.

use super::{Attempt, Replaced};
use crate::{
    sign_in,
    testing::{ACCOUNT, World, query, run},
};

#[test]
fn neither_an_attempt_nor_what_was_begun_prints_a_secret() {
    let world = World::new();
    let session = world.signed_in();
    let replaced = Replaced::new(session.id(), &session.record.person);
    let attempt = Attempt::new(&world, ACCOUNT, "/".to_owned(), Some(replaced));
    let printed = format!("{attempt:?}");
    let parts = [&attempt.state, &attempt.nonce, &attempt.verifier];
    for secret in parts.map(crate::Secret::expose).into_iter().chain([session.id().expose()]) {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }

    let begun = run(sign_in::begin(&world.gateway(), ACCOUNT, "/")).expect("begun");
    let printed = format!("{begun:?}");
    let state = query(&begun.location, "state").expect("a state");
    let nonce = query(&begun.location, "nonce").expect("a nonce");
    for secret in [&begun.attempt, &begun.location, &state, &nonce] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}
