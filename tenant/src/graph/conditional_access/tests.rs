//! Policies, places, what-if and the log as administrators meet them in Graph.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    directory::conditional_access::{location, policy::Policy},
    people::{ADA, KIRA, LEIF, SAMI},
    testing::{
        START, World,
        conditional_access::{
            ADMINISTRATION, BLOCK_GUESTS, HEAD_OFFICE, HOME, LOCATIONS, OFFICE, POLICIES,
            REQUIRE_MFA, administrator, send, sign_in_for, sign_in_for_log, world_with_policies,
        },
    },
};

const WHAT_IF: &str = "/v1.0/identity/conditionalAccess/evaluate";

#[test]
fn the_shipped_files_are_taken_by_graph_as_they_are() {
    let mut world = World::new();
    let tokens = administrator(&mut world);
    for (path, text) in
        [(LOCATIONS, HEAD_OFFICE), (POLICIES, REQUIRE_MFA), (POLICIES, BLOCK_GUESTS)]
    {
        let document: Value = serde_json::from_str(text).unwrap();
        let (status, body) = send(&mut world, &tokens, Method::POST, path, &document);
        assert_eq!(status, StatusCode::CREATED, "{body}");
        // What Graph answers can be read again and means the same.
        let (status, read) =
            world.graph(&tokens, Method::GET, &format!("{path}/{}", body["id"].as_str().unwrap()));
        assert_eq!(status, StatusCode::OK);
        if location::is_named_location(&document) {
            let parse = |document| location::NamedLocation::parse(document).unwrap();
            assert_eq!(parse(&read), parse(&document));
        } else {
            assert_eq!(Policy::parse(&read), Policy::parse(&document));
        }
    }
    let (_, all) = world.graph(&tokens, Method::GET, POLICIES);
    assert_eq!(all["value"].as_array().unwrap().len(), 2);
}

#[test]
fn the_log_is_filtered_paged_and_for_readers_only() {
    let mut world = world_with_policies();
    let tokens = sign_in_for_log(&mut world);
    let get = |world: &mut World, query: &str| {
        world.graph(&tokens, Method::GET, &format!("/v1.0/auditLogs/signIns{query}"))
    };
    let filter = "?$filter=userPrincipalName%20eq%20%27sami@contoso.example%27";
    let (status, body) = get(&mut world, filter);
    assert_eq!((status, body["value"].as_array().unwrap().len()), (StatusCode::OK, 1));
    assert!(
        body["value"][0]["appliedConditionalAccessPolicies"][0]["conditionsSatisfied"].is_null()
    );
    let id = body["value"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(get(&mut world, &format!("/{id}")).1["id"], id);
    assert_eq!(get(&mut world, "/nothing").0, StatusCode::NOT_FOUND);
    assert_eq!(get(&mut world, "?$top=1").1["value"].as_array().unwrap().len(), 1);
    for query in ["?$top=0", "?$filter=appId", "?$filter=secret%20eq%20%27x%27"] {
        assert_eq!(get(&mut world, query).0, StatusCode::BAD_REQUEST, "{query}");
    }
    let ada = sign_in_for(&mut world, ADA, ADMINISTRATION);
    let (status, body) = world.graph(&ada, Method::GET, "/v1.0/auditLogs/signIns");
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(body["error"]["code"], "Authentication_RequestFromUnsupportedUserRole");
    let sami = sign_in_for(&mut world, SAMI, "openid User.Read");
    let (status, body) = world.graph(&sami, Method::GET, "/v1.0/auditLogs/signIns");
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(body["error"]["code"], "Authentication_MSGraphPermissionMissing");
}

#[test]
fn policies_are_read_by_readers_and_changed_by_administrators_with_the_scopes() {
    let mut world = world_with_policies();
    let policy: Value = serde_json::from_str(REQUIRE_MFA).unwrap();
    let cases = [
        (ADA, ADMINISTRATION, false, false),
        (SAMI, ADMINISTRATION, true, false),
        (KIRA, ADMINISTRATION, true, true),
        (KIRA, "Policy.Read.All", true, false),
        (KIRA, "Policy.ReadWrite.ConditionalAccess", true, false),
        (KIRA, "User.Read", false, false),
    ];
    for (persona, scope, reads, changes) in cases {
        let tokens = sign_in_for(&mut world, persona, scope);
        for path in [POLICIES, LOCATIONS] {
            let (status, body) = world.graph(&tokens, Method::GET, path);
            let expected = if reads { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(status, expected, "{} {scope} {body}", persona.account);
        }
        let (status, body) = send(&mut world, &tokens, Method::POST, POLICIES, &policy);
        let expected = if changes { StatusCode::CREATED } else { StatusCode::FORBIDDEN };
        assert_eq!(status, expected, "{} {scope} {body}", persona.account);
        if !changes {
            assert_eq!(body["error"]["code"], "AccessDenied");
        }
    }
}

#[test]
fn a_place_that_is_used_or_trusted_stays_and_one_that_is_unknown_is_refused() {
    let mut world = World::new();
    let tokens = administrator(&mut world);
    let office: Value = serde_json::from_str(HEAD_OFFICE).unwrap();
    let (_, place) = send(&mut world, &tokens, Method::POST, LOCATIONS, &office);
    let id = place["id"].as_str().unwrap();
    let place_path = format!("{LOCATIONS}/{id}");
    let mut policy: Value = serde_json::from_str(REQUIRE_MFA).unwrap();
    policy["conditions"]["locations"]["excludeLocations"] = json!([START.to_rfc3339()]);
    let (status, body) = send(&mut world, &tokens, Method::POST, POLICIES, &policy);
    assert_eq!((status, &body["error"]["code"]), (StatusCode::BAD_REQUEST, &json!("BadRequest")));
    policy["conditions"]["locations"]["excludeLocations"] = json!([id]);
    let (_, stored) = send(&mut world, &tokens, Method::POST, POLICIES, &policy);
    let remove =
        |world: &mut World| send(world, &tokens, Method::DELETE, &place_path, &json!({})).0;
    assert_eq!(remove(&mut world), StatusCode::BAD_REQUEST);
    let untrusted = json!({ "isTrusted": false });
    assert_eq!(
        send(&mut world, &tokens, Method::PATCH, &place_path, &untrusted).0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(remove(&mut world), StatusCode::BAD_REQUEST);
    let policy_path = format!("{POLICIES}/{}", stored["id"].as_str().unwrap());
    assert_eq!(
        send(&mut world, &tokens, Method::DELETE, &policy_path, &json!({})).0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(remove(&mut world), StatusCode::NO_CONTENT);
    assert_eq!(remove(&mut world), StatusCode::NOT_FOUND);
}

#[test]
fn a_change_that_is_not_understood_changes_nothing() {
    let mut world = world_with_policies();
    let tokens = administrator(&mut world);
    let (_, before) = world.graph(&tokens, Method::GET, POLICIES);
    let path = format!("{POLICIES}/{}", before["value"][0]["id"].as_str().unwrap());
    for changes in [
        json!({ "state": "perhaps" }),
        json!({ "conditions": { "platforms": { "includePlatforms": ["all"] } } }),
        json!([]),
        json!({ "grantControls": null }),
    ] {
        let (status, body) = send(&mut world, &tokens, Method::PATCH, &path, &changes);
        assert_eq!(status, StatusCode::BAD_REQUEST, "{changes} {body}");
    }
    assert_eq!(world.graph(&tokens, Method::GET, POLICIES).1, before);
    assert_eq!(
        send(&mut world, &tokens, Method::PUT, &path, &json!({})).0,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[test]
fn files_that_are_not_understood_are_refused_by_name() {
    let mut world = World::new();
    for (text, reason) in [
        ("{", "bad.json: "),
        ("{}", "bad.json: 1007"),
        (
            r##"{"@odata.type":"#microsoft.graph.ipNamedLocation","displayName":"x"}"##,
            "bad.json: 1026",
        ),
    ] {
        let documents = [("bad.json".to_owned(), String::from(text))];
        let refused = world.tenant.load_policies(&documents, START).unwrap_err();
        assert!(refused.starts_with(reason), "{refused}");
    }
    assert!(world.tenant.conditional_access.policies().is_empty());
}

#[test]
fn what_if_says_what_would_apply_and_why_the_rest_would_not() {
    let mut world = world_with_policies();
    let tokens = administrator(&mut world);
    let ask = |world: &mut World, account: &str, address: &str, applied_only: bool| {
        let body = json!({
            "signInIdentity": { "@odata.type": "#microsoft.graph.userSignIn", "userId": account },
            "signInContext": {
                "@odata.type": "#microsoft.graph.userActionContext", "userAction": "registerSecurityInformation",
            },
            "signInConditions": { "ipAddress": address },
            "appliedPoliciesOnly": applied_only,
        });
        let (status, body) = send(world, &tokens, Method::POST, WHAT_IF, &body);
        assert_eq!(status, StatusCode::OK, "{body}");
        let mut reasons: Vec<_> = body["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|policy| {
                (
                    policy["policyApplies"] == true,
                    policy["analysisReasons"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        reasons.sort();
        reasons
    };
    let users = (false, "users".to_owned());
    let location = (false, "location".to_owned());
    let applies = (true, "notSet".to_owned());
    assert_eq!(ask(&mut world, LEIF.account, HOME, false), [users.clone(), applies.clone()]);
    assert_eq!(ask(&mut world, LEIF.account, OFFICE, false), [location, users]);
    assert_eq!(ask(&mut world, ADA.account, HOME, true), [applies]);
    for body in [json!({}), json!({ "signInIdentity": { "userId": ADA.account } })] {
        assert_eq!(
            send(&mut world, &tokens, Method::POST, WHAT_IF, &body).0,
            StatusCode::BAD_REQUEST
        );
    }
}
