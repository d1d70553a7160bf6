//! What the shell is asked to do. Each effect names the event that answers it.
//!
//! Effects are data: nothing here touches the network, the authenticator or the address bar.
//! Next: `frontend/src/effects`.

use contract::{MethodId, registration::RegistrationId};

use crate::{
    Route,
    registration::{Credential, OptionsJson},
};

/// The number of one started piece of work, so that a late answer is recognized and dropped.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Attempt(pub u32);

impl Attempt {
    /// The number after this one; `self` becomes it.
    pub(crate) const fn advance(&mut self) -> Self {
        self.0 = self.0.wrapping_add(1);
        *self
    }
}

/// Something to do outside the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read the overview anew. Answered by [`crate::Event::OverviewRead`].
    ReadOverview {
        /// To be repeated in the answer.
        attempt: Attempt,
    },
    /// Ask for creation options. Answered by [`crate::Event::RegistrationBegan`].
    BeginRegistration {
        /// To be repeated in the answer.
        attempt: Attempt,
    },
    /// Start the WebAuthn ceremony, within the click that caused it (user activation).
    /// Answered by [`crate::Event::CredentialCreated`].
    CreateCredential {
        /// To be repeated in the answer.
        attempt: Attempt,
        /// What `navigator.credentials.create` gets.
        options: OptionsJson,
    },
    /// End a running ceremony, because the person left it. Not answered.
    AbortCeremony,
    /// Hand in the new credential. Answered by [`crate::Event::RegistrationFinished`].
    FinishRegistration {
        /// To be repeated in the answer.
        attempt: Attempt,
        /// The registration that was begun.
        registration: RegistrationId,
        /// The display name, trimmed.
        name: String,
        /// What the authenticator made.
        credential: Credential,
    },
    /// Remove a method that the person confirmed. Answered by [`crate::Event::MethodRemoved`].
    RemoveMethod {
        /// To be repeated in the answer.
        attempt: Attempt,
        /// The method.
        method: MethodId,
    },
    /// Retire the pass. Answered by [`crate::Event::PassRetired`].
    RetirePass {
        /// To be repeated in the answer.
        attempt: Attempt,
        /// The pass that the person was shown.
        pass: MethodId,
    },
    /// Wait. Answered by [`crate::Event::Waited`].
    Wait {
        /// To be repeated in the answer.
        attempt: Attempt,
        /// How long.
        milliseconds: u32,
    },
    /// Show the place in the address bar as a new entry of the history. Not answered.
    PushRoute(Route),
    /// Show the place in the address bar instead of the present one. Not answered.
    ReplaceRoute(Route),
    /// Move the focus to the heading of the new screen, and its top into view. Not answered.
    FocusHeading,
    /// Move the focus to the field that needs another look. Not answered.
    FocusField,
    /// Load the page anew. Not answered.
    Reload,
}
