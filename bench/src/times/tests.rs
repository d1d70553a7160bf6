//! Tests for `times`.

use super::*;

#[test]
fn the_median_is_the_middle_of_what_was_measured() {
    let odd = Spread::of([3.0, 1.0, 2.0].into_iter()).map(|all| (all.minimum, all.median));
    let even = Spread::of([4.0, 1.0, 2.0, 3.0].into_iter()).map(|all| (all.minimum, all.median));
    assert_eq!((odd, even), (Some((1.0, 2.0)), Some((1.0, 2.5))));
    assert!(Spread::of([f64::NAN].into_iter()).is_none());
}
