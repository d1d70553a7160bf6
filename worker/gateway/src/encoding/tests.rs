//! The variants of base64, digests and dates that the directory sends.

use contract::Timestamp;

use super::{decode_base64, decode_base64url, digest, hash_source, mended, parse_date};

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
        ("2020-08-10t06:44:09z", Some(1_597_041_849_000)),
        ("1969-12-31T23:59:59.5Z", Some(-500)),
        ("2020-08-10", None),
        ("soon", None),
    ] {
        assert_eq!(parse_date(text), date.map(Timestamp), "{text}");
    }
}

#[test]
fn dates_are_read_as_another_implementation_reads_them() {
    let read = |text: &str| {
        let date = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(Timestamp(date.timestamp_millis()))
    };
    let mut seen = 0;
    for days in (-30_000_i64..80_000).step_by(7) {
        let at = chrono::DateTime::from_timestamp(days * 86_400 + days.rem_euclid(86_400), 0);
        let text = at.expect("a date").to_rfc3339();
        assert_eq!(parse_date(&text), read(&text), "{text}");
        assert!(parse_date(&text).is_some(), "{text}");
        seen += 1;
    }
    assert!(seen > 10_000);
    for text in [
        "2024-02-29T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2000-02-29T23:59:59-23:59",
        "2020-13-01T00:00:00Z",
        "2020-00-01T00:00:00Z",
        "2020-04-31T00:00:00Z",
        "2020-01-00T00:00:00Z",
        "2020-01-01T24:00:00Z",
        "2020-01-01T00:60:00Z",
        "2020-01-01T00:00:61Z",
        "2020-01-01T00:00:00",
        "2020-01-01T00:00:00.Z",
        "2020-01-01T00:00:00.5",
        "2020-01-01T00:00:00+1:00",
        "2020-01-01T00:00:00+24:00",
        "2020-01-01T00:00:00+00:60",
        "2020-01-01T00:00:00Z ",
        "+020-01-01T00:00:00Z",
        "2020-1-01T00:00:000Z",
        "2020/01/01T00:00:00Z",
        "２０２０-01-01T00:00:00Z",
        "",
    ] {
        assert_eq!(parse_date(text), read(text), "{text}");
    }
}

#[test]
fn a_digest_tells_where_a_part_ends() {
    assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
}

#[test]
fn the_source_of_an_inline_style_is_its_digest_in_plain_base64() {
    // Of nothing (FIPS 180-4).
    assert_eq!(hash_source(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

#[test]
fn what_makes_a_name_unreadable_is_replaced_and_what_is_in_order_stays() {
    for (sent, read) in [
        (&br#""\ud83d\ude00""#[..], "\u{1f600}"),
        (br#""a\ud83d""#, "a\u{fffd}"),
        (br#""\ude00b""#, "\u{fffd}b"),
        (br#""\uD83D\uD83D\uDE00""#, "\u{fffd}\u{1f600}"),
        (br#""\\ud83d \" \u00e9""#, "\\ud83d \" \u{e9}"),
        (br#""\\\ud83d""#, "\\\u{fffd}"),
        (b"\xef\xbb\xbf\"a\"", "a"),
        (b"\"a\xff\xc3\xa9\"", "a\u{fffd}\u{e9}"),
    ] {
        let mended = mended(sent);
        let value = serde_json::from_slice::<serde_json::Value>(&mended);
        assert_eq!(value.ok(), Some(read.into()), "{}", String::from_utf8_lossy(sent));
    }
    for sent in [&b""[..], b"\\", b"\\u", b"\\ud8", b"\\ud83d", b"\\ud83d\\", b"\\\xc3\xa9", b"{}"]
    {
        // No panic, and what is no JSON is none afterwards.
        let is_json = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).is_ok();
        assert_eq!(is_json(&mended(sent)), is_json(sent));
    }
}
