//! The person's authentication methods: reads Graph's mixed list into the contract's types.
//!
//! An unknown type, a null or a missing property never makes the list fail. Phone numbers and email
//! addresses are masked here, before they reach anything else.

mod device;
mod entry;
mod kind;
mod model;
mod pass;

use contract::{
    AuthenticationMethod, Factor, MethodId, MethodKind, MethodState, Pass, PassUsability, Timestamp,
};
pub(crate) use entry::method;
use http::{Method, Response, StatusCode};
pub(crate) use kind::{Kind, PASSES, PASSKEYS};
pub(crate) use model::complete;
use pass::ListedPass;
pub(crate) use pass::covers;
use serde_json::Value;

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal, UpstreamFault},
    graph, json,
    outcome::{self, Outcome},
    person::{self, PersonRecord},
    session::{Learned, Session, SessionRecord},
    step_up,
};

/// The methods and the pass of a person at one moment.
#[derive(Debug)]
pub(crate) struct Snapshot {
    /// The methods, newest first, including recent changes that the directory may not show yet.
    pub(crate) methods: Vec<AuthenticationMethod>,
    /// The pass, if there is one.
    pub(crate) pass: Option<Pass>,
    /// See [`contract::Overview::is_proved`].
    pub(crate) is_proved: bool,
    /// Whether that rests on what the directory lists, and not on what is only remembered.
    pub(crate) is_proved_by_the_list: bool,
    /// Whether what was registered in this visit is listed and lets the person in.
    pub(crate) is_registered: bool,
    /// The recent changes of this person.
    pub(crate) person: PersonRecord,
    /// What the session must remember of this, for [`Session::learn`].
    pub(crate) learned: Learned,
}

/// Graph's list, before recent changes are applied.
#[derive(Debug, Default)]
struct Listing {
    methods: Vec<AuthenticationMethod>,
    /// A person has at most one; one that has ended may linger beside it.
    passes: Vec<ListedPass>,
    /// Whether there is a pass that cannot be read.
    has_unreadable_pass: bool,
    ids: Vec<(MethodId, &'static str)>,
}

/// Reads the list: one round trip to the directory for each page of it, and usually there is one.
///
/// Does not change the session apart from refreshing its tokens: the caller passes
/// [`Snapshot::learned`] to [`Session::learn`] before it goes on.
pub(crate) async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<Snapshot, Fault> {
    let listing = list(gateway, session).await?;
    let mut person = person::read(gateway, &session.person_key()).await?;
    // Should there be several all the same, the last to end counts.
    let passes = listing.passes.into_iter().filter(|listed| !person.is_gone(&listed.pass.id));
    let pass = passes.max_by_key(|listed| listed.pass.ends_at);
    let (now, limits) = (gateway.ports.now(), gateway.settings.limits);
    person.settle_by(&listing.methods, now, limits.replication);
    let signed_in_at = session.record.authenticated_at;
    let began_at = began_at(&session.record);
    let arrived = arrived(&listing.methods, &session.record.known, began_at);
    let mut methods = person.overlay(listing.methods, now, limits.replication);
    complete(gateway, &mut methods).await;
    device::assign(&mut methods);
    for method in &mut methods {
        method.is_removable &= gateway.settings.may_remove(&method.kind);
        let may_end = matches!(method.kind, MethodKind::Phone { .. });
        method.may_end_at = gateway.settings.phones_end_at.filter(|_| may_end);
    }
    let methods = newest_first(methods);

    // What came after a password is a way in for someone who knows theirs.
    let knows_password = session.record.knows_password == Some(true);
    let lets_in = |method: &AuthenticationMethod| {
        method.factor == Factor::Alone || method.factor == Factor::AfterPassword && knows_password
    };
    let has_registered_in = |states: &[MethodState]| {
        session.record.registered.iter().chain(&arrived).any(|id| {
            methods.iter().any(|method| {
                lets_in(method) && states.contains(&method.state) && method.id == *id
            })
            // A list may show for a long time what was removed in this visit.
            && !person.has_removed(id)
        })
    };
    let has_registered = has_registered_in(&[MethodState::Listed, MethodState::Appearing]);
    let is_needless = !listing.has_unreadable_pass
        && pass.as_ref().is_none_or(|listed| !listed.is_needed(signed_in_at, now));
    let is_proved = has_registered || is_needless;
    let is_registered = has_registered_in(&[MethodState::Listed]);
    let is_proved_by_the_list = is_registered || is_needless;
    let opener = pass.as_ref().filter(|listed| listed.covers(signed_in_at));
    let window = opener
        .filter(|listed| listed.pass.is_one_time && listed.pass.usability == PassUsability::Used)
        .map(|_| signed_in_at.plus_minutes(limits.one_time_window));
    let learned = Learned {
        ids: listing.ids,
        opened_by: opener.map(|listed| listed.pass.id.clone()),
        // Entra ends tokens and sessions with the pass that was used to sign in; so do we.
        pass_ends_at: opener
            .filter(|listed| {
                matches!(listed.pass.usability, PassUsability::Usable | PassUsability::Used)
            })
            .map(|listed| listed.pass.ends_at),
        // A method that was registered in this visit allows a fresh sign-in without the pass. One
        // that was registered before may be lost.
        register_by: window.filter(|_| !has_registered),
        registered: arrived,
    };
    let pass = pass.map(|listed| Pass {
        // A window that has ended and is not enforced is not shown.
        register_by: window.filter(|end| !has_registered || now < *end),
        can_be_ended: is_proved && gateway.settings.may_retire_pass(),
        ..listed.pass
    });
    Ok(Snapshot { methods, pass, is_proved, is_proved_by_the_list, is_registered, person, learned })
}

/// The methods, the newest first. Each is put in its place: a list is short, and the standard library's
/// sort is 4 kB for each kind of list.
fn newest_first(methods: Vec<AuthenticationMethod>) -> Vec<AuthenticationMethod> {
    let mut sorted: Vec<AuthenticationMethod> = Vec::with_capacity(methods.len());
    for method in methods {
        let place = sorted.partition_point(|newer| newer.created_at >= method.created_at);
        sorted.insert(place, method);
    }
    sorted
}

/// Graph's whole list. A list with a page missing would look like a method that is gone, so that it
/// is all of the pages or a failure.
async fn list<P: Ports>(gateway: &Gateway<'_, P>, session: &mut Session) -> Result<Listing, Fault> {
    let mut listing = Listing::default();
    let mut response = graph::get(gateway, session, "methods").await?;
    for _ in 0..PAGES_MAX {
        if !response.status().is_success() {
            return Err(step_up::judge(gateway, session, graph::denial(&response)));
        }
        let next = read_page(response.body(), &mut listing)
            .ok_or(UpstreamFault::Misbehaved { what: "the list of methods" })?;
        let Some(next) = next else {
            return Ok(listing);
        };
        response = graph::get_next(gateway, session, &next).await?;
    }
    Err(UpstreamFault::Misbehaved { what: "a list of methods in too many pages" }.into())
}

/// A method that this session has seen in a list. The last one may have left it out.
pub(crate) fn remembered(session: &Session, id: &MethodId) -> Option<AuthenticationMethod> {
    Kind::method_in(session.record.collection_of(id)?, id)
}

/// Deletes a method or a pass. What the directory does not find is gone if an earlier request of ours
/// may have deleted it, or if a list that is read after that does not show it either.
pub(crate) async fn delete<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    (collection, id): (&str, &MethodId),
    was_sent: bool,
    can_be_default: bool,
) -> Outcome<()> {
    let path = match graph::segment(&id.0) {
        Ok(segment) => [collection, "/", &segment].concat(),
        Err(fault) => return Outcome::Refused(fault),
    };
    let mut is_missing = false;
    let read = |response: &Response<Vec<u8>>| match response.status() {
        StatusCode::NOT_FOUND => {
            is_missing = true;
            Outcome::Done(())
        }
        // Graph's reason for a 400 here: it is the default method, and there are others.
        StatusCode::BAD_REQUEST if can_be_default => {
            Outcome::Refused(Refusal::DefaultMethod(graph::error(response).said()).into())
        }
        _ => outcome::of_empty(response),
    };
    let outcome = graph::change(gateway, session, Method::DELETE, &path, None, read).await;
    if !is_missing || was_sent {
        return outcome;
    }
    match list(gateway, session).await {
        Ok(listing) if listing.ids.iter().all(|(listed, _)| listed != id) => outcome,
        Ok(_) => Outcome::Unknown(UpstreamFault::Misbehaved { what: LISTED_AND_GONE }.into()),
        Err(fault) => Outcome::Unknown(fault),
    }
}

/// When the visit began by the directory's clock, which dates what it lists. Where it did not tell when
/// the person proved themselves, that is a time of ours, which may be ahead.
fn began_at(record: &SessionRecord) -> Timestamp {
    let ahead = if record.tells_proof { None } else { record.clock_ahead };
    record.visit_began_at().plus_seconds(ahead.unwrap_or_default().min(0))
}

/// What was registered on the directory's own page in this visit: it starts a sign-in or is an
/// Authenticator, was made after the visit began, and was not there when the list was first read. A
/// number that somebody else typed in does not count, nor an old key that a lagging list left out.
fn arrived(
    methods: &[AuthenticationMethod],
    known: &[MethodId],
    visit_began_at: Timestamp,
) -> Vec<MethodId> {
    let is_new = |method: &&AuthenticationMethod| {
        (method.factor == Factor::Alone || method.kind == MethodKind::MicrosoftAuthenticator)
            && method.created_at.is_some_and(|at| visit_began_at <= at)
            && !known.is_empty()
            && !known.contains(&method.id)
    };
    methods.iter().filter(is_new).map(|method| method.id.clone()).collect()
}

/// Adds what a page lists. Returns the address of the next page; the outer `None` is a page that
/// cannot be understood.
#[expect(clippy::option_option, reason = "a page without a successor is not a broken one")]
fn read_page(body: &[u8], listing: &mut Listing) -> Option<Option<String>> {
    let body = json::value(body)?;
    let next = match body.get("@odata.nextLink") {
        None | Some(Value::Null) => None,
        Some(link) => Some(link.as_str()?.to_owned()),
    };
    for value in body.get("value")?.as_array()? {
        let Some(id) = entry::id(value) else {
            listing.has_unreadable_pass |= kind::is_pass(value);
            continue;
        };
        let collection = if kind::is_pass(value) {
            let pass = ListedPass::read(value);
            listing.has_unreadable_pass |= pass.is_none();
            listing.passes.extend(pass);
            PASSES
        } else {
            listing.methods.extend(method(value));
            Kind::of_entry(value).collection.unwrap_or_default()
        };
        listing.ids.push((id, collection));
    }
    Some(next)
}

/// What the log says of a method that a list shows and a `DELETE` does not find.
const LISTED_AND_GONE: &str = "a method that is listed and not found";

/// More pages than this are taken for a directory that runs in circles.
const PAGES_MAX: u32 = 5;

#[cfg(test)]
mod tests;
