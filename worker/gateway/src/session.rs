//! The session: who is signed in, for how long, and the tokens that act for them.
//!
//! The tokens never reach the browser; its cookie holds a random id.

mod id;
pub(crate) mod notes;
mod record;
mod refresh;
mod sealed;
mod sign_out;

use contract::{Person, SessionClocks, Timestamp};
pub use id::{SessionId, SessionName};
pub use notes::{NotedProof, NotedRegistration, Progress, RegisteredPasskey};
pub(crate) use record::Learned;
pub use record::{InsteadOf, SessionRecord, SignedInPerson, SteppedUp};
pub use refresh::{StaleTokens, refresh};
pub use sealed::SealedSession;
#[cfg(test)]
pub(crate) use sealed::{open as opened, seal as sealed};
use serde::{Deserialize, Serialize};
pub use sign_out::sign_out;

use crate::{
    Gateway, PersonKey, Ports, Secret, StoreFault,
    fault::{Fault, Refusal, UpstreamFault},
    oauth,
    settings::Limits,
};

/// An open session.
#[derive(Debug)]
pub struct Session {
    id: SessionId,
    pub(crate) record: SessionRecord,
}

/// The OAuth tokens that act for the person at the directory.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tokens {
    pub(crate) access: Secret,
    pub(crate) refresh: Option<Secret>,
}

/// Opens the session that the cookie names and refreshes its access token if that is about to
/// expire.
///
/// # Errors
///
/// [`Refusal::SignInRequired`] when the cookie is missing, malformed, unknown or expired, or when
/// the directory has ended the session; an upstream fault when a necessary refresh fails.
pub async fn open<P: Ports>(
    gateway: &Gateway<'_, P>,
    cookie: Option<&str>,
) -> Result<Session, Fault> {
    let mut session = open_at_rest(gateway, cookie).await?;
    let now = gateway.ports.now();
    if session.record.seen_at.plus_minutes(1) <= now {
        session.advance(gateway, |record| record.seen_at = record.seen_at.max(now)).await?;
    }
    Ok(session)
}

/// The same for a page that nobody uses: it ends as if nobody had looked.
///
/// # Errors
///
/// Those of [`open`].
pub async fn open_at_rest<P: Ports>(
    gateway: &Gateway<'_, P>,
    cookie: Option<&str>,
) -> Result<Session, Fault> {
    let cookie = cookie.ok_or(Refusal::SignInRequired("no cookie"))?;
    let id = SessionId::parse(&gateway.settings.seal_keys, cookie)
        .ok_or(Refusal::SignInRequired("a cookie that was not made here"))?;
    glance(gateway, id).await
}

/// Opens a session without counting that as activity.
///
/// # Errors
///
/// Those of [`open`].
pub(crate) async fn glance<P: Ports>(
    gateway: &Gateway<'_, P>,
    id: SessionId,
) -> Result<Session, Fault> {
    let record = read(gateway, &id).await?.ok_or(Refusal::SignInRequired("an unknown session"))?;
    let now = gateway.ports.now();
    if record.expires_at() <= now {
        delete(gateway, &id).await?;
        return Err(Refusal::SignInRequired("an expired session").into());
    }
    let mut session = Session { id, record };
    if session.record.access_ends_at <= now.plus_seconds(REFRESH_EARLY_SECONDS) {
        match session.refresh(gateway).await {
            // The token is valid for a few more seconds, which may be enough for this request.
            Err(Fault::Upstream(_)) if now < session.record.access_ends_at => {}
            Err(fault) => return Err(fault),
            Ok(()) => {}
        }
    }
    Ok(session)
}

/// The contents of a new session.
pub(crate) struct NewSession {
    pub(crate) person: SignedInPerson,
    pub(crate) tokens: oauth::Grant,
    pub(crate) authenticated_at: Timestamp,
    pub(crate) proved_at: Option<Timestamp>,
    /// See [`SessionRecord::tells_proof`].
    pub(crate) tells_proof: bool,
    /// When the step-up began that this session comes from.
    pub(crate) stepped_up_at: Option<Timestamp>,
    /// The record that it continues, after a step-up of the same person.
    pub(crate) continues: Option<SessionRecord>,
    /// See [`SessionRecord::instead_of`].
    pub(crate) instead_of: Option<InsteadOf>,
}

/// Creates a session under a new id.
pub(crate) async fn create<P: Ports>(
    gateway: &Gateway<'_, P>,
    new: NewSession,
) -> Result<(SessionId, SessionRecord), Fault> {
    let now = gateway.ports.now();
    let limits = gateway.settings.limits;
    let id = SessionId::random(gateway).ok_or(Fault::Broken("no id can be signed"))?;
    let visit_began_at = new.continues.as_ref().map(SessionRecord::visit_began_at);
    let continued = new.continues.as_ref();
    let answers_challenge = continued.is_some_and(|record| record.claims_challenge.is_some());
    let opened_by = continued.and_then(|record| record.opened_by.clone());
    let default_method = continued.and_then(|record| record.default_method.clone());
    let (known, known_in, registered, passkeys, knows_password) = new
        .continues
        .map(|it| (it.known, it.known_in, it.registered, it.passkeys, it.knows_password))
        .unwrap_or_default();
    let record = SessionRecord {
        revision: 1,
        person: new.person,
        tokens: new.tokens.tokens,
        access_ends_at: new.tokens.access_ends_at,
        clock_ahead: new.tokens.clock_ahead,
        authenticated_at: new.authenticated_at,
        proved_at: new.proved_at,
        tells_proof: new.tells_proof,
        stepped_up: new.stepped_up_at.map(|began_at| SteppedUp { began_at, answers_challenge }),
        seen_at: now,
        ends_at: now.plus_seconds(limits.session_seconds),
        idle_seconds: limits.idle_seconds,
        register_by: None,
        opened_by,
        known,
        known_in,
        visit_began_at,
        registered,
        knows_password,
        default_method,
        instead_of: new.instead_of,
        claims_challenge: None,
        is_handed_off: false,
        looks: 0,
        registrations: Vec::new(),
        passkeys,
        proof: None,
    };
    let sealed = sealed::seal(gateway, &id.name(), &record)?;
    gateway
        .ports
        .write_session(&id, &sealed)
        .await
        .map_err(|_| Fault::Broken("the session cannot be written"))?;
    Ok((id, record))
}

/// Deletes a session.
pub(crate) async fn delete<P: Ports>(
    gateway: &Gateway<'_, P>,
    id: &SessionId,
) -> Result<(), Fault> {
    end(gateway, &id.name()).await
}

/// Deletes the session of this name; succeeds when there is none.
pub(crate) async fn end<P: Ports>(
    gateway: &Gateway<'_, P>,
    name: &SessionName,
) -> Result<(), Fault> {
    gateway
        .ports
        .delete_session(name)
        .await
        .map_err(|_| Fault::Broken("the session cannot be deleted"))
}

/// Reads a stored session without checking whether it has expired. One that cannot be opened, because
/// it is damaged or its key has gone, is none: the person signs in again.
pub(crate) async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    id: &SessionId,
) -> Result<Option<SessionRecord>, Fault> {
    read_named(gateway, &id.name(), Unread::IsNone).await
}

/// What a session is whose file is damaged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unread {
    /// None: nobody can use it.
    IsNone,
    /// One that may go on, for whoever ends sessions.
    MayGoOn,
}

/// Reads the session of this name.
pub(crate) async fn read_named<P: Ports>(
    gateway: &Gateway<'_, P>,
    name: &SessionName,
    unread: Unread,
) -> Result<Option<SessionRecord>, Fault> {
    let text = match gateway.ports.read_session(name).await {
        Err(StoreFault::Damaged) if unread == Unread::IsNone => None,
        text => text.map_err(|_| Fault::Broken("the session cannot be read"))?,
    };
    Ok(text.and_then(|text| sealed::open(gateway, name, &text)))
}

impl Session {
    /// A session of what is stored, for tests that look at it without the checks of a request.
    #[cfg(test)]
    pub(crate) fn of(id: SessionId, record: SessionRecord) -> Self {
        Self { id, record }
    }

    /// The id of this session.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        &self.id
    }

    /// The key under which this person's changes are serialized.
    #[must_use]
    pub fn person_key(&self) -> PersonKey {
        self.record.person.key()
    }

    /// Who is signed in.
    #[must_use]
    pub fn person(&self) -> Person {
        Person {
            name: self.record.person.name.clone(),
            account: self.record.person.account.clone(),
            key: self.person_key().page_key(),
        }
    }

    /// Checks that a page that asks for something was drawn for this person; `key` is what it sent.
    ///
    /// # Errors
    ///
    /// [`Refusal::AnotherPerson`] when it was not, or does not say.
    pub fn check_page(&self, key: Option<&str>) -> Result<(), Fault> {
        if key == Some(self.person_key().page_key().as_str()) {
            return Ok(());
        }
        Err(Refusal::AnotherPerson.into())
    }

    /// When the session ends, and until when the sign-in is fresh enough for changes.
    #[must_use]
    pub fn clocks(&self, limits: &Limits) -> SessionClocks {
        let fresh_for = |minutes| {
            self.record.proved_at.map_or(Timestamp::default(), |at| at.plus_minutes(minutes))
        };
        SessionClocks {
            ends_at: self.record.expires_at(),
            latest_end: self.record.ends_at,
            idle_milliseconds: self.record.idle_seconds.saturating_mul(1000),
            fresh_until: fresh_for(limits.freshness),
            register_until: fresh_for(limits.freshness_to_register),
        }
    }

    /// Applies a change to the stored record and to this one. When another request has written in
    /// between, the record is read again; when the person has signed out, the result is
    /// [`Refusal::SignInRequired`].
    pub(crate) async fn amend<P: Ports>(
        &mut self,
        gateway: &Gateway<'_, P>,
        change: impl Fn(&mut SessionRecord),
    ) -> Result<(), Fault> {
        if self.try_amend(gateway, &change).await? {
            return Ok(());
        }
        Err(UpstreamFault::Throttled { retry_after: Some(1) }.into())
    }

    /// The same for what the next request notes as well: it may be left out when others keep writing.
    async fn advance<P: Ports>(
        &mut self,
        gateway: &Gateway<'_, P>,
        change: impl Fn(&mut SessionRecord),
    ) -> Result<(), Fault> {
        self.try_amend(gateway, &change).await.map(drop)
    }

    /// Whether the change was written, or there was nothing to change. Not generic: with one copy for
    /// each change the module is larger by kilobytes.
    async fn try_amend<P: Ports>(
        &mut self,
        gateway: &Gateway<'_, P>,
        change: &dyn Fn(&mut SessionRecord),
    ) -> Result<bool, Fault> {
        for _ in 0..AMEND_TRIES {
            let mut next = self.record.clone();
            change(&mut next);
            if next == self.record {
                return Ok(true);
            }
            next.revision = next.revision.saturating_add(1);
            let sealed = sealed::seal(gateway, &self.id.name(), &next)?;
            match gateway.ports.write_session(&self.id, &sealed).await {
                Ok(()) => {
                    self.record = next;
                    return Ok(true);
                }
                Err(StoreFault::Stale) => {
                    let stored = read(gateway, &self.id)
                        .await?
                        .ok_or(Refusal::SignInRequired("signed out in between"))?;
                    if stored.revision == self.record.revision {
                        // Nobody else has written: what the store counts was damaged, and no change
                        // could be written any more.
                        self.end(gateway, "a damaged session").await?;
                    }
                    self.record = stored;
                }
                Err(StoreFault::Unavailable | StoreFault::Damaged) => {
                    return Err(Fault::Broken("the session cannot be written"));
                }
            }
        }
        Ok(false)
    }

    /// Remembers what the directory's list says about this session.
    pub(crate) async fn learn<P: Ports>(
        &mut self,
        gateway: &Gateway<'_, P>,
        learned: &Learned,
    ) -> Result<(), Fault> {
        self.advance(gateway, |record| record.learn(learned)).await
    }

    /// Deletes the session and fails with [`Refusal::SignInRequired`].
    pub(crate) async fn end<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        why: &'static str,
    ) -> Result<(), Fault> {
        delete(gateway, &self.id).await?;
        Err(Refusal::SignInRequired(why).into())
    }
}

/// How long before its end an access token is refreshed, in seconds.
const REFRESH_EARLY_SECONDS: i64 = 60;

/// How many times a change is tried while other requests keep writing. Each failure means that one of
/// them succeeded, so that no session has as many requests at once.
const AMEND_TRIES: usize = 32;

#[cfg(test)]
mod tests;
