//! Graph's creation options as captured, changed in one respect.

use serde_json::{Value, json};

use super::parse;
use crate::{
    encoding,
    testing::{CHALLENGE, creation_options},
};

fn read(change: impl FnOnce(&mut Value)) -> Option<Value> {
    let mut body = creation_options();
    change(&mut body);
    let offered = parse(body.to_string().as_bytes())?;
    Some(serde_json::to_value(offered.public_key).expect("JSON"))
}

#[test]
fn the_captured_options_become_fit_for_a_browser() {
    let options = read(|_| {}).expect("options");
    assert!(!options.to_string().contains("@odata"));
    assert_eq!(options["challenge"], encoding::base64url(CHALLENGE.as_bytes()));
    assert_eq!(options["excludeCredentials"][0]["id"], "TZ2KrDEa-_MhMw");
    assert_eq!(options["excludeCredentials"][1]["id"], "g_V3JA");
    assert_eq!(options["excludeCredentials"][1]["transports"], json!(["usb"]));
    assert_eq!(
        options["authenticatorSelection"],
        json!({ "authenticatorAttachment": "cross-platform", "residentKey": "required",
            "requireResidentKey": true, "userVerification": "required" })
    );
    assert_eq!(options["attestation"], "direct");
    assert_eq!(options["timeout"], 60000);
    assert_eq!(
        options["extensions"],
        json!({ "hmacCreateSecret": true, "enforceCredentialProtectionPolicy": true,
            "credentialProtectionPolicy": "userVerificationOptional" })
    );
}

#[test]
fn names_are_cut_behind_a_whole_character_within_64_bytes() {
    for (name, kept) in [
        ("a".repeat(64), "a".repeat(64)),
        ("a".repeat(76), "a".repeat(64)),
        ("ä".repeat(45), "ä".repeat(32)),
        // A base letter and its accent, a family of one shape: kept whole or not at all.
        (format!("{}e\u{301}", "a".repeat(62)), "a".repeat(62)),
        (format!("{}👩‍👩‍👧", "a".repeat(60)), "a".repeat(60)),
        (String::new(), String::new()),
    ] {
        let options = read(|body| {
            body["publicKey"]["user"]["name"] = json!(name);
            body["publicKey"]["user"]["displayName"] = json!(name);
        })
        .expect("options");
        assert_eq!(options["user"]["name"], json!(kept));
        assert_eq!(options["user"]["displayName"], json!(kept));
    }
}

#[test]
fn a_long_challenge_passes_untouched() {
    let long = "x".repeat(5200);
    let options = read(|body| {
        body["publicKey"]["challenge"] = encoding::base64url(long.as_bytes()).into();
    })
    .expect("options");
    assert_eq!(options["challenge"].as_str().expect("text").len(), 6934);
}

#[test]
fn what_a_browser_would_ignore_does_not_stop_the_registration() {
    let key = "publicKey";
    let changes: [fn(&mut Value); 9] = [
        |body| body["publicKey"]["attestation"] = json!("enterprise"),
        |body| body["publicKey"]["timeout"] = json!(1e20),
        |body| body["publicKey"]["hints"] = json!(["from-the-future", "hybrid"]),
        |body| body["publicKey"]["attestationFormats"] = json!(["from-the-future"]),
        |body| body["publicKey"]["extensions"] = json!({}),
        |body| body["publicKey"]["excludeCredentials"] = json!(null),
        |body| body["publicKey"]["authenticatorSelection"] = json!(null),
        |body| {
            body["publicKey"]["authenticatorSelection"]["authenticatorAttachment"] = json!("any");
        },
        |body| body["publicKey"]["user"]["displayName"] = json!(null),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let options = read(change).unwrap_or_else(|| panic!("{key} change {index}"));
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    }
}

#[test]
fn what_no_browser_can_use_is_refused() {
    let changes: [fn(&mut Value); 8] = [
        |body| *body = json!([]),
        |body| body["publicKey"] = json!(null),
        |body| body["publicKey"]["challenge"] = json!(""),
        |body| body["publicKey"]["challenge"] = json!("***"),
        |body| body["publicKey"]["rp"] = json!({}),
        |body| body["publicKey"]["user"]["id"] = json!(7),
        |body| body["publicKey"]["pubKeyCredParams"] = json!([]),
        |body| body["publicKey"]["excludeCredentials"] = json!([{ "id": "***" }]),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        assert!(read(change).is_none(), "change {index}");
    }
    assert!(parse(b"{\"publicKey\":").is_none());
}

#[test]
fn the_challenges_own_end_is_read() {
    let offered = parse(creation_options().to_string().as_bytes()).expect("options");
    assert_eq!(offered.expires_at, encoding::parse_date("2026-03-02T12:00:00Z"));
}
