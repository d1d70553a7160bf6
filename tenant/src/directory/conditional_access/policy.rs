//! A Conditional Access policy, read from Graph's own JSON (`conditionalAccessPolicy`) and written back as it.
//!
//! Anything it does not understand is refused: a condition that is skipped would admit people.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::randomness::is_guid;

/// The user action of registering a sign-in method.
pub(crate) const REGISTER_SECURITY_INFORMATION: &str = "urn:user:registersecurityinfo";
/// The user action of joining a device; the tenant has no devices, so that it never happens.
const REGISTER_DEVICE: &str = "urn:user:registerdevice";

/// The supported part of `conditionalAccessPolicy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) display_name: String,
    pub(crate) state: State,
    pub(crate) conditions: Conditions,
    #[serde(default)]
    pub(crate) grant_controls: Option<GrantControls>,
    /// Words for administrators.
    #[serde(default)]
    pub(crate) description: Option<String>,
    /// `conditionalAccessSessionControls`, kept as it came: what they limit is a session, and never who gets one.
    #[serde(default)]
    pub(crate) session_controls: Option<Value>,
}

/// `conditionalAccessPolicyState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum State {
    Enabled,
    Disabled,
    /// Report-only.
    EnabledForReportingButNotEnforced,
}

/// `conditionalAccessConditionSet`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Conditions {
    #[serde(default)]
    pub(crate) client_app_types: Vec<ClientAppType>,
    pub(crate) applications: Applications,
    pub(crate) users: Users,
    #[serde(default)]
    pub(crate) locations: Option<Locations>,
}

/// `conditionalAccessClientApp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ClientAppType {
    All,
    Browser,
    MobileAppsAndDesktopClients,
    ExchangeActiveSync,
    EasSupported,
    Other,
}

/// `conditionalAccessApplications`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Applications {
    pub(crate) include_applications: Vec<String>,
    pub(crate) exclude_applications: Vec<String>,
    pub(crate) include_user_actions: Vec<String>,
    /// Authentication contexts; nobody signs in to one alone, so that such a policy does not apply.
    pub(crate) include_authentication_context_class_references: Vec<String>,
}

/// `conditionalAccessUsers`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Users {
    pub(crate) include_users: Vec<String>,
    pub(crate) exclude_users: Vec<String>,
    pub(crate) include_groups: Vec<String>,
    pub(crate) exclude_groups: Vec<String>,
    pub(crate) include_roles: Vec<String>,
    pub(crate) exclude_roles: Vec<String>,
    pub(crate) include_guests_or_external_users: Option<Guests>,
    pub(crate) exclude_guests_or_external_users: Option<Guests>,
}

/// `conditionalAccessGuestsOrExternalUsers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Guests {
    /// Kinds with commas between them.
    pub(crate) guest_or_external_user_types: String,
    #[serde(default)]
    pub(crate) external_tenants: Option<ExternalTenants>,
}

/// `conditionalAccessExternalTenants`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "membershipKind", deny_unknown_fields)]
pub(crate) enum ExternalTenants {
    All {},
    Enumerated { members: Vec<String> },
}

/// `conditionalAccessLocations`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Locations {
    pub(crate) include_locations: Vec<String>,
    pub(crate) exclude_locations: Vec<String>,
}

/// `conditionalAccessGrantControls`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct GrantControls {
    pub(crate) operator: Operator,
    pub(crate) built_in_controls: Vec<String>,
    pub(crate) custom_authentication_factors: Vec<String>,
    pub(crate) terms_of_use: Vec<String>,
    pub(crate) authentication_strength: Option<StrengthReference>,
}

/// How the controls of one policy are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Operator {
    And,
    #[default]
    Or,
}

/// An `authenticationStrengthPolicy`, by its id; its other members are read-only and not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StrengthReference {
    pub(crate) id: String,
}

impl Policy {
    /// Reads the JSON that `POST /identity/conditionalAccess/policies` takes.
    pub(crate) fn parse(document: &Value) -> Result<Self, Refusal> {
        let mut document = document.clone();
        prune(&mut document);
        if let Some(object) = document.as_object_mut() {
            // Read-only members of an answer, so that what was read can be written.
            for name in ["id", "createdDateTime", "modifiedDateTime", "templateId"] {
                object.remove(name);
            }
        }
        if let Some(name) = unsupported(&document) {
            return Err(Refusal::unsupported(&name));
        }
        let policy: Self = serde_json::from_value(document)
            .map_err(|error| Refusal::schema(&error.to_string()))?;
        policy.check()?;
        Ok(policy)
    }

    /// The JSON that Graph answers, without id and dates.
    pub(crate) fn to_json(&self) -> Value {
        let mut document = json!(self);
        let conditions = &mut document["conditions"];
        for name in ["signInRiskLevels", "userRiskLevels", "servicePrincipalRiskLevels"] {
            conditions[name] = json!([]);
        }
        for name in ["platforms", "devices", "clientApplications"] {
            conditions[name] = Value::Null;
        }
        for side in ["include", "exclude"] {
            let pointer = format!("/users/{side}GuestsOrExternalUsers/externalTenants");
            if let Some(tenants) = conditions.pointer_mut(&pointer).filter(|it| it.is_object()) {
                let kind = match tenants["membershipKind"].as_str() {
                    Some("all") => "All",
                    _ => "Enumerated",
                };
                tenants["@odata.type"] =
                    json!(format!("#microsoft.graph.conditionalAccess{kind}ExternalTenants"));
            }
        }
        document
    }

    /// Rules beyond the schema.
    fn check(&self) -> Result<(), Refusal> {
        if self.display_name.trim().is_empty() {
            return Err(Refusal::invalid("displayName"));
        }
        let applications = &self.conditions.applications;
        let actions = &applications.include_user_actions;
        let targets = [
            actions,
            &applications.include_applications,
            &applications.include_authentication_context_class_references,
        ];
        if targets.into_iter().filter(|listed| !listed.is_empty()).count() != 1 {
            return Err(Refusal::invalid("conditions.applications"));
        }
        let is_known = |action: &String| {
            [REGISTER_SECURITY_INFORMATION, REGISTER_DEVICE]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(action))
        };
        if !actions.iter().all(is_known) {
            return Err(Refusal::invalid("conditions.applications.includeUserActions"));
        }
        self.conditions.users.check()?;
        let locations = &self.conditions.locations;
        if locations.as_ref().is_some_and(|places| places.include_locations.is_empty()) {
            return Err(Refusal::invalid("conditions.locations.includeLocations"));
        }
        match (&self.grant_controls, &self.session_controls) {
            (Some(controls), _) => controls.check(),
            (None, Some(Value::Object(_))) => Ok(()),
            (None, _) => Err(Refusal::invalid("grantControls")),
        }
    }

    /// The id of the authentication strength that the policy asks for.
    pub(crate) fn strength_id(&self) -> Option<&str> {
        let strength = self.grant_controls.as_ref()?.authentication_strength.as_ref()?;
        Some(&strength.id)
    }

    /// The ids of named locations that the policy refers to.
    pub(crate) fn location_ids(&self) -> impl Iterator<Item = &str> {
        self.conditions.locations.iter().flat_map(|locations| {
            locations
                .include_locations
                .iter()
                .chain(&locations.exclude_locations)
                .map(String::as_str)
                .filter(|id| {
                    ![
                        "All",
                        "AllTrusted",
                        crate::directory::conditional_access::location::TRUSTED_IPS,
                    ]
                    .contains(id)
                })
        })
    }
}

impl Users {
    fn check(&self) -> Result<(), Refusal> {
        let is_someone = !self.include_users.is_empty()
            || !self.include_groups.is_empty()
            || !self.include_roles.is_empty()
            || self.include_guests_or_external_users.is_some();
        if !is_someone {
            return Err(Refusal::invalid("conditions.users"));
        }
        let is_user = |id: &String| {
            is_guid(id) || ["All", "None", "GuestsOrExternalUsers"].contains(&id.as_str())
        };
        let lists: [(&Vec<String>, bool); 6] = [
            (&self.include_users, true),
            (&self.exclude_users, true),
            (&self.include_groups, false),
            (&self.exclude_groups, false),
            (&self.include_roles, false),
            (&self.exclude_roles, false),
        ];
        for (ids, may_be_word) in lists {
            if !ids.iter().all(|id| if may_be_word { is_user(id) } else { is_guid(id) }) {
                return Err(Refusal::invalid("conditions.users"));
            }
        }
        let kinds =
            [&self.include_guests_or_external_users, &self.exclude_guests_or_external_users];
        for guests in kinds.into_iter().flatten() {
            if guests.kinds().any(|kind| !GUEST_KINDS.contains(&kind)) {
                return Err(Refusal::invalid("guestOrExternalUserTypes"));
            }
        }
        Ok(())
    }
}

impl Guests {
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.guest_or_external_user_types.split(',').map(str::trim)
    }
}

impl GrantControls {
    fn check(&self) -> Result<(), Refusal> {
        let words = &self.built_in_controls;
        let has = |word: &str| words.iter().any(|control| control == word);
        let count = words.len()
            + self.custom_authentication_factors.len()
            + self.terms_of_use.len()
            + usize::from(self.authentication_strength.is_some());
        if count == 0 || !words.iter().all(|word| BUILT_IN.contains(&word.as_str())) {
            return Err(Refusal::invalid("grantControls.builtInControls"));
        }
        if has("block") && count > 1 {
            return Err(Refusal::invalid("grantControls: block stands alone"));
        }
        if self.authentication_strength.is_some() && has("mfa") {
            return Err(Refusal::invalid(
                "grantControls: mfa and authenticationStrength exclude each other",
            ));
        }
        Ok(())
    }
}

/// Members of the condition set and of the policy that exist and that the tenant does not evaluate.
fn unsupported(document: &Value) -> Option<String> {
    let present = |object: &Value, names: &[&str]| {
        names.iter().find(|name| object.get(**name).is_some()).map(|name| String::from(*name))
    };
    present(&document["conditions"], UNSUPPORTED_CONDITIONS)
        .or_else(|| present(&document["conditions"]["applications"], &["applicationFilter"]))
}

/// Removes nulls, empty lists and OData annotations.
fn prune(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|name, member| {
                prune(member);
                !name.contains("@odata.")
                    && !member.is_null()
                    && member.as_array().is_none_or(|list| !list.is_empty())
            });
            // A strength that was read carries all its combinations; its id is what counts.
            if let Some(Value::Object(strength)) = members.get_mut("authenticationStrength") {
                strength.retain(|name, _| name == "id");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

const UNSUPPORTED_CONDITIONS: &[&str] = &[
    "agentIdRiskLevels",
    "authenticationFlows",
    "clientApplications",
    "deviceStates",
    "devices",
    "insiderRiskLevels",
    "platforms",
    "servicePrincipalRiskLevels",
    "signInRiskLevels",
    "times",
    "userRiskLevels",
];

/// `conditionalAccessGuestOrExternalUserTypes`.
const GUEST_KINDS: &[&str] = &[
    "internalGuest",
    "b2bCollaborationGuest",
    "b2bCollaborationMember",
    "b2bDirectConnectUser",
    "otherExternalUser",
    "serviceProvider",
];

/// `conditionalAccessGrantControl`.
const BUILT_IN: &[&str] = &[
    "block",
    "mfa",
    "compliantDevice",
    "domainJoinedDevice",
    "approvedApplication",
    "compliantApplication",
    "passwordChange",
    "riskRemediation",
    "unknownFutureValue",
];

#[cfg(test)]
mod tests;
