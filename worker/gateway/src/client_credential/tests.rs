//! Credentials from settings, and assertions that a directory can verify.

use serde_json::{Value, json};

use super::ClientCredential;
use crate::{
    Settings, encoding,
    settings::{SettingFault, SettingsFault},
    sign_in,
    testing::{CLIENT, START, World, run, settings as good, signing},
};

const CERTIFICATE: &str =
    "-----BEGIN CERTIFICATE-----\nY2VydGlm\naWNhdGU=\n-----END CERTIFICATE-----\n";
const KEY: &str = "-----BEGIN PRIVATE KEY-----\\na2V5\\n-----END PRIVATE KEY-----";

fn parse(set: &[(&str, &str)]) -> Result<ClientCredential, SettingsFault> {
    ClientCredential::parse(&|name: &str| {
        set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

fn with_certificate(name: &str) -> Option<String> {
    match name {
        "CLIENT_SECRET" => None,
        "CLIENT_CERTIFICATE" => Some(CERTIFICATE.to_owned()),
        "CLIENT_KEY" => Some(KEY.to_owned()),
        _ => good(name),
    }
}

#[test]
fn exactly_one_credential_must_be_set() {
    use SettingFault::{Contradictory, Malformed, Missing};
    let (secret, certificate, key) =
        (("CLIENT_SECRET", "s"), ("CLIENT_CERTIFICATE", CERTIFICATE), ("CLIENT_KEY", KEY));
    assert!(parse(&[secret]).is_ok());
    assert!(parse(&[certificate, key]).is_ok());
    let assertion = ("CLIENT_ASSERTION", "/var/run/token");
    assert!(parse(&[assertion]).is_ok());
    for (set, name, fault) in [
        (vec![], "CLIENT_SECRET", Missing),
        (vec![certificate], "CLIENT_KEY", Missing),
        (vec![key], "CLIENT_CERTIFICATE", Missing),
        (vec![secret, certificate, key], "CLIENT_SECRET", Contradictory),
        (vec![secret, key], "CLIENT_SECRET", Contradictory),
        (vec![secret, assertion], "CLIENT_ASSERTION", Contradictory),
        (vec![certificate, key, assertion], "CLIENT_ASSERTION", Contradictory),
        (vec![("CLIENT_ASSERTION", "/tokens/")], "CLIENT_ASSERTION", Malformed),
        (vec![("CLIENT_CERTIFICATE", "no PEM"), key], "CLIENT_CERTIFICATE", Malformed),
        (vec![certificate, ("CLIENT_KEY", CERTIFICATE)], "CLIENT_KEY", Malformed),
        (
            vec![
                certificate,
                ("CLIENT_KEY", "-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----"),
            ],
            "CLIENT_KEY",
            Malformed,
        ),
    ] {
        assert_eq!(parse(&set).err(), Some(SettingsFault { name, fault }), "{set:?}");
    }
}

#[test]
fn a_certificate_proves_the_application_with_a_signed_assertion_and_no_secret() {
    let mut world = World::new();
    world.settings = Settings::parse(with_certificate).expect("good settings");
    let (state, attempt) = world.begin_sign_in();
    let query = format!("code=good-code&state={state}");
    run(sign_in::finish(&world.gateway(), &query, Some(&attempt))).expect("signed in");

    let body = world.last_request_to("/token");
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| {
        let mut found = fields.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} stands there once");
        value
    };
    assert_eq!(field("client_secret"), None);
    assert_eq!(field("client_id"), Some(CLIENT));
    let jwt_bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    assert_eq!(field("client_assertion_type"), Some(jwt_bearer));
    let assertion = field("client_assertion").expect("an assertion");
    let claims = signing::verify_ps256(assertion);
    let header = assertion.split('.').next().and_then(encoding::decode_base64url).expect("a part");
    let thumbprint = encoding::base64url(&encoding::sha256(b"certificate"));
    assert_eq!(
        serde_json::from_slice::<Value>(&header).expect("JSON"),
        json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint })
    );
    let now = START.0 / 1000;
    assert_eq!(claims["iss"], CLIENT);
    assert_eq!(claims["sub"], CLIENT);
    assert!(claims["aud"].as_str().is_some_and(|aud| aud.ends_with("/oauth2/v2.0/token")));
    assert_eq!((claims["nbf"].as_i64(), claims["exp"].as_i64()), (Some(now), Some(now + 300)));
    assert!(claims["jti"].as_str().is_some_and(|id| id.len() >= 16));
}

#[test]
fn a_key_that_cannot_sign_is_our_own_fault_and_not_the_directorys() {
    let mut world = World::new();
    world.settings = Settings::parse(with_certificate).expect("good settings");
    let (state, attempt) = world.begin_sign_in();
    world.cannot_sign.set(true);
    let query = format!("code=good-code&state={state}");
    let fault =
        run(sign_in::finish(&world.gateway(), &query, Some(&attempt))).expect_err("unsigned");
    assert_eq!(fault.code(), contract::ProblemCode::Broken);
    assert!(fault.to_string().contains("CLIENT_KEY"), "the log names the setting: {fault}");
    assert!(!world.asked().iter().any(|asked| asked.contains("token")));
}

#[test]
fn a_key_prints_nothing() {
    let settings = Settings::parse(with_certificate).expect("good settings");
    let printed = format!("{settings:?}");
    assert!(printed.contains("[redacted]") && !printed.contains("a2V5"), "{printed}");
    assert!(!printed.contains("[107, 101, 121]"), "{printed}");
}
