//! Tests for `policy`: the table that the embedded tenant answers too, and what only the edge lacks.

use contract::sessions::{Browser, Program, System};
use serde_json::{Value, json};

use super::{Address, Document, Finding, Occasion, Origin, Outcome, Policies, Range, Standing};

/// The table; `tenant/src/directory/conditional_access/table.rs` holds the tenant to it.
const TABLE: &str = include_str!("../../../../tests/policy/cases.json");

const TENANT: &str = "5f2c8a10-3b7d-4e96-8c41-d09e7a6b1234";
const ADA: &str = "aaaaaaaa-0000-4000-8000-0000000000ad";
const GROUP: &str = "aaaaaaaa-0000-4000-8000-000000000009";
const OFFICE: &str = "aaaaaaaa-0000-4000-8000-000000000001";

fn table() -> Value {
    serde_json::from_str(TABLE).expect("the table is JSON")
}

/// The base of the table with members replaced by pointer.
fn policy(changes: &Value) -> Value {
    let mut policy = table()["base"].clone();
    for (pointer, value) in changes.as_object().expect("changes") {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        policy.pointer_mut(parent).expect("a parent")[name] = value.clone();
    }
    policy
}

fn policies(changes: &[Value]) -> Result<Policies, (Document, super::Unreadable)> {
    let listed: Vec<_> = changes.iter().map(policy).collect();
    Policies::parse(&json!(listed).to_string(), &table()["locations"].to_string())
}

/// What the tokens tell of someone of the table: everything.
fn standing(case: &Value) -> Standing {
    let person = &case["person"];
    let mut claims = json!({
        "wids": person.get("roles").unwrap_or(&json!([])),
        "groups": person.get("groups").unwrap_or(&json!([])),
        "amr": case.get("methods").unwrap_or(&json!(["otp", "mfa"])),
        "acct": u8::from(person.get("guest").is_some()),
    });
    if let Some(home) = person["home"].as_str() {
        claims["idp"] = json!(format!("https://sts.windows.net/{home}/"));
    }
    let mut standing = Standing::default();
    standing.learn(&claims, TENANT);
    standing
}

fn origin(case: &Value) -> Origin {
    let address = case["address"].as_str().unwrap_or("192.0.2.1");
    let country = match case.get("country") {
        None => "DE",
        // In no country.
        Some(country) => country.as_str().unwrap_or("XX"),
    };
    Origin {
        address: Some(address.to_owned()),
        country: Some(country.to_owned()),
        ..Origin::default()
    }
}

fn evaluate(policies: &Policies, standing: &Standing, origin: &Origin) -> Vec<Finding> {
    policies.evaluate(&Occasion { person: ADA, standing, origin })
}

/// The outcome of one policy for someone.
fn outcome(changes: Value, standing: &Standing, origin: &Origin) -> Outcome {
    let policies = policies(&[changes]).expect("a policy");
    evaluate(&policies, standing, origin)[0].outcome
}

/// As Graph's sign-in log names it.
fn result(finding: &Finding) -> &'static str {
    match (finding.is_enforced, finding.outcome) {
        (true, Outcome::NotApplied) => "notApplied",
        (true, Outcome::Met) => "success",
        (true, Outcome::Stronger | Outcome::RefusedHere | Outcome::Refused) => "failure",
        (false, Outcome::NotApplied) => "reportOnlyNotApplied",
        (false, Outcome::Met) => "reportOnlySuccess",
        (false, Outcome::Stronger) => "reportOnlyInterrupted",
        (false, Outcome::RefusedHere | Outcome::Refused) => "reportOnlyFailure",
    }
}

#[test]
fn the_table_of_cases_comes_out_as_it_says() {
    for case in table()["cases"].as_array().expect("cases") {
        let name = &case["name"];
        let listed = case["policies"].as_array().expect("policies");
        let expected = case["results"].as_array().expect("results");
        let mut worst = Outcome::NotApplied;
        for (changes, result_expected) in listed.iter().zip(expected) {
            let policies = policies(std::slice::from_ref(changes))
                .unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
            let findings = evaluate(&policies, &standing(case), &origin(case));
            // One that is off or for something else is not kept.
            let found = findings.first().map_or("notApplied", result);
            let expected = match result_expected.as_str().expect("a result") {
                "notEnabled" => "notApplied",
                other => other,
            };
            assert_eq!(found, expected, "{name}");
            let enforced = findings.iter().filter(|finding| finding.is_enforced);
            worst = worst.max(enforced.map(|it| it.outcome).max().unwrap_or(worst));
        }
        let whole = match worst {
            Outcome::NotApplied | Outcome::Met => "granted",
            Outcome::Stronger => "stronger",
            Outcome::RefusedHere | Outcome::Refused => "refused",
        };
        assert_eq!(whole, case["outcome"], "{name}");
    }
}

#[test]
fn what_cannot_be_understood_is_refused_by_its_place() {
    for case in table()["unreadable"].as_array().expect("cases") {
        let found = policies(std::slice::from_ref(&case["policy"])).map(|_| ());
        let (document, place) = found.expect_err(&case["name"].to_string());
        assert_eq!(document, Document::Policies);
        assert_eq!(place.field, case["field"].as_str().expect("a field"), "{}", case["name"]);
    }
}

#[test]
fn one_control_needs_no_operator_and_more_than_one_do() {
    let someone = standing(&json!({}));
    let mfa = json!({ "/grantControls": { "builtInControls": ["mfa"] } });
    assert_eq!(outcome(mfa, &someone, &origin(&json!({}))), Outcome::Met);
    let both = json!({ "/grantControls": { "builtInControls": ["mfa", "compliantDevice"] } });
    let (document, place) = policies(&[both]).map(|_| ()).expect_err("any or all?");
    assert_eq!(
        (document, place.field.as_str()),
        (Document::Policies, "[0].grantControls.operator")
    );
}

#[test]
fn named_locations_that_cannot_be_understood_are_refused_by_their_place() {
    let location = |changes: &[(&str, Value)]| {
        let mut location = table()["locations"][0].clone();
        for (name, value) in changes {
            location[*name] = value.clone();
        }
        let document = json!({ "@odata.context": "…", "value": [location] });
        Policies::parse("", &document.to_string()).map(|_| ()).map_err(|(_, place)| place.field)
    };
    assert_eq!(location(&[]), Ok(()));
    let range = |kind: &str, text: &str| json!([{ "@odata.type": format!("#microsoft.graph.{kind}"), "cidrAddress": text }]);
    for (member, value, field) in [
        ("@odata.type", json!("#microsoft.graph.compliantNetworkNamedLocation"), "@odata.type"),
        ("ipRanges", json!([]), "ipRanges"),
        ("ipRanges", range("iPv4CidrRange", "198.51.100.0/33"), "ipRanges[0].cidrAddress"),
        ("ipRanges", range("iPv4CidrRange", "198.51.100"), "ipRanges[0].cidrAddress"),
        ("ipRanges", range("iPv6CidrRange", "198.51.100.0/24"), "ipRanges[0].cidrAddress"),
        ("ipRanges", range("macRange", "198.51.100.0/24"), "ipRanges[0].cidrAddress"),
        ("isTrusted", json!("yes"), "isTrusted"),
        ("except", json!(["198.51.100.9"]), "except"),
        ("displayName", Value::Null, "displayName"),
    ] {
        assert_eq!(location(&[(member, value)]), Err(format!("value[0].{field}")));
    }
    let country = |changes: Value| {
        let mut location = table()["locations"][2].clone();
        for (name, value) in changes.as_object().expect("changes") {
            location[name] = value.clone();
        }
        let read = Policies::parse("", &json!([location]).to_string());
        read.map(|_| ()).map_err(|(document, place)| (document, place.field))
    };
    assert_eq!(country(json!({})), Ok(()));
    for (member, value) in [
        ("countryLookupMethod", json!("authenticatorAppGps")),
        ("countriesAndRegions", json!(["NOR"])),
        ("countriesAndRegions", json!([])),
        ("isTrusted", json!(true)),
    ] {
        let expected = (Document::Locations, format!("[0].{member}"));
        assert_eq!(country(json!({ member: value })), Err(expected));
    }
}

#[test]
fn a_document_that_is_no_list_is_refused_and_an_empty_one_holds_nothing() {
    for text in ["{", "7", "\"x\"", "[7]", r#"{"value":[],"policies":[{}]}"#, "null x"] {
        assert!(Policies::parse(text, "").is_err(), "{text}");
    }
    for text in ["", "  \n", "[]", r#"{"@odata.context":"x","value":[]}"#] {
        let policies = Policies::parse(text, text).expect(text);
        assert_eq!(policies.read(), 0);
    }
}

#[test]
fn a_group_or_role_that_is_not_known_includes_and_never_exempts() {
    let mut unknown = Standing::default();
    unknown.learn(&json!({ "acct": 0 }), TENANT);
    let here = origin(&json!({}));
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    for kind in ["Groups", "Roles"] {
        let users = json!({ format!("include{kind}"): [GROUP] });
        let included = json!({ "/grantControls": block, "/conditions/users": users });
        assert_eq!(outcome(included, &unknown, &here), Outcome::Refused, "{kind}");
        let users = json!({ "includeUsers": ["All"], format!("exclude{kind}"): [GROUP] });
        let excluded = json!({ "/grantControls": block, "/conditions/users": users });
        assert_eq!(outcome(excluded, &unknown, &here), Outcome::Refused, "{kind}");
    }
}

#[test]
fn someone_who_may_be_a_guest_is_included_as_one_and_never_exempt_as_one() {
    let unknown = Standing::default();
    let here = origin(&json!({}));
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    let kinds = json!({ "guestOrExternalUserTypes": "internalGuest" });
    for users in [
        json!({ "includeUsers": ["GuestsOrExternalUsers"] }),
        json!({ "includeGuestsOrExternalUsers": kinds }),
        json!({ "includeUsers": ["All"], "excludeUsers": ["GuestsOrExternalUsers"] }),
        json!({ "includeUsers": ["All"], "excludeGuestsOrExternalUsers": kinds }),
    ] {
        let changes = json!({ "/grantControls": block, "/conditions/users": users });
        assert_eq!(outcome(changes, &unknown, &here), Outcome::Refused, "{users}");
    }
    // A guest whose own directory is not told may be of any, and of none that exempts.
    let mut guest = Standing::default();
    guest.learn(&json!({ "acct": 1, "idp": "live.com" }), TENANT);
    let kinds = json!({
        "guestOrExternalUserTypes": "b2bCollaborationGuest",
        "externalTenants": { "membershipKind": "enumerated", "members": [TENANT] },
    });
    for users in [
        json!({ "includeGuestsOrExternalUsers": kinds }),
        json!({ "includeUsers": ["All"], "excludeGuestsOrExternalUsers": kinds }),
    ] {
        let changes = json!({ "/grantControls": block, "/conditions/users": users });
        assert_eq!(outcome(changes, &guest, &here), Outcome::Refused, "{users}");
    }
}

#[test]
fn a_place_that_is_not_known_includes_and_never_exempts() {
    let someone = standing(&json!({}));
    let nowhere = Origin::default();
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    for index in [0, 2, 3] {
        let id = &table()["locations"][index]["id"];
        for places in [
            json!({ "includeLocations": [id] }),
            json!({ "includeLocations": ["All"], "excludeLocations": [id] }),
            json!({ "includeLocations": ["AllTrusted"] }),
            json!({ "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] }),
        ] {
            let changes = json!({ "/grantControls": block, "/conditions/locations": places });
            let found = outcome(changes, &someone, &nowhere);
            assert_eq!(found, Outcome::RefusedHere, "{places}");
        }
    }
}

#[test]
fn a_strength_of_ones_own_is_met_by_what_it_allows_and_nothing_else() {
    let own = |allowed: Value| {
        json!({ "/grantControls": {
            "operator": "OR",
            "authenticationStrength": {
                "id": GROUP, "displayName": "Own", "allowedCombinations": allowed,
            },
        }})
    };
    let with_pass = json!(["temporaryAccessPassOneTime", "temporaryAccessPassMultiUse", "fido2"]);
    let once = json!(["temporaryAccessPassOneTime", "fido2"]);
    let password = json!(["password,microsoftAuthenticatorPush"]);
    for (allowed, methods, expected) in [
        (&with_pass, json!(["otp", "mfa"]), Outcome::Met),
        (&with_pass, json!(["fido", "mfa"]), Outcome::Met),
        (&with_pass, json!(["pwd", "mfa"]), Outcome::Stronger),
        (&with_pass, json!(["pwd", "otp", "mfa"]), Outcome::Stronger),
        (&with_pass, json!(["otp"]), Outcome::Stronger),
        // Which of the two kinds of pass it was, nobody can tell.
        (&once, json!(["otp", "mfa"]), Outcome::Stronger),
        (&once, json!(["fido", "mfa"]), Outcome::Met),
        (&password, json!(["fido", "mfa"]), Outcome::Stronger),
    ] {
        let someone = standing(&json!({ "methods": methods }));
        let found = outcome(own(allowed.clone()), &someone, &origin(&json!({})));
        assert_eq!(found, expected, "{allowed} {methods}");
    }
    let mut limited = own(json!(["fido2"]));
    limited["/grantControls"]["authenticationStrength"]["combinationConfigurations"] =
        json!([{ "allowedAAGUIDs": ["x"] }]);
    let place = policies(&[limited]).expect_err("a strength that limits models").1;
    assert!(place.field.ends_with("combinationConfigurations"), "{}", place.field);
}

#[test]
fn how_someone_signed_in_that_is_not_known_meets_nothing() {
    let mut someone = Standing::default();
    someone.learn(&json!({ "acct": 0, "wids": [], "groups": [] }), TENANT);
    assert_eq!(outcome(json!({}), &someone, &origin(&json!({}))), Outcome::Stronger);
}

#[test]
fn only_a_policy_that_spares_places_is_a_matter_of_the_place() {
    let someone = standing(&json!({}));
    let block = json!({ "operator": "OR", "builtInControls": ["block"] });
    for (places, expected) in [
        (Value::Null, Outcome::Refused),
        (json!({ "includeLocations": ["All"] }), Outcome::Refused),
        (
            json!({ "includeLocations": ["All"], "excludeLocations": [OFFICE] }),
            Outcome::RefusedHere,
        ),
    ] {
        let changes = json!({ "/grantControls": block, "/conditions/locations": places });
        assert_eq!(outcome(changes, &someone, &origin(&json!({}))), expected, "{places}");
    }
}

#[test]
fn the_log_names_the_policy_and_why_it_applies() {
    let changes = json!({
        "/id": GROUP, "/displayName": "Office only",
        "/grantControls": { "operator": "OR", "builtInControls": ["block"] },
        "/conditions/users": { "includeGroups": [GROUP] },
        "/conditions/locations": { "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] },
    });
    let policies = policies(&[changes]).expect("a policy");
    let found = evaluate(&policies, &Standing::default(), &origin(&json!({})));
    let expected = format!(
        "policy {GROUP} \"Office only\" for a group, as nobody knows otherwise, any location, block"
    );
    assert_eq!(found[0].to_string(), expected);
    assert!(policies.look_at_places());
    assert_eq!(policies.concerned().collect::<Vec<_>>(), [(GROUP, "Office only", true)]);
}

#[test]
fn tokens_tell_only_what_they_hold() {
    let learned = |claims: &[Value]| {
        let mut standing = Standing::default();
        claims.iter().for_each(|claims| standing.learn(claims, TENANT));
        standing
    };
    assert_eq!(learned(&[json!({})]), Standing::default());
    // Too many for a token: Entra leaves the claim out. Other names than ids tell nothing either.
    for claims in [
        json!({ "hasgroups": true }),
        json!({ "groups": ["CONTOSO\\Everyone"] }),
        json!({ "groups": [7], "wids": [GROUP, 7], "amr": ["mfa", 7], "acct": "1" }),
    ] {
        assert_eq!(learned(&[claims]), Standing::default());
    }
    let own = format!("https://sts.windows.net/{}/", TENANT.to_uppercase());
    assert!(!learned(&[json!({ "idp": own })]).tells("idp"));
    assert!(learned(&[json!({ "idp": "live.com" })]).tells("idp"));
    // The ID token, which is verified, comes first.
    let both = learned(&[json!({ "amr": ["pwd"] }), json!({ "amr": ["mfa"], "acct": 1 })]);
    assert_eq!(both, learned(&[json!({ "amr": ["pwd"], "acct": 1 })]));
    assert_eq!(both.methods(), &json!(["pwd"]));
}

#[test]
fn a_range_holds_its_addresses_and_no_others() {
    for (range, inside, outside) in [
        ("0.0.0.0/0", "255.255.255.255", "::1"),
        ("::/0", "ffff::1", "1.2.3.4"),
        ("192.0.2.7", "192.0.2.7", "192.0.2.6"),
        ("192.0.2.7/31", "192.0.2.6", "192.0.2.8"),
        ("2001:db8::1/128", "2001:db8::1", "2001:db8::"),
        ("10.0.0.0/8", "::ffff:10.9.8.7", "::10.9.8.7"),
    ] {
        let range = Range::parse(range).expect(range);
        assert!(range.contains(Address::parse(inside).expect("an address")), "{range:?} {inside}");
        assert!(
            !range.contains(Address::parse(outside).expect("an address")),
            "{range:?} {outside}"
        );
    }
    for text in [
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/8/8",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "10.0.0.+1",
        "::1]",
        "::g",
    ] {
        assert_eq!(Range::parse(text), None, "{text}");
    }
}

#[test]
fn where_somebody_is_does_not_print() {
    let origin = origin(&Value::Null);
    assert_eq!(format!("{origin:?}"), "Origin { [redacted] }");
}

#[test]
fn where_somebody_is_travels_whole_to_the_object_that_makes_the_change() {
    let browser = Browser { program: Program::Firefox, system: System::Linux };
    let origin = Origin { browser, ..origin(&Value::Null) };
    let sent = serde_json::to_string(&origin).expect("JSON");
    assert!(serde_json::from_str::<Origin>(&sent).is_ok_and(|arrived| arrived == origin));
}
