//! COSE keys of every kind, and signatures in DER.

use super::PublicKey;
use crate::testing::passkey::{self, Kind};

#[test]
fn each_kind_of_key_is_read_and_a_mixture_is_not() {
    assert!(matches!(PublicKey::parse(&passkey::cose(Kind::Es256)), Some(PublicKey::Es256 { .. })));
    assert!(matches!(PublicKey::parse(&passkey::cose(Kind::EdDsa)), Some(PublicKey::EdDsa { .. })));
    assert!(matches!(PublicKey::parse(&passkey::cose(Kind::Rs256)), Some(PublicKey::Rs256 { .. })));
    for (at, value) in [(2, 0x01), (4, 0x27), (6, 0x02)] {
        let mut key = passkey::cose(Kind::Es256);
        key[at] = value;
        assert_eq!(PublicKey::parse(&key), None, "another value at {at}");
    }
}

#[test]
fn der_signatures_become_two_numbers_of_32_bytes() {
    let key = PublicKey::Es256 { x: [0; 32], y: [0; 32] };
    let plain = |der: &[u8]| key.plain_signature(der);
    let small = [0x30, 6, 2, 1, 5, 2, 1, 7];
    let mut expected = [0; 64];
    expected[31] = 5;
    expected[63] = 7;
    assert_eq!(plain(&small), Some(expected.to_vec()));
    let high = [[0x30, 38, 2, 33, 0].as_slice(), &[0xff; 32], &[2, 1, 7]].concat();
    assert_eq!(plain(&high).expect("a sign byte is dropped")[..32], [0xff; 32]);
    let too_long = [[0x30, 39, 2, 34, 0, 1].as_slice(), &[0xff; 32], &[2, 1, 7]].concat();
    for (why, der) in [
        ("a negative number", &[0x30, 6, 2, 1, 0x85, 2, 1, 7][..]),
        ("more behind it", &[0x30, 6, 2, 1, 5, 2, 1, 7, 0]),
        ("more within it", &[0x30, 7, 2, 1, 5, 2, 1, 7, 0]),
        ("one number", &[0x30, 3, 2, 1, 5]),
        ("another tag", &[0x31, 6, 2, 1, 5, 2, 1, 7]),
        ("nothing", &[]),
        ("a number of 33 bytes", &too_long),
    ] {
        assert_eq!(plain(der), None, "{why}");
    }
}
