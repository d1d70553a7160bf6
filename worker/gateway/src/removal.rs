//! Removal of a method: list, check, delete.
//!
//! Runs inside the person's Durable Object, so that two tabs cannot remove the last two methods at
//! the same time. Never removes the last way to sign in; a pass does not count as one, nor what is
//! only remembered.

use contract::{
    AuthenticationMethod, Factor, MethodState, PhoneType, ProblemCode, Verdict,
    removal::{MethodRemoved, RemoveMethod},
    sessions::Happened,
};

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    methods::{self, Kind},
    outcome::Outcome,
    person, policy,
    session::Session,
    sessions, step_up,
};

/// Removes a method. One that no longer exists counts as removed, if the person ever had it.
///
/// # Errors
///
/// [`Refusal::NotByPolicy`], [`Refusal::StepUpRequired`], [`Refusal::MethodNotFound`], [`Refusal::MethodUnsupported`],
/// [`Refusal::LastMethod`], [`Refusal::PasswordNeeded`], [`Refusal::NotListedYet`],
/// [`Refusal::AlternateNumberFirst`], [`Refusal::DefaultMethod`], [`Refusal::Forbidden`], or an upstream
/// fault. Asking again is always safe.
pub async fn remove<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: RemoveMethod,
) -> Result<MethodRemoved, Fault> {
    policy::check(gateway, session)?;
    step_up::check_fresh(gateway, session)?;
    let mut snapshot = methods::read(gateway, session).await?;
    session.learn(gateway, &snapshot.learned).await?;
    let RemoveMethod { method: id, accepts_password } = request;
    if snapshot.pass.as_ref().is_some_and(|pass| pass.id == id) {
        // The pass is retired instead, which the person is told ends the session.
        return Err(Refusal::MethodUnsupported.into());
    }
    let was_sent = snapshot.person.has_removed(&id);
    let listed = snapshot.methods.iter().find(|method| method.id == id).cloned();
    let is_gone = listed.is_none() && snapshot.person.is_gone(&id);
    let Some(removed) = listed.or_else(|| methods::remembered(session, &id)).filter(|_| !is_gone)
    else {
        return if was_sent {
            Ok(MethodRemoved { method: id })
        } else {
            Err(Refusal::MethodNotFound.into())
        };
    };
    let method = &removed;
    let kind = Kind::of(&method.kind);
    let collection = kind
        .collection
        .filter(|_| method.is_removable && gateway.settings.may_remove(&method.kind));
    let collection = collection.ok_or(Refusal::MethodUnsupported)?;
    let knows_password = session.record.knows_password == Some(true);
    guard(&snapshot.methods, method, accepts_password || knows_password)?;
    let is_alternate = |other: &AuthenticationMethod| {
        other.is_phone(PhoneType::AlternateMobile)
            && matches!(other.state, MethodState::Listed | MethodState::Lost)
    };
    if method.is_phone(PhoneType::Mobile) && snapshot.methods.iter().any(is_alternate) {
        return Err(Refusal::AlternateNumberFirst.into());
    }

    let key = session.person_key();
    let mut before = snapshot.person.clone();
    // Noted before it is sent, so that after a lost response the method counts as doubtful, and a
    // repeated request knows that the person had it.
    let now = gateway.ports.now();
    snapshot.person.note_removal(&id, now, false);
    snapshot.person.note_sent(&removed, now);
    person::write(gateway, &key, &snapshot.person).await?;
    let place = (collection, &id);
    match methods::delete(gateway, session, place, was_sent, kind.can_be_default).await {
        Outcome::Done(()) => {
            let now = gateway.ports.now();
            snapshot.person.note_removal(&id, now, true);
            snapshot.person.note_recovered(&removed, now);
            person::write(gateway, &key, &snapshot.person).await?;
            let happened = Happened::Removed(sessions::active(&removed));
            sessions::note_done(gateway, &key, happened, Vec::new()).await;
            Ok(MethodRemoved { method: id })
        }
        // Nothing has changed, so what was noted before still holds. The outcome of an earlier
        // request may be unknown, unless the refusal shows that the method is there.
        Outcome::Refused(fault) => {
            let is_there = fault.code() == ProblemCode::DefaultMethod;
            if is_there {
                before.forget_removal(&id);
            }
            person::write(gateway, &key, &before).await?;
            if is_there {
                // Only the list is told it by this; the refusal stands without.
                let _ = session.amend(gateway, |it| it.default_method = Some(id.clone())).await;
            }
            Err(fault)
        }
        Outcome::Unknown(fault) => Err(fault),
    }
}

/// Checks that a way to sign in certainly remains, unless the removed method is none itself.
fn guard(
    methods: &[AuthenticationMethod],
    removed: &AuthenticationMethod,
    accepts_password: bool,
) -> Result<(), Refusal> {
    if matches!(removed.factor, Factor::ResetOnly | Factor::Neither) {
        return Ok(());
    }
    let left = || methods.iter().filter(|method| method.id != removed.id);
    let listed = left().filter(|method| method.state == MethodState::Listed);
    match Verdict::on(listed, None) {
        Verdict::Yes => Ok(()),
        // Something better is on its way into the list.
        Verdict::WithPassword | Verdict::No if Verdict::on(left(), None) == Verdict::Yes => {
            Err(Refusal::NotListedYet)
        }
        Verdict::WithPassword if accepts_password => Ok(()),
        Verdict::WithPassword => Err(Refusal::PasswordNeeded),
        Verdict::No => Err(Refusal::LastMethod),
    }
}

#[cfg(test)]
mod tests;
