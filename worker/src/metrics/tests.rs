//! What is counted, and how it reads.

use contract::ProblemCode;
use gateway::Unreachable;

use super::{answered, changed, exchanged, text};

#[test]
fn each_thing_is_counted_by_words_of_this_program_and_each_counter_is_declared_once() {
    assert_eq!(text(), "");
    answered("page", 200, None);
    answered("page", 204, None);
    answered("overview", 429, Some(ProblemCode::TooManyRequests));
    answered("callback", 303, None);
    answered("callback", 303, Some(ProblemCode::SignInCancelled));
    changed("RemoveMethod", Some(ProblemCode::LastMethod));
    exchanged(Ok(200));
    exchanged(Ok(503));
    exchanged(Err(Unreachable::TimedOut));
    assert_eq!(
        text(),
        r#"# TYPE latchkey_changes_total counter
latchkey_changes_total{change="RemoveMethod",outcome="last-method"} 1
# TYPE latchkey_rate_refusals_total counter
latchkey_rate_refusals_total{route="overview"} 1
# TYPE latchkey_requests_total counter
latchkey_requests_total{route="callback",status="3xx"} 2
latchkey_requests_total{route="overview",status="4xx"} 1
latchkey_requests_total{route="page",status="2xx"} 2
# TYPE latchkey_sign_ins_total counter
latchkey_sign_ins_total{outcome="done"} 1
latchkey_sign_ins_total{outcome="sign-in-cancelled"} 1
# TYPE latchkey_upstream_total counter
latchkey_upstream_total{outcome="2xx"} 1
latchkey_upstream_total{outcome="5xx"} 1
latchkey_upstream_total{outcome="timed-out"} 1
"#
    );
}
