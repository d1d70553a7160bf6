//! What the shell is asked to do. Each effect names the event that answers it.
//!
//! Effects are data: nothing here touches the network, the authenticator or the address bar.

use crate::{Call, Route, registration::OptionsJson};

/// The number of one started piece of work, so that a late answer is recognized and dropped.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Attempt(pub u32);

impl Attempt {
    /// Advances to the next number, and returns it.
    pub(crate) const fn advance(&mut self) -> Self {
        self.0 = self.0.wrapping_add(1);
        *self
    }
}

/// Something to do outside the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Call the edge. Answered by the event that [`Call::answered`] makes of the answer.
    Call {
        /// The number to repeat in the answer.
        attempt: Attempt,
        /// The call.
        call: Call,
    },
    /// Start the WebAuthn ceremony, within the click that caused it (user activation).
    /// Answered by [`crate::registration::Event::CredentialCreated`].
    CreateCredential {
        /// The number to repeat in the answer.
        attempt: Attempt,
        /// What `navigator.credentials.create` gets.
        options: OptionsJson,
    },
    /// Have a passkey sign, within the click that asked for it (user activation).
    /// Answered by [`crate::proof::Event::Signed`].
    GetCredential {
        /// The number to repeat in the answer.
        attempt: Attempt,
        /// What `navigator.credentials.get` gets.
        options: OptionsJson,
    },
    /// Tell the browser that a credential opens nothing, so that it hides or deletes it (WebAuthn
    /// §5.1.10.3), where it has a way to hear it. Not answered.
    SignalUnknownCredential {
        /// The relying party id.
        relying_party: String,
        /// The credential id (base64url).
        credential: String,
    },
    /// End a running ceremony, because the person left it. Not answered.
    AbortCeremony,
    /// Wait. Answered by [`crate::Event::Waited`].
    Wait {
        /// The number to repeat in the answer.
        attempt: Attempt,
        /// How long.
        milliseconds: u32,
    },
    /// Show the route in the address bar, as a new entry of the history. Not answered.
    PushRoute(Route),
    /// Show the route in the address bar, in place of the current entry. Not answered.
    ReplaceRoute(Route),
    /// Keep what was typed with this entry of the history, for when the person comes back to it.
    /// Not answered.
    KeepTyped(String),
    /// Move the focus to the heading of the new screen, and scroll to the top. Not answered.
    FocusHeading,
    /// Move the focus to the field that needs another look. Not answered.
    FocusField,
    /// Put a text on the clipboard, within the click that asked for it. Not answered: where the
    /// browser refuses, the text stands on the page.
    Copy(String),
    /// Reload the page. Not answered.
    Reload,
}
