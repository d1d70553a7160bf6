//! Conditional Access as people, administrators and clients meet it: over HTTP, with the shipped policies.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    directory::role::Role,
    people::{ADA, BRITTA, LEIF, access::BREAK_GLASS},
    testing::{World, conditional_access::*},
};

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
