//! What can go wrong with one exchange with the directory.

use std::time::Duration;

use contract::Timestamp;
use gateway::Unreachable;
use http::{HeaderValue, Response, header::RETRY_AFTER};

/// A failure of one exchange with the directory.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mishap {
    /// The connection is refused: the request never arrives.
    Unsent,
    /// The request never arrives, and nobody says so before the deadline.
    Stalled,
    /// The request is carried out, and the connection breaks.
    Reset,
    /// The request is carried out, and its answer is lost.
    AnswerLost,
    /// The request is carried out, and half of its answer arrives.
    Cut,
    /// The directory answers 200 with half a JSON document, and carries nothing out.
    Nonsense,
    /// The directory answers with this status and carries nothing out.
    Status(u16),
    /// The directory answers 503.
    Unavailable,
    /// The directory answers 429 with `Retry-After: 2`.
    Throttled,
    /// The directory answers 429 with this `Retry-After`, or with none.
    ThrottledFor(Option<&'static str>),
}

impl Mishap {
    /// Those after which the same thing is simply tried again.
    pub const ALL: [Self; 5] =
        [Self::Unsent, Self::AnswerLost, Self::Unavailable, Self::Throttled, Self::Nonsense];

    /// Every mishap.
    pub const EVERY: [Self; 20] = [
        Self::Unsent,
        Self::Stalled,
        Self::Reset,
        Self::AnswerLost,
        Self::Cut,
        Self::Nonsense,
        Self::Status(401),
        Self::Status(403),
        Self::Status(404),
        Self::Status(405),
        Self::Status(409),
        Self::Status(500),
        Self::Unavailable,
        Self::Throttled,
        Self::ThrottledFor(None),
        Self::ThrottledFor(Some("0")),
        Self::ThrottledFor(Some("3600")),
        Self::ThrottledFor(Some("Sun, 22 Nov 2026 08:00:20 GMT")),
        Self::ThrottledFor(Some("1.5, 2")),
        Self::ThrottledFor(Some("soon")),
    ];

    /// What arrives in place of the answer, and how much time that takes. `answer` has the request
    /// carried out.
    pub(crate) fn happens(
        self,
        answer: impl FnOnce() -> Response<Vec<u8>>,
        deadline: Duration,
    ) -> (Result<Response<Vec<u8>>, Unreachable>, Duration) {
        let at_once = |outcome| (outcome, Duration::ZERO);
        match self {
            Self::Unsent => at_once(Err(Unreachable::Disconnected)),
            Self::Stalled => (Err(Unreachable::TimedOut), deadline),
            Self::Reset => {
                answer();
                at_once(Err(Unreachable::Disconnected))
            }
            Self::AnswerLost => {
                answer();
                (Err(Unreachable::TimedOut), deadline)
            }
            Self::Cut => {
                let mut answer = answer();
                let half = answer.body().len() / 2;
                answer.body_mut().truncate(half);
                at_once(Ok(answer))
            }
            Self::Nonsense => at_once(Ok(refusal(200, br#"{"value": [{"@odata.ty"#))),
            Self::Status(status) => at_once(Ok(refusal(status, ERROR))),
            Self::Unavailable => at_once(Ok(refusal(503, b""))),
            Self::Throttled => Self::ThrottledFor(Some("2")).happens(answer, deadline),
            Self::ThrottledFor(seconds) => {
                let mut answer = refusal(429, ERROR);
                if let Some(seconds) = seconds {
                    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(seconds));
                }
                at_once(Ok(answer))
            }
        }
    }
}

/// How long something took, on the clock of the world.
pub(crate) fn later(now: Timestamp, waited: Duration) -> Timestamp {
    now.plus_milliseconds(i64::try_from(waited.as_millis()).expect("a deadline is short"))
}

fn refusal(status: u16, body: &[u8]) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(body.to_vec())
        .expect("an answer")
}

const ERROR: &[u8] = br#"{"error":{"code":"SomeError","message":"Something went wrong."}}"#;
