//! What a screen is about: one name for each, whatever flow it belongs to.

/// What a screen is about. When it changes, the focus moves to the heading; it also chooses the
/// title of the page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "named after the states that they stand for")]
pub enum Scene {
    Welcome,
    SignedOut,
    PassRetired,
    Expired,
    PassOver,
    SignInFailed,
    Failed,
    StepUp,
    Overview,
    RegistrationStepUp,
    HandOff,
    OtherDevice,
    Naming,
    InCeremony,
    Saving,
    Unsaved,
    Saved,
    Proving,
    CheckingProof,
    Proved,
    RegistrationStopped,
    InstallingAuthenticator,
    AuthenticatorOnThePage,
    AuthenticatorInTheApp,
    AuthenticatorStepUp,
    AuthenticatorAdded,
    RemovalMissing,
    RemovalRefused,
    RemovalStepUp,
    RemovalConfirming,
    RecoveryAsking,
    RecoverySteps,
    RecoveryStepUp,
    NoPass,
    PassNeeded,
    RetirementStepUp,
    RetirementConfirming,
    Missing,
}

impl Scene {
    /// Whether it asks for a sign-in before what the person came for.
    #[must_use]
    pub const fn is_step_up(self) -> bool {
        matches!(
            self,
            Self::StepUp
                | Self::RegistrationStepUp
                | Self::AuthenticatorStepUp
                | Self::RemovalStepUp
                | Self::RecoveryStepUp
                | Self::RetirementStepUp
        )
    }
}
