//! What holds for any set of policies and anyone.

use proptest::prelude::*;
use serde_json::json;

use super::{
    Outcome,
    tests::{ADA, ADMIN_ROLE, CAFE, GROUP, OFFICE, Someone, ada, decide, policy},
};
use crate::directory::conditional_access::{
    location::TRUSTED_IPS,
    policy::{Policy, State},
    strength::{Proven, Strength},
    subject::{Guest, Subject},
};

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
    let state =
        prop_oneof![Just("enabled"), Just("disabled"), Just("enabledForReportingButNotEnforced"),];
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
                roles: is_admin.then(|| String::from(ADMIN_ROLE)).into_iter().collect(),
                groups: is_in_group.then(|| String::from(GROUP)).into_iter().collect(),
                guest: is_guest.then_some(Guest { kind: "internalGuest", home_tenant: None }),
            },
            address,
            proven,
            ..ada()
        },
    )
}

fn is_block(policy: &Policy) -> bool {
    policy
        .grant_controls
        .as_ref()
        .is_some_and(|controls| controls.built_in_controls.iter().any(|control| control == "block"))
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
