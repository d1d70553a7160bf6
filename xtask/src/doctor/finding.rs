//! What a check has found: fine, worth knowing, wrong or not checked, and the step that mends it.

use serde::{Serialize, Serializer};

/// One line of what was found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The name of the check.
    pub check: &'static str,
    /// What came of it.
    pub verdict: Verdict,
    /// What was found, in a sentence without secrets.
    pub said: String,
    /// Where the guide says how to mend it.
    pub step: Option<Step>,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing to do.
    Fine,
    /// It works, and is worth knowing.
    Note,
    /// It must be mended.
    Wrong,
    /// It could not be checked, and why stands beside it.
    Skipped,
}

impl Verdict {
    /// The word before a line; all have the same width.
    const fn mark(self) -> &'static str {
        match self {
            Self::Fine => "  ok   ",
            Self::Note => "  note ",
            Self::Wrong => "  WRONG",
            Self::Skipped => "  --   ",
        }
    }
}

/// A heading of the guides.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// Registering the application.
    Register,
    /// The permissions.
    Permissions,
    /// An administrator's consent.
    Consent,
    /// The optional claims.
    OptionalClaims,
    /// The certificate or secret.
    Credential,
    /// Conditional Access.
    ConditionalAccess,
    /// The doctor itself, and what its sign-in needs.
    Doctor,
    /// The settings of a deployment.
    Settings,
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 8] = [
        Self::Register,
        Self::Permissions,
        Self::Consent,
        Self::OptionalClaims,
        Self::Credential,
        Self::ConditionalAccess,
        Self::Doctor,
        Self::Settings,
    ];

    /// The document and the heading in it.
    #[must_use]
    pub const fn link(self) -> &'static str {
        match self {
            Self::Register => "docs/connect.md#1-register-the-application",
            Self::Permissions => "docs/connect.md#2-permissions",
            Self::Consent => "docs/connect.md#3-consent",
            Self::OptionalClaims => "docs/connect.md#4-optional-claims",
            Self::Credential => "docs/connect.md#5-certificate-or-secret",
            Self::ConditionalAccess => "docs/connect.md#6-conditional-access",
            Self::Doctor => "docs/connect.md#8-check-it",
            Self::Settings => "docs/deploy.md#settings",
        }
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.link())
    }
}

impl Finding {
    pub(super) fn fine(check: &'static str, said: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Fine, said: said.into(), step: None }
    }

    pub(super) fn note(check: &'static str, said: impl Into<String>, step: Step) -> Self {
        Self { check, verdict: Verdict::Note, said: said.into(), step: Some(step) }
    }

    pub(super) fn wrong(check: &'static str, said: impl Into<String>, step: Step) -> Self {
        Self { check, verdict: Verdict::Wrong, said: said.into(), step: Some(step) }
    }

    pub(super) fn skipped(check: &'static str, said: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Skipped, said: said.into(), step: None }
    }
}

/// The findings as a person reads them, with a sum at the end.
#[must_use]
pub fn table(findings: &[Finding]) -> String {
    let width = findings.iter().map(|finding| finding.check.len()).max().unwrap_or_default();
    let mut text = String::from("\n");
    for finding in findings {
        let Finding { check, verdict, said, step } = finding;
        text.push_str(&format!("{}  {check:width$}  {said}\n", verdict.mark()));
        if let Some(step) = step {
            text.push_str(&format!("{:1$}see {2}\n", "", 11 + width, step.link()));
        }
    }
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let (wrong, skipped) = (count(Verdict::Wrong), count(Verdict::Skipped));
    text.push_str(&match wrong {
        0 => format!("\nNothing is wrong; {skipped} not checked.\n"),
        _ => format!("\n{wrong} wrong, {skipped} not checked.\n"),
    });
    text
}

#[cfg(test)]
mod tests;
