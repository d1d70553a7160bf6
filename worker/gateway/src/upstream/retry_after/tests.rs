//! The shapes of `Retry-After` that are seen in the field.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::read;

fn asked(headers: &[(&'static str, &'static str)]) -> Option<u32> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    read(&map)
}

#[test]
fn every_shape_is_understood_and_the_longest_wait_counts() {
    for (headers, seconds) in [
        (&[("retry-after", "30")][..], Some(30)),
        (&[("retry-after", " 7 ")], Some(7)),
        (&[("retry-after", "2.128")], Some(3)),
        (&[("retry-after", "0")], Some(0)),
        (&[("retry-after", "1.000")], Some(1)),
        (&[("retry-after", "1.0001")], Some(2)),
        (&[("x-ms-retry-after-ms", "2000.1")], Some(3)),
        (&[("x-ms-retry-after-ms", "2000.0")], Some(2)),
        (
            &[
                ("date", "Wed, 21 Oct 2026 07:28:00 GMT"),
                ("retry-after", "Wednesday, 21-Oct-26 07:28:05 GMT"),
            ],
            Some(5),
        ),
        (&[("retry-after", "30,120")], Some(120)),
        (&[("retry-after", "120, 30")], Some(120)),
        (&[("retry-after", "5"), ("retry-after", "9")], Some(9)),
        (&[("x-ms-retry-after-ms", "2500")], Some(3)),
        (&[("retry-after", "2"), ("x-ms-retry-after-ms", "4000")], Some(4)),
        (
            &[
                ("date", "Wed, 21 Oct 2026 07:28:00 GMT"),
                ("retry-after", "Wed, 21 Oct 2026 07:29:30 GMT"),
            ],
            Some(90),
        ),
        (
            &[
                ("date", "Wed, 21 Oct 2026 07:28:00 GMT"),
                ("retry-after", "Wed, 21 Oct 2026 07:27:00 GMT"),
            ],
            Some(0),
        ),
        (
            &[
                ("date", "Wed, 21 Oct 2026 07:28:00 GMT"),
                ("retry-after", "Wed, 21 Oct 2026 07:28:05 GMT, Wed, 21 Oct 2026 07:28:20 GMT"),
            ],
            Some(20),
        ),
        (&[("retry-after", "99999999999")], Some(3600)),
        (&[("retry-after", "soon, 4")], Some(4)),
    ] {
        assert_eq!(asked(headers), seconds, "{headers:?}");
    }
}

#[test]
fn what_says_nothing_readable_is_not_a_wait_of_zero() {
    for headers in [
        &[][..],
        &[("retry-after", "")],
        &[("retry-after", "soon")],
        &[("retry-after", "-1")],
        &[("retry-after", "NaN")],
        &[("retry-after", "inf")],
        &[("retry-after", ".")],
        &[("retry-after", "1.2.3")],
        // Without the answer's own date nobody knows from when it counts.
        &[("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")],
    ] {
        assert_eq!(asked(headers), None, "{headers:?}");
    }
}

#[test]
fn whatever_the_header_holds_the_wait_is_an_hour_at_most() {
    let samples = [b"120".as_slice(), b"1.5, 3", b"Mon, 02 Mar 2026 09:00:42 GMT", b"1e400", b"-1"];
    crate::testing::damaged(&samples, |bytes| {
        for name in ["retry-after", "date", "x-ms-retry-after-ms"] {
            let Ok(value) = HeaderValue::from_bytes(bytes) else { continue };
            let headers = [("retry-after", HeaderValue::from_static("7")), (name, value)];
            let headers =
                headers.into_iter().map(|(name, value)| (HeaderName::from_static(name), value));
            let wait = read(&headers.collect());
            assert!(wait.is_none_or(|seconds| seconds <= 3600), "{bytes:?}");
        }
    });
}
