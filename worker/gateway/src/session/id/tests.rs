//! Which ids are ours, how one prints, and the object name derived from it.

use sha2::{Digest, Sha256};

use super::SessionId;
use crate::{SealKeys, encoding, testing::World};

fn id(world: &World) -> SessionId {
    SessionId::random(&world.gateway()).expect("there is a key")
}

#[test]
fn only_an_id_that_was_made_here_is_one() {
    let mut world = World::new();
    let (one, other) = (id(&world), id(&world));
    let keys = &world.settings.seal_keys;
    assert_eq!(SessionId::parse(keys, one.expose()), Some(one.clone()));
    let parts = |id: &SessionId| {
        let (random, code) = id.expose().split_once('.').expect("two parts");
        (random.to_owned(), code.to_owned())
    };
    let ((random, code), (_, others_code)) = (parts(&one), parts(&other));
    for forged in [
        random.clone(),
        format!("{random}."),
        format!(".{code}"),
        format!("{random}.{others_code}"),
        format!("{random}.{}", &code[..42]),
        format!("{random}.{code}="),
        format!("{random}.{code}.{code}"),
        format!("{random}.{random}"),
        encoding::base64url(&[1; 32]),
    ] {
        assert_eq!(SessionId::parse(keys, &forged), None, "{forged}");
    }
    // A code that is made for another purpose with the same key counts for nothing.
    let code = keys.sign("another purpose", &random).expect("a code");
    assert_eq!(SessionId::parse(keys, &format!("{random}.{code}")), None);

    let old = crate::testing::settings("SEAL_KEYS").expect("keys");
    let new = format!("k2:{}", encoding::base64url(&[8; 32]));
    world.settings.seal_keys = SealKeys::parse(&format!("{new},{old}")).expect("keys");
    let rotated = &world.settings.seal_keys;
    assert!(SessionId::parse(rotated, one.expose()).is_some(), "a new key ends no session");
    world.settings.seal_keys = SealKeys::parse(&new).expect("keys");
    assert_eq!(SessionId::parse(&world.settings.seal_keys, one.expose()), None);
}

#[test]
fn an_id_prints_redacted() {
    assert_eq!(format!("{:?}", id(&World::new())), "[redacted]");
}

#[test]
fn the_objects_name_stays_the_same_and_does_not_lead_back_to_the_id() {
    let world = World::new();
    let (one, other) = (id(&world), id(&world));
    assert_eq!(one.name(), one.clone().name());
    assert_ne!(one.name(), other.name());
    assert!(!one.name().as_str().contains(one.expose()));
    // Not a plain digest, which some other use of the id may show.
    let plain = encoding::base64url(&Sha256::digest(one.expose()));
    assert_ne!(one.name().as_str(), plain);
    // A release that changes it signs everyone out.
    let fixed = SessionId("A".repeat(43));
    assert_eq!(fixed.name().as_str(), "uukKHJ2ahhKOAJfY-sEg7ZdwLxO8BhAeAP0km8G11QY");
}
