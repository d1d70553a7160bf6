//! Removal of a method: list, guard, delete, in one go.
//!
//! Runs inside the person's own object, so that two tabs cannot remove the last two methods at the
//! same moment. Never removes the last usable method; a pass does not count as one.

use contract::{
    AuthenticationMethod, MethodId, MethodKind,
    removal::{MethodRemoved, RemoveMethod},
};
use http::{Method, StatusCode};

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    graph::{self, Sent},
    methods::{self, Kind, Snapshot},
    person,
    session::Session,
    step_up, upstream,
};

/// Removes a method. One that is gone already counts as removed, if it was ever there.
///
/// # Errors
///
/// [`Refusal::StepUpRequired`], [`Refusal::MethodNotFound`], [`Refusal::MethodUnsupported`],
/// [`Refusal::LastMethod`], [`Refusal::DefaultMethod`], [`Refusal::Forbidden`], or an upstream
/// fault; after an unreachable directory, asking again is safe.
pub async fn remove<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: RemoveMethod,
) -> Result<MethodRemoved, Fault> {
    step_up::check_fresh(gateway, session)?;
    let mut snapshot = methods::read(gateway, session).await?;
    let RemoveMethod { method: id } = request;
    if snapshot.pass.as_ref().is_some_and(|pass| pass.id == id) {
        // It has its own way out, which says that it ends the session.
        return Err(Refusal::MethodUnsupported.into());
    }
    let Some(method) = snapshot.methods.iter().find(|method| method.id == id) else {
        return if was_there(session, &snapshot, &id) {
            Ok(MethodRemoved { method: id })
        } else {
            Err(Refusal::MethodNotFound.into())
        };
    };
    let path = path(method).ok_or(Refusal::MethodUnsupported)?;
    let kind = method.kind.clone();
    let doubtful = |method: &MethodId| {
        let minutes = gateway.settings.limits.replication;
        snapshot.person.is_doubtful(method, gateway.ports.now(), minutes)
    };
    guard(&snapshot.methods, method, doubtful)?;

    let key = session.person_key();
    // Noted before, so that a repeated request after a lost answer knows that it was there.
    snapshot.person.note_removal(&id, gateway.ports.now(), false);
    person::write(gateway, &key, &snapshot.person).await?;
    match delete(gateway, session, &path, &kind).await {
        Ok(()) => snapshot.person.note_removal(&id, gateway.ports.now(), true),
        // Whether it was carried out is not known: the note stays.
        Err(fault @ (Fault::Upstream(_) | Fault::Broken(_))) => return Err(fault),
        Err(fault @ (Fault::Refused(_) | Fault::Invalid(_))) => {
            snapshot.person.forget_removal(&id);
            person::write(gateway, &key, &snapshot.person).await?;
            return Err(fault);
        }
    }
    person::write(gateway, &key, &snapshot.person).await?;
    Ok(MethodRemoved { method: id })
}

/// Something usable must remain for certain, unless the method was of no use anyway.
fn guard(
    methods: &[AuthenticationMethod],
    removed: &AuthenticationMethod,
    is_doubtful: impl Fn(&MethodId) -> bool,
) -> Result<(), Refusal> {
    let remains = methods
        .iter()
        .any(|method| method.is_usable && method.id != removed.id && !is_doubtful(&method.id));
    if remains || !removed.is_usable { Ok(()) } else { Err(Refusal::LastMethod) }
}

fn was_there(session: &Session, snapshot: &Snapshot, id: &MethodId) -> bool {
    snapshot.person.has_removed(id) || session.record.known.contains(id)
}

fn path(method: &AuthenticationMethod) -> Option<String> {
    let collection = Kind::of(&method.kind).collection.filter(|_| method.is_removable)?;
    Some(format!("{collection}/{}", graph::segment(&method.id.0)))
}

async fn delete<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    path: &str,
    kind: &MethodKind,
) -> Result<(), Fault> {
    let response = match graph::change(gateway, session, Method::DELETE, path, None).await? {
        Sent::Answered(response) => response,
        Sent::Lost(unreachable) => return Err(upstream::lost(unreachable).into()),
    };
    match response.status() {
        status if status.is_success() => Ok(()),
        StatusCode::NOT_FOUND => Ok(()),
        // The one 400 that Graph gives here: it is the default, and others exist.
        StatusCode::BAD_REQUEST if Kind::of(kind).can_be_default => {
            Err(Refusal::DefaultMethod.into())
        }
        _ => Err(graph::denial(&response)),
    }
}

#[cfg(test)]
mod tests;
