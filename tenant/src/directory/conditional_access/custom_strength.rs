//! A custom authentication strength, read from Graph's own JSON (`authenticationStrengthPolicy`) and written back as it.
//!
//! It lists the combinations of methods that meet it. Which methods exist is Graph's list, and not what this tenant knows.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    ConditionalAccess, Entry, Object, policy::Policy, refusal::Refusal, strength::Strength,
};
use crate::{
    directory::session::{Proof, SignIn},
    timestamp::Timestamp,
};

/// The id of [`setting_up`], the same in every tenant of this kind.
pub(crate) const SETTING_UP: &str = "5e77196f-0b1c-4a55-9d5e-5a0e3b8d0c11";

/// The supported part of `authenticationStrengthPolicy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CustomStrength {
    display_name: String,
    #[serde(default)]
    description: Option<String>,
    /// `authenticationMethodModes`: methods with commas between them, presented together.
    allowed_combinations: Vec<String>,
}

/// The strength of a fresh tenant, for people who have nothing but a pass yet: a policy for all resources that asks
/// for a built-in strength locks them out.
pub(crate) fn setting_up() -> Vec<Entry<CustomStrength>> {
    let strength = CustomStrength {
        display_name: "Passkey or Temporary Access Pass".to_owned(),
        description: Some("For people who are setting up".to_owned()),
        allowed_combinations: ["fido2", PASS_ONCE, PASS].map(String::from).to_vec(),
    };
    vec![Entry::new(SETTING_UP.to_owned(), Timestamp::default(), strength)]
}

impl CustomStrength {
    pub(crate) fn name(&self) -> &str {
        &self.display_name
    }

    /// Whether what was proved meets it.
    pub(crate) fn allows(&self, combination: Option<&str>) -> bool {
        self.allowed_combinations.iter().any(|allowed| Some(allowed.as_str()) == combination)
    }
}

/// What a sign-in proved, as `authenticationMethodModes` writes it.
pub(crate) const fn combination(sign_in: &SignIn) -> &'static str {
    match sign_in.proof {
        Proof::Pass { one_time: true, .. } => PASS_ONCE,
        Proof::Pass { one_time: false, .. } => PASS,
        Proof::Passkey => "fido2",
        Proof::PasswordAndApproval | Proof::DangerLocal => "password,microsoftAuthenticatorPush",
    }
}

impl Object for CustomStrength {
    const COLLECTION: &'static str = "identity/conditionalAccess/authenticationStrength/policies";
    const FULL: &'static str = "The number of authentication strengths has reached its limit.";
    const MERGED: &'static [&'static str] = &[];

    fn parse(document: &Value) -> Result<Self, Refusal> {
        let mut document = document.clone();
        if let Some(members) = document.as_object_mut() {
            // Read-only members of an answer, so that what was read can be written.
            members
                .retain(|name, _| !name.contains("@odata.") && !READ_ONLY.contains(&name.as_str()));
        }
        let strength: Self = serde_json::from_value(document).map_err(|error| {
            Refusal::location(format!("Invalid authentication strength: {error}"))
        })?;
        let is_named = !strength.display_name.trim().is_empty();
        let combinations = &strength.allowed_combinations;
        let unknown = combinations.iter().find(|it| !COMBINATIONS.contains(&it.as_str()));
        match unknown {
            Some(unknown) => {
                Err(Refusal::location(format!("'{unknown}' is not a combination of methods.")))
            }
            None if !is_named || combinations.is_empty() => {
                Err(Refusal::location("A strength needs a displayName and allowedCombinations."))
            }
            None => Ok(strength),
        }
    }

    fn to_json(&self) -> Value {
        let mut document = json!(self);
        document["policyType"] = json!("custom");
        document["requirementsSatisfied"] = json!("mfa");
        document["combinationConfigurations"] = json!([]);
        document
    }

    fn entries(held: &ConditionalAccess) -> &[Entry<Self>] {
        &held.strengths
    }

    fn entries_mut(held: &mut ConditionalAccess) -> &mut Vec<Entry<Self>> {
        &mut held.strengths
    }

    fn check(&self, _: &ConditionalAccess) -> Result<(), Refusal> {
        Ok(())
    }

    /// One that a policy asks for cannot be deleted.
    fn check_removal(&self, id: &str, held: &ConditionalAccess) -> Result<(), Refusal> {
        let is_used = held.policies().iter().any(|policy| {
            policy.value.strength_id().is_some_and(|used| used.eq_ignore_ascii_case(id))
        });
        if is_used {
            return Err(Refusal::location(
                "The authentication strength is used by a policy and cannot be deleted.",
            ));
        }
        Ok(())
    }
}

/// Whether the strength that a policy asks for exists, built in or custom.
pub(super) fn check_reference(policy: &Policy, held: &ConditionalAccess) -> Result<(), Refusal> {
    match policy.strength_id() {
        Some(id)
            if Strength::from_id(id).is_none() && held.find::<CustomStrength>(id).is_none() =>
        {
            Err(Refusal::invalid("grantControls.authenticationStrength"))
        }
        Some(_) | None => Ok(()),
    }
}

const PASS: &str = "temporaryAccessPassMultiUse";
const PASS_ONCE: &str = "temporaryAccessPassOneTime";

const READ_ONLY: &[&str] = &[
    "id",
    "createdDateTime",
    "modifiedDateTime",
    "policyType",
    "requirementsSatisfied",
    "combinationConfigurations",
];

/// The combinations that Graph lists for custom strengths.
const COMBINATIONS: &[&str] = &[
    "windowsHelloForBusiness",
    "fido2",
    "x509CertificateMultiFactor",
    "deviceBasedPush",
    PASS_ONCE,
    PASS,
    "password,microsoftAuthenticatorPush",
    "password,softwareOath",
    "password,hardwareOath",
    "password,sms",
    "password,voice",
    "federatedMultiFactor",
    "microsoftAuthenticatorPush,federatedSingleFactor",
    "softwareOath,federatedSingleFactor",
    "hardwareOath,federatedSingleFactor",
    "sms,federatedSingleFactor",
    "voice,federatedSingleFactor",
    "federatedSingleFactor",
    "x509CertificateSingleFactor",
    "sms",
    "password",
];
