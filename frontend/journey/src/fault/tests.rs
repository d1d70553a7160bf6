//! Which faults are no failures.

use contract::ProblemCode;

use super::{CeremonyFault, Fault};
use crate::fixtures::problem;

#[test]
fn what_was_chosen_is_due_or_is_so_already_is_calm_and_nothing_else() {
    let calm: Vec<&str> = ProblemCode::ALL
        .iter()
        .filter(|code| problem(**code).is_calm())
        .map(|code| code.as_str())
        .collect();
    assert_eq!(
        calm,
        [
            "sign-in-required",
            "step-up-required",
            "sign-in-cancelled",
            "consent-declined",
            "policy-sign-in",
            "registration-unavailable",
            "already-registered",
            "proof-unknown",
            "proof-refused",
            "method-not-found",
            "not-listed-yet",
            "pass-not-found",
            "outdated",
            "throttled",
            "too-many-requests",
            "looks-used-up",
        ]
    );
    let calm: Vec<_> =
        CeremonyFault::ALL.iter().filter(|fault| Fault::Ceremony(**fault).is_calm()).collect();
    assert_eq!(calm, [&CeremonyFault::Declined, &CeremonyFault::AlreadyRegistered]);
    assert!(![Fault::Offline, Fault::TimedOut, Fault::Unreadable].iter().any(Fault::is_calm));
}

#[test]
fn only_where_no_answer_came_may_the_request_have_been_carried_out() {
    assert!([Fault::Offline, Fault::TimedOut, Fault::Unreadable].iter().all(Fault::is_lost_answer));
    assert!(ProblemCode::ALL.iter().all(|code| !problem(*code).is_lost_answer()));
    assert!(CeremonyFault::ALL.iter().all(|fault| !Fault::Ceremony(*fault).is_lost_answer()));
}
