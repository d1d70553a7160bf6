//! Each finding of each check, their order, and that looking keeps nothing.

use contract::{
    ProblemCode,
    why::{Found, Obstacle, Rule, Why},
};
use serde_json::json;

use super::{Known, judge, read};
use crate::{
    Fault, Session,
    policy::{Finding, Outcome, Policies},
    testing::{
        Answer, START, World, creation_options, empty, graph_error, json_answer, list, pass, run,
        used_one_time_pass,
    },
};

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const OPTIONS: &str = "GET /v1.0/me/authentication/fido2Methods/creationOptions";

/// Someone whom nothing stands in the way of.
fn known() -> Known {
    Known {
        now: START,
        refusing: Some(Vec::new()),
        options: None,
        fresh_until: Some(START.plus_minutes(5)),
        stale: Found::SignInStale,
        register_by: None,
    }
}

fn finding(name: &str, outcome: Outcome) -> Finding {
    Finding {
        id: "id".into(),
        name: name.into(),
        is_enforced: true,
        outcome,
        because: vec!["guests", "block"],
    }
}

fn asks(
    world: &World,
    session: &mut Session,
    methods: Answer,
    options: Answer,
) -> Result<Why, Fault> {
    world.answers(METHODS, methods);
    world.answers(OPTIONS, options);
    run(read(&world.gateway(), session))
}

#[test]
fn the_checks_come_in_the_order_in_which_they_stand_in_the_way() {
    let found = judge(known());
    let expected = [
        Found::RulesMet,
        Found::PasskeysOffered,
        Found::Kinds,
        Found::Browser,
        Found::SignInFresh(START.plus_minutes(5)),
    ];
    assert_eq!(found, expected);
    let stands = |found: &Found| {
        matches!(found.obstacle(), Obstacle::ForPerson | Obstacle::ForAdministrator)
    };
    assert!(!found.iter().any(stands), "nothing stands in the way of whom nothing refuses");
}

#[test]
fn the_policy_that_nothing_overrides_decides_and_each_is_named() {
    let rule = |name: &str| Rule { name: name.into(), condition: "guests, block".into() };
    for (outcomes, expected, obstacle) in [
        (None, Found::RulesUntold, Obstacle::Unseen),
        (Some(vec![]), Found::RulesMet, Obstacle::None),
        (
            Some(vec![finding("a", Outcome::Stronger)]),
            Found::RulesSignIn(vec![rule("a")]),
            Obstacle::ForPerson,
        ),
        (
            Some(vec![finding("a", Outcome::RefusedHere), finding("b", Outcome::Stronger)]),
            Found::RulesElsewhere(vec![rule("a"), rule("b")]),
            Obstacle::ForPerson,
        ),
        (
            Some(vec![finding("a", Outcome::RefusedHere), finding("b", Outcome::Refused)]),
            Found::RulesRefuse(vec![rule("a"), rule("b")]),
            Obstacle::ForAdministrator,
        ),
    ] {
        let found = judge(Known { refusing: outcomes, ..known() });
        assert_eq!(found[0], expected);
        assert_eq!(found[0].obstacle(), obstacle, "{expected:?}");
    }
}

#[test]
fn what_the_directory_answers_tells_whether_passkeys_are_for_this_person() {
    for (options, expected, obstacle) in [
        (None, Found::PasskeysOffered, Obstacle::None),
        (Some(ProblemCode::RegistrationUnavailable), Found::PasskeysOnOwnPage, Obstacle::Unseen),
        (Some(ProblemCode::Forbidden), Found::PasskeysRefused, Obstacle::ForAdministrator),
        (Some(ProblemCode::StepUpRequired), Found::PasskeysUnasked, Obstacle::Unseen),
        (Some(ProblemCode::DirectoryUnreachable), Found::PasskeysUnanswered, Obstacle::Unseen),
    ] {
        let found = judge(Known { options, ..known() });
        assert_eq!(found[1], expected);
        assert_eq!(found[1].obstacle(), obstacle, "{expected:?}");
    }
}

#[test]
fn how_recent_the_sign_in_is_and_how_long_the_pass_lets_somebody_register() {
    let (past, soon) = (START, START.plus_minutes(4));
    let asked = |code| Known { options: Some(code), ..known() };
    for (known, expected, obstacle) in [
        (Known { fresh_until: Some(soon), ..known() }, Found::SignInFresh(soon), Obstacle::None),
        (Known { fresh_until: Some(past), ..known() }, Found::SignInStale, Obstacle::ForPerson),
        // Nobody knows, and the passkey would be made here.
        (Known { fresh_until: None, ..known() }, Found::SignInStale, Obstacle::ForPerson),
        // Nobody knows, and the directory's own page asks by itself.
        (
            Known { fresh_until: None, ..asked(ProblemCode::RegistrationUnavailable) },
            Found::SignInUntold,
            Obstacle::Unseen,
        ),
        // Fresh by our clock, and not for the directory.
        (asked(ProblemCode::StepUpRequired), Found::SignInStale, Obstacle::ForPerson),
        (asked(ProblemCode::StepUpIncomplete), Found::SignInRemembered, Obstacle::ForPerson),
        (
            Known { fresh_until: Some(past), stale: Found::SignInRemembered, ..known() },
            Found::SignInRemembered,
            Obstacle::ForPerson,
        ),
        // The window counts for longer than the sign-in.
        (
            Known { register_by: Some(soon), fresh_until: Some(past), ..known() },
            Found::WindowOpen(soon),
            Obstacle::None,
        ),
        (
            Known { register_by: Some(past), ..asked(ProblemCode::StepUpRequired) },
            Found::WindowOver,
            Obstacle::ForAdministrator,
        ),
    ] {
        let found = judge(known);
        assert_eq!(found[4], expected);
        assert_eq!(found[4].obstacle(), obstacle, "{expected:?}");
    }
}

#[test]
fn looking_keeps_no_challenge_and_no_note_and_names_the_request() {
    for options in [
        json_answer(200, &creation_options()),
        graph_error(405, "methodNotAllowed", ""),
        graph_error(400, "badRequest", ""),
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        let why = asks(&world, &mut session, list(&[pass()]), options).expect("findings");
        assert!(world.is_done());
        let stored = world.stored(&session);
        assert!(stored.registrations.is_empty() && !stored.is_handed_off, "{why:?}");
        assert_eq!(why.trace, world.gateway().trace);
        assert_eq!(why.pass_ends_at, Some(START.plus_minutes(420)));
        assert_eq!(why.found[0], Found::RulesUntold, "no policies were configured");
    }
}

#[test]
fn a_directory_that_does_not_register_here_is_not_asked_again() {
    let world = World::new();
    let cookie = world.sign_in();
    world.alter(&cookie, |record| record.is_handed_off = true);
    world.answers(METHODS, list(&[]));
    let why = run(read(&world.gateway(), &mut world.open(&cookie))).expect("findings");
    assert_eq!(why.found[1], Found::PasskeysOnOwnPage);
}

#[test]
fn a_directory_in_trouble_is_a_finding_and_the_end_of_the_session_is_none() {
    let world = World::new();
    let mut session = world.signed_in();
    let why = asks(&world, &mut session, empty(403), json_answer(200, &json!({})));
    let why = why.expect("findings");
    assert_eq!(why.found[1], Found::PasskeysUnanswered);
    assert_eq!(why.pass_ends_at, None);

    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, empty(401));
    world.answers(METHODS, empty(401));
    let ended = run(read(&world.gateway(), &mut session)).expect_err("no findings");
    assert_eq!(ended.code(), ProblemCode::SignInRequired);
}

#[test]
fn the_window_of_a_pass_that_was_used_up_is_seen_in_the_list() {
    let world = World::new();
    let mut session = world.signed_in();
    world.pass_minutes(6);
    let options = json_answer(200, &creation_options());
    let why = asks(&world, &mut session, list(&[used_one_time_pass()]), options).expect("findings");
    assert_eq!(why.found[4], Found::WindowOpen(START.plus_minutes(10)));
    world.pass_minutes(5);
    let options = json_answer(200, &creation_options());
    let why = asks(&world, &mut session, list(&[used_one_time_pass()]), options).expect("findings");
    assert_eq!(why.found[4], Found::WindowOver);
}

#[test]
fn a_policy_that_only_reports_stands_in_nobodys_way_and_is_not_logged_here() {
    let policy = |state: &str| {
        json!([{
            "id": "11111111-0000-4000-8000-000000000001",
            "displayName": "Trial",
            "state": state,
            "conditions": {
                "applications": { "includeUserActions": ["urn:user:registersecurityinfo"] },
                "users": { "includeUsers": ["All"] },
            },
            "grantControls": { "operator": "OR", "builtInControls": ["block"] },
        }])
        .to_string()
    };
    let rule = Rule { name: "Trial".into(), condition: "all users, block".into() };
    for (state, expected) in [
        ("enabledForReportingButNotEnforced", Found::RulesMet),
        ("enabled", Found::RulesRefuse(vec![rule])),
    ] {
        let mut world = World::new();
        world.settings.policies = Policies::parse(&policy(state), "").expect("policies");
        let mut session = world.signed_in();
        let options = json_answer(200, &creation_options());
        let why = asks(&world, &mut session, list(&[]), options).expect("findings");
        assert_eq!(why.found[0], expected);
        assert!(world.reported.borrow().is_empty());
    }
}

#[test]
fn what_the_person_is_told_holds_no_secret() {
    let world = World::new();
    let mut session = world.signed_in();
    let options = json_answer(200, &creation_options());
    let why = asks(&world, &mut session, list(&[pass()]), options).expect("findings");
    let told = format!("{why:?}");
    assert!(told.contains(&session.person().account), "it is told whose page it is: {told}");
    let tokens = &session.record.tokens;
    for secret in [tokens.access.expose(), session.id().expose(), "eyJhbGciOiJSU0EtT0FFUC0yNTYifQ"]
    {
        assert!(!told.contains(secret), "{told}");
    }
}
