//! The authentication methods policy: the configurations for passes and passkeys, read and changed by role.

mod change;

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::{
    access::Caller,
    body,
    context::{Context, found},
    fault::Fault,
    permission::Permission,
};
use crate::{
    directory::{
        passkey_policy::{KeyRestrictions, PasskeyPolicy, PasskeyProfile, RestrictionList},
        policy::TemporaryAccessPassPolicy,
        target::{Target, Targets},
    },
    state::Tenant,
    web::reply::{self, Reply},
};

#[cfg(test)]
mod tests;

const PASS_TYPE: &str = "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration";
const PASSKEY_TYPE: &str = "#microsoft.graph.fido2AuthenticationMethodConfiguration";

/// Answers for what follows `/policies/authenticationMethodsPolicy`.
pub(crate) fn answer(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    path: &[&str],
) -> Result<Reply, Fault> {
    let permission = if context.request.method() == Method::GET {
        Permission::ReadPolicies
    } else {
        Permission::WritePolicies
    };
    caller.require_policy(tenant, permission)?;
    let policies = &tenant.directory.policies;
    let all = json!([
        pass_configuration(&policies.temporary_access_pass),
        passkey_configuration(&policies.passkey),
    ]);
    match path {
        [] if context.request.method() == Method::GET => Ok(found(&json!({
            "id": "authenticationMethodsPolicy",
            "displayName": "Authentication Methods Policy",
            "policyVersion": "1.5",
            "authenticationMethodConfigurations": all,
        }))),
        ["authenticationMethodConfigurations"] if context.request.method() == Method::GET => {
            Ok(found(&json!({ "value": all })))
        }
        ["authenticationMethodConfigurations", id]
            if id.eq_ignore_ascii_case("temporaryAccessPass") =>
        {
            answer_one(&mut tenant.directory.policies.temporary_access_pass, context)
        }
        ["authenticationMethodConfigurations", id] if id.eq_ignore_ascii_case("fido2") => {
            answer_one(&mut tenant.directory.policies.passkey, context)
        }
        [] | ["authenticationMethodConfigurations"] => Err(Fault::method_not_allowed("GET")),
        ["authenticationMethodConfigurations", _] => Err(Fault::not_found()),
        [segment, ..] => Err(Fault::unknown_segment(segment)),
    }
}

/// The configuration of one method: read whole, changed member by member, and deleted back to its defaults.
trait Configuration: Default {
    /// Graph's JSON.
    fn to_json(&self) -> Value;

    /// A copy with the members that `changes` names.
    fn changed(&self, changes: &Map<String, Value>) -> Result<Self, Fault>;
}

impl Configuration for TemporaryAccessPassPolicy {
    fn to_json(&self) -> Value {
        pass_configuration(self)
    }

    fn changed(&self, changes: &Map<String, Value>) -> Result<Self, Fault> {
        change::pass_policy(self, changes)
    }
}

impl Configuration for PasskeyPolicy {
    fn to_json(&self) -> Value {
        passkey_configuration(self)
    }

    fn changed(&self, changes: &Map<String, Value>) -> Result<Self, Fault> {
        change::passkey_policy(self, changes)
    }
}

fn answer_one(policy: &mut impl Configuration, context: &Context<'_>) -> Result<Reply, Fault> {
    *policy = match context.request.method().as_str() {
        "GET" => return Ok(found(&policy.to_json())),
        "PATCH" => policy.changed(&body::object(context)?)?,
        "DELETE" => Default::default(),
        _ => return Err(Fault::method_not_allowed("GET, PATCH, DELETE")),
    };
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

fn pass_configuration(policy: &TemporaryAccessPassPolicy) -> Value {
    json!({
        "@odata.type": PASS_TYPE,
        "id": "TemporaryAccessPass",
        "state": state(policy.enabled),
        "defaultLifetimeInMinutes": policy.default_minutes,
        "defaultLength": policy.default_length,
        "minimumLifetimeInMinutes": policy.minimum_minutes,
        "maximumLifetimeInMinutes": policy.maximum_minutes,
        "isUsableOnce": policy.one_time_only,
        "includeTargets": included(&policy.targets),
        "excludeTargets": excluded(&policy.targets),
    })
}

fn passkey_configuration(policy: &PasskeyPolicy) -> Value {
    let profiles: Vec<Value> = policy.profiles.iter().map(profile).collect();
    json!({
        "@odata.type": PASSKEY_TYPE,
        "id": "Fido2",
        "state": state(policy.is_enabled),
        "isSelfServiceRegistrationAllowed": policy.is_self_service_allowed,
        "isAttestationEnforced": policy.is_attestation_enforced,
        "keyRestrictions": key_restrictions(&policy.key_restrictions),
        "defaultPasskeyProfile": policy.default_profile,
        "passkeyProfiles": profiles,
        "includeTargets": included(&policy.targets),
        "excludeTargets": excluded(&policy.targets),
    })
}

fn profile(profile: &PasskeyProfile) -> Value {
    let types = [(profile.allows_device_bound, "deviceBound"), (profile.allows_synced, "synced")];
    let types: Vec<&str> =
        types.into_iter().filter_map(|(is_allowed, name)| is_allowed.then_some(name)).collect();
    json!({
        "id": profile.id,
        "name": profile.name,
        "passkeyTypes": types.join(","),
        "attestationEnforcement":
            if profile.is_attestation_enforced { "registrationOnly" } else { "disabled" },
        "keyRestrictions": key_restrictions(&profile.key_restrictions),
    })
}

fn key_restrictions(restrictions: &KeyRestrictions) -> Value {
    json!({
        "isEnforced": restrictions.is_enforced,
        "enforcementType": match restrictions.list {
            RestrictionList::Allow => "allow",
            RestrictionList::Block => "block",
        },
        "aaGuids": restrictions.aa_guids,
    })
}

const fn state(is_enabled: bool) -> &'static str {
    if is_enabled { "enabled" } else { "disabled" }
}

fn included(targets: &Targets) -> Vec<Value> {
    targets.included.iter().map(Target::included).collect()
}

fn excluded(targets: &Targets) -> Vec<Value> {
    targets.excluded.iter().map(Target::excluded).collect()
}
