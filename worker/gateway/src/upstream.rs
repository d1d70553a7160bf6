//! HTTP exchanges with the directory: within the time of the request, repeated only where that is
//! safe.
//!
//! Never repeats a change, and sends none whose answer could not be waited for.

mod retry_after;

use std::time::Duration;

use http::{
    HeaderName, Request, Response, StatusCode,
    header::{CONTENT_TYPE, DATE, RETRY_AFTER, WWW_AUTHENTICATE},
};

use crate::{Gateway, Ports, Unreachable, encoding, fault::UpstreamFault};

/// The headers that are read of an answer: a host need not hand over others.
#[must_use]
pub fn headers_read() -> [HeaderName; 5] {
    [CONTENT_TYPE, DATE, RETRY_AFTER, WWW_AUTHENTICATE, retry_after::MILLISECONDS.clone()]
}

/// Sends a request that changes nothing. After 429, 503, 504 or a lost response it is repeated with
/// jitter, unless `Retry-After` is too long (RFC 9110 §10.2.3).
///
/// Any other response is returned as it is.
pub(crate) async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    request: &Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, UpstreamFault> {
    let ports = gateway.ports;
    let mut last = lost(Unreachable::Unsent);
    for attempt in 0..TRIES {
        let left = gateway.time_left().min(TRY);
        if left.is_zero() {
            break;
        }
        let answer = send_within(gateway, request.clone(), left).await;
        let wait = match answer {
            Ok(response) => match trouble(&response) {
                None => return Ok(response),
                Some(fault) => {
                    let asked = retry_after::read(response.headers());
                    last = fault;
                    match asked {
                        Some(seconds) if seconds > RETRY_AFTER_MAX_SECONDS => break,
                        // Also where it asks for no wait at all: it has just been overloaded.
                        Some(seconds) => {
                            Duration::from_secs(seconds.into()).max(backoff(ports, attempt))
                        }
                        None => backoff(ports, attempt),
                    }
                }
            },
            Err(unreachable) => {
                last = lost(unreachable);
                if unreachable == Unreachable::TooLarge {
                    break;
                }
                backoff(ports, attempt)
            }
        };
        if attempt.saturating_add(1) == TRIES || gateway.time_left() <= wait {
            break;
        }
        ports.pause(wait).await;
    }
    Err(last)
}

/// Sends a request once, unless too little time is left to learn what became of it.
pub(crate) async fn send<P: Ports>(
    gateway: &Gateway<'_, P>,
    request: Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, Unreachable> {
    let left = gateway.time_left().min(TRY);
    if left < WORTH_SENDING {
        return Err(Unreachable::Unsent);
    }
    send_within(gateway, request, left).await
}

/// Sends a request; what comes back can be read whatever is in its names. An answer without a date gets ours, from which its `Retry-After` counts; one with a
/// date tells how far the clocks are apart.
async fn send_within<P: Ports>(
    gateway: &Gateway<'_, P>,
    request: Request<Vec<u8>>,
    deadline: Duration,
) -> Result<Response<Vec<u8>>, Unreachable> {
    let mut response = gateway.ports.send(request, deadline).await?;
    *response.body_mut() = encoding::mended(response.body());
    let now = gateway.ports.now();
    if let Some(date) = response.headers().get(DATE) {
        let ahead = retry_after::seconds_of(date).map(|date| date.saturating_sub(now.0 / 1000));
        response.extensions_mut().insert(ClockAhead(ahead));
    } else if let Some(date) = retry_after::date(now) {
        response.headers_mut().insert(DATE, date);
    }
    Ok(response)
}

/// By how many seconds the directory's clock was ahead of ours when the answer came, as its `Date` told.
#[derive(Clone, Copy)]
struct ClockAhead(Option<i64>);

/// By how many seconds the directory's clock was ahead of ours when the answer came, if it told its time.
pub(crate) fn clock_ahead(response: &Response<Vec<u8>>) -> Option<i64> {
    response.extensions().get::<ClockAhead>()?.0
}

/// The fault of a response that only says that the directory is overloaded or down.
pub(crate) fn trouble(response: &Response<Vec<u8>>) -> Option<UpstreamFault> {
    let asked = retry_after::read(response.headers());
    match response.status() {
        StatusCode::TOO_MANY_REQUESTS => Some(UpstreamFault::Throttled { retry_after: asked }),
        StatusCode::SERVICE_UNAVAILABLE if asked.is_some() => {
            Some(UpstreamFault::Throttled { retry_after: asked })
        }
        StatusCode::SERVICE_UNAVAILABLE => Some(UpstreamFault::Unreachable("status 503")),
        StatusCode::GATEWAY_TIMEOUT => Some(UpstreamFault::Unreachable("status 504")),
        _ => None,
    }
}

/// The fault of a lost response.
pub(crate) fn lost(unreachable: Unreachable) -> UpstreamFault {
    match unreachable {
        Unreachable::TimedOut => UpstreamFault::Unreachable("no answer before the deadline"),
        Unreachable::Disconnected => UpstreamFault::Unreachable("the connection failed"),
        Unreachable::Unsent => UpstreamFault::Unreachable("no time left"),
        Unreachable::TooLarge => UpstreamFault::Misbehaved { what: "an answer beyond the cap" },
    }
}

/// How long to wait before the next attempt: 250 ms, then 750 ms, of which up to half is random, so
/// that many edges do not retry at the same moment.
fn backoff(ports: &impl Ports, attempt: u32) -> Duration {
    let full = BACKOFF_MILLISECONDS.saturating_mul(3_u64.saturating_pow(attempt));
    let mut chance = [0_u8; 1];
    ports.fill_random(&mut chance);
    let off = full.saturating_mul(chance[0].into()) / 512;
    Duration::from_millis(full.saturating_sub(off))
}

const TRIES: u32 = 3;
/// How long one exchange may take.
const TRY: Duration = Duration::from_secs(10);
/// How long the answer to a change should have at least.
const WORTH_SENDING: Duration = Duration::from_secs(4);
const RETRY_AFTER_MAX_SECONDS: u32 = 5;
const BACKOFF_MILLISECONDS: u64 = 250;

#[cfg(test)]
mod tests;
