//! The person's authentication methods: Graph's mixed list read into the contract's types.
//!
//! An unknown type, a null or a missing property never fails the list. Phone numbers and addresses
//! are masked here, before they go anywhere. Next: the flow that asked.

mod entry;
mod kind;

use contract::{AuthenticationMethod, MethodId, Pass, PassUsability, Timestamp};
pub(crate) use entry::method;
pub(crate) use kind::{Kind, PASSES, PASSKEYS};
use serde_json::Value;

use crate::{
    Gateway, Ports,
    fault::{Fault, UpstreamFault},
    graph,
    person::{self, PersonRecord},
    session::Session,
};

/// What the person has, at this moment.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// The methods with the recent changes that the directory may not show yet, newest first.
    pub(crate) methods: Vec<AuthenticationMethod>,
    /// The pass, if there is one.
    pub(crate) pass: Option<Pass>,
    /// What is remembered of the person.
    pub(crate) person: PersonRecord,
}

/// The directory's own answer.
#[derive(Debug, Default)]
struct Listing {
    methods: Vec<AuthenticationMethod>,
    pass: Option<Pass>,
    ids: Vec<MethodId>,
}

/// Reads the list, in one round trip to the directory, and keeps in the session what it tells:
/// which methods there are, and when the pass that opened the session ends.
pub(crate) async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<Snapshot, Fault> {
    let response = graph::get(gateway, session, "methods").await?;
    if !response.status().is_success() {
        return Err(graph::denial(&response));
    }
    let listing =
        parse(response.body()).ok_or(UpstreamFault::Misbehaved { what: "the list of methods" })?;
    let person = person::read(gateway, &session.person_key()).await?;
    let limits = gateway.settings.limits;
    let mut methods = person.overlay(listing.methods, gateway.ports.now(), limits.replication);
    methods.sort_by_key(|method| std::cmp::Reverse(method.created_at));

    let authenticated_at = session.record.authenticated_at;
    let pass = listing.pass.map(|pass| Pass {
        register_by: (pass.is_one_time
            && pass.usability == PassUsability::Used
            && was_open(&pass, authenticated_at))
        .then(|| authenticated_at.plus_minutes(limits.one_time_window)),
        can_be_ended: methods.iter().any(|method| method.is_usable),
        ..pass
    });
    note(gateway, session, &listing.ids, &methods, pass.as_ref()).await?;
    Ok(Snapshot { methods, pass, person })
}

async fn note<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    ids: &[MethodId],
    methods: &[AuthenticationMethod],
    pass: Option<&Pass>,
) -> Result<(), Fault> {
    let is_registered = methods.iter().any(|method| method.is_usable);
    // Entra ends tokens and sessions with the pass that opened them, and so does this session.
    let pass_end = pass
        .filter(|pass| was_open(pass, session.record.authenticated_at))
        .filter(|pass| matches!(pass.usability, PassUsability::Usable | PassUsability::Used))
        .map(|pass| pass.ends_at);
    // With something usable, a fresher sign-in is possible without the pass.
    let register_by = pass.and_then(|pass| pass.register_by).filter(|_| !is_registered);
    session
        .amend(gateway, |record| {
            for id in ids {
                if !record.known.contains(id) && record.known.len() < KNOWN_MAX {
                    record.known.push(id.clone());
                }
            }
            if let Some(end) = pass_end {
                record.ends_at = record.ends_at.min(end);
            }
            record.register_by = register_by;
        })
        .await
}

/// Whether a sign-in at that moment can have been made with this pass.
fn was_open(pass: &Pass, at: Timestamp) -> bool {
    pass.starts_at <= at && at < pass.ends_at
}

fn parse(body: &[u8]) -> Option<Listing> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let mut listing = Listing::default();
    for value in body.get("value")?.as_array()? {
        let Some(id) = entry::id(value) else { continue };
        if kind::is_pass(value) {
            let pass = entry::pass(value);
            // The list holds at most one; should it hold more, the one that lasts longest counts.
            if pass.as_ref().map(|pass| pass.ends_at)
                > listing.pass.as_ref().map(|pass| pass.ends_at)
            {
                listing.pass = pass;
            }
        } else {
            listing.methods.extend(method(value));
        }
        listing.ids.push(id);
    }
    Some(listing)
}

/// More methods than anyone has; a list of ids must not grow without end.
const KNOWN_MAX: usize = 100;

#[cfg(test)]
mod tests;
