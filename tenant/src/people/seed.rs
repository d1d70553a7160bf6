//! A fresh tenant: the people of the table, the phones that lie ready, the applications and the policies.

use crate::{
    directory::{Directory, application},
    people,
    randomness::Randomness,
    state::{Tenant, settings::Settings, signing::TokenSigner},
    timestamp::Timestamp,
};

impl Tenant {
    /// Makes a tenant with its people; passes start at `now`.
    #[must_use]
    pub fn new(settings: Settings, now: Timestamp) -> Self {
        let mut randomness = Randomness::new(settings.seed);
        let policies = people::policies();
        let people = people::all(&mut randomness, &policies.temporary_access_pass, now);
        let phones = people::phones(&people, &mut randomness);
        let applications = application::register(&settings, &mut randomness);
        let signer = TokenSigner::new(settings.seed);
        let directory = Directory { people, applications, policies, created: now };
        Self { randomness, phones, ..Self::with(settings, signer, directory) }
    }
}
