//! Signing out everywhere: the directory revokes every sign-in of the person (`revokeSignInSessions`),
//! and every session here ends, the one that asks last.
//!
//! Only for someone who certainly gets in again. Runs inside the person's object.

use contract::{
    MethodState, Verdict,
    sessions::{Everywhere, Happened},
};
use http::{Method, Response};

use super::{Which, end_others};
use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal, SafeCode},
    graph, json, methods,
    methods::Snapshot,
    outcome::{self, Outcome},
    person,
    session::{self, Session},
    step_up,
};

/// Revokes every sign-in of the person at the directory, then ends every session here.
///
/// # Errors
///
/// [`Refusal::ConsentRequired`] when the organization has not allowed it, [`Refusal::StepUpRequired`],
/// [`Refusal::PassNeeded`] when the person may not get in again, or an upstream fault: this session has
/// not ended then. After a lost answer the others have, since the directory may have revoked them.
/// [`Fault::SessionsRemain`] when the directory has revoked everything and a session here may go on.
/// Asking again is always safe.
pub async fn sign_out<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<(), Fault> {
    if !gateway.settings.may_revoke_sessions() {
        return Err(Refusal::ConsentRequired(SafeCode::new("scope")).into());
    }
    step_up::check_fresh(gateway, session)?;
    let snapshot = methods::read(gateway, session).await?;
    session.learn(gateway, &snapshot.learned).await?;
    if !gets_in_again(&snapshot, session) {
        return Err(Refusal::PassNeeded.into());
    }
    let read = |response: &Response<Vec<u8>>| match outcome_of(response) {
        // Without the permission, which only an administrator grants.
        Outcome::Refused(Fault::Refused(Refusal::Forbidden(said))) => {
            Outcome::Refused(Refusal::ConsentRequired(said.code).into())
        }
        other @ (Outcome::Done(()) | Outcome::Refused(_) | Outcome::Unknown(_)) => other,
    };
    let revoked = graph::change(gateway, session, Method::POST, graph::REVOKE, None, read).await;
    match revoked {
        Outcome::Done(()) => {}
        Outcome::Refused(fault) => return Err(fault),
        Outcome::Unknown(fault) => {
            // Perhaps this session cannot ask again; the others end in any case.
            let _ = super::end(gateway, session, None).await;
            return Err(fault);
        }
    }
    let mut person = snapshot.person;
    if let Some(recovery) = &mut person.recovery {
        // It goes on, though nothing may be left to do: the last page of this session knows nothing of it, and
        // the next sign-in leads to what was done, which is for the help desk too.
        recovery.told.signed_out_at = Some(gateway.ports.now());
        // It happened; if the note is lost, the recovery only offers it again.
        let _ = person::write(gateway, &session.person_key(), &person).await;
    }
    end_others(gateway, session, Which::All, Happened::SignedOutEverywhere).await?;
    // The last one, so that whoever is told of one that remains can ask again.
    session::delete(gateway, session.id())
        .await
        .map_err(|_| Fault::SessionsRemain("this session cannot be deleted"))
}

/// The outcome of a revocation, which is confirmed by `true` or without content.
fn outcome_of(response: &Response<Vec<u8>>) -> Outcome<()> {
    let body = json::value(response.body()).unwrap_or_default();
    if body["value"] == true { outcome::of(response) } else { outcome::of_empty(response) }
}

/// Whether it is offered to this person, and why not.
pub(super) async fn offer<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<Everywhere, Fault> {
    if !gateway.settings.may_revoke_sessions() {
        return Ok(Everywhere::NotGranted);
    }
    match methods::read(gateway, session).await {
        Ok(snapshot) => {
            session.learn(gateway, &snapshot.learned).await?;
            let is_offered = gets_in_again(&snapshot, session);
            Ok(if is_offered { Everywhere::Offered } else { Everywhere::NoWayBack })
        }
        Err(Fault::Refused(refusal @ Refusal::SignInRequired(_))) => Err(refusal.into()),
        // The list of sessions is worth showing all the same.
        Err(_) => Ok(Everywhere::Unknown),
    }
}

/// Whether the person certainly gets in again: what they have is in their hands, and the directory
/// lists something that starts a sign-in or comes after a password. A pass may be used up.
fn gets_in_again(snapshot: &Snapshot, session: &Session) -> bool {
    let listed = snapshot.methods.iter().filter(|method| method.state == MethodState::Listed);
    let knows_password = session.record.knows_password;
    snapshot.is_proved
        && match Verdict::on(listed, knows_password) {
            Verdict::Yes => true,
            // Somebody who came with a pass may have no password at all.
            Verdict::WithPassword => {
                knows_password == Some(true) || session.record.opened_by.is_none()
            }
            Verdict::No => false,
        }
}

#[cfg(test)]
mod tests;
