//! The targets of a method's policy: included and excluded groups. Exclusions override inclusions.

use serde_json::{Value, json};

use super::person::Person;

/// The id that stands for everyone.
const EVERYONE: &str = "all_users";
/// Maximum number of included, and of excluded, targets.
const LIMIT: usize = 200;

/// `includeTargets` and `excludeTargets` of a method's configuration.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Targets {
    pub(crate) included: Vec<Target>,
    pub(crate) excluded: Vec<Target>,
}

/// `authenticationMethodTarget`: a group, or one person.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Target {
    id: String,
    kind: String,
    is_registration_required: bool,
    /// The passkey profiles that are open to the target; all of them where none is named.
    pub(crate) profiles: Vec<String>,
}

impl Targets {
    /// Everyone, save the members of a group.
    pub(crate) fn everyone_but(excluded: Option<&str>) -> Self {
        let target = |id: &str| Target {
            id: String::from(id),
            kind: "group".to_owned(),
            is_registration_required: false,
            profiles: Vec::new(),
        };
        Self {
            included: vec![target(EVERYONE)],
            excluded: excluded.map(target).into_iter().collect(),
        }
    }

    pub(crate) fn includes(&self, person: &Person) -> bool {
        self.included.iter().any(|target| target.is_met_by(person))
            && !self.excluded.iter().any(|target| target.is_met_by(person))
    }
}

impl Target {
    pub(crate) fn is_met_by(&self, person: &Person) -> bool {
        self.id == EVERYONE
            || person.groups.contains(&self.id)
            || (self.kind == "user" && self.id.eq_ignore_ascii_case(person.id.as_str()))
    }

    pub(crate) fn included(&self) -> Value {
        let mut body = json!({
            "targetType": self.kind,
            "id": self.id,
            "isRegistrationRequired": self.is_registration_required,
        });
        if !self.profiles.is_empty() {
            body["allowedPasskeyProfiles"] = json!(self.profiles);
        }
        body
    }

    pub(crate) fn excluded(&self) -> Value {
        json!({ "targetType": self.kind, "id": self.id })
    }

    /// Reads a list of targets; `None` for anything that is not one.
    pub(crate) fn read_all(list: &Value) -> Option<Vec<Self>> {
        let list = list.as_array().filter(|list| list.len() <= LIMIT)?;
        list.iter().map(Self::read).collect()
    }

    fn read(target: &Value) -> Option<Self> {
        let kind = target["targetType"].as_str()?;
        if !matches!(kind, "group" | "user") {
            return None;
        }
        let profiles = match &target["allowedPasskeyProfiles"] {
            Value::Null => Vec::new(),
            Value::Array(profiles) => profiles
                .iter()
                .map(|profile| profile.as_str().map(String::from))
                .collect::<Option<_>>()?,
            _ => return None,
        };
        Some(Self {
            id: target["id"].as_str().filter(|id| !id.is_empty()).map(String::from)?,
            kind: String::from(kind),
            is_registration_required: match &target["isRegistrationRequired"] {
                Value::Null => false,
                value => value.as_bool()?,
            },
            profiles,
        })
    }
}
