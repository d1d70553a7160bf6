//! An assertion of the platform: read anew, judged by its times, and never told.

use contract::ProblemCode;
use serde_json::{Value, json};

use super::AssertionPlace;
use crate::{
    Fault, Settings, encoding, sign_in,
    testing::{CLIENT, START, World, run, settings as good},
};

const PLACE: &str = "/var/run/secrets/azure/tokens/azure-identity-token";
const NOW: i64 = START.0 / 1000;

fn world() -> World {
    let mut world = World::new();
    let settings = |name: &str| match name {
        "CLIENT_SECRET" => None,
        "CLIENT_ASSERTION" => Some(PLACE.to_owned()),
        _ => good(name),
    };
    world.settings = Settings::parse(settings).expect("good settings");
    world
}

fn token(claims: &Value) -> String {
    let part = |value: &Value| encoding::base64url(value.to_string().as_bytes());
    let header = json!({ "alg": "RS256", "kid": "1" });
    format!("{}.{}.c2lnbmF0dXJl", part(&header), part(claims))
}

fn good_token() -> String {
    token(&json!({ "iss": "https://cluster.example", "exp": NOW + 3600, "nbf": NOW }))
}

fn finish(world: &World) -> Result<(), Fault> {
    let (state, attempt) = world.begin_sign_in();
    let query = format!("code=good-code&state={state}");
    run(sign_in::finish(&world.gateway(), &query, Some(&attempt))).map(drop)
}

#[test]
fn the_platforms_assertion_stands_in_the_place_of_a_secret_and_is_read_anew_each_time() {
    let world = world();
    for end in [3600, 7200] {
        let token = token(&json!({ "exp": NOW + end }));
        world.assertion.replace(Some(format!("{token}\n")));
        finish(&world).expect("signed in");
        let body = world.last_request_to("/token");
        let fields: Vec<(String, String)> =
            url::form_urlencoded::parse(&body).into_owned().collect();
        let values = |name: &str| -> Vec<&str> {
            let found = fields.iter().filter(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str()).collect()
        };
        assert_eq!(values("client_assertion"), [token.as_str()]);
        let jwt_bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        assert_eq!(values("client_assertion_type"), [jwt_bearer]);
        assert_eq!(values("client_id"), [CLIENT]);
        assert!(values("client_secret").is_empty());
    }
}

#[test]
fn what_is_absent_malformed_or_not_valid_now_goes_nowhere_and_the_log_names_the_setting() {
    let expired = |exp: i64| Some(token(&json!({ "exp": exp })));
    let early = |nbf: i64| Some(token(&json!({ "exp": NOW + 3600, "nbf": nbf })));
    for (assertion, said) in [
        (None, Some("gives no assertion")),
        (Some(String::new()), Some("is no assertion")),
        (Some("not.a-token".to_owned()), Some("is no assertion")),
        (Some(format!("{}.more", good_token())), Some("is no assertion")),
        (Some(token(&json!({ "iss": "x" }))), Some("is no assertion")),
        (Some(token(&json!({ "exp": NOW + 9, "x": "y".repeat(16 * 1024) }))), Some("is no")),
        (expired(NOW), Some("has expired")),
        (expired(NOW + 1), None),
        (early(NOW + 301), Some("not valid yet")),
        (early(NOW + 300), None),
    ] {
        let world = world();
        world.assertion.replace(assertion.clone());
        let outcome = finish(&world);
        let asked = world.asked().iter().any(|asked| asked.ends_with("/token"));
        let Some(said) = said else {
            assert!(outcome.is_ok() && asked, "{outcome:?}");
            continue;
        };
        let fault = outcome.expect_err("refused");
        assert_eq!(fault.code(), ProblemCode::Misconfigured, "{fault}");
        let told = fault.to_string();
        assert!(told.contains("CLIENT_ASSERTION") && told.contains(said), "{told}");
        assert!(!asked, "nothing is sent: {told}");
        let secret = assertion.unwrap_or_default();
        assert!(secret.is_empty() || !told.contains(&secret), "{told}");
    }
}

#[test]
fn a_place_is_a_path_that_ends_in_a_plain_name() {
    let name = |text| AssertionPlace::parse(text).map(|place| place.name().to_owned());
    assert_eq!(name(PLACE).as_deref(), Some("azure-identity-token"));
    assert_eq!(name(" assertion ").as_deref(), Some("assertion"));
    for text in ["/var/run/", ".hidden", "/a/..", "a b", "a?b", "a%2fb"] {
        assert_eq!(name(text), None, "{text}");
    }
}
