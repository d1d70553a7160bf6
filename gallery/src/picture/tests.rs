//! What few colors keep.

use std::collections::BTreeSet;

use super::{COLORS, with_few_colors};

#[test]
fn two_near_areas_and_the_letters_on_them_keep_their_colors() {
    let (paper, card, ink) = ([246, 245, 241], [255, 255, 255], [27, 33, 31]);
    let mut pixels = [vec![paper; 400], vec![card; 400], [ink, card].repeat(20)].concat();
    let plain = pixels.len();
    // The shades at the edges of letters.
    pixels.extend((0..200).map(|shade| [shade, shade, 255 - shade]));
    let few = with_few_colors(pixels.clone());
    assert_eq!(few[..plain], pixels[..plain]);
    let colors: BTreeSet<_> = few.iter().collect();
    assert!(colors.len() <= COLORS, "{} colors", colors.len());
}
