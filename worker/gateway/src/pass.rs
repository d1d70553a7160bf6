//! Retirement of the pass: deletes it in the directory, which ends this session too.
//!
//! The last step of a visit. Never deletes a pass that may be the only way to sign in. Runs inside
//! the person's Durable Object.

use contract::{
    MethodState,
    pass::{PassRetired, RetirePass},
    recovery::Loss,
    sessions::Happened,
};
use http::Method;

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    graph, methods,
    outcome::{Outcome, of_deletion},
    person::{self, Recovery},
    policy,
    session::{self, Session},
    sessions::{self, Which},
    step_up,
};

/// Retires the pass that the person was shown, and ends the session and every other one that may have
/// begun with that pass.
///
/// # Errors
///
/// [`Refusal::PassNotFound`] when it is no longer the person's pass, [`Refusal::PassNeeded`] when
/// the person may have nothing else to sign in with, [`Refusal::NotListedYet`] when the directory
/// does not list yet what they have, [`Refusal::StepUpRequired`],
/// [`Refusal::NotByPolicy`], [`Refusal::Forbidden`], an upstream fault, or [`Fault::SessionsRemain`] when
/// the pass is gone and one of those sessions may go on. The session continues in all these cases.
pub async fn retire<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: RetirePass,
) -> Result<PassRetired, Fault> {
    policy::check(gateway, session)?;
    step_up::check_fresh(gateway, session)?;
    let snapshot = methods::read(gateway, session).await?;
    session.learn(gateway, &snapshot.learned).await?;
    let RetirePass { pass: id } = request;
    match snapshot.pass {
        Some(pass) if pass.id == id && !snapshot.is_proved => {
            return Err(Refusal::PassNeeded.into());
        }
        Some(pass) if pass.id == id && !snapshot.is_proved_by_the_list => {
            return Err(Refusal::NotListedYet.into());
        }
        Some(ref pass) if pass.id == id => {
            let path = format!("{}/{}", methods::PASSES, graph::segment(&id.0)?);
            let delete = Method::DELETE;
            match graph::change(gateway, session, delete, &path, None, of_deletion).await {
                Outcome::Done(()) => {
                    let ended = Happened::PassEnded;
                    sessions::note_done(gateway, &session.person_key(), ended, Vec::new()).await;
                }
                // If the pass was deleted after all, a second request finds it gone.
                Outcome::Refused(fault) | Outcome::Unknown(fault) => return Err(fault),
            }
        }
        // It has gone since it was shown, and there is no other: the goal is reached.
        None if session.record.known.contains(&id) => {}
        Some(_) | None => return Err(Refusal::PassNotFound.into()),
    }
    // Whoever else had the pass is signed out too. If that fails, this session goes on, so that the
    // person is told and can ask again.
    let which = Which::OfPass(&id, snapshot.pass.as_ref());
    sessions::end_others(gateway, session, which, Happened::SessionsEnded).await?;
    // The pass was the last step of a recovery that has left nothing. A note that cannot be written
    // is outdated within a week.
    let mut person = snapshot.person;
    let has_lost = snapshot.methods.iter().any(|method| method.state == MethodState::Lost);
    // Whoever has a stolen device is signed out everywhere afterwards.
    let is_over = |recovery: &mut Recovery| {
        let Recovery { told, .. } = recovery;
        !has_lost && (told.loss != Loss::Stolen || told.signed_out_at.is_some())
    };
    if person.recovery.take_if(is_over).is_some() {
        let _ = person::write(gateway, &session.person_key(), &person).await;
    }
    session::delete(gateway, session.id()).await?;
    Ok(PassRetired {})
}

#[cfg(test)]
mod tests;
