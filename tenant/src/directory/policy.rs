//! The tenant's policies, with the defaults of a new Entra ID tenant.

use super::{lockout::LockoutPolicy, passkey_policy::PasskeyPolicy, target::Targets};

/// All policies of the tenant.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Policies {
    pub(crate) temporary_access_pass: TemporaryAccessPassPolicy,
    pub(crate) passkey: PasskeyPolicy,
    pub(crate) registration: RegistrationPolicy,
    pub(crate) lockout: LockoutPolicy,
}

/// `temporaryAccessPassAuthenticationMethodConfiguration`: the bounds of a pass.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct TemporaryAccessPassPolicy {
    /// Whether a pass may be used at all.
    pub(crate) enabled: bool,
    /// Forces every pass to be used once; a reusable one is refused at sign-in.
    pub(crate) one_time_only: bool,
    /// Characters in a new pass, 8 to 48.
    pub(crate) default_length: usize,
    /// Default lifetime of a pass, in minutes.
    pub(crate) default_minutes: i64,
    /// Minimum lifetime of a pass, in minutes; at least 10.
    pub(crate) minimum_minutes: i64,
    /// Maximum lifetime of a pass, in minutes; at most 43,200.
    pub(crate) maximum_minutes: i64,
    /// Who may sign in with a pass; anyone may be issued one.
    pub(crate) targets: Targets,
}

impl Default for TemporaryAccessPassPolicy {
    fn default() -> Self {
        Self {
            enabled: true,
            one_time_only: false,
            default_length: 8,
            default_minutes: 60,
            minimum_minutes: 60,
            maximum_minutes: 480,
            targets: Targets::everyone_but(None),
        }
    }
}

/// How recent a strong sign-in must be for a change to one's own methods.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct RegistrationPolicy {
    /// In seconds; the write permissions' documentation says ten minutes.
    pub(crate) recent_sign_in_seconds: i64,
    /// Default lifetime of a challenge, in minutes.
    pub(crate) challenge_minutes: i64,
}

impl Default for RegistrationPolicy {
    fn default() -> Self {
        Self { recent_sign_in_seconds: 600, challenge_minutes: 5 }
    }
}
