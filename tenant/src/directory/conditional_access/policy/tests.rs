//! What a policy's JSON may hold: a good one changed in one respect, and the answer.

use serde_json::{Value, json};

use super::{Policy, State};

fn good() -> Value {
    json!({
        "displayName": "P",
        "state": "enabled",
        "conditions": {
            "clientAppTypes": ["all"],
            "applications": { "includeUserActions": ["urn:user:registersecurityinfo"] },
            "users": { "includeUsers": ["All"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
    })
}

/// The refusal of a policy with one member set.
fn refusal(pointer: &str, value: Value) -> Option<String> {
    let mut document = good();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[name] = value;
    Policy::parse(&document).err().map(|refusal| refusal.to_string())
}

#[test]
fn what_graph_answers_can_be_posted_with_its_nulls_and_annotations() {
    let mut document = good();
    document["id"] = json!("1");
    document["createdDateTime"] = json!("2026-01-01T00:00:00Z");
    document["@odata.context"] = json!("x");
    document["sessionControls"] = Value::Null;
    document["conditions"]["signInRiskLevels"] = json!([]);
    document["conditions"]["platforms"] = Value::Null;
    document["conditions"]["applications"]["includeApplications"] = json!([]);
    document["grantControls"]["authenticationStrength@odata.context"] = json!("x");
    let policy = Policy::parse(&document).unwrap();
    assert_eq!(policy.state, State::Enabled);
    assert_eq!(Policy::parse(&policy.to_json()), Ok(policy));
}

#[test]
fn a_condition_that_would_have_to_be_guessed_is_refused_by_name() {
    for (pointer, value) in [
        ("/conditions/signInRiskLevels", json!(["high"])),
        ("/conditions/platforms", json!({ "includePlatforms": ["all"] })),
        ("/conditions/devices", json!({ "deviceFilter": { "mode": "include", "rule": "x" } })),
        ("/conditions/userRiskLevels", json!(["low"])),
    ] {
        let name = pointer.rsplit_once('/').unwrap().1;
        let text = refusal(pointer, value).expect(pointer);
        assert!(text.contains(&format!("'{name}'")), "{text}");
    }
}

#[test]
fn words_sessions_and_contexts_are_taken_and_given_back() {
    let mut document = good();
    document["description"] = json!("Why it is there");
    document["sessionControls"] = json!({ "persistentBrowser": { "mode": "never" } });
    let policy = Policy::parse(&document).unwrap();
    assert_eq!(policy.to_json()["description"], "Why it is there");
    assert_eq!(policy.to_json()["sessionControls"], document["sessionControls"]);
    document.as_object_mut().unwrap().remove("grantControls");
    assert!(Policy::parse(&document).is_ok(), "session controls alone are enough");
    document.as_object_mut().unwrap().remove("sessionControls");
    assert!(Policy::parse(&document).is_err(), "no control at all");
    let context = json!(["c1"]);
    let name = "includeAuthenticationContextClassReferences";
    let mut document = good();
    document["conditions"]["applications"] = json!({ name: context });
    let policy = Policy::parse(&document).unwrap();
    assert_eq!(policy.to_json()["conditions"]["applications"][name], context);
    assert!(refusal(&format!("/conditions/applications/{name}"), context).is_some(), "two targets");
}

#[test]
fn what_is_not_a_policy_is_refused_as_graph_does() {
    for (pointer, value) in [
        ("/displayName", json!("")),
        ("/displayName", Value::Null),
        ("/state", json!("on")),
        ("/state", json!(1)),
        ("/conditions", Value::Null),
        ("/conditions/horoscope", json!("leo")),
        ("/conditions/clientAppTypes", json!(["toaster"])),
        ("/conditions/applications", json!({})),
        ("/conditions/applications/includeApplications", json!(["All"])),
        ("/conditions/applications/includeUserActions", json!(["urn:user:dance"])),
        ("/conditions/users", json!({})),
        ("/conditions/users/includeUsers", json!(["ada@contoso.example"])),
        ("/conditions/users/excludeGroups", json!(["All"])),
        (
            "/conditions/users/includeGuestsOrExternalUsers",
            json!({ "guestOrExternalUserTypes": "nephew" }),
        ),
        ("/conditions/locations", json!("All")),
        ("/conditions/locations", json!({ "excludeLocations": ["AllTrusted"] })),
        ("/grantControls", Value::Null),
        ("/grantControls/operator", json!("XOR")),
        ("/grantControls/builtInControls", json!([])),
        ("/grantControls/builtInControls", json!(["handshake"])),
        ("/grantControls/builtInControls", json!(["block", "mfa"])),
        (
            "/grantControls/authenticationStrength",
            json!({ "id": "00000000-0000-0000-0000-000000000002" }),
        ),
    ] {
        let text = refusal(pointer, value.clone());
        let text = text.unwrap_or_else(|| panic!("{pointer} = {value} was taken"));
        assert!(text.starts_with("1007: "), "{text}");
    }
    for document in [json!(null), json!([]), json!("policy"), json!({})] {
        assert!(Policy::parse(&document).is_err(), "{document}");
    }
}

#[test]
fn the_user_action_is_understood_whatever_its_capitals() {
    assert_eq!(
        refusal(
            "/conditions/applications/includeUserActions",
            json!(["urn:user:RegisterSecurityInfo"])
        ),
        None
    );
}
