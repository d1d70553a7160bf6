//! What the person's object keeps of their sessions: a list of names, and what was done lately.

use contract::{
    Timestamp,
    sessions::{Activity, Browser, Happened},
};

use super::{
    browser, line,
    note::{self, Begun, Note},
};
use crate::{Gateway, PersonKey, Ports, SealedPerson, fault::Fault, session::SessionName};

/// The sessions of a person, and what was done lately. It is stored sealed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SessionsRecord {
    /// The sessions that have not ended as far as is known, in the order in which they began.
    pub sessions: Vec<KnownSession>,
    /// What was done lately, the latest last.
    pub activity: Vec<Activity>,
    /// When the list began anew, because it could not be read. Sessions from before are not in it.
    pub lacks_before: Option<Timestamp>,
    /// Whether something of what is stored cannot be read.
    pub is_damaged: bool,
}

/// A session that has not ended as far as is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KnownSession {
    /// Its name.
    pub name: SessionName,
    /// When it began, or that which it continues.
    pub began_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// The browser that it began in.
    pub browser: Browser,
}

impl SessionsRecord {
    fn written(&self) -> String {
        let mut text = self.lacks_before.map(|at| at.0.to_string()).unwrap_or_default();
        let mut push = |fields: &[&str], rest: &str| {
            text.push('\n');
            text.push_str(&line::of(fields));
            text.push_str(rest);
        };
        for KnownSession { name, began_at, ends_at, browser } in &self.sessions {
            let [began_at, ends_at] = [began_at.0.to_string(), ends_at.0.to_string()];
            push(&[name.as_str(), &began_at, &ends_at, &browser::written(*browser)], "");
        }
        for Activity { what, at, browser } in &self.activity {
            let what = note::happened(what);
            push(&[DONE, &at.0.to_string(), &browser::written(*browser), ""], &what);
        }
        text
    }

    /// Reads what was written. A line that is not understood is left out: another version may have
    /// written it. Without one of a session, the list lacks something from before `now`.
    fn read(text: &str, now: Timestamp) -> Option<Self> {
        let mut lines = text.split('\n');
        let lacks = lines.next()?;
        let lacks_before = if lacks.is_empty() { None } else { Some(time(lacks)?) };
        let mut record = Self { lacks_before, ..Self::default() };
        for fields in lines.map(line::fields) {
            if record.take(&fields).is_none() {
                record.is_damaged = true;
                if fields.first() != Some(&DONE) {
                    record.lacks_before = Some(now);
                }
            }
        }
        Some(record)
    }

    fn take(&mut self, fields: &[&str]) -> Option<()> {
        match fields {
            [DONE, at, of, what @ ..] => self.activity.push(Activity {
                what: note::read_happened(what)?,
                at: time(at)?,
                browser: browser::read(of),
            }),
            [name, began_at, ends_at, of] => self.sessions.push(KnownSession {
                name: SessionName::stored(name),
                began_at: time(began_at)?,
                ends_at: time(ends_at)?,
                browser: browser::read(of),
            }),
            _ => return None,
        }
        Some(())
    }

    /// When everything in it is outdated.
    fn expires_at(&self) -> Timestamp {
        let sessions = self.sessions.iter().map(|known| known.ends_at);
        let activity = self.activity.iter().map(|done| done.at.plus_minutes(ACTIVITY_MINUTES));
        sessions.chain(activity).max().unwrap_or_default()
    }

    /// The oldest sessions, for which there is no room once this one is in the list.
    pub(super) fn surplus(&self, begun: &Begun, ended: &[SessionName]) -> Vec<SessionName> {
        let stays = |known: &&KnownSession| {
            Some(&known.name) != begun.replaces.as_ref() && !ended.contains(&known.name)
        };
        let mut surplus = Vec::new();
        let mut left = self.sessions.iter().filter(stays).count();
        for known in self.sessions.iter().filter(stays) {
            if left >= SESSIONS_MAX {
                left = left.saturating_sub(1);
                surplus.push(known.name.clone());
            }
        }
        surplus
    }

    pub(super) fn note(&mut self, note: Note, now: Timestamp) {
        let Note { browser, begun, ended, mut happened } = note;
        self.sessions.retain(|known| !ended.contains(&known.name));
        if let Some(Begun { name, ends_at, replaces }) = begun {
            let replaced =
                self.sessions.iter().position(|known| Some(&known.name) == replaces.as_ref());
            let replaced = replaced.map(|at| self.sessions.remove(at));
            if replaced.is_none() {
                happened = happened.or(Some(Happened::SignedIn));
            }
            let began_at = replaced.map_or(now, |known| known.began_at);
            self.sessions.push(KnownSession { name, began_at, ends_at, browser });
        }
        let what = happened.filter(|what| !self.is_noted(what));
        self.activity.extend(what.map(|what| Activity { what, at: now, browser }));
        // Sign-ins go first: whoever can sign in must not be able to wash out what they did.
        while self.activity.len() > ACTIVITY_MAX {
            let is_sign_in = |done: &Activity| matches!(done.what, Happened::SignedIn);
            self.activity.remove(self.activity.iter().position(is_sign_in).unwrap_or(0));
        }
    }

    /// Whether the latest that is noted of a method is this already: a repeated request, or two pages
    /// that notice the same.
    fn is_noted(&self, what: &Happened) -> bool {
        let Some(id) = method(what) else { return false };
        let of_method = self.activity.iter().rev().map(|done| &done.what);
        let mut of_method = of_method.filter(|what| method(what) == Some(id));
        of_method
            .next()
            .is_some_and(|last| std::mem::discriminant(last) == std::mem::discriminant(what))
    }
}

/// The method that something was done with.
const fn method(what: &Happened) -> Option<&contract::MethodId> {
    match what {
        Happened::Added(method) | Happened::Removed(method) => Some(&method.id),
        Happened::SignedIn
        | Happened::PassEnded
        | Happened::SessionsEnded
        | Happened::SignedOutEverywhere => None,
    }
}

/// Reads the record without what is outdated. One that cannot be read, because it is damaged or its
/// key has gone, begins anew, and says so; so does one of which a session cannot be read.
pub(super) async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
) -> Result<SessionsRecord, Fault> {
    let text = gateway.ports.read_sessions(key).await;
    let text = text.map_err(|_| Fault::Broken("the list of sessions cannot be read"))?;
    let Some(text) = text else { return Ok(SessionsRecord::default()) };
    let now = gateway.ports.now();
    let plain = gateway.settings.seal_keys.open(&purpose(key), &text);
    let plain = plain.and_then(|plain| String::from_utf8(plain).ok());
    let record = plain.and_then(|plain| SessionsRecord::read(&plain, now));
    let mut record = record.unwrap_or_else(|| SessionsRecord {
        lacks_before: Some(now),
        is_damaged: true,
        ..SessionsRecord::default()
    });
    record.sessions.retain(|known| now < known.ends_at);
    record.activity.retain(|done| now < done.at.plus_minutes(ACTIVITY_MINUTES));
    let longest = gateway.settings.limits.session_seconds;
    record.lacks_before.take_if(|at| at.plus_seconds(longest) <= now);
    Ok(record)
}

/// Writes the record.
pub(super) async fn write<P: Ports>(
    gateway: &Gateway<'_, P>,
    key: &PersonKey,
    record: &SessionsRecord,
) -> Result<(), Fault> {
    let broken = Fault::Broken("the list of sessions cannot be written");
    let plain = record.written();
    let text = gateway.settings.seal_keys.seal(gateway.ports, &purpose(key), plain.as_bytes());
    let sealed = SealedPerson {
        expires_at: record.expires_at(),
        text: text.ok_or(broken.clone())?,
        sets_aside: record.is_damaged,
    };
    gateway.ports.write_sessions(key, &sealed).await.map_err(|_| broken)
}

pub(super) fn purpose(key: &PersonKey) -> String {
    format!("sessions of {}", key.object_name())
}

fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Timestamp)
}

/// What a line of something done begins with; no session has this name.
const DONE: &str = "done";

/// How many sessions a person has at most; the oldest ends when another begins.
pub(super) const SESSIONS_MAX: usize = 20;

/// How much of what was done is remembered.
pub(super) const ACTIVITY_MAX: usize = 20;

/// How long it is remembered, in minutes: 30 days.
pub(super) const ACTIVITY_MINUTES: i64 = 30 * 24 * 60;
