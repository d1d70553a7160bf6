//! Completed sign-ins, and whether what was obtained with them is still valid.
//!
//! Every browser session, code, refresh token and access token depends on one sign-in; this is the one place that ends
//! them all.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Directory,
    person::{Person, PersonId},
};
use crate::timestamp::Timestamp;

/// The cookie of a signed-in browser.
pub(crate) const SESSION_COOKIE: &str = "tenant_session";

/// The id of a sign-in; it is the `sid` claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct SignInId(String);

impl SignInId {
    pub(crate) const fn new(id: String) -> Self {
        Self(id)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who was authenticated, when, and how.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct SignIn {
    pub(crate) id: SignInId,
    pub(crate) person: PersonId,
    pub(crate) at: Timestamp,
    pub(crate) proof: Proof,
    /// When the second factor was proved, where this browser was remembered and it was not asked for again.
    pub(crate) remembered: Option<Timestamp>,
}

/// What a person presented.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) enum Proof {
    /// A Temporary Access Pass; everything ends with it.
    Pass { pass_id: String, end: Timestamp, one_time: bool },
    /// A passkey or security key.
    Passkey,
    /// The password and an approval in Microsoft Authenticator.
    PasswordAndApproval,
    /// Nothing: the command line of this computer asked for an administrator's token (`oauth/danger_local.rs`).
    DangerLocal,
}

/// Why a sign-in is no longer valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The pass has expired (AADSTS130504).
    PassExpired,
    /// The pass was deleted or replaced (AADSTS130507).
    PassGone,
    /// The person or the sign-in is unknown (AADSTS50173).
    Revoked,
}

impl SignIn {
    /// The moment when everything obtained with it ends, where its proof sets one.
    pub(crate) const fn end(&self) -> Option<Timestamp> {
        match &self.proof {
            Proof::Pass { end, .. } => Some(*end),
            Proof::Passkey | Proof::PasswordAndApproval => None,
            Proof::DangerLocal => None,
        }
    }

    /// The `amr` values of the access token (access-token claims reference).
    pub(crate) const fn authentication_methods(&self) -> &'static [&'static str] {
        match self.proof {
            Proof::Pass { .. } => &["otp", "mfa"],
            Proof::Passkey => &["fido", "mfa"],
            Proof::PasswordAndApproval => &["pwd", "mfa"],
            Proof::DangerLocal => &["pwd", "mfa"],
        }
    }

    /// Whether the person signed in within the last `seconds`.
    pub(crate) fn is_recent(&self, seconds: i64, now: Timestamp) -> bool {
        now <= self.at.plus_seconds(seconds)
    }

    /// Whether the person proved more than one factor within the last `seconds`.
    pub(crate) fn is_strong_since(&self, seconds: i64, now: Timestamp) -> bool {
        now <= self.remembered.unwrap_or(self.at).plus_seconds(seconds)
    }
}

/// All sign-ins, and the browsers that are signed in.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Sessions {
    sign_ins: BTreeMap<SignInId, SignIn>,
    /// Not kept across restarts: browsers sign in again.
    #[serde(skip)]
    browsers: BTreeMap<String, SignInId>,
    /// When a person last proved a second factor in a browser. Not kept across restarts either.
    #[serde(skip)]
    second_factors: BTreeMap<(String, PersonId), Timestamp>,
    /// Sign-ins that were revoked before they ended.
    revoked: BTreeSet<SignInId>,
}

/// Maximum number of sign-ins; the oldest are dropped first.
const SIGN_IN_LIMIT: usize = 100_000;

impl Sessions {
    pub(crate) fn remember(&mut self, sign_in: SignIn) {
        if self.sign_ins.len() >= SIGN_IN_LIMIT
            && let Some(oldest) = self
                .sign_ins
                .values()
                .min_by_key(|sign_in| sign_in.at)
                .map(|sign_in| sign_in.id.clone())
        {
            self.sign_ins.remove(&oldest);
            self.revoked.remove(&oldest);
            self.browsers.retain(|_, sign_in| *sign_in != oldest);
        }
        self.sign_ins.insert(sign_in.id.clone(), sign_in);
    }

    /// Signs a browser in; `cookie` is the value that it will send.
    pub(crate) fn open_browser(&mut self, cookie: String, sign_in: SignInId) {
        self.browsers.insert(cookie, sign_in);
    }

    pub(crate) fn close_browser(&mut self, cookie: &str) {
        self.browsers.remove(cookie);
    }

    /// Remembers that a person proved a second factor in a browser.
    pub(crate) fn remember_second_factor(
        &mut self,
        browser: &str,
        person: &PersonId,
        now: Timestamp,
    ) {
        self.second_factors.insert((browser.to_owned(), person.clone()), now);
    }

    /// When a person proved a second factor in a browser, if that was within so many days.
    pub(crate) fn second_factor(
        &self,
        browser: &str,
        person: &PersonId,
        days: u32,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let at = *self.second_factors.get(&(browser.to_owned(), person.clone()))?;
        (now <= at.plus_minutes(i64::from(days) * 24 * 60)).then_some(at)
    }

    /// The sign-in of a browser, if it is still valid.
    pub(crate) fn of_browser<'directory>(
        &self,
        cookie: &str,
        directory: &'directory Directory,
        now: Timestamp,
    ) -> Option<(&SignIn, &'directory Person)> {
        let id = self.browsers.get(cookie)?;
        self.standing(id, directory, now).ok()
    }

    /// Revokes every sign-in of a person: refresh tokens and browser sessions end, access tokens run until they expire.
    pub(crate) fn revoke(&mut self, person: &PersonId) {
        let ids = self
            .sign_ins
            .values()
            .filter(|sign_in| sign_in.person == *person)
            .map(|sign_in| sign_in.id.clone());
        self.revoked.extend(ids);
        self.second_factors.retain(|(_, remembered), _| remembered != person);
    }

    pub(crate) fn is_revoked(&self, id: &SignInId) -> bool {
        self.revoked.contains(id)
    }

    /// The sign-in and its person, if it is still valid.
    pub(crate) fn standing<'directory>(
        &self,
        id: &SignInId,
        directory: &'directory Directory,
        now: Timestamp,
    ) -> Result<(&SignIn, &'directory Person), Ended> {
        if self.is_revoked(id) {
            return Err(Ended::Revoked);
        }
        self.proved(id, directory, now)
    }

    /// The sign-in and its person, if its proof is still valid, revoked or not.
    pub(crate) fn proved<'directory>(
        &self,
        id: &SignInId,
        directory: &'directory Directory,
        now: Timestamp,
    ) -> Result<(&SignIn, &'directory Person), Ended> {
        let sign_in = self.sign_ins.get(id).ok_or(Ended::Revoked)?;
        let person = directory.person(&sign_in.person).ok_or(Ended::Revoked)?;
        match &sign_in.proof {
            Proof::Pass { end, .. } if now >= *end => Err(Ended::PassExpired),
            Proof::Pass { pass_id, .. } => match person.presented_pass() {
                Some(pass) if pass.id == *pass_id => Ok((sign_in, person)),
                _ => Err(Ended::PassGone),
            },
            Proof::Passkey | Proof::PasswordAndApproval => Ok((sign_in, person)),
            Proof::DangerLocal => Ok((sign_in, person)),
        }
    }
}
