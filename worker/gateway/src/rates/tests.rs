//! Tests for `rates`.

use contract::{ProblemCode, TraceId};

use super::{Counted, Excess, HELD_MAX, Rates};
use crate::{
    fault::{Fault, Refusal},
    testing::START,
};

const fn most(counted: Counted) -> u32 {
    match counted {
        Counted::Address => 6,
        Counted::Account => 3,
        Counted::Session => 2,
    }
}

fn admitted(rates: &Rates, counted: Counted, key: &str, times: usize) -> usize {
    (0..times).filter(|_| rates.admit(counted, key, most(counted), START).is_ok()).count()
}

#[test]
fn as_many_as_the_limit_may_come_at_once_and_then_one_by_one() {
    for (counted, times) in
        [(Counted::Address, 6_usize), (Counted::Account, 3), (Counted::Session, 2)]
    {
        let rates = Rates::default();
        assert_eq!(admitted(&rates, counted, "a", 20), times, "{counted:?}");
        assert_eq!(admitted(&rates, counted, "b", 1), 1, "{counted:?}: another has its own");
        let seconds = 60 / i64::try_from(times).expect("small");
        let refused = rates.admit(counted, "a", most(counted), START.plus_seconds(seconds - 1));
        assert_eq!(refused, Err(Excess { counted, seconds: 1 }));
        let later = START.plus_seconds(seconds);
        assert_eq!(
            rates.admit(counted, "a", most(counted), later),
            Ok(()),
            "what was refused is not counted"
        );
        let refused = rates.admit(counted, "a", most(counted), later);
        let seconds = u32::try_from(seconds).expect("small");
        assert_eq!(refused, Err(Excess { counted, seconds }));
    }
}

#[test]
fn kinds_are_counted_apart() {
    let rates = Rates::default();
    assert_eq!(admitted(&rates, Counted::Session, "a", 3), 2);
    assert_eq!(admitted(&rates, Counted::Account, "a", 4), 3);
}

#[test]
fn one_customer_and_one_account_have_one_key() {
    for (counted, same, other) in [
        (Counted::Address, ["2001:db8:1:2::1", "2001:db8:1:2:ffff::2"], "2001:db8:1:3::1"),
        (Counted::Address, ["192.0.2.1", "192.0.2.1"], "192.0.2.2"),
        (Counted::Address, ["::ffff:192.0.2.1", "::ffff:192.0.2.1"], "::ffff:192.0.2.2"),
        (Counted::Address, ["::ffff:192.0.2.1", "192.0.2.1"], "::ffff:192.0.2.2"),
        (Counted::Address, ["::ffff:c000:201", "192.0.2.1"], "192.0.2.2"),
        (
            Counted::Account,
            ["ada@contoso.example 2001:db8:1:2::1", "Ada@contoso.example 2001:DB8:1:2::9"],
            "ada@contoso.example 2001:db8:1:3::1",
        ),
        (
            Counted::Account,
            ["ada@contoso.example ::ffff:192.0.2.1", "ada@contoso.example 192.0.2.1"],
            "ada@contoso.example 192.0.2.2",
        ),
        (Counted::Account, ["ada@contoso.example", "Ada@Contoso.example"], "eva@contoso.example"),
    ] {
        let rates = Rates::default();
        let times = usize::try_from(most(counted)).expect("small");
        assert_eq!(admitted(&rates, counted, same[0], times), times);
        assert_eq!(admitted(&rates, counted, same[1], 1), 0, "{same:?}");
        assert_eq!(admitted(&rates, counted, other, 1), 1, "{other}");
    }
}

#[test]
fn what_is_held_is_bounded_and_what_has_passed_goes_first() {
    let rates = Rates::default();
    assert_eq!(admitted(&rates, Counted::Session, "busy", 2), 2);
    for number in 0..HELD_MAX - 1 {
        let earlier = START.plus_minutes(-2);
        rates
            .admit(Counted::Session, &number.to_string(), most(Counted::Session), earlier)
            .expect("admitted");
    }
    assert_eq!(admitted(&rates, Counted::Session, "new", 1), 1);
    assert_eq!(rates.paid_until.lock().expect("not poisoned").len(), 2);
    assert_eq!(admitted(&rates, Counted::Session, "busy", 1), 0, "it is still counted");
}

#[test]
fn the_answer_says_when_to_come_again_and_the_log_what_was_counted() {
    let fault = Fault::from(Refusal::from(Excess { counted: Counted::Account, seconds: 7 }));
    let problem = fault.problem(&TraceId("trace".to_owned()));
    assert_eq!((problem.code, problem.retry_after), (ProblemCode::TooManyRequests, Some(7)));
    assert_eq!(problem.code.status(), 429);
    assert_eq!(fault.to_string(), "refused: too many requests (Account)");
}
