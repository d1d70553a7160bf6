//! Numbers of every length, and items within items.

use super::{DEPTH_MAX, Item, Reader};

#[test]
fn a_number_has_one_two_four_or_eight_bytes() {
    for (bytes, number) in [
        (&[0x17][..], Some(23)),
        (&[0x18, 24], Some(24)),
        (&[0x19, 1, 0], Some(256)),
        (&[0x1a, 0, 1, 0, 0], Some(65_536)),
        (&[0x1b, 0, 0, 0, 1, 0, 0, 0, 0], Some(4_294_967_296)),
        (&[0x1b, 0, 0, 0, 1], None),
        (&[0x1c], None),
        (&[0x1f], None),
    ] {
        let read = match Reader::new(bytes).next() {
            Some(Item::Positive(number)) => Some(number),
            _ => None,
        };
        assert_eq!(read, number, "{bytes:x?}");
    }
}

#[test]
fn items_lie_within_each_other_as_deep_as_ctap_allows_and_a_little_more() {
    // Arrays of one, and a number in the last of them.
    let nested = |depth: usize| [vec![0x81; depth], vec![0]].concat();
    let most = usize::from(DEPTH_MAX);
    for depth in 0..=most {
        let bytes = nested(depth);
        assert_eq!(Reader::new(&bytes).skip(), Some(bytes.as_slice()), "{depth}");
    }
    assert_eq!(Reader::new(&nested(most + 1)).skip(), None);
    // Side by side they are not deep.
    let beside = [vec![0x98, 200], vec![0x80; 200]].concat();
    assert_eq!(Reader::new(&beside).skip(), Some(beside.as_slice()));
}
