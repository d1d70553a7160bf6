//! What opens, what does not, and what sealing hides.

use super::SealKeys;
use crate::{encoding, testing::World};

fn keys(names: &[(&str, u8)]) -> SealKeys {
    let text: Vec<_> = names
        .iter()
        .map(|(id, byte)| format!("{id}:{}", encoding::base64url(&[*byte; 32])))
        .collect();
    SealKeys::parse(&text.join(",")).expect("good keys")
}

#[test]
fn what_is_sealed_opens_for_its_purpose_alone() {
    let world = World::new();
    let keys = keys(&[("k1", 1)]);
    let sealed = keys.seal(&world, "attempt", b"state").expect("sealed");
    assert!(sealed.starts_with("k1."));
    assert_eq!(keys.open("attempt", &sealed).as_deref(), Some(&b"state"[..]));
    assert_eq!(keys.open("tokens", &sealed), None);
}

#[test]
fn a_change_in_any_character_is_noticed() {
    let world = World::new();
    let keys = keys(&[("k1", 1)]);
    let sealed = keys.seal(&world, "attempt", b"state").expect("sealed");
    for index in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).expect("ASCII");
        assert_eq!(keys.open("attempt", &changed), None, "at {index}");
    }
}

#[test]
fn the_first_key_seals_and_every_key_opens() {
    let world = World::new();
    let (old, both, new) = (keys(&[("k1", 1)]), keys(&[("k2", 2), ("k1", 1)]), keys(&[("k2", 2)]));
    let before = old.seal(&world, "p", b"x").expect("sealed");
    assert!(both.open("p", &before).is_some());
    let after = both.seal(&world, "p", b"x").expect("sealed");
    assert!(after.starts_with("k2."));
    assert!(new.open("p", &after).is_some());
    assert!(new.open("p", &before).is_none());
}

#[test]
fn a_code_is_of_its_purpose_its_text_and_a_key_that_is_in_use() {
    let (old, both, new) = (keys(&[("k1", 1)]), keys(&[("k2", 2), ("k1", 1)]), keys(&[("k2", 2)]));
    let before = old.sign("id", "abc").expect("a code");
    assert!(old.verify("id", "abc", &before) && both.verify("id", "abc", &before));
    assert!(!new.verify("id", "abc", &before));
    assert!(new.verify("id", "abc", &both.sign("id", "abc").expect("a code")));
    for (purpose, text, code) in [
        ("other", "abc", before.as_str()),
        ("id", "abd", &before),
        ("id", "abc", ""),
        ("id", "abc", &before[..22]),
        ("i", "dabc", &before),
    ] {
        assert!(!old.verify(purpose, text, code), "{purpose} {text} {code}");
    }
}

#[test]
fn the_same_text_is_never_sealed_to_the_same_words() {
    let world = World::new();
    let keys = keys(&[("k1", 1)]);
    assert_ne!(keys.seal(&world, "p", b"x"), keys.seal(&world, "p", b"x"));
}

#[test]
fn keys_that_are_not_understood_are_refused() {
    let good = encoding::base64url(&[7; 32]);
    let short = encoding::base64url(&[7; 31]);
    for text in [
        String::new(),
        good.clone(),
        format!(":{good}"),
        format!("k1:{short}"),
        format!("k1:{good},k1:{good}"),
        format!("k 1:{good}"),
        format!("k1:{good},"),
        "k1:not base64".to_owned(),
    ] {
        assert!(SealKeys::parse(&text).is_none(), "{text:?}");
    }
    assert_eq!(format!("{:?}", keys(&[("k1", 1)])), "[redacted]");
}
