//! Tests for `signing`.

use super::*;

#[test]
fn a_signed_token_is_verified_and_a_changed_one_is_not() {
    let signer = TokenSigner::new(Some(1));
    let token = signer.sign(&json!({ "oid": "a" }));
    assert_eq!(signer.verify(&token), Ok(json!({ "oid": "a" })));
    let forged = format!(
        "{}.{}.{}",
        token.split('.').next().unwrap(),
        encode(&json!({ "oid": "b" })),
        token.split('.').next_back().unwrap()
    );
    assert_eq!(signer.verify(&forged), Err(InvalidToken::Signature));
}

#[test]
fn a_token_of_another_key_or_without_a_signature_is_refused() {
    let signer = TokenSigner::new(Some(1));
    let foreign = TokenSigner::new(Some(2)).sign(&json!({}));
    assert_eq!(signer.verify(&foreign), Err(InvalidToken::Signature));
    let none = format!(
        "{}.{}.",
        encode(&json!({ "alg": "none", "kid": signer.key_id })),
        encode(&json!({}))
    );
    assert_eq!(signer.verify(&none), Err(InvalidToken::Signature));
    for text in ["", ".", "..", "a.b.c", "🦀.🦀.🦀"] {
        assert_eq!(signer.verify(text), Err(InvalidToken::Malformed), "{text}");
    }
}
