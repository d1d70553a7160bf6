//! Decisions over any policies: what every set of them has in common, and the cases that the rules turn on.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    Entry,
    evaluation::{Decision, Occasion, Outcome, Places, Target, Verdict, evaluate},
    location::{NamedLocation, Origin, TRUSTED_IPS},
    policy::{ClientAppType, Policy, State},
    strength::{Proven, Strength},
    subject::{Guest, Subject},
};
use crate::testing::START;

const OFFICE: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const CAFE: &str = "aaaaaaaa-0000-4000-8000-000000000002";
const ADMIN_ROLE: &str = "62e90394-69f5-4237-9190-012177145e10";
const ADA: &str = "aaaaaaaa-0000-4000-8000-0000000000ad";
const GROUP: &str = "aaaaaaaa-0000-4000-8000-000000000009";

fn entry<T>(id: &str, value: T) -> Entry<T> {
    Entry {
        id: String::from(id),
        created: START,
        modified: None,
        value,
    }
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
fn policy(changes: &[(&str, Value)]) -> Policy {
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
struct Someone {
    subject: Subject,
    target: Target<'static>,
    address: Option<&'static str>,
    client: ClientAppType,
    proven: Proven,
}

fn ada() -> Someone {
    Someone {
        subject: Subject {
            id: String::from(ADA),
            ..Subject::default()
        },
        target: Target::RegisterSecurityInformation,
        address: Some("192.0.2.1"),
        client: ClientAppType::Browser,
        proven: Proven::Multifactor,
    }
}

fn decide(policies: &[Policy], someone: &Someone) -> Decision {
    let policies: Vec<_> = policies
        .iter()
        .enumerate()
        .map(|(number, policy)| entry(&number.to_string(), policy.clone()))
        .collect();
    let named = places();
    let trusted_ips = ["192.0.2.128/25".parse().unwrap()];
    let places = Places {
        named: &named,
        trusted_ips: &trusted_ips,
    };
    let origin = Origin {
        address: someone.address.map(|address| address.parse().unwrap()),
        country: None,
    };
    evaluate(
        &policies,
        places,
        &Occasion {
            subject: &someone.subject,
            target: someone.target,
            origin: &origin,
            client: someone.client,
            proven: someone.proven,
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
    let weak = Someone {
        proven: Proven::Single,
        ..ada()
    };
    check(&[], &weak, Verdict::Interrupted);
    assert_eq!(
        decide(&[policy(&[])], &weak).outcome,
        Outcome::StrongerSignInNeeded
    );
}

#[test]
fn a_strength_is_met_by_what_is_as_strong() {
    let strength = |strength: Strength| {
        [
            ("/grantControls/builtInControls", json!([])),
            (
                "/grantControls/authenticationStrength",
                json!({ "id": strength.id() }),
            ),
        ]
    };
    check(&strength(Strength::Multifactor), &ada(), Verdict::Met);
    check(
        &strength(Strength::Passwordless),
        &ada(),
        Verdict::Interrupted,
    );
    check(
        &strength(Strength::PhishingResistant),
        &ada(),
        Verdict::Interrupted,
    );
    let with_passkey = Someone {
        proven: Proven::PhishingResistant,
        ..ada()
    };
    check(
        &strength(Strength::PhishingResistant),
        &with_passkey,
        Verdict::Met,
    );
}

#[test]
fn one_control_is_enough_under_or_and_all_are_needed_under_and() {
    let controls = |operator: &str, controls: Value| {
        [
            ("/grantControls/operator", json!(operator)),
            ("/grantControls/builtInControls", controls),
        ]
    };
    check(
        &controls("OR", json!(["mfa", "compliantDevice"])),
        &ada(),
        Verdict::Met,
    );
    check(
        &controls("AND", json!(["mfa", "compliantDevice"])),
        &ada(),
        Verdict::Failed,
    );
    check(&controls("AND", json!(["mfa"])), &ada(), Verdict::Met);
    check(
        &controls("OR", json!(["unknownFutureValue"])),
        &ada(),
        Verdict::Failed,
    );
    let terms = [
        ("/grantControls/termsOfUse", json!([GROUP])),
        ("/grantControls/operator", json!("AND")),
    ];
    check(&terms, &ada(), Verdict::Failed);
}

#[test]
fn trusted_places_are_excluded_and_an_unknown_address_is_not_one() {
    let outside = [(
        "/conditions/locations/excludeLocations",
        json!(["AllTrusted"]),
    )];
    let from = |address: Option<&'static str>| Someone { address, ..ada() };
    check(&outside, &from(Some("198.51.100.9")), Verdict::NotApplied);
    check(
        &outside,
        &from(Some("::ffff:198.51.100.9")),
        Verdict::NotApplied,
    );
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
    check(
        &only(CAFE),
        &from(Some("198.51.100.9")),
        Verdict::NotApplied,
    );
    check(&only(TRUSTED_IPS), &from(Some("192.0.2.200")), Verdict::Met);
    check(
        &only(TRUSTED_IPS),
        &from(Some("198.51.100.9")),
        Verdict::NotApplied,
    );
    check(
        &only("AllTrusted"),
        &from(Some("198.51.100.9")),
        Verdict::Met,
    );
    check(&only("AllTrusted"), &from(None), Verdict::NotApplied);
}

#[test]
fn a_policy_for_the_user_action_leaves_applications_alone_and_the_other_way_round() {
    let application = Someone {
        target: Target::Application(OFFICE),
        ..ada()
    };
    check(&[], &application, Verdict::NotApplied);
    let everything = [(
        "/conditions/applications",
        json!({ "includeApplications": ["All"], "excludeApplications": [CAFE] }),
    )];
    check(&everything, &application, Verdict::Met);
    check(&everything, &ada(), Verdict::NotApplied);
    let excluded = Someone {
        target: Target::Application(CAFE),
        ..ada()
    };
    check(&everything, &excluded, Verdict::NotApplied);
}

#[test]
fn a_client_that_is_not_listed_is_not_meant() {
    let apps = [(
        "/conditions/clientAppTypes",
        json!(["mobileAppsAndDesktopClients"]),
    )];
    check(&apps, &ada(), Verdict::NotApplied);
    let app = Someone {
        client: ClientAppType::MobileAppsAndDesktopClients,
        ..ada()
    };
    check(&apps, &app, Verdict::Met);
}

#[test]
fn a_disabled_policy_is_not_looked_at() {
    let off = [
        ("/state", json!("disabled")),
        ("/grantControls/builtInControls", json!(["block"])),
    ];
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
    let weak = Someone {
        proven: Proven::Single,
        ..ada()
    };
    check(&report(json!(["block"])), &ada(), Verdict::ReportOnlyFailed);
    check(&report(json!(["mfa"])), &ada(), Verdict::ReportOnlyMet);
    check(
        &report(json!(["mfa"])),
        &weak,
        Verdict::ReportOnlyInterrupted,
    );
    assert_eq!(
        decide(&[policy(&report(json!(["block"])))], &ada()).outcome,
        Outcome::Granted
    );
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let users = prop_oneof![
        Just(json!({ "includeUsers": ["All"] })),
        Just(json!({ "includeUsers": ["None"] })),
        Just(json!({ "includeUsers": ["All"], "excludeUsers": [ADA] })),
        Just(json!({ "includeUsers": ["All"], "excludeRoles": [ADMIN_ROLE] })),
        Just(json!({ "includeGroups": [GROUP] })),
        Just(
            json!({ "includeGuestsOrExternalUsers": { "guestOrExternalUserTypes": "internalGuest" } })
        ),
    ];
    let place = |least: usize| {
        proptest::collection::vec(
            prop_oneof![
                Just("All"),
                Just("AllTrusted"),
                Just(OFFICE),
                Just(CAFE),
                Just(TRUSTED_IPS)
            ],
            least..3,
        )
    };
    let controls = prop_oneof![
        Just(json!({ "operator": "OR", "builtInControls": ["block"] })),
        Just(json!({ "operator": "OR", "builtInControls": ["mfa", "compliantDevice"] })),
        Just(json!({ "operator": "AND", "builtInControls": ["mfa", "compliantDevice"] })),
        Just(json!({ "operator": "AND", "builtInControls": ["mfa"] })),
        Just(
            json!({ "operator": "OR", "authenticationStrength": { "id": Strength::PhishingResistant.id() } })
        ),
    ];
    let state = prop_oneof![
        Just("enabled"),
        Just("disabled"),
        Just("enabledForReportingButNotEnforced"),
    ];
    (users, place(1), place(0), controls, state).prop_map(
        |(users, include, exclude, controls, state)| {
            policy(&[
                ("/conditions/users", users),
                (
                    "/conditions/locations",
                    json!({ "includeLocations": include, "excludeLocations": exclude }),
                ),
                ("/grantControls", controls),
                ("/state", json!(state)),
            ])
        },
    )
}

fn anyone() -> impl Strategy<Value = Someone> {
    let address = prop_oneof![
        Just(None),
        Just(Some("198.51.100.7")),
        Just(Some("203.0.113.7")),
        Just(Some("192.0.2.200")),
    ];
    let proven = prop_oneof![
        Just(Proven::Single),
        Just(Proven::Multifactor),
        Just(Proven::PhishingResistant)
    ];
    (address, proven, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(address, proven, is_admin, is_guest, is_in_group)| Someone {
            subject: Subject {
                id: String::from(ADA),
                roles: is_admin
                    .then(|| String::from(ADMIN_ROLE))
                    .into_iter()
                    .collect(),
                groups: is_in_group
                    .then(|| String::from(GROUP))
                    .into_iter()
                    .collect(),
                guest: is_guest.then_some(Guest {
                    kind: "internalGuest",
                    home_tenant: None,
                }),
            },
            address,
            proven,
            ..ada()
        },
    )
}

fn is_block(policy: &Policy) -> bool {
    policy.grant_controls.as_ref().is_some_and(|controls| {
        controls
            .built_in_controls
            .iter()
            .any(|control| control == "block")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_block_wins_whatever_the_other_policies_say(
        policies in proptest::collection::vec(any_policy(), 0..6),
        someone in anyone(),
    ) {
        let decision = decide(&policies, &someone);
        let is_blocked = policies.iter().zip(&decision.findings).any(|(policy, finding)| {
            policy.state == State::Enabled && is_block(policy) && finding.not_satisfied.is_none()
        });
        if is_blocked {
            prop_assert_eq!(decision.outcome, Outcome::Blocked);
        }
        let mut with_block = policies;
        with_block.push(policy(&[("/grantControls/builtInControls", json!(["block"]))]));
        prop_assert_eq!(decide(&with_block, &someone).outcome, Outcome::Blocked);
    }

    #[test]
    fn report_only_and_disabled_policies_change_no_outcome(
        policies in proptest::collection::vec(any_policy(), 0..6),
        someone in anyone(),
    ) {
        let enforced: Vec<_> = policies.iter().filter(|policy| policy.state == State::Enabled).cloned().collect();
        prop_assert_eq!(decide(&policies, &someone).outcome, decide(&enforced, &someone).outcome);
    }

    #[test]
    fn a_stronger_sign_in_is_never_worse_off(
        policies in proptest::collection::vec(any_policy(), 0..6),
        someone in anyone(),
    ) {
        let stronger = Someone { proven: Proven::PhishingResistant, ..someone.clone() };
        prop_assert!(decide(&policies, &stronger).outcome <= decide(&policies, &someone).outcome);
    }

    #[test]
    fn what_is_written_can_be_read_again(policy in any_policy()) {
        prop_assert_eq!(Policy::parse(&policy.to_json()), Ok(policy));
    }
}
