//! What happened: clicks, typing, time, and answers to effects.
//!
//! Events are in the past tense and carry what they brought; they decide nothing.
//! Next: `next.rs`.

use contract::{Overview, Timestamp, registration::RegistrationFinished, removal::MethodRemoved};

use crate::{
    Attempt, CeremonyFault, Fault, Route,
    registration::{Begun, Credential},
};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The edge's clock, as the shell reckons it, has moved on.
    Ticked(Timestamp),
    /// The person came back to the page, or the network came back.
    Resumed(Timestamp),
    /// The machine may have slept: how late it is has to be asked anew.
    ClockDoubted,
    /// A wait is over.
    Waited {
        /// The attempt that waited.
        attempt: Attempt,
    },
    /// The person followed a link of this app.
    LinkFollowed(Route),
    /// The person went back or forward in the history.
    HistoryMoved(Route),
    /// The person asked to load the page anew.
    ReloadChosen,

    /// The person typed in the account field; its whole content.
    AccountTyped(String),
    /// The person submitted the sign-in form. The browser posts it, unless the state says that
    /// the account needs another look.
    SignInSubmitted,

    /// The person asked to read the overview again.
    RefreshChosen,
    /// The overview was read, or could not be.
    OverviewRead {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The overview, or why there is none.
        outcome: Result<Box<Overview>, Fault>,
    },

    /// The person read the explanation and went on.
    RegistrationContinued,
    /// The person typed in the name field, or chose a suggestion; its whole content.
    NameTyped(String),
    /// The person confirmed: the browser's own prompt may start.
    RegistrationConfirmed,
    /// The person gave up waiting for the browser's own prompt.
    CeremonyCancelled,
    /// The person asked to try the failed step again.
    RegistrationRetried,
    /// The person wants to add one more passkey.
    AnotherChosen,
    /// Creation options came, or could not be had.
    RegistrationBegan {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The options, or why there are none.
        outcome: Result<Begun, Fault>,
    },
    /// The ceremony ended.
    CredentialCreated {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The new credential, or why there is none.
        outcome: Result<Credential, CeremonyFault>,
    },
    /// The new credential was handed in.
    RegistrationFinished {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The new method, or why there is none.
        outcome: Result<Box<RegistrationFinished>, Fault>,
    },

    /// The person confirmed the removal of the method that was named.
    RemovalConfirmed,
    /// The method was removed, or was not.
    MethodRemoved {
        /// The attempt that is answered.
        attempt: Attempt,
        /// The id of the removed method, or why it is still there.
        outcome: Result<MethodRemoved, Fault>,
    },

    /// The person confirmed that the pass is to be retired.
    RetirementConfirmed,
    /// The pass was retired, or was not.
    PassRetired {
        /// The attempt that is answered.
        attempt: Attempt,
        /// Nothing, or why the pass is still there.
        outcome: Result<(), Fault>,
    },
}
