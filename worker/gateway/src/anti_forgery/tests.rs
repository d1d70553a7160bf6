//! Which requests count as forged, and which as outdated.

use contract::ProblemCode;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::{check_call, check_form};

const OWN: &str = "https://latchkey.contoso.example";

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
}

const VERSION: (&str, &str) = (contract::VERSION_HEADER, contract::VERSION);

#[test]
fn a_call_needs_the_header_and_the_browsers_word() {
    let post = Method::POST;
    let get = Method::GET;
    for (method, pairs, outcome) in [
        (&post, vec![VERSION, ("origin", OWN)], None),
        (&post, vec![VERSION, ("sec-fetch-site", "same-origin")], None),
        (&post, vec![VERSION, ("origin", OWN), ("sec-fetch-site", "same-origin")], None),
        (&get, vec![VERSION], None),
        (&post, vec![VERSION], Some(ProblemCode::Forged)),
        (&post, vec![("origin", OWN)], Some(ProblemCode::Forged)),
        (&get, vec![("origin", OWN)], Some(ProblemCode::Forged)),
        (&post, vec![VERSION, ("origin", "https://evil.example")], Some(ProblemCode::Forged)),
        (&get, vec![VERSION, ("origin", "https://evil.example")], Some(ProblemCode::Forged)),
        (
            &post,
            vec![VERSION, ("origin", OWN), ("sec-fetch-site", "same-site")],
            Some(ProblemCode::Forged),
        ),
        (&get, vec![VERSION, ("sec-fetch-site", "cross-site")], Some(ProblemCode::Forged)),
        (&post, vec![VERSION, ("origin", OWN), ("origin", OWN)], Some(ProblemCode::Forged)),
        (
            &post,
            vec![(contract::VERSION_HEADER, "0"), ("origin", OWN)],
            Some(ProblemCode::Outdated),
        ),
        (
            &post,
            vec![(contract::VERSION_HEADER, "0"), ("origin", "https://evil.example")],
            Some(ProblemCode::Forged),
        ),
    ] {
        let code = check_call(method, &headers(&pairs), OWN).err().map(|fault| fault.code());
        assert_eq!(code, outcome, "{method} {pairs:?}");
    }
}

#[test]
fn a_form_needs_the_browsers_word() {
    for (pairs, is_own) in [
        (vec![("origin", OWN)], true),
        (vec![("sec-fetch-site", "same-origin")], true),
        (vec![("origin", "null"), ("sec-fetch-site", "same-origin")], true),
        (vec![("origin", "null")], false),
        (vec![], false),
        (vec![("origin", "https://evil.example")], false),
        (vec![("sec-fetch-site", "none")], false),
        (vec![("sec-fetch-site", "cross-site")], false),
        (vec![("origin", "https://latchkey.contoso.example.evil.example")], false),
    ] {
        assert_eq!(check_form(&headers(&pairs), OWN).is_ok(), is_own, "{pairs:?}");
    }
}
