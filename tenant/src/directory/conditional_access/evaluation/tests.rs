//! The cases that the rules of a decision turn on.

use serde_json::{Value, json};

use super::{Decision, Occasion, Outcome, Places, Target, Verdict, evaluate};
use crate::{
    directory::conditional_access::{
        Entry,
        location::{NamedLocation, Origin, TRUSTED_IPS},
        policy::{ClientAppType, Policy},
        strength::{Proven, Strength},
        subject::Subject,
    },
    testing::START,
};

pub(super) const OFFICE: &str = "aaaaaaaa-0000-4000-8000-000000000001";
pub(super) const CAFE: &str = "aaaaaaaa-0000-4000-8000-000000000002";
pub(super) const ADMIN_ROLE: &str = "62e90394-69f5-4237-9190-012177145e10";
pub(super) const ADA: &str = "aaaaaaaa-0000-4000-8000-0000000000ad";
pub(super) const GROUP: &str = "aaaaaaaa-0000-4000-8000-000000000009";

fn entry<T>(id: &str, value: T) -> Entry<T> {
    Entry { id: String::from(id), created: START, modified: None, value }
}

fn places() -> Vec<Entry<NamedLocation>> {
    let place = |name: &str, is_trusted: bool, cidr: &str| {
        NamedLocation::parse(&json!({
            "@odata.type": "#microsoft.graph.ipNamedLocation", "displayName": name, "isTrusted": is_trusted,
            "ipRanges": [{ "@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": cidr }],
        }))
        .unwrap()
    };
    vec![
        entry(OFFICE, place("Office", true, "198.51.100.0/24")),
        entry(CAFE, place("Cafe", false, "203.0.113.0/24")),
    ]
}

/// A policy for everyone and everywhere; `changes` replace members by pointer.
pub(super) fn policy(changes: &[(&str, Value)]) -> Policy {
    let mut document = json!({
        "displayName": "P",
        "state": "enabled",
        "conditions": {
            "applications": { "includeUserActions": ["urn:user:RegisterSecurityInfo"] },
            "users": { "includeUsers": ["All"] },
            "locations": { "includeLocations": ["All"], "excludeLocations": [] },
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"] },
    });
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[name] = value.clone();
    }
    Policy::parse(&document).unwrap()
}

#[derive(Clone, Debug)]
pub(super) struct Someone {
    pub(super) subject: Subject,
    pub(super) target: Target<'static>,
    pub(super) address: Option<&'static str>,
    pub(super) client: ClientAppType,
    pub(super) proven: Proven,
}

pub(super) fn ada() -> Someone {
    Someone {
        subject: Subject { id: String::from(ADA), ..Subject::default() },
        target: Target::RegisterSecurityInformation,
        address: Some("192.0.2.1"),
        client: ClientAppType::Browser,
        proven: Proven::Multifactor,
    }
}

pub(super) fn decide(policies: &[Policy], someone: &Someone) -> Decision {
    let policies: Vec<_> = policies
        .iter()
        .enumerate()
        .map(|(number, policy)| entry(&number.to_string(), policy.clone()))
        .collect();
    let named = places();
    let trusted_ips = ["192.0.2.128/25".parse().unwrap()];
    let places = Places { named: &named, trusted_ips: &trusted_ips, strengths: &[] };
    let origin =
        Origin { address: someone.address.map(|address| address.parse().unwrap()), country: None };
    evaluate(
        &policies,
        places,
        &Occasion {
            subject: &someone.subject,
            target: someone.target,
            origin: &origin,
            client: someone.client,
            proven: someone.proven,
            combination: None,
            all_resources_reach_actions: false,
        },
    )
}

fn check(changes: &[(&str, Value)], someone: &Someone, expected: Verdict) {
    let decision = decide(&[policy(changes)], someone);
    assert_eq!(decision.findings[0].result, expected, "{changes:?}");
}

#[test]
fn mfa_is_met_by_a_pass_and_not_by_one_factor() {
    check(&[], &ada(), Verdict::Met);
    let weak = Someone { proven: Proven::Single, ..ada() };
    check(&[], &weak, Verdict::Interrupted);
    assert_eq!(decide(&[policy(&[])], &weak).outcome, Outcome::StrongerSignInNeeded);
}

#[test]
fn a_strength_is_met_by_what_is_as_strong() {
    let strength = |strength: Strength| {
        [
            ("/grantControls/builtInControls", json!([])),
            ("/grantControls/authenticationStrength", json!({ "id": strength.id() })),
        ]
    };
    check(&strength(Strength::Multifactor), &ada(), Verdict::Met);
    check(&strength(Strength::Passwordless), &ada(), Verdict::Interrupted);
    check(&strength(Strength::PhishingResistant), &ada(), Verdict::Interrupted);
    let with_passkey = Someone { proven: Proven::PhishingResistant, ..ada() };
    check(&strength(Strength::PhishingResistant), &with_passkey, Verdict::Met);
}

#[test]
fn one_control_is_enough_under_or_and_all_are_needed_under_and() {
    let controls = |operator: &str, controls: Value| {
        [("/grantControls/operator", json!(operator)), ("/grantControls/builtInControls", controls)]
    };
    check(&controls("OR", json!(["mfa", "compliantDevice"])), &ada(), Verdict::Met);
    check(&controls("AND", json!(["mfa", "compliantDevice"])), &ada(), Verdict::Failed);
    check(&controls("AND", json!(["mfa"])), &ada(), Verdict::Met);
    check(&controls("OR", json!(["unknownFutureValue"])), &ada(), Verdict::Failed);
    let terms =
        [("/grantControls/termsOfUse", json!([GROUP])), ("/grantControls/operator", json!("AND"))];
    check(&terms, &ada(), Verdict::Failed);
}

#[test]
fn trusted_places_are_excluded_and_an_unknown_address_is_not_one() {
    let outside = [("/conditions/locations/excludeLocations", json!(["AllTrusted"]))];
    let from = |address: Option<&'static str>| Someone { address, ..ada() };
    check(&outside, &from(Some("198.51.100.9")), Verdict::NotApplied);
    check(&outside, &from(Some("::ffff:198.51.100.9")), Verdict::NotApplied);
    // The legacy list is trusted too; the cafe has a name and is not.
    check(&outside, &from(Some("192.0.2.200")), Verdict::NotApplied);
    check(&outside, &from(Some("203.0.113.9")), Verdict::Met);
    check(&outside, &from(None), Verdict::Met);
}

#[test]
fn a_place_is_included_by_its_id_by_the_legacy_list_or_by_trust() {
    let only = |id: &str| [("/conditions/locations/includeLocations", json!([id]))];
    let from = |address: Option<&'static str>| Someone { address, ..ada() };
    check(&only(CAFE), &from(Some("203.0.113.9")), Verdict::Met);
    check(&only(CAFE), &from(Some("198.51.100.9")), Verdict::NotApplied);
    check(&only(TRUSTED_IPS), &from(Some("192.0.2.200")), Verdict::Met);
    check(&only(TRUSTED_IPS), &from(Some("198.51.100.9")), Verdict::NotApplied);
    check(&only("AllTrusted"), &from(Some("198.51.100.9")), Verdict::Met);
    check(&only("AllTrusted"), &from(None), Verdict::NotApplied);
}

#[test]
fn a_policy_for_the_user_action_leaves_applications_alone_and_the_other_way_round() {
    let application = Someone { target: Target::Application(OFFICE), ..ada() };
    check(&[], &application, Verdict::NotApplied);
    let everything = [(
        "/conditions/applications",
        json!({ "includeApplications": ["All"], "excludeApplications": [CAFE] }),
    )];
    check(&everything, &application, Verdict::Met);
    check(&everything, &ada(), Verdict::NotApplied);
    let excluded = Someone { target: Target::Application(CAFE), ..ada() };
    check(&everything, &excluded, Verdict::NotApplied);
}

#[test]
fn a_client_that_is_not_listed_is_not_meant() {
    let apps = [("/conditions/clientAppTypes", json!(["mobileAppsAndDesktopClients"]))];
    check(&apps, &ada(), Verdict::NotApplied);
    let app = Someone { client: ClientAppType::MobileAppsAndDesktopClients, ..ada() };
    check(&apps, &app, Verdict::Met);
}

#[test]
fn a_disabled_policy_is_not_looked_at() {
    let off = [("/state", json!("disabled")), ("/grantControls/builtInControls", json!(["block"]))];
    check(&off, &ada(), Verdict::NotEnabled);
    assert_eq!(decide(&[policy(&off)], &ada()).outcome, Outcome::Granted);
}

#[test]
fn report_only_says_what_would_have_been_and_lets_through() {
    let report = |controls: Value| {
        [
            ("/state", json!("enabledForReportingButNotEnforced")),
            ("/grantControls/builtInControls", controls),
        ]
    };
    let weak = Someone { proven: Proven::Single, ..ada() };
    check(&report(json!(["block"])), &ada(), Verdict::ReportOnlyFailed);
    check(&report(json!(["mfa"])), &ada(), Verdict::ReportOnlyMet);
    check(&report(json!(["mfa"])), &weak, Verdict::ReportOnlyInterrupted);
    assert_eq!(decide(&[policy(&report(json!(["block"])))], &ada()).outcome, Outcome::Granted);
}
