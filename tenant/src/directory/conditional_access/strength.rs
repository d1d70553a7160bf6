//! Authentication strengths: the three that every tenant has, and which proofs meet them.

/// A built-in `authenticationStrengthPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    Multifactor,
    Passwordless,
    PhishingResistant,
}

impl Strength {
    pub(crate) const ALL: [Self; 3] =
        [Self::Multifactor, Self::Passwordless, Self::PhishingResistant];

    /// The ids are the same in every tenant.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Multifactor => "00000000-0000-0000-0000-000000000002",
            Self::Passwordless => "00000000-0000-0000-0000-000000000003",
            Self::PhishingResistant => "00000000-0000-0000-0000-000000000004",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Multifactor => "Multifactor authentication",
            Self::Passwordless => "Passwordless MFA",
            Self::PhishingResistant => "Phishing-resistant MFA",
        }
    }

    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.id().eq_ignore_ascii_case(id))
    }
}

/// What a sign-in proved, from weakest to strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Proven {
    /// One factor.
    Single,
    /// Several factors; a pass of either kind is here.
    Multifactor,
    /// Approval in an app without a password.
    Passwordless,
    /// A passkey or the like.
    PhishingResistant,
}

impl Proven {
    /// Reads the `amr` values that the sign-in's access tokens carry.
    pub(crate) fn from_methods(methods: &[&str]) -> Self {
        let has = |name: &str| methods.contains(&name);
        if has("fido") || has("hwk") || has("wia") {
            Self::PhishingResistant
        } else if has("ngcmfa") && !has("pwd") && !has("otp") {
            Self::Passwordless
        } else if has("mfa") {
            Self::Multifactor
        } else {
            Self::Single
        }
    }

    pub(crate) fn meets(self, strength: Strength) -> bool {
        self >= match strength {
            Strength::Multifactor => Self::Multifactor,
            Strength::Passwordless => Self::Passwordless,
            Strength::PhishingResistant => Self::PhishingResistant,
        }
    }
}

#[cfg(test)]
mod tests;
