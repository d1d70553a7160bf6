//! Recovery after a device was lost: what is marked as lost, and its removal.
//!
//! The intent lies in the person's record. What is marked counts nowhere as a way to sign in; the
//! removal itself is that of each method, guard included, so that a way to sign in always remains.
//! Runs inside the person's Durable Object.

use contract::{
    AuthenticationMethod, MethodId, MethodState, PhoneType, ProblemCode,
    recovery::{
        BeginRecovery, EndRecovery, KeptMethod, LostMethod, LostRemoved, Recovery as Told,
        RecoveryBegun, RecoveryEnded, RemoveLost,
    },
    removal::RemoveMethod,
};

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    methods::{self, Kind},
    person::{self, Recovery},
    removal,
    session::Session,
    step_up,
};

/// Notes what happened and what is lost; what was noted before is said anew. Changes nothing at the
/// directory, and only makes fewer methods count, so that no fresh sign-in is needed.
///
/// # Errors
///
/// [`Refusal::MethodNotFound`] when one of the methods is not the person's or none is named, or an
/// upstream fault.
pub async fn begin<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: BeginRecovery,
) -> Result<RecoveryBegun, Fault> {
    let mut snapshot = methods::read(gateway, session).await?;
    session.learn(gateway, &snapshot.learned).await?;
    let BeginRecovery { loss, methods } = request;
    let is_listed = |id: &MethodId| snapshot.methods.iter().any(|method| method.id == *id);
    if methods.is_empty() || !methods.iter().all(is_listed) {
        return Err(Refusal::MethodNotFound.into());
    }
    let now = gateway.ports.now();
    let marked = snapshot.methods.into_iter().filter(|method| methods.contains(&method.id));
    let marked = marked.map(|method| LostMethod { method, at: now }).collect();
    let recovery = snapshot.person.recovery.get_or_insert_with(|| Recovery {
        told: Told {
            loss,
            began_at: now,
            retold_at: None,
            removed: Vec::new(),
            signed_out_at: None,
            pass_ended_at: None,
        },
        lost: Vec::new(),
        marked: Vec::new(),
        sent: Vec::new(),
    });
    recovery.told.loss = loss;
    recovery.told.retold_at = (recovery.told.began_at < now).then_some(now);
    recovery.lost = methods;
    recovery.marked = marked;
    let told_at = recovery.told.told_at();
    person::write(gateway, &session.person_key(), &snapshot.person).await?;
    Ok(RecoveryBegun { told_at })
}

/// Ends the recovery. What is still marked counts again.
///
/// # Errors
///
/// [`Fault::Broken`] when the store fails.
pub async fn end<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    request: EndRecovery,
) -> Result<RecoveryEnded, Fault> {
    let key = session.person_key();
    let mut person = person::read(gateway, &key).await?;
    let is_shown = |recovery: &mut Recovery| recovery.told.told_at() == request.told_at;
    if person.recovery.take_if(is_shown).is_some() {
        person::write(gateway, &key, &person).await?;
    }
    Ok(RecoveryEnded {})
}

/// Removes what is marked as lost, one after the other. What cannot be removed is told with its
/// reason, and the rest goes on.
///
/// # Errors
///
/// [`Refusal::StepUpRequired`], [`Refusal::MethodNotFound`] when one of the methods is not marked, or
/// an upstream fault; nothing was removed then. Asking again is always safe.
pub async fn remove_lost<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    request: RemoveLost,
) -> Result<LostRemoved, Fault> {
    step_up::check_fresh(gateway, session)?;
    let snapshot = methods::read(gateway, session).await?;
    session.learn(gateway, &snapshot.learned).await?;
    let RemoveLost { methods: ids, accepts_password } = request;
    let recovery = snapshot.person.recovery.as_ref();
    let (mut answer, mut lost) =
        (LostRemoved { removed: Vec::new(), kept: Vec::new() }, Vec::new());
    for id in ids {
        let is_marked = recovery.is_some_and(|it| it.lost.contains(&id));
        let went_before = || {
            snapshot.person.is_gone(&id)
                || recovery.is_some_and(|it| it.told.removed.iter().any(|it| it.method.id == id))
        };
        match snapshot.methods.iter().find(|method| method.id == id) {
            // One whose removal has an unknown outcome is still marked.
            Some(method) if is_marked => lost.push(method),
            // What a list shows may have been registered anew.
            Some(method) if method.state != MethodState::BeingRemoved => {
                return Err(Refusal::MethodNotFound.into());
            }
            // The answer of an earlier request may be lost.
            Some(_) | None if went_before() => answer.removed.push(id),
            Some(_) | None => return Err(Refusal::MethodNotFound.into()),
        }
    }
    let in_turn = (0..TURNS).flat_map(|its| lost.iter().filter(move |method| turn(method) == its));
    let mut waiting: Vec<MethodId> = in_turn.map(|method| method.id.clone()).collect();
    // What had to wait for another of them is tried once more.
    for is_last_round in [false, true] {
        for id in std::mem::take(&mut waiting) {
            let request = RemoveMethod { method: id.clone(), accepts_password };
            let Err(fault) = removal::remove(gateway, session, request).await else {
                answer.removed.push(id.clone());
                continue;
            };
            let code = fault.code();
            let waits = [ProblemCode::DefaultMethod, ProblemCode::AlternateNumberFirst];
            let sign_in = [ProblemCode::StepUpRequired, ProblemCode::SignInRequired];
            if !is_last_round && waits.contains(&code) {
                waiting.push(id);
            } else if answer.removed.is_empty() && sign_in.contains(&code) {
                return Err(fault);
            } else {
                gateway.ports.log_fault(&gateway.trace, &fault);
                answer.kept.push(KeptMethod { method: id, code });
            }
        }
    }
    Ok(answer)
}

/// How many turns there are.
const TURNS: u8 = 4;

/// When the turn of a method comes: what can be the default method goes late, since the directory
/// refuses to remove the default one while there are others, and the mobile number last of all, since
/// an alternate one has to go before it.
fn turn(method: &AuthenticationMethod) -> u8 {
    if method.is_phone(PhoneType::Mobile) {
        3
    } else if method.is_phone(PhoneType::AlternateMobile) {
        1
    } else if Kind::of(&method.kind).can_be_default {
        2
    } else {
        0
    }
}

#[cfg(test)]
mod tests;
