//! What the edge puts beside a drawn page, so that the app takes it over without a second request.

use serde::{Deserialize, Serialize};

use crate::{Overview, Problem, Timestamp};

/// The state that a page was drawn for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    /// The edge's clock when the page was drawn.
    pub now: Timestamp,
    /// The language that it was drawn in (BCP 47), for example `en`.
    pub language: String,
    /// The address of that language's message catalog: the words of a first visit.
    pub catalog: String,
    /// The address of the rest of it, for a page that needs more.
    pub later_words: String,
    /// The path and query of the page, as the address bar shows it.
    pub address: String,
    /// What the product is called in this installation.
    pub product: String,
    /// The name of the company whose installation it is; empty where none is set.
    pub company: String,
    /// Whether the device keeps passkeys itself, if an earlier page has noted it.
    pub keeps_passkeys: Option<bool>,
    /// What it shows.
    pub screen: StartScreen,
}

/// What a drawn page shows.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::large_enum_variant, reason = "there is one for each page, soon taken apart")
)]
pub enum StartScreen {
    /// Nobody is signed in.
    Welcome {
        /// The account name to offer, if the person typed one before.
        account: String,
        /// Why the person is here, if something ended or went wrong before.
        reason: Option<WelcomeReason>,
    },
    /// Someone is signed in.
    SignedIn {
        /// Their state.
        overview: Overview,
    },
    /// The page could not be made, because of the problem; a reload may help.
    Failed {
        /// What went wrong.
        problem: Problem,
    },
}

/// Why the first page is shown to someone who did not just arrive.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WelcomeReason {
    /// The person signed out.
    SignedOut,
    /// The person retired the pass, which ended the session.
    PassRetired,
    /// The session ended.
    Expired,
    /// A sign-in failed.
    Problem {
        /// Why.
        problem: Problem,
    },
}
