//! The organization's policies stand before every change: the edge asks them, and the app tells.

use std::rc::Rc;

use contract::{MethodId, MethodKind, ProblemCode, removal::RemoveMethod};
use gateway::{policy::Origin, session};
use journey::{
    Event, Fault, Route, Task,
    pass::{self, Retirement},
    registration::{self, Registration},
    removal::Removal,
};
use latchkey_tests::{visitor::Visitor, world::Edge};
use serde_json::{Value, json};
use tenant::people::{ADA, CHIDI, LEIF, LENA};

use crate::journeys::{
    adds_a_passkey, names_a_passkey, overview, passkeys, registration, removes, signed_in,
};

const OFFICE: &str = "198.51.100.7";
const CAFE: &str = "192.0.2.1";

/// Everyone outside of trusted locations, with this control and in this state.
fn outside(control: &str, state: &str) -> Value {
    json!({
        "id": "11111111-0000-4000-8000-000000000001",
        "displayName": "Office only",
        "state": state,
        "conditions": {
            "clientAppTypes": ["all"],
            "applications": { "includeUserActions": ["urn:user:registersecurityinfo"] },
            "users": { "includeUsers": ["All"] },
            "locations": { "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] },
        },
        "grantControls": { "operator": "OR", "builtInControls": [control] },
    })
}

fn everywhere(mut policy: Value) -> Value {
    policy["conditions"]["locations"] = Value::Null;
    policy
}

fn edge(policies: &[Value]) -> Rc<Edge> {
    let office = include_str!("../../tenant/policies/named-location-head-office.json");
    Edge::configured(&[
        ("POLICIES", json!(policies).to_string()),
        ("NAMED_LOCATIONS", format!("[{office}]")),
    ])
}

fn moves_to(edge: &Edge, address: &str) {
    let origin = Origin { address: address.parse().ok(), ..Origin::default() };
    edge.surroundings.origin.replace(origin);
}

/// The problem that the person is told of where they are.
fn told(visitor: &Visitor) -> ProblemCode {
    let failure = match &signed_in(visitor).task {
        Task::Registration(it) => match &**it {
            Registration::Naming(naming) => naming.failure.as_ref(),
            Registration::Stopped { failure } | Registration::Unsaved { failure, .. } => {
                Some(failure)
            }
            other => panic!("nothing is told here: {other:?}"),
        },
        Task::Removal(it) => match &**it {
            Removal::Confirming { failure, .. } => failure.as_ref(),
            other => panic!("nothing is told here: {other:?}"),
        },
        Task::Retirement(Retirement::Confirming { failure }) => failure.as_ref(),
        other => panic!("nothing is told here: {other:?}"),
    };
    match failure.map(|failure| &failure.fault) {
        Some(Fault::Problem(problem)) => problem.code,
        other => panic!("not a problem of the edge: {other:?}"),
    }
}

/// Confirms the end of the pass.
async fn ends_the_pass(visitor: &mut Visitor) {
    visitor.does(Event::LinkFollowed(Route::RetirePass)).await;
    visitor.does(Event::Retirement(pass::Event::Confirmed)).await;
}

/// How many requests that change something the directory has got.
fn changes(edge: &Edge) -> usize {
    let exchanges = edge.surroundings.exchanges.borrow();
    exchanges.iter().filter(|it| it.starts_with("DELETE") || it.ends_with("/fido2Methods")).count()
}

#[tokio::test]
async fn from_elsewhere_nothing_changes_and_the_person_is_told_where_it_would() {
    let edge = edge(&[outside("block", "enabled")]);
    moves_to(&edge, OFFICE);
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    adds_a_passkey(&mut visitor, "New key").await;
    assert_eq!(passkeys(overview(&visitor)).len(), 2, "the office is trusted");
    let before = changes(&edge);

    moves_to(&edge, CAFE);
    visitor.opens("/").await;
    adds_a_passkey(&mut visitor, "Another key").await;
    assert_eq!(told(&visitor), ProblemCode::PolicyLocation);
    visitor.opens("/").await;
    removes(&mut visitor, |method| method.kind == MethodKind::MicrosoftAuthenticator).await;
    assert_eq!(told(&visitor), ProblemCode::PolicyLocation);
    visitor.opens("/").await;
    ends_the_pass(&mut visitor).await;
    assert_eq!(told(&visitor), ProblemCode::PolicyLocation);
    assert_eq!(changes(&edge), before, "nothing was sent");

    moves_to(&edge, OFFICE);
    visitor.opens("/").await;
    removes(&mut visitor, |method| method.kind == MethodKind::MicrosoftAuthenticator).await;
    visitor.opens("/").await;
    ends_the_pass(&mut visitor).await;
    assert_eq!(changes(&edge), before + 2);
}

#[tokio::test]
async fn someone_who_leaves_between_the_prompt_and_the_end_registers_nothing() {
    let edge = edge(&[outside("block", "enabled")]);
    moves_to(&edge, OFFICE);
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    names_a_passkey(&mut visitor, "Blue key").await;
    moves_to(&edge, CAFE);
    visitor.does(Event::Registration(registration::Event::Confirmed)).await;
    assert_eq!(told(&visitor), ProblemCode::PolicyLocation);
    assert_eq!(changes(&edge), 0);
    // Back in the office, the same passkey is handed in.
    moves_to(&edge, OFFICE);
    visitor.does(Event::Registration(registration::Event::Retried)).await;
    assert_eq!(passkeys(overview(&visitor)), ["Blue key"]);
}

#[tokio::test]
async fn an_unknown_place_is_not_trusted() {
    let edge = edge(&[outside("block", "enabled")]);
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    assert_eq!(told(&visitor), ProblemCode::PolicyLocation);
}

#[tokio::test]
async fn a_block_that_spares_no_place_does_not_send_anyone_elsewhere() {
    let edge = edge(&[everywhere(outside("block", "enabled"))]);
    moves_to(&edge, OFFICE);
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    assert_eq!(told(&visitor), ProblemCode::Forbidden);
    visitor.opens("/").await;
    assert_eq!(changes(&edge), 0);
}

#[tokio::test]
async fn a_pass_is_enough_where_multifactor_is_asked_for_and_a_device_is_not_to_be_shown() {
    for (control, is_enough) in [("mfa", true), ("compliantDevice", false)] {
        let edge = edge(&[everywhere(outside(control, "enabled"))]);
        let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
        adds_a_passkey(&mut visitor, "Blue key").await;
        assert_eq!(changes(&edge), usize::from(is_enough), "{control}");
    }
}

#[tokio::test]
async fn a_strength_that_a_pass_does_not_meet_asks_for_another_way_to_sign_in() {
    let mut policy = everywhere(outside("mfa", "enabled"));
    policy["grantControls"] = json!({
        "operator": "OR",
        "builtInControls": [],
        "authenticationStrength": { "id": "00000000-0000-0000-0000-000000000004" },
    });
    let edge = edge(&[policy]);
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    assert_eq!(told(&visitor), ProblemCode::PolicySignIn);
    visitor.opens("/").await;
    removes(&mut visitor, |method| method.kind == MethodKind::MicrosoftAuthenticator).await;
    assert_eq!(told(&visitor), ProblemCode::PolicySignIn);
    assert_eq!(changes(&edge), 0);
}

#[tokio::test]
async fn what_only_reports_refuses_nobody_and_is_logged_for_each_change() {
    let edge = edge(&[outside("block", "enabledForReportingButNotEnforced")]);
    moves_to(&edge, CAFE);
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    adds_a_passkey(&mut visitor, "New key").await;
    let reported = || edge.surroundings.reported.borrow().len();
    assert_eq!(reported(), 2, "at its beginning and at its end");
    visitor.opens("/").await;
    removes(&mut visitor, |method| method.kind == MethodKind::MicrosoftAuthenticator).await;
    assert_eq!(reported(), 3);
    visitor.opens("/").await;
    ends_the_pass(&mut visitor).await;
    assert_eq!(reported(), 4);
    assert_eq!(changes(&edge), 3, "everything was done");
    let line = edge.surroundings.reported.borrow()[0].clone();
    assert!(line.contains("Office only") && line.contains("block"), "{line}");
    assert!(!line.contains(CAFE) && !line.contains(LENA.account), "{line}");
}

#[tokio::test]
async fn a_guest_is_known_as_one_by_the_tokens() {
    let read =
        include_str!("../../tenant/policies/register-security-information-guests-block.json");
    let edge = edge(&[serde_json::from_str(read).expect("a policy")]);
    for (someone, expected) in
        [(LEIF, ProblemCode::PolicyLocation), (ADA, ProblemCode::MethodNotFound)]
    {
        let visitor = Visitor::signed_in(&edge, someone.account, "/").await;
        let gateway = edge.gateway();
        let session = session::open(&gateway, visitor.cookie.as_deref()).await;
        let mut session = session.expect("a session");
        let request = RemoveMethod { method: MethodId("m".to_owned()), accepts_password: false };
        let removed = gateway::removal::remove(&gateway, &mut session, request);
        let fault = removed.await.expect_err("there is no such method");
        assert_eq!(fault.code(), expected, "{}", someone.account);
    }
}

#[tokio::test]
async fn the_directorys_own_page_is_offered_whatever_the_policies_say() {
    let edge = edge(&[outside("block", "enabled")]);
    let mut visitor = Visitor::signed_in(&edge, CHIDI.account, "/").await;
    names_a_passkey(&mut visitor, "Blue key").await;
    assert!(
        matches!(registration(&visitor), Registration::HandOff(_)),
        "{:?}",
        registration(&visitor)
    );
}
