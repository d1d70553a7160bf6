//! The sessions of a person, and what was done for them lately: kept by the person's object beside
//! their changes, sealed, so that sessions can be listed and ended from any other.
//!
//! A session is known by its name here, with which nobody is signed in. Whether it lives still, its
//! own object says.

pub(crate) mod browser;
pub mod everywhere;
mod line;
pub(crate) mod note;
mod record;

use contract::{
    AuthenticationMethod, MethodId, Pass, Timestamp,
    sessions::{Happened, LiveSession, Sessions},
};
pub(crate) use note::active;
pub use note::{Begun, Note};
pub use record::SessionsRecord;

use crate::{
    Gateway, PersonKey, Ports,
    fault::Fault,
    methods,
    session::{self, Session, SessionName, SessionRecord, Unread},
};

/// Notes something of this person. Runs inside the person's object.
///
/// # Errors
///
/// [`Fault::Broken`] when the store fails, or when the oldest session, for which there is no room any
/// more, cannot be ended. Nothing is noted then.
pub async fn note<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
    mut note: Note,
) -> Result<(), Fault> {
    if let Some(begun) = &note.begun {
        let listed = record::read(gateway, key).await?;
        if !listed.surplus(begun, &[]).is_empty() {
            // What has ended by itself takes no room.
            for known in &listed.sessions {
                let live = session::read_named(gateway, &known.name, Unread::MayGoOn).await;
                if Some(&known.name) != begun.replaces.as_ref()
                    && live.is_ok_and(|live| !is_live(live.as_ref(), gateway.ports.now()))
                {
                    note.ended.push(known.name.clone());
                }
            }
        }
        let mut stay = note.ended.clone();
        while let Some(name) = listed.surplus(begun, &stay).into_iter().next() {
            match session::end(gateway, &name).await {
                Ok(()) => note.ended.push(name.clone()),
                Err(fault) => {
                    let read = session::read_named(gateway, &name, Unread::IsNone).await;
                    // One whose file is damaged stays beside the others until its end: nobody can use it,
                    // and it must keep nobody out.
                    if !matches!(read, Ok(None)) {
                        return Err(fault);
                    }
                }
            }
            stay.push(name);
        }
    }
    // From here to the write only storage is awaited, so that no other note comes between.
    let mut record = record::read(gateway, key).await?;
    record.note(note, gateway.ports.now());
    record::write(gateway, key, &record).await
}

/// Whether a session goes on; one that is idle for too long has ended.
fn is_live(record: Option<&SessionRecord>, now: Timestamp) -> bool {
    record.is_some_and(|record| now < record.expires_at())
}

/// Notes what was done in this session. Runs inside the person's object. What was done is done: when
/// the store fails, it is only missing in the list.
pub(crate) async fn note_done<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
    happened: Happened,
    ended: Vec<SessionName>,
) {
    let browser = gateway.origin.browser;
    let noted = Note { browser, begun: None, ended, happened: Some(happened) };
    let _ = note(gateway, key, noted).await;
}

/// Has noted that a method was added on the directory's own page. Runs outside the person's object.
pub(crate) async fn tell_added<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    method: &AuthenticationMethod,
) {
    let happened = Some(Happened::Added(active(method)));
    let note = Note { browser: gateway.origin.browser, happened, ..Note::default() };
    let _ = gateway.ports.note(&session.person_key(), &note).await;
}

/// Lists the live sessions of the person whose session this is, and what was done lately. Costs one
/// round trip to the directory.
///
/// # Errors
///
/// [`crate::Refusal::SignInRequired`] when the directory has ended this session; [`Fault::Broken`] when the
/// store fails: a list with a session missing would look like an ended one.
pub async fn list<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<Sessions, Fault> {
    let everywhere = everywhere::offer(gateway, session).await?;
    let (key, own) = (session.person_key(), session.id().name());
    let mut record = record::read(gateway, &key).await?;
    record.activity.reverse();
    let now = gateway.ports.now();
    let this = LiveSession {
        name: own.as_str().to_owned(),
        is_this: true,
        browser: gateway.origin.browser,
        began_at: session.record.visit_began_at(),
        used_at: now,
        may_be_of_pass: session.record.opened_by.is_some(),
    };
    let mut sessions = vec![this];
    for known in &record.sessions {
        if known.name == own {
            continue;
        }
        let live = session::read_named(gateway, &known.name, Unread::IsNone).await?;
        let Some(live) = live.filter(|live| is_live(Some(live), now)) else { continue };
        // A handful: in its place at once.
        let later = |other: &LiveSession| !other.is_this && other.used_at < live.seen_at;
        let place = sessions.iter().position(later).unwrap_or(sessions.len());
        sessions.insert(
            place,
            LiveSession {
                // With what stays when a step-up gives it another name meanwhile.
                name: [known.name.as_str(), BEGAN_AT, &known.began_at.0.to_string()].concat(),
                is_this: false,
                browser: known.browser,
                began_at: known.began_at,
                used_at: live.seen_at,
                may_be_of_pass: live.opened_by.is_some(),
            },
        );
    }
    Ok(Sessions {
        now,
        person: session.person(),
        sessions,
        lacks_before: record.lacks_before,
        everywhere,
        activity: record.activity,
    })
}

/// Ends another session of the person, the one of the wanted name, or all others. Runs inside the
/// person's object.
///
/// # Errors
///
/// [`Fault::SessionsRemain`] when one of them may go on, because the store failed. Asking again is
/// always safe.
pub async fn end<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    wanted: Option<&str>,
) -> Result<(), Fault> {
    let which = wanted.map_or(Which::All, |wanted| {
        let (name, began_at) = wanted.split_once(BEGAN_AT).unwrap_or((wanted, ""));
        Which::Named(name, began_at.parse().ok().map(Timestamp))
    });
    end_others(gateway, session, which, Happened::SessionsEnded).await
}

/// Which of the other sessions end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Which<'a> {
    /// All of them.
    All,
    /// The one of this name, or that which continues it.
    Named(&'a str, Option<Timestamp>),
    /// Those that the person, or somebody else, may have begun with this pass, whose times are known
    /// while the directory lists it.
    OfPass(&'a MethodId, Option<&'a Pass>),
}

/// Ends other sessions of the person, whatever becomes of each, and notes what was done. Runs inside
/// the person's object.
pub(crate) async fn end_others<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    which: Which<'_>,
    happened: Happened,
) -> Result<(), Fault> {
    let (key, own) = (session.person_key(), session.id().name());
    let unread = |_| Fault::SessionsRemain("the list of sessions cannot be read");
    let (mut ended, mut outcome) = (Vec::new(), Ok(()));
    // The own one first, which never ends here.
    let mut seen = vec![own];
    // Only what is in the person's list: a name from outside leads to no object. Read again for each,
    // since another may begin meanwhile.
    loop {
        let record = record::read(gateway, &key).await.map_err(unread)?;
        let next = record.sessions.into_iter().find(|known| !seen.contains(&known.name));
        let Some(known) = next else { break };
        seen.push(known.name.clone());
        let is_meant = match which {
            Which::All => true,
            Which::Named(wanted, began_at) => {
                wanted == known.name.as_str() || began_at == Some(known.began_at)
            }
            Which::OfPass(id, pass) => {
                match session::read_named(gateway, &known.name, Unread::MayGoOn).await {
                    Ok(Some(record)) => may_be_of(&record, id, pass),
                    Ok(None) => false,
                    // What cannot be read ends too.
                    Err(_) => true,
                }
            }
        };
        if !is_meant {
            continue;
        }
        match session::end(gateway, &known.name).await {
            Ok(()) => ended.push(known.name),
            Err(_) => outcome = Err(Fault::SessionsRemain("a session cannot be deleted")),
        }
    }
    if !ended.is_empty() || matches!(happened, Happened::SignedOutEverywhere) {
        note_done(gateway, &key, happened, ended).await;
    }
    outcome
}

/// What stands between the name of a listed session and the time at which it began.
const BEGAN_AT: &str = ".";

/// Whether the session, or the visit that it belongs to, may have begun with this pass.
fn may_be_of(record: &SessionRecord, id: &MethodId, pass: Option<&Pass>) -> bool {
    let covers = |at| pass.is_some_and(|pass| methods::covers(pass, at));
    record.opened_by.as_ref() == Some(id)
        // It has not seen any list yet, which would have told.
        || record.known.is_empty()
        || covers(record.authenticated_at)
        || covers(record.visit_began_at())
}

#[cfg(test)]
mod tests;
