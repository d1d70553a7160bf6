//! Why a person may not be able to add a passkey: what was looked at, and what was found.
//!
//! The page is drawn by the edge alone; nothing of this travels to the app.

use crate::{Person, Timestamp, TraceId};

/// What the page tells a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Why {
    /// The edge's clock when this was found.
    pub now: Timestamp,
    /// Who is signed in.
    pub person: Person,
    /// The checks, in the order in which they stand in the way, one of each kind.
    pub found: Vec<Found>,
    /// When the person's pass ends, if they have one that still works.
    pub pass_ends_at: Option<Timestamp>,
    /// The id of this request, for the help desk.
    pub trace: TraceId,
}

/// What was found of one check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Found {
    /// The organization's policies are not known here.
    RulesUntold,
    /// None of them stands against it.
    RulesMet,
    /// These refuse it from here, and may not from elsewhere.
    RulesElsewhere(Vec<Rule>),
    /// These ask for another sign-in.
    RulesSignIn(Vec<Rule>),
    /// These refuse it.
    RulesRefuse(Vec<Rule>),
    /// The directory gives this person creation options, and this site can use them.
    PasskeysOffered,
    /// Passkeys are added on the directory's own page, which alone knows more.
    PasskeysOnOwnPage,
    /// The policy for passkeys is not for this person.
    PasskeysRefused,
    /// The directory wants a fresher sign-in before it says anything.
    PasskeysUnasked,
    /// The directory has not answered.
    PasskeysUnanswered,
    /// Which authenticators are allowed: nobody learns it before one was refused.
    Kinds,
    /// What the browser and the device can do, which they only know themselves.
    Browser,
    /// The sign-in is fresh until this moment.
    SignInFresh(Timestamp),
    /// The window of a one-time pass is open until this moment.
    WindowOpen(Timestamp),
    /// The window of a one-time pass is over.
    WindowOver,
    /// The sign-in is too old.
    SignInStale,
    /// The person has just signed in again, and the directory has left a step out.
    SignInRemembered,
    /// Nobody knows how old the sign-in is.
    SignInUntold,
}

/// A policy of the organization that stands in the way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Whom and what it is for, and what it asks for, as the log tells administrators.
    pub condition: String,
}

/// Whether something stands in the way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Obstacle {
    /// It does not.
    None,
    /// Nobody here knows.
    Unseen,
    /// It does, and the person can mend it.
    ForPerson,
    /// It does, and an administrator or the help desk can mend it.
    ForAdministrator,
}

impl Found {
    /// Whether it stands in the way, and who mends it.
    #[must_use]
    pub const fn obstacle(&self) -> Obstacle {
        match self {
            Self::RulesMet | Self::PasskeysOffered | Self::SignInFresh(_) | Self::WindowOpen(_) => {
                Obstacle::None
            }
            Self::RulesUntold
            | Self::PasskeysOnOwnPage
            | Self::PasskeysUnasked
            | Self::PasskeysUnanswered
            | Self::Kinds
            | Self::Browser
            | Self::SignInUntold => Obstacle::Unseen,
            Self::RulesElsewhere(_)
            | Self::RulesSignIn(_)
            | Self::SignInStale
            | Self::SignInRemembered => Obstacle::ForPerson,
            Self::RulesRefuse(_) | Self::PasskeysRefused | Self::WindowOver => {
                Obstacle::ForAdministrator
            }
        }
    }
}
