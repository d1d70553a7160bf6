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
    /// The life of a pass whose creator names none, in minutes.
    pub(crate) default_minutes: i64,
    /// The shortest life that a pass may have, in minutes; 10 or more.
    pub(crate) minimum_minutes: i64,
    /// The longest life that a pass may have, in minutes; 43,200 or less.
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
    /// In seconds; ten minutes in the documentation of the write permissions.
    pub(crate) recent_sign_in_seconds: i64,
    /// In minutes; how long a challenge lives unless the request says otherwise.
    pub(crate) challenge_minutes: i64,
}

impl Default for RegistrationPolicy {
    fn default() -> Self {
        Self { recent_sign_in_seconds: 600, challenge_minutes: 5 }
    }
}
