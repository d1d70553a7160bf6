//! Client data that belongs to a registration, and client data that does not.

use serde_json::json;

use super::{CREATE, GET, check};
use crate::encoding;

#[test]
fn client_data_must_fit_in_every_respect() {
    let digest = encoding::digest(&[b"challenge"]);
    let origin = "https://latchkey.contoso.example";
    let good = json!({
        "type": "webauthn.create",
        "challenge": encoding::base64url(b"challenge"),
        "origin": origin,
        "crossOrigin": false,
        "other_keys_can_be_added_here": "do not compare clientDataJSON against a template",
    });
    for (name, value, is_good) in [
        ("crossOrigin", json!(false), true),
        ("crossOrigin", json!(null), true),
        ("type", json!("webauthn.get"), false),
        ("challenge", json!(encoding::base64url(b"another")), false),
        ("challenge", json!("***"), false),
        ("origin", json!("https://evil.example"), false),
        ("origin", json!("https://latchkey.contoso.example/"), false),
        ("crossOrigin", json!(true), false),
        ("topOrigin", json!("https://evil.example"), false),
    ] {
        let mut changed = good.clone();
        changed[name] = value.clone();
        let outcome = check(changed.to_string().as_bytes(), CREATE, &digest, origin);
        assert_eq!(outcome.is_ok(), is_good, "{name}: {value}");
    }
    let marked = [&b"\xef\xbb\xbf"[..], good.to_string().as_bytes()].concat();
    assert!(check(&marked, CREATE, &digest, origin).is_ok(), "a byte order mark");
    let text = good.to_string();
    let (before, after) = text.split_once("compare").expect("a member of no meaning");
    let odd = [before.as_bytes(), b"\xff\xfe", after.as_bytes()].concat();
    assert!(check(&odd, CREATE, &digest, origin).is_ok(), "bytes that are no UTF-8 in a member");
    let padded = encoding::digest(&[b"challenges"]);
    let mut changed = good.clone();
    changed["challenge"] = json!("Y2hhbGxlbmdlcw==");
    assert!(check(changed.to_string().as_bytes(), CREATE, &padded, origin).is_ok(), "padding");
    let whole = good.to_string();
    assert!(check(whole.as_bytes(), GET, &digest, origin).is_err(), "of the other ceremony");
    assert!(check(b"no JSON", CREATE, &digest, origin).is_err());
}
