//! The policies for passes and passkeys: who reads and changes them, and what the passkey policy refuses.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    graph::tests::check_fault,
    people::{ADA, AKSEL, GRO, MIRA, POLLY, RUNE, SILJE},
    testing::{Authenticator, CREATION_OPTIONS, Tokens, World},
};

const ALL: &str = "/v1.0/policies/authenticationMethodsPolicy";
const PASS: &str = "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass";
const PASSKEY: &str =
    "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2";
/// What the authenticator of the tests says it is.
const MODEL: &str = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

fn set(world: &mut World, policy: &Value) {
    let polly = world.sign_in_to_tools(POLLY);
    let (status, body) = world.graph_with(&polly, Method::PATCH, PASSKEY, policy);
    assert_eq!(status, StatusCode::NO_CONTENT, "{body}");
}

/// Registers a passkey for Ada; a new one with each number.
fn register(
    world: &mut World,
    tokens: &Tokens,
    number: u8,
    is_synced: bool,
) -> (StatusCode, Value) {
    const BACKUP_ELIGIBLE: u8 = 0b1000;
    let options = world.options(tokens);
    let mut authenticator = Authenticator::new(number);
    if is_synced {
        authenticator.flags |= BACKUP_ELIGIBLE;
    }
    world.register(tokens, &authenticator.create(&options, "Key"))
}

#[test]
fn passkey_policy() {
    let mut world = World::new();
    let ada = world.sign_in(ADA);
    let refused = |answer: &(StatusCode, Value), words: &str| {
        check_fault(answer, StatusCode::BAD_REQUEST, "badRequest");
        let message = answer.1["error"]["message"].as_str().unwrap();
        assert!(message.contains(words), "{message}");
    };
    set(&mut world, &json!({ "isAttestationEnforced": true }));
    refused(&register(&mut world, &ada, 1, false), "enforces attestation");
    let list = |kind: &str| {
        json!({ "isAttestationEnforced": false, "keyRestrictions": {
        "isEnforced": true, "enforcementType": kind, "aaGuids": [MODEL.to_uppercase()],
    } })
    };
    set(&mut world, &list("block"));
    refused(&register(&mut world, &ada, 1, false), "AAGUID");
    set(&mut world, &list("allow"));
    assert_eq!(register(&mut world, &ada, 1, false).0, StatusCode::CREATED);
    let other = json!({ "keyRestrictions": {
        "isEnforced": true, "enforcementType": "allow", "aaGuids": ["2fc0579f-8113-47ea-b116-555a8db9202a"],
    } });
    set(&mut world, &other);
    refused(&register(&mut world, &ada, 2, false), "AAGUID");
    // Self-service off, or the method off: not even creation options.
    set(&mut world, &json!({ "isSelfServiceRegistrationAllowed": false }));
    let answer = world.graph(&ada, Method::GET, CREATION_OPTIONS);
    check_fault(&answer, StatusCode::FORBIDDEN, "accessDenied");
    let off = json!({ "isSelfServiceRegistrationAllowed": true, "state": "disabled" });
    set(&mut world, &off);
    let answer = world.graph(&ada, Method::GET, CREATION_OPTIONS);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    let polly = world.sign_in_to_tools(POLLY);
    let (status, _) = world.graph(&polly, Method::DELETE, PASSKEY);
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(register(&mut world, &ada, 2, false).0, StatusCode::CREATED);
}

#[test]
fn a_profile_says_whether_passkeys_may_be_synced_or_device_bound() {
    let mut world = World::new();
    let ada = world.sign_in(ADA);
    let profiles = |profiles: &[Value]| json!({ "passkeyProfiles": profiles });
    let profile = |id: &str, types: &str, attestation: &str| {
        json!({
            "id": id, "name": id, "passkeyTypes": types, "attestationEnforcement": attestation,
            "keyRestrictions": { "isEnforced": false, "enforcementType": "allow", "aaGuids": [] },
        })
    };
    let bound = profile("bound", "deviceBound", "disabled");
    let synced = profile("synced", "synced", "disabled");
    let attested = profile("attested", "deviceBound", "registrationOnly");
    for (profiles_now, takes_bound, takes_synced) in [
        (vec![bound.clone()], true, false),
        (vec![synced.clone()], false, true),
        (vec![attested.clone()], false, false),
        // One profile that is fully met is enough.
        (vec![attested.clone(), synced.clone()], false, true),
        (vec![profile("both", "deviceBound,synced", "disabled")], true, true),
    ] {
        set(&mut world, &profiles(&profiles_now));
        for (is_synced, is_taken) in [(false, takes_bound), (true, takes_synced)] {
            let number = u8::try_from(world.methods(&ada).len()).unwrap() + 10;
            let (status, body) = register(&mut world, &ada, number, is_synced);
            assert_eq!(status == StatusCode::CREATED, is_taken, "{profiles_now:?} {body}");
        }
    }
    // A default profile that is not named by the target counts; the others do not.
    set(
        &mut world,
        &json!({ "passkeyProfiles": [bound, synced], "defaultPasskeyProfile": "bound" }),
    );
    assert_eq!(register(&mut world, &ada, 90, true).0, StatusCode::BAD_REQUEST);
    let targets = json!({ "includeTargets": [
        { "targetType": "group", "id": "all_users", "allowedPasskeyProfiles": ["synced"] },
    ] });
    set(&mut world, &targets);
    assert_eq!(register(&mut world, &ada, 90, true).0, StatusCode::CREATED);
    let polly = world.sign_in_to_tools(POLLY);
    let wrong = profiles(&[profile("wrong", "synced", "registrationOnly")]);
    let answer = world.graph_with(&polly, Method::PATCH, PASSKEY, &wrong);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
}

#[test]
fn mira_and_silje_meet_the_passkey_policy_without_a_change_to_it() {
    let mut world = World::new();
    let mira = world.sign_in(MIRA);
    let answer = register(&mut world, &mira, 1, false);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
    assert_eq!(world.methods(&mira).len(), 2);
    let silje = world.sign_in(SILJE);
    let answer = world.graph(&silje, Method::GET, CREATION_OPTIONS);
    check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
}

#[test]
fn the_policies_are_read_and_changed_by_role() {
    for (persona, reads, changes) in [
        (POLLY, true, true),
        (GRO, true, true),
        (RUNE, true, false),
        (AKSEL, false, false),
        (ADA, false, false),
    ] {
        let mut world = World::new();
        let tokens = world.sign_in_to_tools(persona);
        for path in [ALL, PASS, PASSKEY] {
            let (status, _) = world.graph(&tokens, Method::GET, path);
            assert_eq!(status == StatusCode::OK, reads, "{} {path}", persona.account);
        }
        for path in [PASS, PASSKEY] {
            for (method, body) in
                [(Method::PATCH, json!({ "state": "disabled" })), (Method::DELETE, json!({}))]
            {
                let (status, _) = world.graph_with(&tokens, method, path, &body);
                assert_eq!(status == StatusCode::NO_CONTENT, changes, "{}", persona.account);
            }
        }
    }
    let mut world = World::new();
    let application = world.automation();
    assert_eq!(world.graph(&application, Method::GET, PASS).0, StatusCode::OK);
    let answer = world.graph_with(&application, Method::PATCH, PASS, &json!({}));
    check_fault(&answer, StatusCode::FORBIDDEN, "Authorization_RequestDenied");
}

#[test]
fn the_policy_for_passes_looks_as_documented_and_goes_back_to_its_defaults() {
    let mut world = World::new();
    let polly = world.sign_in_to_tools(POLLY);
    let change = json!({
        "@odata.type": "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration",
        "minimumLifetimeInMinutes": 10, "maximumLifetimeInMinutes": 43_200, "defaultLength": 48,
        "excludeTargets": [{ "targetType": "group", "id": "somewhere" }],
    });
    assert_eq!(world.graph_with(&polly, Method::PATCH, PASS, &change).0, StatusCode::NO_CONTENT);
    let (_, body) = world.graph(&polly, Method::GET, PASS);
    assert_eq!(body["minimumLifetimeInMinutes"], 10);
    assert_eq!(body["excludeTargets"][0]["id"], "somewhere");
    world.graph(&polly, Method::DELETE, PASS);
    let (_, body) = world.graph(&polly, Method::GET, PASS);
    assert_eq!(
        body,
        json!({
            "@odata.type": "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration",
            "id": "TemporaryAccessPass", "state": "enabled",
            "defaultLifetimeInMinutes": 60, "defaultLength": 8,
            "minimumLifetimeInMinutes": 60, "maximumLifetimeInMinutes": 480, "isUsableOnce": false,
            "includeTargets": [{ "targetType": "group", "id": "all_users", "isRegistrationRequired": false }],
            "excludeTargets": [],
        })
    );
}

#[test]
fn a_change_that_makes_no_sense_changes_nothing() {
    let mut world = World::new();
    let polly = world.sign_in_to_tools(POLLY);
    for (path, change) in [
        (PASS, json!({ "defaultLength": 7 })),
        (PASS, json!({ "defaultLength": 49 })),
        (PASS, json!({ "minimumLifetimeInMinutes": 9 })),
        (PASS, json!({ "maximumLifetimeInMinutes": 43_201 })),
        (PASS, json!({ "minimumLifetimeInMinutes": 400, "maximumLifetimeInMinutes": 300 })),
        (PASS, json!({ "defaultLifetimeInMinutes": 59 })),
        (PASS, json!({ "isUsableOnce": "yes", "defaultLength": 9 })),
        (PASS, json!({ "state": "on" })),
        (PASS, json!({ "colour": "green" })),
        (PASS, json!({ "includeTargets": [{ "id": "all_users" }] })),
        (PASS, json!({ "@odata.type": "#microsoft.graph.fido2AuthenticationMethodConfiguration" })),
        (PASS, json!([])),
        (PASSKEY, json!({ "keyRestrictions": { "isEnforced": true } })),
        (
            PASSKEY,
            json!({ "keyRestrictions": {
            "isEnforced": true, "enforcementType": "allow", "aaGuids": ["not-a-guid"],
        } }),
        ),
        (PASSKEY, json!({ "passkeyProfiles": [{ "id": "x" }] })),
    ] {
        let (_, before) = world.graph(&polly, Method::GET, path);
        let answer = world.graph_with(&polly, Method::PATCH, path, &change);
        check_fault(&answer, StatusCode::BAD_REQUEST, "badRequest");
        assert_eq!(world.graph(&polly, Method::GET, path).1, before, "{change}");
    }
}
