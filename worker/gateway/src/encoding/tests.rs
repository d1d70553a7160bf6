//! The variants of base64, digests and dates that the directory sends.

use contract::Timestamp;

use super::{decode_base64, decode_base64url, digest, parse_date};

#[test]
fn graphs_base64_is_read_in_every_flavor() {
    for (text, bytes) in [
        ("g/V3JA==", Some(vec![0x83, 0xf5, 0x77, 0x24])),
        ("g_V3JA", Some(vec![0x83, 0xf5, 0x77, 0x24])),
        ("g_V3JA==", Some(vec![0x83, 0xf5, 0x77, 0x24])),
        ("g/V3JA=", Some(vec![0x83, 0xf5, 0x77, 0x24])),
        ("", Some(vec![])),
        ("g V3", None),
        ("a", None),
    ] {
        assert_eq!(decode_base64(text), bytes, "{text:?}");
    }
}

#[test]
fn our_own_base64url_is_read_strictly() {
    assert!(decode_base64url("g_V3JA").is_some());
    for text in ["g/V3JA", "g_V3JA==", "g_V3JB"] {
        assert_eq!(decode_base64url(text), None, "{text:?}");
    }
}

#[test]
fn dates_are_read_with_and_without_fractions_and_zones() {
    for (text, date) in [
        ("2020-08-10T06:44:09Z", Some(1_597_041_849_000)),
        ("2020-08-10T06:44:09.1234567Z", Some(1_597_041_849_123)),
        ("2020-08-10T08:44:09+02:00", Some(1_597_041_849_000)),
        ("2020-08-10", None),
        ("soon", None),
    ] {
        assert_eq!(parse_date(text), date.map(Timestamp), "{text}");
    }
}

#[test]
fn a_digest_tells_where_a_part_ends() {
    assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
}
