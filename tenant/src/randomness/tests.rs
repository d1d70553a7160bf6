//! Tests for `randomness`.

use super::Randomness;

#[test]
fn a_seed_repeats_the_run_and_no_seed_does_not() {
    let draw = |seed| Randomness::new(seed).guid();
    assert_eq!(draw(Some(7)), draw(Some(7)));
    assert_ne!(draw(Some(7)), draw(Some(8)));
    assert_ne!(draw(None), draw(None));
}

#[test]
fn a_pass_has_the_length_asked_for() {
    let mut randomness = Randomness::new(Some(1));
    assert_eq!(randomness.pass(8).chars().count(), 8);
    assert_eq!(randomness.pass(48).chars().count(), 48);
}
