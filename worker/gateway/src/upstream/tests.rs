//! How often and how long the directory is asked.

use http::Request;

use super::{read, send};
use crate::{
    Unreachable,
    fault::UpstreamFault,
    testing::{Answer, World, empty, json_answer, run, timeout, with_header},
};

const ASKED: &str = "GET /thing";

fn ask(world: &World) -> Result<u16, UpstreamFault> {
    run(read(&world.gateway(), &request())).map(|response| response.status().as_u16())
}

fn request() -> Request<Vec<u8>> {
    Request::get("https://graph.contoso.example/thing").body(Vec::new()).expect("a request")
}

fn busy(status: u16, seconds: &str) -> Answer {
    with_header(empty(status), "retry-after", seconds)
}

fn disconnected() -> Answer {
    Answer::Lost(Unreachable::Disconnected)
}

#[test]
fn trouble_that_passes_is_not_noticed() {
    for trouble in [
        empty(429),
        busy(429, "1"),
        busy(429, "5"),
        empty(503),
        busy(503, "2"),
        empty(504),
        disconnected(),
        timeout(),
        busy(429, "Mon, 02 Mar 2026 08:59:00 GMT"),
    ] {
        let world = World::new();
        world.answers(ASKED, trouble.clone());
        world.answers(ASKED, empty(200));
        assert_eq!(ask(&world), Ok(200), "{trouble:?}");
        assert!(world.is_done());
    }
}

#[test]
fn trouble_that_stays_is_told_after_three_tries() {
    let throttled = |retry_after| UpstreamFault::Throttled { retry_after };
    for (trouble, fault) in [
        (empty(429), throttled(None)),
        (busy(429, "2"), throttled(Some(2))),
        (busy(503, "2"), throttled(Some(2))),
        (empty(503), UpstreamFault::Unreachable("status 503")),
        (empty(504), UpstreamFault::Unreachable("status 504")),
        (disconnected(), UpstreamFault::Unreachable("the connection failed")),
    ] {
        let world = World::new();
        for _ in 0..3 {
            world.answers(ASKED, trouble.clone());
        }
        assert_eq!(ask(&world), Err(fault), "{trouble:?}");
        assert_eq!(world.asked().len(), 3);
        assert_eq!(world.pauses.borrow().len(), 2, "none after the last");
    }
}

#[test]
fn whatever_is_asked_ends_before_the_time_of_the_request() {
    let world = World::new();
    let gateway = world.gateway();
    for _ in 0..3 {
        world.answers(ASKED, timeout());
    }
    assert!(run(read(&gateway, &request())).is_err());
    assert!(world.is_done(), "the third attempt has what the others left");
    assert_eq!(world.now.get(), gateway.answer_by);
    assert!(run(read(&gateway, &request())).is_err());
    assert_eq!(world.asked().len(), 3, "nothing is asked any more");
}

#[test]
fn no_wait_goes_beyond_the_time_of_the_request() {
    let world = World::new();
    let gateway = world.gateway();
    world.now.set(gateway.answer_by.plus_seconds(-4));
    world.answers(ASKED, busy(429, "4"));
    let fault = run(read(&gateway, &request())).expect_err("throttled");
    assert_eq!(fault, UpstreamFault::Throttled { retry_after: Some(4) });
    assert_eq!((world.asked().len(), world.pauses.borrow().len()), (1, 0));
}

#[test]
fn a_change_whose_answer_could_not_be_waited_for_is_not_sent() {
    let world = World::new();
    let gateway = world.gateway();
    world.now.set(gateway.answer_by.plus_milliseconds(-3999));
    assert_eq!(run(send(&gateway, request())).err(), Some(Unreachable::Unsent));
    assert!(world.asked().is_empty());
    world.now.set(gateway.answer_by.plus_milliseconds(-4000));
    world.answers(ASKED, timeout());
    assert_eq!(run(send(&gateway, request())).err(), Some(Unreachable::TimedOut));
    assert_eq!(world.now.get(), gateway.answer_by);
}

#[test]
fn a_long_retry_after_and_an_endless_answer_are_not_waited_for() {
    for (trouble, fault) in [
        (busy(429, "6"), UpstreamFault::Throttled { retry_after: Some(6) }),
        (busy(503, "60"), UpstreamFault::Throttled { retry_after: Some(60) }),
        (
            Answer::Lost(Unreachable::TooLarge),
            UpstreamFault::Misbehaved { what: "an answer beyond the cap" },
        ),
    ] {
        let world = World::new();
        world.answers(ASKED, trouble);
        assert_eq!(ask(&world), Err(fault));
        assert_eq!(world.asked().len(), 1);
        assert!(world.pauses.borrow().is_empty());
    }
}

#[test]
fn any_other_answer_is_returned_as_it_is() {
    for status in [200, 204, 302, 400, 401, 403, 404, 405, 500, 502] {
        let world = World::new();
        world.answers(ASKED, json_answer(status, &serde_json::json!({})));
        assert_eq!(ask(&world), Ok(status));
    }
}

#[test]
fn retry_after_is_obeyed_to_the_second_and_other_waits_grow_with_some_chance() {
    let world = World::new();
    world.answers(ASKED, busy(429, "3"));
    world.answers(ASKED, empty(503));
    world.answers(ASKED, empty(200));
    ask(&world).expect("an answer");
    let pauses = world.pauses.borrow();
    assert_eq!(pauses[0].as_millis(), 3000);
    assert!((375..=750).contains(&pauses[1].as_millis()), "{pauses:?}");
}

#[test]
fn a_date_to_retry_after_counts_from_our_clock_where_the_answer_has_none() {
    let world = World::new();
    world.answers(ASKED, busy(429, "Mon, 02 Mar 2026 09:00:42 GMT"));
    assert_eq!(ask(&world), Err(UpstreamFault::Throttled { retry_after: Some(42) }));
    let world = World::new();
    let dated = with_header(empty(429), "date", "Mon, 02 Mar 2026 09:00:30 GMT");
    let answer = with_header(dated, "retry-after", "Mon, 02 Mar 2026 09:00:42 GMT");
    world.answers(ASKED, answer);
    assert_eq!(ask(&world), Err(UpstreamFault::Throttled { retry_after: Some(12) }));
}

#[test]
fn the_pause_between_two_tries_is_the_whole_or_at_least_half_of_its_step() {
    let world = World::new();
    for (attempt, full) in [(0, 250), (1, 750)] {
        let pauses: Vec<_> =
            (0..200).map(|_| super::backoff(&world, attempt).as_millis()).collect();
        assert!(pauses.iter().all(|pause| (full / 2..=full).contains(pause)), "{pauses:?}");
        assert!(pauses.iter().any(|pause| *pause != pauses[0]), "not all edges wait alike");
    }
}

#[test]
fn whoever_asks_for_no_wait_is_not_asked_again_at_once() {
    for asked in ["0", "0.0", "Mon, 02 Mar 2026 08:59:00 GMT"] {
        let world = World::new();
        for _ in 0..3 {
            world.answers(ASKED, busy(429, asked));
        }
        assert!(ask(&world).is_err());
        let pauses = world.pauses.borrow();
        let least = [125, 375].map(std::time::Duration::from_millis);
        assert!(pauses.iter().zip(least).all(|(pause, least)| *pause >= least), "{pauses:?}");
        assert_eq!(pauses.len(), 2, "{asked}");
    }
}
