//! The tenant's policies, with the defaults of a new Entra ID tenant.

/// All policies of the tenant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    pub(crate) temporary_access_pass: TemporaryAccessPassPolicy,
    pub(crate) registration: RegistrationPolicy,
    pub(crate) lockout: LockoutPolicy,
}

/// `temporaryAccessPassAuthenticationMethodConfiguration`: the bounds of a pass.
#[derive(Clone, Debug)]
pub(crate) struct TemporaryAccessPassPolicy {
    /// Whether a pass may be used at all.
    pub(crate) enabled: bool,
    /// Forces every pass to be used once; a reusable one is refused at sign-in.
    pub(crate) one_time_only: bool,
    /// Characters in a new pass, 8 to 48.
    pub(crate) default_length: usize,
}

impl Default for TemporaryAccessPassPolicy {
    fn default() -> Self {
        Self {
            enabled: true,
            one_time_only: false,
            default_length: 8,
        }
    }
}

/// How recent a strong sign-in must be for a change to one's own methods.
#[derive(Clone, Debug)]
pub(crate) struct RegistrationPolicy {
    /// In seconds; ten minutes in the documentation of the write permissions.
    pub(crate) recent_sign_in_seconds: i64,
    /// In minutes; how long a challenge lives unless the request says otherwise.
    pub(crate) challenge_minutes: i64,
}

impl Default for RegistrationPolicy {
    fn default() -> Self {
        Self {
            recent_sign_in_seconds: 600,
            challenge_minutes: 5,
        }
    }
}

/// Smart lockout: how many wrong tries, and for how long.
#[derive(Clone, Debug)]
pub(crate) struct LockoutPolicy {
    pub(crate) threshold: u32,
    /// In seconds, for the first time; it doubles with every further wrong try.
    pub(crate) first_seconds: i64,
    /// In seconds; it grows no further than this.
    pub(crate) longest_seconds: i64,
}

impl Default for LockoutPolicy {
    fn default() -> Self {
        Self {
            threshold: 10,
            first_seconds: 60,
            longest_seconds: 3600,
        }
    }
}
