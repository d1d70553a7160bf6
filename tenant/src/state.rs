//! The state of the tenant: the directory and the stores that the endpoints share.
//!
//! It imports no endpoint: the router passes the state to them.

pub(crate) mod approval;
pub(crate) mod attempt;
pub(crate) mod challenge;
pub(crate) mod description;
pub(crate) mod grant;
pub(crate) mod interrupt;
pub(crate) mod kept;
pub(crate) mod phone;
pub(crate) mod replication;
pub(crate) mod settings;
pub(crate) mod signing;
pub(crate) mod switches;

use std::collections::BTreeSet;

use attempt::Attempts;
use challenge::Challenges;
use grant::Grants;
use interrupt::Interrupts;
use phone::Phones;
use replication::Replication;
use settings::Settings;
use signing::TokenSigner;

use crate::{
    directory::{
        Directory, application,
        conditional_access::ConditionalAccess,
        person::Person,
        session::{Sessions, SignInId},
    },
    randomness::Randomness,
    timestamp::Timestamp,
};

/// The embedded directory: its data and the state of everything in progress.
pub struct Tenant {
    pub(crate) settings: Settings,
    pub(crate) randomness: Randomness,
    pub(crate) signer: TokenSigner,
    pub(crate) directory: Directory,
    pub(crate) sessions: Sessions,
    pub(crate) attempts: Attempts,
    pub(crate) grants: Grants,
    pub(crate) challenges: Challenges,
    pub(crate) phones: Phones,
    pub(crate) replication: Replication,
    pub(crate) conditional_access: ConditionalAccess,
    pub(crate) interrupts: Interrupts,
    /// Sign-ins whose first methods list was already throttled.
    pub(crate) throttled: BTreeSet<SignInId>,
}

impl Tenant {
    /// A tenant with a directory and empty stores.
    pub(crate) fn with(settings: Settings, signer: TokenSigner, mut directory: Directory) -> Self {
        application::move_to(&settings, &mut directory.applications);
        Self {
            signer,
            directory,
            randomness: Randomness::new(settings.seed),
            settings,
            sessions: Sessions::default(),
            attempts: Attempts::default(),
            grants: Grants::default(),
            challenges: Challenges::default(),
            replication: Replication::default(),
            conditional_access: ConditionalAccess::default(),
            interrupts: Interrupts::default(),
            phones: Phones::default(),
            throttled: BTreeSet::new(),
        }
    }

    /// Loads Conditional Access policies and named locations in Graph's JSON. Named locations are loaded before the
    /// policies that refer to them, whatever the order of the documents.
    ///
    /// # Errors
    ///
    /// Names the document that was refused, and the reason. Do not start a tenant after an error.
    pub fn load_policies(
        &mut self,
        documents: &[(String, String)],
        now: Timestamp,
    ) -> Result<(), String> {
        self.conditional_access.load(documents, &mut self.randomness, now)
    }

    /// Whether the tenant's own address is https, so that its cookies may be marked so.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.origin.starts_with("https:")
    }

    /// How recent a sign-in must be to register a passkey for oneself, in seconds.
    pub(crate) fn passkey_freshness_seconds(&self) -> i64 {
        let others = self.directory.policies.registration.recent_sign_in_seconds;
        self.settings.switches.passkey_freshness_seconds.map_or(others, i64::from)
    }

    /// Whether the person's multifactor authentication is accepted here: a guest's was done in the home tenant.
    pub(crate) const fn accepts_proof_of(&self, person: &Person) -> bool {
        !person.is_external_guest() || self.settings.switches.trusts_home_mfa
    }
}
