//! What a code for another device is worth, to whom, and for how long.

use contract::ProblemCode;

use super::{Continuation, offer, take};
use crate::testing::{World, run};

fn continuation() -> Continuation {
    Continuation { account: "ada@contoso.example".to_owned(), task: "add-passkey".to_owned() }
}

fn code(world: &World) -> String {
    offer(&world.gateway(), &continuation()).expect("sealed").expose().to_owned()
}

fn taken(world: &World, code: &str) -> Result<Continuation, ProblemCode> {
    run(take(&world.gateway(), code)).map_err(|fault| fault.code())
}

#[test]
fn a_code_leads_to_its_account_and_task_once() {
    let world = World::new();
    let code = code(&world);
    assert_eq!(taken(&world, &code), Ok(continuation()));
    assert_eq!(taken(&world, &code), Err(ProblemCode::ContinuationOver), "it was used");
}

#[test]
fn each_code_is_used_up_alone() {
    let world = World::new();
    let (one, other) = (code(&world), code(&world));
    assert_ne!(one, other);
    assert_eq!(taken(&world, &one), Ok(continuation()));
    assert_eq!(taken(&world, &other), Ok(continuation()));
}

#[test]
fn a_code_tells_its_reader_nothing() {
    let world = World::new();
    let code = code(&world);
    assert!(!code.contains("ada") && !code.contains("passkey"), "{code}");
}

#[test]
fn a_code_lasts_a_quarter_of_an_hour() {
    for (minutes, outcome) in [(14, Ok(continuation())), (15, Err(ProblemCode::ContinuationOver))] {
        let world = World::new();
        let code = code(&world);
        world.pass_minutes(minutes);
        assert_eq!(taken(&world, &code), outcome, "{minutes}");
    }
}

#[test]
fn what_was_not_made_here_opens_nothing() {
    let world = World::new();
    let other = world.gateway().settings.seal_keys.seal(&world, "card code", b"1 2 3");
    for code in [other.expect("sealed").as_str(), "", "k1.AAAA", "nonsense"] {
        assert_eq!(taken(&world, code), Err(ProblemCode::ContinuationOver), "{code:?}");
    }
}
