//! Tests for `latencies`.

use super::*;

fn of(milliseconds: impl IntoIterator<Item = u64>) -> Latencies {
    let mut latencies = Latencies::default();
    milliseconds.into_iter().for_each(|it| latencies.add(Duration::from_millis(it)));
    latencies
}

#[test]
fn a_percentile_is_a_time_that_was_measured_at_its_rank() {
    let hundred = of((1..=100).rev());
    assert_eq!([50, 99, 100].map(|it| hundred.percentile(it)), [50.0, 99.0, 100.0]);
    let three = of([30, 10, 20]);
    assert_eq!([1, 50, 99].map(|it| three.percentile(it)), [10.0, 20.0, 30.0]);
    assert!(of([]).percentile(50).is_nan());
}

#[test]
fn those_of_several_connections_are_one_and_the_first_fault_is_kept() {
    let mut second = of([4]);
    second.fail("no session");
    second.fail("no answer");
    let all = Latencies::together([of([1, 2]), second]);
    assert_eq!((all.count(), all.failed, all.fault.as_deref()), (3, 2, Some("no session")));
    assert!((all.per_second(Duration::from_secs(2)) - 1.5).abs() < 1e-9);
}
