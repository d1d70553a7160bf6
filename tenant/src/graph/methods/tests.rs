//! Every type of method with its own properties, in v1.0 and in beta.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::{
    people::{ANOUK, QUIM, SANNA, VERA},
    testing::{METHODS, World, claims},
};

/// Type, collection, and the properties that a reading carries besides `id` and `createdDateTime`.
const V1: [(&str, &str, &[&str]); 11] = [
    ("passwordAuthenticationMethod", "passwordMethods", &["password"]),
    ("phoneAuthenticationMethod", "phoneMethods", &["phoneNumber", "phoneType", "smsSignInState"]),
    ("emailAuthenticationMethod", "emailMethods", &["emailAddress"]),
    (
        "fido2AuthenticationMethod",
        "fido2Methods",
        &[
            "displayName",
            "aaGuid",
            "model",
            "attestationCertificates",
            "attestationLevel",
            "passkeyType",
        ],
    ),
    (
        "microsoftAuthenticatorAuthenticationMethod",
        "microsoftAuthenticatorMethods",
        &["displayName", "deviceTag", "phoneAppVersion"],
    ),
    ("softwareOathAuthenticationMethod", "softwareOathMethods", &["secretKey"]),
    (
        "windowsHelloForBusinessAuthenticationMethod",
        "windowsHelloForBusinessMethods",
        &["displayName", "keyStrength"],
    ),
    (
        "platformCredentialAuthenticationMethod",
        "platformCredentialMethods",
        &["displayName", "keyStrength", "platform"],
    ),
    (
        "externalAuthenticationMethod",
        "externalAuthenticationMethods",
        &["configurationId", "displayName"],
    ),
    (
        "temporaryAccessPassAuthenticationMethod",
        "temporaryAccessPassMethods",
        &[
            "startDateTime",
            "lifetimeInMinutes",
            "isUsableOnce",
            "isUsable",
            "methodUsabilityReason",
            "temporaryAccessPass",
        ],
    ),
    ("telepathyAuthenticationMethod", "", &["displayName"]),
];

/// What only beta knows.
const BETA: [(&str, &str, &[&str]); 3] = [
    (
        "passwordlessMicrosoftAuthenticatorAuthenticationMethod",
        "passwordlessMicrosoftAuthenticatorMethods",
        &["displayName", "creationDateTime"],
    ),
    ("hardwareOathAuthenticationMethod", "hardwareOathMethods", &["device"]),
    ("qrCodePinAuthenticationMethod", "qrCodePinMethod", &[]),
];

fn of_type<'list>(list: &'list Value, name: &str) -> Option<&'list Value> {
    let wanted = format!("#microsoft.graph.{name}");
    list["value"].as_array().unwrap().iter().find(|method| method["@odata.type"] == wanted)
}

#[test]
fn methods() {
    let mut world = World::new();
    let tokens = world.sign_in_to_tools(VERA);
    for (version, is_beta) in [("v1.0", false), ("beta", true)] {
        let base = format!("/{version}/me/authentication");
        let (_, list) = world.graph(&tokens, Method::GET, &format!("{base}/methods"));
        for (name, collection, properties) in V1 {
            if collection.is_empty() {
                continue;
            }
            check(&mut world, &tokens, &base, &list, (name, collection, properties));
        }
        for (name, collection, properties) in BETA {
            assert_eq!(of_type(&list, name).is_some(), is_beta, "{name}");
            if is_beta {
                check(&mut world, &tokens, &base, &list, (name, collection, properties));
            } else {
                let path = format!("{base}/{collection}");
                assert_eq!(world.graph(&tokens, Method::GET, &path).0, StatusCode::BAD_REQUEST);
            }
        }
    }
}

fn check(
    world: &mut World,
    tokens: &crate::testing::Tokens,
    base: &str,
    list: &Value,
    (name, collection, properties): (&str, &str, &[&str]),
) {
    let listed = of_type(list, name).unwrap_or_else(|| panic!("{name} is missing"));
    for property in ["id", "createdDateTime"].iter().chain(properties) {
        assert!(listed.get(property).is_some(), "{name} {property}");
    }
    let is_beta = base.starts_with("/beta");
    assert_eq!(listed.get("lastUsedDateTime").is_some(), is_beta, "{name}");
    let single = collection == "qrCodePinMethod";
    let id = listed["id"].as_str().unwrap();
    let path =
        if single { format!("{base}/{collection}") } else { format!("{base}/{collection}/{id}") };
    let (status, read) = world.graph(tokens, Method::GET, &path);
    assert_eq!(status, StatusCode::OK, "{path}");
    assert_eq!(read["id"], listed["id"]);
}

#[test]
fn a_person_has_up_to_three_phone_numbers_under_their_fixed_ids() {
    let mut world = World::new();
    let tokens = world.sign_in(VERA);
    for (id, kind, sms) in [
        ("3179e48a-750b-4051-897c-87b9720928f7", "mobile", "notAllowedByPolicy"),
        ("b6332ec1-7057-4abe-9331-3d72feddfe41", "alternateMobile", "notSupported"),
        ("e37fc753-ff3b-4958-9484-eaa9425c82bc", "office", "notSupported"),
    ] {
        let path = format!("/v1.0/me/authentication/phoneMethods/{id}");
        let (status, body) = world.graph(&tokens, Method::GET, &path);
        assert_eq!((status, body["phoneType"].as_str()), (StatusCode::OK, Some(kind)));
        assert_eq!(body["smsSignInState"], sms, "{kind}");
    }
}

#[test]
fn the_list_tells_apart_what_starts_a_sign_in_and_what_follows_a_password() {
    let mut world = World::new();
    let tokens = world.sign_in(SANNA);
    let (_, list) = world.graph(&tokens, Method::GET, METHODS);
    let phone = of_type(&list, "phoneAuthenticationMethod").unwrap();
    assert_eq!(
        (&phone["smsSignInState"], &phone["phoneType"]),
        (&"ready".into(), &"mobile".into())
    );

    let tokens = world.sign_in(QUIM);
    for (version, is_listed) in [("v1.0", false), ("beta", true)] {
        let path = format!("/{version}/me/authentication/methods");
        let (_, list) = world.graph(&tokens, Method::GET, &path);
        assert_eq!(of_type(&list, "qrCodePinAuthenticationMethod").is_some(), is_listed);
    }

    let tokens = world.sign_in(ANOUK);
    let (_, list) = world.graph(&tokens, Method::GET, METHODS);
    for name in ["microsoftAuthenticator", "softwareOath", "phone"] {
        let name = format!("{name}AuthenticationMethod");
        assert!(of_type(&list, &name).is_some(), "{name}");
    }
}

#[test]
fn the_one_qr_code_is_read_and_deleted_without_an_id() {
    let mut world = World::new();
    let tokens = world.sign_in_to_tools(VERA);
    let path = "/beta/me/authentication/qrCodePinMethod";
    assert_eq!(world.graph(&tokens, Method::POST, path).0, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(world.graph(&tokens, Method::DELETE, path).0, StatusCode::NO_CONTENT);
    assert_eq!(world.graph(&tokens, Method::GET, path).0, StatusCode::NOT_FOUND);
    assert_eq!(world.graph(&tokens, Method::DELETE, path).0, StatusCode::NOT_FOUND);
    assert_eq!(claims(&tokens.access)["idtyp"], "user");
}
