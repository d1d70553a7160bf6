//! Changes to the configurations for passes and passkeys, applied as a whole or not at all.

use serde_json::{Map, Value};

use super::{PASS_TYPE, PASSKEY_TYPE};
use crate::{
    directory::{
        passkey_policy::{KeyRestrictions, PasskeyPolicy, PasskeyProfile, RestrictionList},
        policy::TemporaryAccessPassPolicy,
        target::Target,
    },
    graph::{body, fault::Fault},
};

pub(super) fn pass_policy(
    policy: &TemporaryAccessPassPolicy,
    changes: &Map<String, Value>,
) -> Result<TemporaryAccessPassPolicy, Fault> {
    check_type(changes, PASS_TYPE)?;
    let mut policy = policy.clone();
    for (name, value) in changes {
        match name.as_str() {
            "id" => {}
            "state" => policy.enabled = read_state(value)?,
            "defaultLifetimeInMinutes" => policy.default_minutes = number(name, value)?,
            "minimumLifetimeInMinutes" => policy.minimum_minutes = number(name, value)?,
            "maximumLifetimeInMinutes" => policy.maximum_minutes = number(name, value)?,
            "defaultLength" => {
                policy.default_length = usize::try_from(number(name, value)?)
                    .ok()
                    .filter(|length| (8..=48).contains(length))
                    .ok_or_else(|| out_of_range(name, 8, 48))?;
            }
            "isUsableOnce" => policy.one_time_only = truth(name, value)?,
            "includeTargets" => policy.targets.included = targets(name, value)?,
            "excludeTargets" => policy.targets.excluded = targets(name, value)?,
            _ if name.contains('@') => {}
            _ => return Err(unknown(name)),
        }
    }
    let bounds = [
        ("minimumLifetimeInMinutes", policy.minimum_minutes),
        ("maximumLifetimeInMinutes", policy.maximum_minutes),
    ];
    for (name, minutes) in bounds {
        if !(10..=43_200).contains(&minutes) {
            return Err(out_of_range(name, 10, 43_200));
        }
    }
    let (least, most) = (policy.minimum_minutes, policy.maximum_minutes);
    if least > most {
        return Err(Fault::bad_request(
            "The minimum lifetime must not be longer than the maximum lifetime.",
        ));
    }
    if !(least..=most).contains(&policy.default_minutes) {
        return Err(out_of_range("defaultLifetimeInMinutes", least, most));
    }
    Ok(policy)
}

pub(super) fn passkey_policy(
    policy: &PasskeyPolicy,
    changes: &Map<String, Value>,
) -> Result<PasskeyPolicy, Fault> {
    const PROFILE_LIMIT: usize = 3;
    check_type(changes, PASSKEY_TYPE)?;
    let mut policy = policy.clone();
    for (name, value) in changes {
        match name.as_str() {
            "id" => {}
            "state" => policy.is_enabled = read_state(value)?,
            "isSelfServiceRegistrationAllowed" => {
                policy.is_self_service_allowed = truth(name, value)?;
            }
            "isAttestationEnforced" => policy.is_attestation_enforced = truth(name, value)?,
            "keyRestrictions" => policy.key_restrictions = read_restrictions(value)?,
            "defaultPasskeyProfile" => policy.default_profile = value.as_str().map(String::from),
            "passkeyProfiles" => {
                policy.profiles = value
                    .as_array()
                    .filter(|profiles| profiles.len() <= PROFILE_LIMIT)
                    .ok_or_else(|| body::wrong_type(name, "Collection(passkeyProfile)"))?
                    .iter()
                    .map(read_profile)
                    .collect::<Result<_, _>>()?;
            }
            "includeTargets" => policy.targets.included = targets(name, value)?,
            "excludeTargets" => policy.targets.excluded = targets(name, value)?,
            _ if name.contains('@') => {}
            _ => return Err(unknown(name)),
        }
    }
    Ok(policy)
}

fn read_profile(value: &Value) -> Result<PasskeyProfile, Fault> {
    let wrong = || body::wrong_type("passkeyProfiles", "Collection(passkeyProfile)");
    let text = |name: &str| value[name].as_str().ok_or_else(wrong);
    let types: Vec<&str> = text("passkeyTypes")?.split(',').map(str::trim).collect();
    if types.iter().any(|name| !matches!(*name, "deviceBound" | "synced")) {
        return Err(wrong());
    }
    let is_attestation_enforced = match value["attestationEnforcement"].as_str() {
        None | Some("disabled") => false,
        Some("registrationOnly") => true,
        Some(_) => return Err(wrong()),
    };
    let allows_synced = types.contains(&"synced");
    if is_attestation_enforced && allows_synced {
        return Err(Fault::bad_request(
            "Synced passkeys carry no attestation: a profile that enforces attestation allows device-bound ones only.",
        ));
    }
    Ok(PasskeyProfile {
        id: String::from(text("id")?),
        name: String::from(text("name")?),
        allows_device_bound: types.contains(&"deviceBound"),
        allows_synced,
        is_attestation_enforced,
        key_restrictions: match &value["keyRestrictions"] {
            Value::Null => KeyRestrictions::default(),
            value => read_restrictions(value)?,
        },
    })
}

fn read_restrictions(value: &Value) -> Result<KeyRestrictions, Fault> {
    let wrong = || body::wrong_type("keyRestrictions", "fido2KeyRestrictions");
    let aa_guids = match &value["aaGuids"] {
        Value::Null => Vec::new(),
        Value::Array(list) => list
            .iter()
            .map(|id| {
                id.as_str().filter(|id| crate::randomness::is_guid(id)).map(str::to_ascii_lowercase)
            })
            .collect::<Option<_>>()
            .ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    Ok(KeyRestrictions {
        is_enforced: value["isEnforced"].as_bool().ok_or_else(wrong)?,
        list: match value["enforcementType"].as_str() {
            Some("allow") => RestrictionList::Allow,
            Some("block") => RestrictionList::Block,
            _ => return Err(wrong()),
        },
        aa_guids,
    })
}

fn check_type(changes: &Map<String, Value>, expected: &str) -> Result<(), Fault> {
    match changes.get("@odata.type") {
        Some(given) if given.as_str() != Some(expected) => {
            Err(body::wrong_type("@odata.type", expected))
        }
        _ => Ok(()),
    }
}

fn read_state(value: &Value) -> Result<bool, Fault> {
    match value.as_str() {
        Some("enabled") => Ok(true),
        Some("disabled") => Ok(false),
        _ => Err(body::wrong_type("state", "authenticationMethodState")),
    }
}

fn number(name: &str, value: &Value) -> Result<i64, Fault> {
    value.as_i64().ok_or_else(|| body::wrong_type(name, "Edm.Int32"))
}

fn truth(name: &str, value: &Value) -> Result<bool, Fault> {
    value.as_bool().ok_or_else(|| body::wrong_type(name, "Edm.Boolean"))
}

fn targets(name: &str, value: &Value) -> Result<Vec<Target>, Fault> {
    Target::read_all(value)
        .ok_or_else(|| body::wrong_type(name, "Collection(authenticationMethodTarget)"))
}

fn unknown(name: &str) -> Fault {
    Fault::bad_request(format!("The property '{name}' does not exist on the type of the request."))
}

fn out_of_range(name: &str, least: i64, most: i64) -> Fault {
    Fault::bad_request(format!(
        "Invalid {name} specified. The valid range between {least} and {most}."
    ))
}
