//! Conditional Access as people, administrators and clients meet it: over HTTP, with the shipped policies.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    admission::{HOME_TENANT, subject},
    location,
    policy::Policy,
    strength::Strength,
};
use crate::{
    CLIENT_ID, PUBLIC_CLIENT_ID, Persona,
    directory::role::Role,
    people::{ADA, BRITTA, KIRA, LEIF, ROSA, SAMI, access::BREAK_GLASS},
    phone,
    reply::Reply,
    security_info,
    testing::{
        Authenticator, CALLBACK, FIDO2_METHODS, START, Tokens, VERIFIER, World, answer_of, hidden,
        text,
    },
};

pub(crate) const HEAD_OFFICE: &str = include_str!("../../policies/named-location-head-office.json");
pub(crate) const REQUIRE_MFA: &str =
    include_str!("../../policies/register-security-information-mfa.json");
pub(crate) const BLOCK_GUESTS: &str =
    include_str!("../../policies/register-security-information-guests-block.json");

const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";
const LOCATIONS: &str = "/v1.0/identity/conditionalAccess/namedLocations";
const WHAT_IF: &str = "/v1.0/identity/conditionalAccess/evaluate";
const ADMINISTRATION: &str =
    "openid offline_access Policy.Read.All Policy.ReadWrite.ConditionalAccess AuditLog.Read.All";

/// A tenant with the two policies and the head office, as the run command loads them.
pub(crate) fn world_with_policies() -> World {
    let mut world = World::new();
    let documents = [
        ("a.json", BLOCK_GUESTS),
        ("b.json", REQUIRE_MFA),
        ("c.json", HEAD_OFFICE),
    ]
    .map(|(name, text)| (String::from(name), String::from(text)));
    world.tenant.load_policies(&documents, START).unwrap();
    world
}

/// Where everyone is from now on.
pub(crate) fn move_to(world: &mut World, address: &str) {
    world.tenant.settings.switches.danger_client_address = address.parse().ok();
}

const OFFICE: &str = "198.51.100.7";
const OFFICE_V6: &str = "2001:db8:c0de::7";
const HOME: &str = "203.0.113.7";

/// Signs in to the local tools, which have consent for what administrators do.
fn sign_in_for(world: &mut World, persona: Persona, scope: &str) -> Tokens {
    const ADDRESS: &str = "http://localhost";
    world.forget_cookies();
    let pass = world.pass_of(persona);
    let page = world.authorize(&[
        ("prompt", "login"),
        ("client_id", PUBLIC_CLIENT_ID),
        ("redirect_uri", ADDRESS),
        ("scope", scope),
    ]);
    let page = world.fill(&page, &[("account", persona.account), ("action", "next")]);
    let reply = world.fill(&page, &[("pass", &pass), ("action", "sign_in")]);
    let code = answer_of(&reply, "code").unwrap_or_else(|| panic!("{}", text(&reply)));
    let fields = [
        ("client_id", PUBLIC_CLIENT_ID),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", ADDRESS),
        ("code_verifier", VERIFIER),
    ];
    let (status, body) = world.token_exactly(&fields, &[]);
    assert_eq!(status, StatusCode::OK, "{body}");
    Tokens::of(body)
}

fn administrator(world: &mut World) -> Tokens {
    sign_in_for(world, KIRA, ADMINISTRATION)
}

fn send(
    world: &mut World,
    tokens: &Tokens,
    method: Method,
    path: &str,
    body: &Value,
) -> (StatusCode, Value) {
    let reply = world.graph_reply(tokens, method, path, Some(body));
    (
        reply.status(),
        serde_json::from_slice(reply.body()).unwrap_or(Value::Null),
    )
}

/// Tries to register a method: the page that every registration of the tenant's own goes through.
pub(crate) fn try_to_register(world: &mut World, persona: Persona) -> Reply {
    world.forget_cookies();
    world
        .tenant
        .settings
        .switches
        .registration_interrupt_for_everyone = true;
    let pass = world.pass_of(persona);
    world.type_pass(persona.account, &pass)
}

#[track_caller]
fn check_registration(world: &mut World, persona: Persona, number: Option<u32>) {
    let page = text(&try_to_register(world, persona));
    match number {
        None => assert!(page.contains("Keep your account secure"), "{page}"),
        Some(number) => assert!(page.contains(&format!("data-code=\"{number}\"")), "{page}"),
    }
}

/// The newest entry of the log about the user action, as beta tells it.
fn last_decision(world: &mut World) -> Value {
    let tokens = sign_in_for_log(world);
    let (status, body) = world.graph(&tokens, Method::GET, "/beta/auditLogs/signIns");
    assert_eq!(status, StatusCode::OK, "{body}");
    let entries = body["value"].as_array().unwrap();
    let is_about = |entry: &&Value| entry["resourceDisplayName"] == "Register security information";
    entries.iter().find(is_about).unwrap().clone()
}

fn sign_in_for_log(world: &mut World) -> Tokens {
    world
        .tenant
        .settings
        .switches
        .registration_interrupt_for_everyone = false;
    sign_in_for(world, SAMI, ADMINISTRATION)
}

fn result_of<'entry>(entry: &'entry Value, name: &str) -> &'entry Value {
    entry["appliedConditionalAccessPolicies"]
        .as_array()
        .unwrap()
        .iter()
        .find(|policy| policy["displayName"].as_str().unwrap().contains(name))
        .unwrap()
}

fn post_policy(world: &mut World, changes: &[(&str, Value)]) -> String {
    let mut document: Value = serde_json::from_str(REQUIRE_MFA).unwrap();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[name] = value.clone();
    }
    let tokens = administrator(world);
    let (status, body) = send(world, &tokens, Method::POST, POLICIES, &document);
    assert_eq!(status, StatusCode::CREATED, "{body}");
    body["id"].as_str().unwrap().to_owned()
}

#[test]
fn conditional_access() {
    let mut world = World::new();
    move_to(&mut world, HOME);
    // An administrator makes a place and a policy; the policy is obeyed at once.
    let tokens = administrator(&mut world);
    let office: Value = serde_json::from_str(HEAD_OFFICE).unwrap();
    let (status, place) = send(&mut world, &tokens, Method::POST, LOCATIONS, &office);
    assert_eq!(
        (status, &place["isTrusted"]),
        (StatusCode::CREATED, &json!(true))
    );
    check_registration(&mut world, ADA, None);
    world
        .tenant
        .settings
        .switches
        .registration_interrupt_for_everyone = false;
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    let id = post_policy(
        &mut world,
        &[
            (
                "/conditions/locations",
                json!({ "includeLocations": ["All"], "excludeLocations": [place["id"]] }),
            ),
            ("/conditions/users/excludeGroups", json!([BREAK_GLASS])),
            ("/grantControls", block),
        ],
    );
    check_registration(&mut world, ADA, Some(53_010));
    // Break-glass accounts are excluded; whoever is at the place is too.
    check_registration(&mut world, BRITTA, None);
    move_to(&mut world, OFFICE_V6);
    check_registration(&mut world, ADA, None);
    move_to(&mut world, HOME);
    // Report-only is logged and lets through.
    world
        .tenant
        .settings
        .switches
        .registration_interrupt_for_everyone = false;
    let tokens = administrator(&mut world);
    let path = format!("{POLICIES}/{id}");
    let report = json!({ "state": "enabledForReportingButNotEnforced" });
    assert_eq!(
        send(&mut world, &tokens, Method::PATCH, &path, &report).0,
        StatusCode::NO_CONTENT
    );
    check_registration(&mut world, ADA, None);
    let entry = last_decision(&mut world);
    assert_eq!(entry["conditionalAccessStatus"], "notApplied");
    assert_eq!(
        result_of(&entry, "require MFA")["result"],
        "reportOnlyFailure"
    );
    // Deleted, it is gone.
    let tokens = administrator(&mut world);
    assert_eq!(
        send(&mut world, &tokens, Method::DELETE, &path, &json!({})).0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        world.graph(&tokens, Method::GET, &path).0,
        StatusCode::NOT_FOUND
    );
}

#[test]
fn the_two_policies_of_an_ordinary_tenant() {
    let mut world = world_with_policies();
    move_to(&mut world, HOME);
    // A pass is multifactor authentication: members pass from anywhere, guests do not.
    check_registration(&mut world, ADA, None);
    check_registration(&mut world, LEIF, Some(53_010));
    for office in [OFFICE, OFFICE_V6] {
        move_to(&mut world, office);
        check_registration(&mut world, ADA, None);
        check_registration(&mut world, LEIF, None);
    }
    // Nobody knows where a request comes from that says nothing: that is outside.
    world.tenant.settings.switches.danger_client_address = None;
    check_registration(&mut world, LEIF, Some(53_010));
}

#[test]
fn the_shipped_files_are_taken_by_graph_as_they_are() {
    let mut world = World::new();
    let tokens = administrator(&mut world);
    for (path, text) in [
        (LOCATIONS, HEAD_OFFICE),
        (POLICIES, REQUIRE_MFA),
        (POLICIES, BLOCK_GUESTS),
    ] {
        let document: Value = serde_json::from_str(text).unwrap();
        let (status, body) = send(&mut world, &tokens, Method::POST, path, &document);
        assert_eq!(status, StatusCode::CREATED, "{body}");
        // What Graph answers can be read again and means the same.
        let (status, read) = world.graph(
            &tokens,
            Method::GET,
            &format!("{path}/{}", body["id"].as_str().unwrap()),
        );
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
fn a_global_administrator_is_excluded_from_the_first_policy() {
    let mut world = world_with_policies();
    move_to(&mut world, HOME);
    world
        .tenant
        .settings
        .switches
        .registration_interrupt_for_everyone = true;
    let rule = |world: &mut World| {
        check_registration(world, ADA, None);
        let entry = last_decision(world);
        let policy = result_of(&entry, "require MFA").clone();
        (
            policy["result"].clone(),
            policy["excludeRulesSatisfied"].clone(),
        )
    };
    assert_eq!(rule(&mut world), (json!("success"), json!([])));
    let ada = world
        .tenant
        .directory
        .people
        .iter_mut()
        .find(|person| person.account == ADA.account);
    ada.unwrap().roles.push(Role::GlobalAdministrator);
    let excluded = json!([{ "conditionalAccessCondition": "users", "ruleSatisfied": "roleId" }]);
    assert_eq!(rule(&mut world), (json!("notApplied"), excluded));
}

#[test]
fn guests_of_other_tenants_are_guests_to_policies_with_their_home() {
    let world = World::new();
    let rosa = world
        .tenant
        .directory
        .person_by_account(ROSA.account)
        .unwrap();
    let guest = subject(rosa).guest.unwrap();
    assert_eq!(
        (guest.kind, guest.home_tenant.as_deref()),
        ("b2bCollaborationGuest", Some(HOME_TENANT))
    );
    let leif = world
        .tenant
        .directory
        .person_by_account(LEIF.account)
        .unwrap();
    assert_eq!(subject(leif).guest.unwrap().kind, "internalGuest");
}

#[test]
fn security_info_and_the_app_ask_too() {
    let mut world = world_with_policies();
    move_to(&mut world, HOME);
    let enter = |world: &mut World, persona: Persona| {
        world.forget_cookies();
        let page = world.browse(Method::GET, &security_info::path(), &[]);
        let page = world.fill(&page, &[("account", persona.account), ("action", "next")]);
        let pass = world.pass_of(persona);
        world.fill(&page, &[("pass", &pass), ("action", "sign_in")]);
        text(&world.browse(Method::GET, &security_info::path(), &[]))
    };
    assert!(enter(&mut world, LEIF).contains("data-code=\"53010\""));
    let add_passkey = format!("{}/add-passkey", security_info::path());
    let page = world.browse(Method::GET, &add_passkey, &[]);
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    assert!(!enter(&mut world, ADA).contains("AADSTS"));
    move_to(&mut world, OFFICE);
    assert!(!enter(&mut world, LEIF).contains("AADSTS"));
    // The app on the phone asks as well.
    let on_phone = |world: &mut World, typed: &[(&str, &str)]| {
        let page = world.browse(Method::GET, &phone::path(), &[]);
        let canary = hidden(&text(&page), "canary");
        let mut fields = vec![("canary", canary.as_str())];
        fields.extend(typed);
        text(&world.browse(Method::POST, &phone::path(), &fields))
    };
    let pass = world.pass_of(LEIF);
    on_phone(
        &mut world,
        &[
            ("action", "take"),
            ("name", "Test phone"),
            ("platform", "ios"),
        ],
    );
    on_phone(&mut world, &[("action", "install")]);
    let add = [
        ("action", "add"),
        ("account", LEIF.account),
        ("pass", &pass),
    ];
    let count = |world: &World| {
        let leif = world.tenant.directory.person_by_account(LEIF.account);
        leif.unwrap().methods.len()
    };
    move_to(&mut world, HOME);
    assert!(on_phone(&mut world, &add).contains("53010"));
    assert_eq!(count(&world), 1);
    move_to(&mut world, OFFICE);
    on_phone(&mut world, &add);
    assert_eq!(count(&world), 2);
}

#[test]
fn every_decision_can_be_read_with_its_reason() {
    let mut world = world_with_policies();
    move_to(&mut world, OFFICE);
    check_registration(&mut world, LEIF, None);
    let inside = last_decision(&mut world);
    let policy = result_of(&inside, "block guests");
    assert_eq!(policy["result"], "notApplied");
    assert_eq!(policy["conditionsSatisfied"], "application,users");
    assert_eq!(policy["conditionsNotSatisfied"], "location");
    assert_eq!(
        policy["excludeRulesSatisfied"],
        json!([{ "conditionalAccessCondition": "location", "ruleSatisfied": "allTrustedLocations" }])
    );
    assert_eq!(inside["ipAddress"], OFFICE);
    move_to(&mut world, HOME);
    check_registration(&mut world, LEIF, Some(53_010));
    let outside = last_decision(&mut world);
    assert_eq!(outside["conditionalAccessStatus"], "failure");
    assert_eq!(outside["status"]["errorCode"], 53_010);
    assert_eq!(outside["userPrincipalName"], LEIF.account);
    let policy = result_of(&outside, "block guests");
    assert_eq!(
        (&policy["result"], &policy["enforcedGrantControls"]),
        (&json!("failure"), &json!(["Block"]))
    );
    assert_eq!(
        result_of(&outside, "require MFA")["conditionsNotSatisfied"],
        "users"
    );
}

#[test]
fn the_log_is_filtered_paged_and_for_readers_only() {
    let mut world = world_with_policies();
    let tokens = sign_in_for_log(&mut world);
    let get = |world: &mut World, query: &str| {
        world.graph(
            &tokens,
            Method::GET,
            &format!("/v1.0/auditLogs/signIns{query}"),
        )
    };
    let filter = "?$filter=userPrincipalName%20eq%20%27sami@contoso.example%27";
    let (status, body) = get(&mut world, filter);
    assert_eq!(
        (status, body["value"].as_array().unwrap().len()),
        (StatusCode::OK, 1)
    );
    assert!(
        body["value"][0]["appliedConditionalAccessPolicies"][0]["conditionsSatisfied"].is_null()
    );
    let id = body["value"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(get(&mut world, &format!("/{id}")).1["id"], id);
    assert_eq!(get(&mut world, "/nothing").0, StatusCode::NOT_FOUND);
    assert_eq!(
        get(&mut world, "?$top=1").1["value"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    for query in [
        "?$top=0",
        "?$filter=appId",
        "?$filter=secret%20eq%20%27x%27",
    ] {
        assert_eq!(get(&mut world, query).0, StatusCode::BAD_REQUEST, "{query}");
    }
    let ada = sign_in_for(&mut world, ADA, ADMINISTRATION);
    let (status, body) = world.graph(&ada, Method::GET, "/v1.0/auditLogs/signIns");
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(
        body["error"]["code"],
        "Authentication_RequestFromUnsupportedUserRole"
    );
    let sami = sign_in_for(&mut world, SAMI, "openid User.Read");
    let (status, body) = world.graph(&sami, Method::GET, "/v1.0/auditLogs/signIns");
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(
        body["error"]["code"],
        "Authentication_MSGraphPermissionMissing"
    );
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
            let expected = if reads {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            assert_eq!(status, expected, "{} {scope} {body}", persona.account);
        }
        let (status, body) = send(&mut world, &tokens, Method::POST, POLICIES, &policy);
        let expected = if changes {
            StatusCode::CREATED
        } else {
            StatusCode::FORBIDDEN
        };
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
    assert_eq!(
        (status, &body["error"]["code"]),
        (StatusCode::BAD_REQUEST, &json!("BadRequest"))
    );
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
        send(
            &mut world,
            &tokens,
            Method::DELETE,
            &policy_path,
            &json!({})
        )
        .0,
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
        let documents = [(String::from("bad.json"), String::from(text))];
        let refused = world.tenant.load_policies(&documents, START).unwrap_err();
        assert!(refused.starts_with(reason), "{refused}");
    }
    assert!(world.tenant.conditional_access.policies().is_empty());
}

#[test]
fn an_application_that_is_blocked_gets_no_code_and_a_silent_one_an_error() {
    let mut world = World::new();
    let applications = json!({ "includeApplications": [CLIENT_ID] });
    let strength = json!({ "operator": "OR", "authenticationStrength": { "id": Strength::PhishingResistant.id() } });
    let pass = world.pass_of(ADA);
    let reply = world.type_pass(ADA.account, &pass);
    assert!(answer_of(&reply, "code").is_some());
    let documents = |controls: &Value| {
        let mut policy: Value = serde_json::from_str(REQUIRE_MFA).unwrap();
        policy["conditions"]["applications"] = applications.clone();
        policy["grantControls"] = controls.clone();
        [
            (String::from("p.json"), policy.to_string()),
            (String::from("l.json"), String::from(HEAD_OFFICE)),
        ]
    };
    world
        .tenant
        .load_policies(&documents(&strength), START)
        .unwrap();
    let silent = world.authorize(&[("prompt", "none")]);
    assert_eq!(
        answer_of(&silent, "error").as_deref(),
        Some("interaction_required")
    );
    assert!(
        answer_of(&silent, "error_description")
            .unwrap()
            .starts_with("AADSTS50076")
    );
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    world
        .tenant
        .load_policies(&documents(&block), START)
        .unwrap();
    let reply = world.type_pass(ADA.account, &pass);
    assert_eq!(reply.status(), StatusCode::FORBIDDEN);
    let page = text(&reply);
    assert!(
        page.contains("AADSTS53003") && page.contains(CALLBACK),
        "{page}"
    );
    let silent = world.authorize(&[("prompt", "none")]);
    assert!(
        answer_of(&silent, "error_description")
            .unwrap()
            .starts_with("AADSTS53003")
    );
}

#[test]
fn registering_a_passkey_through_graph_asks_only_where_the_switch_says_so() {
    for obeys in [false, true] {
        let mut world = world_with_policies();
        move_to(&mut world, HOME);
        let tokens = world.sign_in(ADA);
        // A guest cannot register passkeys at all, so that a member is blocked here.
        let block = json!({ "operator": "OR", "builtInControls": ["block"] });
        post_policy(&mut world, &[("/grantControls", block)]);
        world
            .tenant
            .settings
            .switches
            .graph_writes_obey_conditional_access = obeys;
        let options = world.options(&tokens);
        let body = Authenticator::new(3).create(&options, "Key");
        let (status, answer) = send(&mut world, &tokens, Method::POST, FIDO2_METHODS, &body);
        if obeys {
            assert_eq!(status, StatusCode::FORBIDDEN);
            assert!(
                answer["error"]["message"]
                    .as_str()
                    .unwrap()
                    .starts_with("AADSTS53010")
            );
        } else {
            assert_eq!(status, StatusCode::CREATED, "{answer}");
        }
    }
}

#[test]
fn report_only_policies_for_user_actions_can_be_switched_to_be_inert() {
    for inert in [false, true] {
        let mut world = World::new();
        post_policy(
            &mut world,
            &[("/state", json!("enabledForReportingButNotEnforced"))],
        );
        world
            .tenant
            .settings
            .switches
            .inert_report_only_user_actions = inert;
        check_registration(&mut world, ADA, None);
        let entry = last_decision(&mut world);
        let logged = entry["appliedConditionalAccessPolicies"]
            .as_array()
            .unwrap()
            .len();
        assert_eq!(logged, usize::from(!inert));
    }
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
    let users = (false, String::from("users"));
    let location = (false, String::from("location"));
    let applies = (true, String::from("notSet"));
    assert_eq!(
        ask(&mut world, LEIF.account, HOME, false),
        [users.clone(), applies.clone()]
    );
    assert_eq!(
        ask(&mut world, LEIF.account, OFFICE, false),
        [location, users]
    );
    assert_eq!(ask(&mut world, ADA.account, HOME, true), [applies]);
    for body in [
        json!({}),
        json!({ "signInIdentity": { "userId": ADA.account } }),
    ] {
        assert_eq!(
            send(&mut world, &tokens, Method::POST, WHAT_IF, &body).0,
            StatusCode::BAD_REQUEST
        );
    }
}

#[test]
fn an_address_is_believed_from_the_connection_and_otherwise_only_by_a_danger_switch() {
    use super::admission::origin;
    let mut switches = crate::Switches::default();
    let from = |switches: &crate::Switches, peer: &str, forwarded: &str| {
        let request = http::Request::builder()
            .header(crate::ADDRESS_HEADER, peer)
            .header("x-forwarded-for", forwarded)
            .body(Vec::new())
            .unwrap();
        origin(&request, switches)
            .address
            .map(|address| address.to_string())
    };
    let is = |text: &str| Some(String::from(text));
    assert_eq!(
        from(&switches, "127.0.0.1", "198.51.100.7"),
        is("127.0.0.1")
    );
    assert_eq!(from(&switches, "", "198.51.100.7"), None);
    switches.danger_trusts_forwarded_for = true;
    assert_eq!(
        from(&switches, "::1", "198.51.100.7, 10.0.0.1"),
        is("198.51.100.7")
    );
    assert_eq!(
        from(&switches, "203.0.113.7", "198.51.100.7"),
        is("203.0.113.7")
    );
    assert_eq!(from(&switches, "127.0.0.1", "nonsense"), is("127.0.0.1"));
    switches.danger_client_address = "192.0.2.1".parse().ok();
    assert_eq!(
        from(&switches, "127.0.0.1", "198.51.100.7"),
        is("192.0.2.1")
    );
}
