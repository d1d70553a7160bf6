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
    session::{Learned, Session},
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
    /// What the session has to remember of this, for [`Session::learn`].
    pub(crate) learned: Learned,
}

/// The directory's own answer.
#[derive(Debug, Default)]
struct Listing {
    methods: Vec<AuthenticationMethod>,
    pass: Option<Pass>,
    ids: Vec<MethodId>,
}

/// Reads the list, in one round trip to the directory.
///
/// What it tells about the session is in [`Snapshot::learned`]; whoever reads has the session learn
/// it before going on.
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
    let is_registered = methods.iter().any(|method| method.is_usable);
    let learned = Learned {
        ids: listing.ids,
        // Entra ends tokens and sessions with the pass that opened them, and so does this session.
        pass_ends_at: pass
            .as_ref()
            .filter(|pass| was_open(pass, authenticated_at))
            .filter(|pass| matches!(pass.usability, PassUsability::Usable | PassUsability::Used))
            .map(|pass| pass.ends_at),
        // With something usable, a fresher sign-in is possible without the pass.
        register_by: pass.as_ref().and_then(|pass| pass.register_by).filter(|_| !is_registered),
    };
    Ok(Snapshot { methods, pass, person, learned })
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

#[cfg(test)]
mod tests;
