//! The relying party is as strict as the standard, format by format and byte by byte.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::StatusCode;
use serde_json::{Value, json};
use webauthn_rs_core::error::WebauthnError;

use super::{Refused, Registration, allowed_origins, ask_library, challenge_of};
use crate::{
    graph::tests::check_fault,
    people::ADA,
    testing::{Authenticator, Tokens, World},
};

/// What spoils an authenticator.
type Spoil = fn(&mut Authenticator);

fn spoiled(format: &'static str, spoil: Spoil) -> Authenticator {
    let mut authenticator = Authenticator { format, ..Authenticator::new(1) };
    spoil(&mut authenticator);
    authenticator
}

/// A new person's answer to her own creation options.
fn registered(authenticator: &Authenticator) -> (StatusCode, Value) {
    let (mut world, tokens, options) = begun();
    world.register(&tokens, &authenticator.create(&options, "Key"))
}

fn begun() -> (World, Tokens, Value) {
    let mut world = World::new();
    let tokens = world.sign_in(ADA);
    let options = world.options(&tokens);
    (world, tokens, options)
}

fn check_refused(answer: &(StatusCode, Value), refused: Refused, what: &str) {
    check_fault(answer, StatusCode::BAD_REQUEST, "badRequest");
    assert_eq!(answer.1["error"]["message"], refused.message(), "{what}");
}

#[test]
fn every_format_that_proves_something_is_attested() {
    for format in ["packed with a certificate", "fido-u2f", "apple", "android-key"] {
        let (status, body) = registered(&spoiled(format, |_| {}));
        assert_eq!(status, StatusCode::CREATED, "{format}: {body}");
        assert_eq!(body["attestationLevel"], "attested", "{format}");
        let thumbprint = body["attestationCertificates"][0].as_str().unwrap();
        assert_eq!(thumbprint.len(), 40, "{format}");
    }
}

#[test]
fn a_statement_over_other_client_data_or_with_an_old_certificate_is_refused() {
    for format in ["packed", "packed with a certificate", "fido-u2f", "apple", "android-key"] {
        let (mut world, tokens, options) = begun();
        let mut body = spoiled(format, |_| {}).create(&options, "Key");
        let data = &mut body["publicKeyCredential"]["response"]["clientDataJSON"];
        let text = URL_SAFE_NO_PAD.decode(data.as_str().unwrap()).unwrap();
        let text = String::from_utf8(text).unwrap().replace("false", "false ");
        *data = json!(URL_SAFE_NO_PAD.encode(text));
        let answer = world.register(&tokens, &body);
        check_refused(&answer, Refused::Attestation, format);
        if format != "packed" {
            let answer = registered(&spoiled(format, |it| it.leaf_until = 2026));
            check_refused(&answer, Refused::Attestation, format);
        }
    }
}

/// A correct statement gets as far as the hash of what was signed, which webauthn-rs-core 0.6.2 computes for no algorithm:
/// when this fails, Windows Hello's attestation works, and DIFFERENCES.md says something outdated.
#[test]
fn the_library_cannot_finish_tpm() {
    let (world, _, options) = begun();
    let body = spoiled("tpm", |_| {}).create(&options, "Key");
    let credential = &body["publicKeyCredential"];
    let bytes = |value: &Value| URL_SAFE_NO_PAD.decode(value.as_str().unwrap()).unwrap();
    let registration = Registration {
        display_name: "Key".to_owned(),
        credential_id: bytes(&credential["id"]),
        client_data_json: bytes(&credential["response"]["clientDataJSON"]),
        attestation_object: bytes(&credential["response"]["attestationObject"]),
    };
    let challenge = challenge_of(&registration.client_data_json).unwrap();
    let settings = &world.tenant.settings;
    let origins = allowed_origins(&settings.relying_party, settings);
    let answer = ask_library(&registration, &settings.relying_party, origins, &challenge);
    assert!(matches!(answer, Err(WebauthnError::COSEKeyInvalidType)), "{answer:?}");
    check_refused(&registered(&spoiled("tpm", |_| {})), Refused::Attestation, "tpm");
}

#[test]
fn authenticator_data_is_what_its_flags_say_to_the_last_byte() {
    let spoils: [(&str, Spoil); 6] = [
        ("no id", |it| it.credential_id.clear()),
        ("a long id", |it| it.credential_id = vec![7; 1_024]),
        ("a byte left over", |it| it.alter_data = |data| data.push(0)),
        ("extensions without their flag", |it| it.alter_data = |data| data.push(0xA0)),
        ("the flag without extensions", |it| it.flags |= 0b1000_0000),
        ("a byte after the extensions", |it| {
            it.flags |= 0b1000_0000;
            it.alter_data = |data| data.extend([0xA0, 0x00]);
        }),
    ];
    for (what, spoil) in spoils {
        let answer = registered(&spoiled("packed", spoil));
        check_refused(&answer, Refused::Unreadable, what);
    }
    let right: [(&str, Spoil); 2] = [
        ("the longest id", |it| it.credential_id = vec![7; 1_023]),
        ("extensions with their flag", |it| {
            it.flags |= 0b1000_0000;
            it.alter_data = |data| data.push(0xA0);
        }),
    ];
    for (what, change) in right {
        let (status, body) = registered(&spoiled("packed", change));
        assert_eq!(status, StatusCode::CREATED, "{what}: {body}");
    }
}

#[test]
fn none_proves_nothing_and_says_nothing() {
    let (mut world, tokens, options) = begun();
    let mut body = spoiled("packed", |_| {}).create(&options, "Key");
    let object = &mut body["publicKeyCredential"]["response"]["attestationObject"];
    let bytes = URL_SAFE_NO_PAD.decode(object.as_str().unwrap()).unwrap();
    let mut map: serde_cbor_2::Value = serde_cbor_2::from_slice(&bytes).unwrap();
    if let serde_cbor_2::Value::Map(map) = &mut map {
        let text = |text: &str| serde_cbor_2::Value::Text(text.to_owned());
        map.insert(text("fmt"), text("none"));
    }
    *object = json!(URL_SAFE_NO_PAD.encode(serde_cbor_2::to_vec(&map).unwrap()));
    check_refused(&world.register(&tokens, &body), Refused::Attestation, "none");
}

#[test]
fn client_data_is_compared_letter_by_letter() {
    for origin in ["http://localhost:8787/", "HTTP://localhost:8787", "http://LOCALHOST:8787"] {
        let authenticator = Authenticator { origin: origin.to_owned(), ..Authenticator::new(1) };
        check_refused(&registered(&authenticator), Refused::ClientData, origin);
    }
    let (mut world, tokens, options) = begun();
    let challenge = options["publicKey"]["challenge"].as_str().unwrap();
    let padded = format!("{challenge}{}", "=".repeat((4 - challenge.len() % 4) % 4));
    let padded = if padded == challenge { format!("{challenge}=") } else { padded };
    let authenticator = Authenticator { challenge: Some(padded), ..Authenticator::new(1) };
    let answer = world.register(&tokens, &authenticator.create(&options, "Key"));
    check_refused(&answer, Refused::ClientData, "padding");
}

#[test]
fn a_type_inside_the_credential_is_refused() {
    for place in ["/publicKeyCredential", "/publicKeyCredential/response"] {
        let (mut world, tokens, options) = begun();
        let mut body = Authenticator::new(1).create(&options, "Key");
        body.pointer_mut(place).unwrap()["@odata.type"] =
            json!("#microsoft.graph.webauthnPublicKeyCredential");
        check_fault(&world.register(&tokens, &body), StatusCode::BAD_REQUEST, "badRequest");
    }
}
