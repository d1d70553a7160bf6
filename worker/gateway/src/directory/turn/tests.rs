//! Whose turn it is, and what the others learn.

use super::Turn;
use crate::{
    fault::UpstreamFault,
    testing::{START, World, run},
};

fn is_next(world: &World, waiting: &super::Waiting<'_>) -> Result<bool, UpstreamFault> {
    run(waiting.is_next(&world.gateway()))
}

#[test]
fn one_of_many_has_the_turn_and_the_others_sleep_until_it_ends() {
    let (world, turn) = (World::new(), Turn::default());
    let [first, second, third] = [(); 3].map(|()| turn.wait(START));
    assert_eq!(is_next(&world, &first), Ok(true));
    for waiting in [&second, &third] {
        assert_eq!(is_next(&world, waiting), Ok(false));
        assert!(!waiting.has_seen_an_end());
    }
    assert_eq!(world.pauses.borrow().len(), 2);
    first.end(None, START);
    assert!(second.has_seen_an_end() && third.has_seen_an_end());
}

#[test]
fn whoever_waited_or_comes_within_a_second_shares_the_fault_and_later_ones_ask_anew() {
    let (world, turn) = (World::new(), Turn::default());
    let (first, second) = (turn.wait(START), turn.wait(START));
    assert_eq!(is_next(&world, &first), Ok(true));
    let fault = UpstreamFault::Throttled { retry_after: Some(7) };
    first.end(Some(&fault), START);
    assert_eq!(is_next(&world, &second), Err(fault.clone()));
    world.now.set(START.plus_milliseconds(999));
    assert_eq!(is_next(&world, &turn.wait(world.now.get())), Err(fault));
    world.now.set(START.plus_milliseconds(1_000));
    let next = turn.wait(world.now.get());
    assert_eq!(is_next(&world, &next), Ok(true));
    next.end(None, world.now.get());
    assert_eq!(
        is_next(&world, &turn.wait(world.now.get())),
        Ok(true),
        "and a fetch that came ends it"
    );
}

#[test]
fn an_abandoned_turn_passes_on_and_nobody_waits_for_ever() {
    let (world, turn) = (World::new(), Turn::default());
    let (first, last) = (turn.wait(START), turn.wait(START));
    assert_eq!(is_next(&world, &first), Ok(true));
    for seconds in [3, 6, 9] {
        world.now.set(START.plus_milliseconds(seconds * 1000 - 1));
        assert_eq!(is_next(&world, &last), Ok(false));
        world.now.set(START.plus_milliseconds(seconds * 1000));
        assert_eq!(is_next(&world, &turn.wait(START)), Ok(true));
    }
    world.now.set(START.plus_milliseconds(9_999));
    assert_eq!(is_next(&world, &last), Ok(false));
    world.now.set(START.plus_milliseconds(10_000));
    let unreachable = is_next(&world, &last);
    assert!(matches!(unreachable, Err(UpstreamFault::Unreachable(_))), "{unreachable:?}");
}
