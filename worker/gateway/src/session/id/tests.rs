//! The form of an id, how it prints, and the object name derived from it.

use sha2::{Digest, Sha256};

use super::SessionId;
use crate::{encoding, testing::World};

#[test]
fn a_session_id_is_what_was_made_here_and_prints_redacted() {
    let world = World::new();
    let id = SessionId::random(&world);
    assert_eq!(SessionId::parse(id.expose()), Some(id.clone()));
    assert_eq!(format!("{id:?}"), "[redacted]");
    assert_eq!(SessionId::parse(&encoding::base64url(&[1; 31])), None);
}

#[test]
fn the_objects_name_stays_the_same_and_does_not_lead_back_to_the_id() {
    let world = World::new();
    let (one, other) = (SessionId::random(&world), SessionId::random(&world));
    assert_eq!(one.object_name(), one.clone().object_name());
    assert_ne!(one.object_name(), other.object_name());
    assert!(!one.object_name().contains(one.expose()));
    // Not a plain digest, which some other use of the id may show.
    let plain = encoding::base64url(&Sha256::digest(one.expose()));
    assert_ne!(one.object_name(), plain);
    // A release that changes it signs everyone out.
    let fixed = SessionId::parse(&"A".repeat(43)).expect("an id");
    assert_eq!(fixed.object_name(), "uukKHJ2ahhKOAJfY-sEg7ZdwLxO8BhAeAP0km8G11QY");
}
