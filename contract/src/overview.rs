//! Everything that the signed-in page shows, in one answer.

use serde::{Deserialize, Serialize};

use crate::{
    AuthenticationMethod, MethodId, Pass, Timestamp, proof::NewPasskey, recovery::Recovery,
};

/// The signed-in person's state: who, which clocks run, and what is registered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The edge's clock when this was read.
    pub now: Timestamp,
    /// Who is signed in.
    pub person: Person,
    /// When this session ends.
    pub session: SessionClocks,
    /// The person's Temporary Access Pass, if there is one.
    pub pass: Option<Pass>,
    /// The registered authentication methods, newest first, without the pass.
    pub methods: Vec<AuthenticationMethod>,
    /// The default method, which the directory asks for first after a password. Its list does not say
    /// which one that is: known is what it has refused to remove for this reason, in this session.
    pub default_method: Option<MethodId>,
    /// Whether what is registered is in the person's hands: something was registered in this visit
    /// and is still there, or the sign-in cannot have been made with a pass. Otherwise it may all be
    /// on a device that is lost.
    pub is_proved: bool,
    /// What the person said of their password in this session: whether they know it. `None` until
    /// they are asked.
    pub knows_password: Option<bool>,
    /// The account name that was expected when it is this person who is signed in: it was asked to
    /// confirm a change, which is told for the first minutes of the session, or a link names it.
    /// Nothing was changed.
    pub instead_of: Option<String>,
    /// The address of the directory's own Security info page, for what cannot be done here.
    pub security_info: String,
    /// Whether passkeys are registered on that page: the directory has refused, in this session, to
    /// let this one do it.
    pub is_handed_off: bool,
    /// The listed passkeys that were registered in this app in this visit, oldest first.
    pub new_passkeys: Vec<NewPasskey>,
    /// The recovery that has begun and not ended, in this visit or an earlier one.
    pub recovery: Option<Box<Recovery>>,
}

/// Says whether the person knows their password, for the [`crate::Verdict`] of this session.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerPassword {
    /// Whether they know it.
    pub is_known: bool,
}

/// The answer is noted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordAnswered {}

/// Who is signed in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// The name to greet with.
    pub name: String,
    /// The account name (user principal name).
    pub account: String,
    /// Tells this person from any other, and names nobody; see [`crate::PERSON_HEADER`].
    pub key: String,
}

/// The clocks of the session.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionClocks {
    /// When the session ends if nothing more is asked: the nearer of the idle and the absolute end.
    pub ends_at: Timestamp,
    /// When it ends whatever the person does, with the pass that opened it or by itself. Where
    /// `ends_at` is earlier, each request makes the session last longer.
    pub latest_end: Timestamp,
    /// How many milliseconds without a request end it; requests are noted to the minute.
    pub idle_milliseconds: i64,
    /// Until when the directory accepts changes without a fresher sign-in; the default where nobody
    /// knows.
    pub fresh_until: Timestamp,
    /// The same for registering a passkey, which wants a fresher one.
    pub register_until: Timestamp,
}

impl SessionClocks {
    /// Whether a request makes the session last longer.
    #[must_use]
    pub fn can_last_longer(&self) -> bool {
        self.ends_at < self.latest_end
    }
}
