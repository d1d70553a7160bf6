//! Retirement of the pass: deletes it in the directory, which ends this session too.
//!
//! The last step of a visit. Never deletes a pass that may be the only way to sign in. Runs inside
//! the person's Durable Object.

use contract::{
    MethodState,
    pass::{PassRetired, RetirePass},
    sessions::Happened,
};

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    methods,
    outcome::Outcome,
    person, policy,
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
    match &snapshot.pass {
        Some(pass) if pass.id != id => return Err(Refusal::PassNotFound.into()),
        Some(_) if !snapshot.is_proved => return Err(Refusal::PassNeeded.into()),
        Some(_) if !snapshot.is_proved_by_the_list => return Err(Refusal::NotListedYet.into()),
        Some(_) => {}
        // It has gone since it was shown, or a list that lags leaves it out: the directory is asked,
        // unless the pass may still be all that lets the person in.
        None if session.record.collection_of(&id) != Some(methods::PASSES)
            || !snapshot.is_proved_by_the_list
            || !snapshot.is_registered && session.record.opened_by.as_ref() == Some(&id) =>
        {
            return Err(Refusal::PassNotFound.into());
        }
        None => {}
    }
    match methods::delete(gateway, session, (methods::PASSES, &id), false, false).await {
        Outcome::Done(()) => {
            let ended = Happened::PassEnded;
            sessions::note_done(gateway, &session.person_key(), ended, Vec::new()).await;
        }
        // If the pass was deleted after all, a second request finds it gone.
        Outcome::Refused(fault) | Outcome::Unknown(fault) => return Err(fault),
    }
    // A note that cannot be written is outdated within a week.
    let mut person = snapshot.person;
    let now = gateway.ports.now();
    // A list that lags does not bring it back.
    person.note_removal(&id, now, true);
    let mut is_sign_out_due = false;
    if let Some(recovery) = &mut person.recovery {
        recovery.told.pass_ended_at = Some(now);
        // Whoever has a stolen device is signed out after the next sign-in: with the pass, the directory has
        // ended the one that could ask for it.
        is_sign_out_due = recovery.told.is_sign_out_due();
        // Otherwise it was the last step of a recovery that has left nothing.
        let has_lost = snapshot.methods.iter().any(|method| method.state == MethodState::Lost);
        person.recovery.take_if(|_| !has_lost && !is_sign_out_due);
    }
    let _ = person::write(gateway, &session.person_key(), &person).await;
    // Whoever else had the pass is signed out too. If that fails, this session goes on, so that the
    // person is told and can ask again.
    let which = Which::OfPass(&id, snapshot.pass.as_ref());
    sessions::end_others(gateway, session, which, Happened::SessionsEnded).await?;
    session::delete(gateway, session.id()).await?;
    Ok(PassRetired { is_sign_out_due })
}

#[cfg(test)]
mod tests;
