//! The settings of a tenant. Nothing is read from the environment.

use super::switches::Switches;

/// The tenant's addresses, its relying party, its random seed and its switches.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The tenant's own public base, without a trailing slash: `http://localhost:8790`.
    pub origin: String,
    /// The application's public base; `/callback` there is its redirect address, `/` its post-logout one.
    pub app_origin: String,
    /// The relying party that passkeys are made for.
    pub relying_party: RelyingParty,
    /// Makes ids, passes and keys reproducible, for tests; `None` uses the operating system's randomness.
    pub seed: Option<u64>,
    /// The switches at the start; `/embedded/settings` changes them.
    pub switches: Switches,
}

/// A WebAuthn relying party (Web Authentication Level 3, section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    /// The relying party identifier: a host name.
    pub id: String,
    /// The name that authenticators may show.
    pub name: String,
}

impl Settings {
    /// The tenant of the default run: two loopback ports and the relying party `localhost`.
    #[must_use]
    pub fn local() -> Self {
        Self {
            origin: "http://localhost:8790".to_owned(),
            app_origin: "http://localhost:8787".to_owned(),
            relying_party: RelyingParty { id: "localhost".to_owned(), name: "Contoso".to_owned() },
            seed: None,
            switches: Switches::default(),
        }
    }

    /// The same settings with every kindness off: [`Switches::as_real`].
    #[must_use]
    pub fn as_real(mut self) -> Self {
        self.switches = Switches::as_real();
        self
    }

    /// The same settings with a fixed seed.
    #[must_use]
    pub const fn seeded(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }
}
