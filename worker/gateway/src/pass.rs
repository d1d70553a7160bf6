//! Retiring the pass: deletes it in the directory, which ends this session too.
//!
//! The last act of a visit. Runs inside the person's own object.

use contract::pass::{PassRetired, RetirePass};
use http::{Method, StatusCode};

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    graph::{self, Sent},
    methods,
    session::{self, Session},
    step_up, upstream,
};

/// Retires the pass that the person was shown, and ends the session.
///
/// # Errors
///
/// [`Refusal::PassNotFound`] when it is not the person's pass any more,
/// [`Refusal::StepUpRequired`], [`Refusal::Forbidden`], or an upstream fault; the session goes on
/// then.
pub async fn retire<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: RetirePass,
) -> Result<PassRetired, Fault> {
    step_up::check_fresh(gateway, session)?;
    let snapshot = methods::read(gateway, session).await?;
    let RetirePass { pass: id } = request;
    match snapshot.pass {
        Some(pass) if pass.id == id => {
            let path = format!("{}/{}", methods::PASSES, graph::segment(&id.0));
            delete(gateway, session, &path).await?;
        }
        // Gone since it was shown, and none has come instead: that is what was asked for.
        None if session.record.known.contains(&id) => {}
        Some(_) | None => return Err(Refusal::PassNotFound.into()),
    }
    session::delete(gateway, session.id()).await?;
    Ok(PassRetired {})
}

async fn delete<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    path: &str,
) -> Result<(), Fault> {
    let response = match graph::change(gateway, session, Method::DELETE, path, None).await? {
        Sent::Answered(response) => response,
        Sent::Lost(unreachable) => return Err(upstream::lost(unreachable).into()),
    };
    match response.status() {
        status if status.is_success() => Ok(()),
        StatusCode::NOT_FOUND => Ok(()),
        _ => Err(graph::denial(&response)),
    }
}

#[cfg(test)]
mod tests;
