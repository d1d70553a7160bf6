//! Every parser of what comes from outside bears damaged input: it refuses, and never fails.
//!
//! What has a way back is read again from what was written.

use contract::name::is_plain;
use http::{HeaderMap, HeaderValue, header::WWW_AUTHENTICATE};
use serde_json::Value;

use crate::{
    Change, PublicKey, Secret, SessionId,
    claims_challenge::ClaimsChallenge,
    encoding, graph, identity, methods, oauth, sign_in,
    testing::{
        ACCOUNT, Answer, START, World, authenticator, damaged, damaged_text, good_claims,
        graph_error, list, pass, passkey, phone, red_key, run, sign,
    },
    webauthn::{authenticator_data::attested, client_data},
};

fn body(answer: Answer) -> Vec<u8> {
    match answer {
        Answer::Reply(response) => response.into_body(),
        Answer::Lost(_) => unreachable!("a reply"),
    }
}

fn header(name: http::HeaderName, bytes: &[u8]) -> Option<HeaderMap> {
    let value = HeaderValue::from_bytes(bytes).ok()?;
    Some(HeaderMap::from_iter([(name, value)]))
}

#[test]
fn client_data_is_accepted_only_with_all_that_was_asked_for() {
    let challenge = encoding::base64url(b"challenge");
    let text = format!(
        r#"{{"type":"webauthn.create","challenge":"{challenge}","origin":"https://a.example","crossOrigin":false}}"#
    );
    let asked: Value = serde_json::from_str(&text).expect("JSON");
    let digest = encoding::digest(&[b"challenge"]);
    damaged(&[text.as_bytes(), b"{}", b"\xef\xbb\xbf{}"], |bytes| {
        let checked = client_data::check(bytes, client_data::CREATE, &digest, "https://a.example");
        if checked.is_ok() {
            let read: Value =
                serde_json::from_slice(&encoding::mended(bytes)).expect("it was read");
            assert_eq!(read["origin"], "https://a.example");
            assert_eq!((&read["type"], &read["challenge"]), (&asked["type"], &asked["challenge"]));
        }
    });
}

#[test]
fn keys_and_attestations_are_read_or_refused() {
    use crate::testing::passkey::{Kind, attestation_object, cose};
    let keys = [cose(Kind::Es256), cose(Kind::Rs256)];
    let objects = keys.each_ref().map(|key| attestation_object("a.example", b"id", key));
    damaged(&objects.each_ref().map(Vec::as_slice), |bytes| {
        let _ = attested(bytes, "a.example");
    });
    damaged(&keys.each_ref().map(Vec::as_slice), |bytes| {
        if let Some(key) = PublicKey::parse(bytes) {
            let _ = key.plain_signature(bytes);
        }
    });
}

#[test]
fn a_challenge_of_the_directory_is_an_object_or_none() {
    let samples = [
        br#"Bearer realm="", error="insufficient_claims", claims="eyJhIjp7fX0=""#.as_slice(),
        br#"Basic realm="a, b", Bearer error=invalid_token, PoP x="\"""#,
    ];
    damaged(&samples, |bytes| {
        let Some(headers) = header(WWW_AUTHENTICATE, bytes) else { return };
        if let Some(ClaimsChallenge(claims)) = ClaimsChallenge::read(&headers) {
            assert!(claims.trim_start().starts_with('{'), "{claims}");
        }
    });
}

#[test]
fn graphs_lists_and_errors_are_read_or_refused() {
    let list = list(&[red_key(), phone(), authenticator(), pass(), passkey("i", "n", "")]);
    let error = graph_error(403, "accessDenied", "No.");
    let (list, error) = (body(list), body(error));
    damaged(&[&list, &error], |bytes| {
        let response = http::Response::new(bytes.to_vec());
        let _ = graph::error(&response).said();
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
        let entries = value.get("value").and_then(Value::as_array).into_iter().flatten();
        for method in entries.filter_map(methods::method) {
            let name = method.name.unwrap_or_default();
            assert!(name.chars().count() <= 65 && (name.is_empty() || is_plain(&name)), "{name:?}");
        }
    });
}

#[test]
fn only_a_whole_id_token_tells_who_it_is() {
    let world = World::new();
    let (_, _) = world.begin_sign_in();
    let good = sign(&good_claims(START, "nonce"));
    let gateway = world.gateway();
    assert!(run(identity::verify(&gateway, &Secret::new(good.clone()), "nonce")).is_ok());
    damaged_text(&[&good], |token| {
        if token != good {
            // One letter more or less in the last place can stand for the same bytes.
            let told = run(identity::verify(&gateway, &Secret::new(token), "nonce"));
            assert!(told.is_err() || token.split('.').take(2).eq(good.split('.').take(2)));
        }
    });
}

#[test]
fn cookies_queries_and_bodies_are_read_or_refused() {
    let world = World::new();
    let (state, attempt) = world.begin_sign_in();
    let keys = &world.settings.seal_keys;
    let session = SessionId::random(&world.gateway()).expect("a key");
    damaged_text(&[&attempt, session.expose(), "k1.", "."], |cookie| {
        assert!(keys.open("another purpose", cookie).is_none());
        let query = format!("code=c&state={state}x");
        assert!(run(sign_in::finish(&world.gateway(), &query, Some(cookie))).is_err());
        let _ = run(crate::session::open(&world.gateway(), Some(cookie))).is_err();
    });
    damaged_text(&[&format!("?code=c&state={state}&iss=https%3A%2F%2Fa"), ACCOUNT], |text| {
        let _ = (sign_in::attempt_tag(text), contract::parse_account(text));
        let _ = (oauth::entra_code(text, text), encoding::parse_date(text), is_plain(text));
    });
    damaged_text(&[r#"{"method":"m","acceptsPassword":true}"#, r#"{"pass":"p"}"#], |text| {
        for call in contract::routes::ChangeCall::ALL {
            let _ = Change::read(*call, text).is_some();
        }
    });
}

#[test]
fn an_id_is_one_segment_of_a_path_whatever_it_holds() {
    damaged_text(&["a/../b", "..", "ü?#%2e", "\u{202e}"], |id| {
        let Ok(segment) = graph::segment(id) else { return };
        let address = url::Url::parse(&format!("https://g.example/me/{segment}")).expect("a URL");
        let segments: Vec<_> = address.path_segments().expect("a path").collect();
        assert_eq!((segments.len(), segments[0]), (2, "me"), "{id:?}");
        let read = percent_encoding::percent_decode_str(segments[1]).decode_utf8_lossy();
        assert_eq!(read, id, "it can be read again");
    });
}

#[test]
fn what_was_sealed_opens_and_nothing_else_does() {
    let world = World::new();
    let keys = &world.settings.seal_keys;
    damaged(&[b"", b"a text", &[0; 300]], |text| {
        let sealed = keys.seal(&world, "p", text).expect("sealed");
        assert_eq!(keys.open("p", &sealed).as_deref(), Some(text));
        assert!(keys.open("q", &sealed).is_none());
    });
}
