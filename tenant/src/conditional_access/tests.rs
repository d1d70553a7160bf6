//! Conditional Access as people, administrators and clients meet it: over HTTP, with the shipped policies.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    PUBLIC_CLIENT_ID, Persona,
    directory::role::Role,
    people::{ADA, BRITTA, KIRA, LEIF, SAMI, access::BREAK_GLASS},
    reply::Reply,
    testing::{START, Tokens, VERIFIER, World, answer_of, text},
};

pub(crate) const HEAD_OFFICE: &str = include_str!("../../policies/named-location-head-office.json");
pub(crate) const REQUIRE_MFA: &str =
    include_str!("../../policies/register-security-information-mfa.json");
pub(crate) const BLOCK_GUESTS: &str =
    include_str!("../../policies/register-security-information-guests-block.json");

pub(crate) const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";
pub(crate) const LOCATIONS: &str = "/v1.0/identity/conditionalAccess/namedLocations";
pub(crate) const ADMINISTRATION: &str =
    "openid offline_access Policy.Read.All Policy.ReadWrite.ConditionalAccess AuditLog.Read.All";

/// A tenant with the two policies and the head office, as the run command loads them.
pub(crate) fn world_with_policies() -> World {
    let mut world = World::new();
    let documents = [("a.json", BLOCK_GUESTS), ("b.json", REQUIRE_MFA), ("c.json", HEAD_OFFICE)]
        .map(|(name, text)| (String::from(name), String::from(text)));
    world.tenant.load_policies(&documents, START).unwrap();
    world
}

/// Where everyone is from now on.
pub(crate) fn move_to(world: &mut World, address: &str) {
    world.tenant.settings.switches.danger_client_address = address.parse().ok();
}

pub(crate) const OFFICE: &str = "198.51.100.7";
const OFFICE_V6: &str = "2001:db8:c0de::7";
pub(crate) const HOME: &str = "203.0.113.7";

/// Signs in to the local tools, which have consent for what administrators do.
pub(crate) fn sign_in_for(world: &mut World, persona: Persona, scope: &str) -> Tokens {
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

pub(crate) fn administrator(world: &mut World) -> Tokens {
    sign_in_for(world, KIRA, ADMINISTRATION)
}

pub(crate) fn send(
    world: &mut World,
    tokens: &Tokens,
    method: Method,
    path: &str,
    body: &Value,
) -> (StatusCode, Value) {
    let reply = world.graph_reply(tokens, method, path, Some(body));
    (reply.status(), serde_json::from_slice(reply.body()).unwrap_or(Value::Null))
}

/// Tries to register a method: the page that every registration of the tenant's own goes through.
pub(crate) fn try_to_register(world: &mut World, persona: Persona) -> Reply {
    world.forget_cookies();
    world.tenant.settings.switches.registration_interrupt_for_everyone = true;
    let pass = world.pass_of(persona);
    world.type_pass(persona.account, &pass)
}

#[track_caller]
pub(crate) fn check_registration(world: &mut World, persona: Persona, number: Option<u32>) {
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

pub(crate) fn sign_in_for_log(world: &mut World) -> Tokens {
    world.tenant.settings.switches.registration_interrupt_for_everyone = false;
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

pub(crate) fn post_policy(world: &mut World, changes: &[(&str, Value)]) -> String {
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
    assert_eq!((status, &place["isTrusted"]), (StatusCode::CREATED, &json!(true)));
    check_registration(&mut world, ADA, None);
    world.tenant.settings.switches.registration_interrupt_for_everyone = false;
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
    world.tenant.settings.switches.registration_interrupt_for_everyone = false;
    let tokens = administrator(&mut world);
    let path = format!("{POLICIES}/{id}");
    let report = json!({ "state": "enabledForReportingButNotEnforced" });
    assert_eq!(send(&mut world, &tokens, Method::PATCH, &path, &report).0, StatusCode::NO_CONTENT);
    check_registration(&mut world, ADA, None);
    let entry = last_decision(&mut world);
    assert_eq!(entry["conditionalAccessStatus"], "notApplied");
    assert_eq!(result_of(&entry, "require MFA")["result"], "reportOnlyFailure");
    // Deleted, it is gone.
    let tokens = administrator(&mut world);
    assert_eq!(
        send(&mut world, &tokens, Method::DELETE, &path, &json!({})).0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(world.graph(&tokens, Method::GET, &path).0, StatusCode::NOT_FOUND);
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
fn a_global_administrator_is_excluded_from_the_first_policy() {
    let mut world = world_with_policies();
    move_to(&mut world, HOME);
    world.tenant.settings.switches.registration_interrupt_for_everyone = true;
    let rule = |world: &mut World| {
        check_registration(world, ADA, None);
        let entry = last_decision(world);
        let policy = result_of(&entry, "require MFA").clone();
        (policy["result"].clone(), policy["excludeRulesSatisfied"].clone())
    };
    assert_eq!(rule(&mut world), (json!("success"), json!([])));
    let ada = world.tenant.directory.people.iter_mut().find(|person| person.account == ADA.account);
    ada.unwrap().roles.push(Role::GlobalAdministrator);
    let excluded = json!([{ "conditionalAccessCondition": "users", "ruleSatisfied": "roleId" }]);
    assert_eq!(rule(&mut world), (json!("notApplied"), excluded));
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
    assert_eq!(result_of(&outside, "require MFA")["conditionsNotSatisfied"], "users");
}

#[test]
fn report_only_policies_for_user_actions_can_be_switched_to_be_inert() {
    for inert in [false, true] {
        let mut world = World::new();
        post_policy(&mut world, &[("/state", json!("enabledForReportingButNotEnforced"))]);
        world.tenant.settings.switches.inert_report_only_user_actions = inert;
        check_registration(&mut world, ADA, None);
        let entry = last_decision(&mut world);
        let logged = entry["appliedConditionalAccessPolicies"].as_array().unwrap().len();
        assert_eq!(logged, usize::from(!inert));
    }
}
