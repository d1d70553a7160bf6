//! The table of cases that the product's own gate answers too: `tests/policy/cases.json`.
//!
//! The two evaluations share no code, so that a misunderstanding of one shows here.

use serde_json::{Value, json};

use super::{
    ConditionalAccess,
    evaluation::{Occasion, Outcome, Target, evaluate},
    location::{NamedLocation, Origin},
    policy::{ClientAppType, Policy},
    strength::Proven,
    subject::{Guest, Subject},
};
use crate::testing::START;

fn table() -> Value {
    serde_json::from_str(include_str!("../../../../tests/policy/cases.json")).unwrap()
}

/// The base of the table with members replaced by pointer.
fn policy(changes: &Value) -> Value {
    let mut policy = table()["base"].clone();
    for (pointer, value) in changes.as_object().unwrap() {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        policy.pointer_mut(parent).unwrap()[name] = value.clone();
    }
    policy
}

fn with_locations() -> ConditionalAccess {
    let mut held = ConditionalAccess::default();
    for location in table()["locations"].as_array().unwrap() {
        let id = String::from(location["id"].as_str().unwrap());
        held.create::<NamedLocation>(location, id, START).unwrap();
    }
    held
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|item| String::from(item.as_str().unwrap())).collect()
}

fn subject(case: &Value) -> Subject {
    let person = &case["person"];
    Subject {
        id: String::from(table()["person"].as_str().unwrap()),
        roles: texts(&person["roles"]),
        groups: texts(&person["groups"]),
        guest: person["guest"].as_str().map(|kind| Guest {
            kind: match kind {
                "internalGuest" => "internalGuest",
                "b2bCollaborationGuest" => "b2bCollaborationGuest",
                other => panic!("no kind of guest: {other}"),
            },
            home_tenant: person["home"].as_str().map(String::from),
        }),
    }
}

#[test]
fn the_table_of_cases_comes_out_as_it_says() {
    for case in table()["cases"].as_array().unwrap() {
        let name = &case["name"];
        let mut held = with_locations();
        for (index, changes) in case["policies"].as_array().unwrap().iter().enumerate() {
            held.create::<Policy>(&policy(changes), format!("p{index}"), START)
                .unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        }
        let methods = texts(case.get("methods").unwrap_or(&json!(["otp", "mfa"])));
        let methods: Vec<_> = methods.iter().map(String::as_str).collect();
        let origin = Origin {
            address: case["address"].as_str().unwrap_or("192.0.2.1").parse().ok(),
            country: case.get("country").unwrap_or(&json!("DE")).as_str().map(String::from),
        };
        let occasion = Occasion {
            subject: &subject(case),
            target: Target::RegisterSecurityInformation,
            origin: &origin,
            client: ClientAppType::Browser,
            proven: Proven::from_methods(&methods),
            combination: None,
            all_resources_reach_actions: true,
        };
        let decision = evaluate(held.policies(), held.places(&[]), &occasion);
        let results: Vec<_> = decision.findings.iter().map(|it| it.result.as_str()).collect();
        assert_eq!(results, texts(&case["results"]), "{name}");
        let outcome = match decision.outcome {
            Outcome::Granted => "granted",
            Outcome::StrongerSignInNeeded => "stronger",
            Outcome::Blocked => "refused",
        };
        assert_eq!(outcome, case["outcome"], "{name}");
    }
}

#[test]
fn what_cannot_be_understood_is_refused() {
    for case in table()["unreadable"].as_array().unwrap() {
        let mut held = with_locations();
        let created = held.create::<Policy>(&policy(&case["policy"]), String::from("p"), START);
        assert!(created.is_err(), "{}", case["name"]);
    }
}
