//! Conditional Access as people, administrators and clients meet it: over HTTP, with the shipped policies.

use http::{Method, StatusCode};
use serde_json::Value;

use super::{START, Tokens, VERIFIER, World, answer_of, text};
use crate::{
    PUBLIC_CLIENT_ID, Persona,
    people::{KIRA, SAMI},
    web::reply::Reply,
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
pub(crate) const OFFICE_V6: &str = "2001:db8:c0de::7";
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
pub(crate) fn last_decision(world: &mut World) -> Value {
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

pub(crate) fn result_of<'entry>(entry: &'entry Value, name: &str) -> &'entry Value {
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
