//! The problems that faults become, and what of them may reach a log.

use contract::{ProblemCode, TraceId};

use super::{Fault, InvalidRequest, Refusal, SafeCode, UpstreamFault};
use crate::{new_trace, testing::World};

#[test]
fn a_fault_becomes_its_code_with_the_trace_and_the_time_to_wait() {
    let trace = TraceId("t-1".to_owned());
    let throttled = Fault::Upstream(UpstreamFault::Throttled { retry_after: Some(30) });
    let problem = throttled.problem(&trace);
    assert_eq!(problem.code, ProblemCode::Throttled);
    assert_eq!(problem.retry_after, Some(30));
    assert_eq!(problem.trace, trace);

    let cases: [(Fault, ProblemCode); 5] = [
        (UpstreamFault::SignedOutHere.into(), ProblemCode::SignedOutHere),
        (Refusal::LastMethod.into(), ProblemCode::LastMethod),
        (InvalidRequest::Name.into(), ProblemCode::NameInvalid),
        (Fault::Broken("x"), ProblemCode::Broken),
        (UpstreamFault::Unreachable("x").into(), ProblemCode::DirectoryUnreachable),
    ];
    for (fault, code) in cases {
        assert_eq!(fault.problem(&trace).code, code);
        assert_eq!(fault.problem(&trace).retry_after, None);
    }
}

#[test]
fn a_code_from_upstream_cannot_carry_a_sentence_into_the_log() {
    for (code, kept) in [
        ("Authorization_RequestDenied", "Authorization_RequestDenied"),
        ("AADSTS65001", "AADSTS65001"),
        ("", "unreadable"),
        ("ada@contoso.example", "unreadable"),
        ("two words", "unreadable"),
        ("line\nbreak", "unreadable"),
    ] {
        assert_eq!(SafeCode::new(code).as_str(), kept, "{code:?}");
    }
    assert_eq!(SafeCode::new(&"a".repeat(65)).as_str(), "unreadable");
}

#[test]
fn a_trace_is_a_random_guid_of_version_four() {
    let world = World::new();
    let (one, other) = (new_trace(&world).0, new_trace(&world).0);
    assert_ne!(one, other);
    let groups: Vec<_> = one.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12], "{one}");
    assert_eq!(&one[14..15], "4", "{one}");
    assert!("89ab".contains(&one[19..20]), "{one}");
}
