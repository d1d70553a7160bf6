//! Issuing a Temporary Access Pass: an administrator's or an application's act, never one's own.
//!
//! The response carries the value, and no later one does. A new pass replaces the previous one.

use serde_json::{Value, json};

use super::{
    access::Caller,
    body,
    context::{Context, created},
    fault::Fault,
    methods::odata_context,
    permission::Permission,
    representation,
};
use crate::{
    directory::{
        collection::Collection,
        pass::{PassValue, TemporaryAccessPass},
        person::PersonId,
        policy::TemporaryAccessPassPolicy,
    },
    state::Tenant,
    timestamp::Timestamp,
    web::reply::Reply,
};

#[cfg(test)]
mod tests;

/// How far in the past a start may lie, since clocks differ.
const SKEW_SECONDS: i64 = 300;

pub(crate) fn issue(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
) -> Result<Reply, Fault> {
    caller.require(tenant, Permission::IssuePass, target)?;
    let policy = &tenant.directory.policies.temporary_access_pass;
    let wish = read(context, policy)?;
    let length = policy.default_length;
    if !policy.enabled {
        return Err(Fault::bad_request(
            "Temporary Access Pass is not enabled by the authentication methods policy.",
        ));
    }
    let person = tenant.directory.person(target).ok_or_else(Fault::not_found)?;
    if person.is_external_guest() {
        return Err(Fault::bad_request(
            "Temporary Access Pass cannot be added to an external guest user",
        ));
    }
    let pass = TemporaryAccessPass {
        id: tenant.randomness.guid(),
        value: PassValue::new(tenant.randomness.pass(length)),
        created: context.now,
        start: wish.start,
        lifetime_minutes: wish.minutes,
        one_time: wish.one_time,
        used: None,
    };
    let policy = &tenant.directory.policies.temporary_access_pass;
    let usability = person.usability_of(&pass, policy, context.now);
    let mut body = representation::pass(&pass, usability, context.version);
    body["temporaryAccessPass"] = json!(pass.value.reveal());
    let address = odata_context(tenant, context, person, Collection::TemporaryAccessPass.segment());
    body["@odata.context"] = json!(format!("{address}/$entity"));
    let delay = tenant.settings.switches.replication_seconds;
    tenant.replication.note_created(target, &pass.id, delay, context.now);
    let person = tenant.directory.person_mut(target).ok_or_else(Fault::not_found)?;
    person.pass = Some(pass);
    Ok(created(&body))
}

/// What the issuer asks for, completed with the policy's defaults.
struct Wish {
    start: Timestamp,
    minutes: i64,
    one_time: bool,
}

fn read(context: &Context<'_>, policy: &TemporaryAccessPassPolicy) -> Result<Wish, Fault> {
    let body = body::object_or_nothing(context)?;
    body::refuse_unknown(&body, &["startDateTime", "lifetimeInMinutes", "isUsableOnce"])?;
    let start = match body.get("startDateTime") {
        None | Some(Value::Null) => context.now,
        Some(value) => value
            .as_str()
            .and_then(Timestamp::parse_rfc3339)
            .ok_or_else(|| body::wrong_type("startDateTime", "Edm.DateTimeOffset"))?,
    };
    if start < context.now.plus_seconds(-SKEW_SECONDS) {
        return Err(Fault::bad_request(
            "Invalid StartDateTime specified. The start must not lie in the past.",
        ));
    }
    let minutes = match body.get("lifetimeInMinutes") {
        None | Some(Value::Null) => policy.default_minutes,
        Some(value) => {
            value.as_i64().ok_or_else(|| body::wrong_type("lifetimeInMinutes", "Edm.Int32"))?
        }
    };
    if !(policy.minimum_minutes..=policy.maximum_minutes).contains(&minutes) {
        return Err(Fault::bad_request(format!(
            "Invalid LifetimeInMinutes specified. The valid range between {} and {}.",
            policy.minimum_minutes, policy.maximum_minutes
        )));
    }
    let one_time = match body.get("isUsableOnce") {
        None | Some(Value::Null) => policy.one_time_only,
        Some(value) => {
            value.as_bool().ok_or_else(|| body::wrong_type("isUsableOnce", "Edm.Boolean"))?
        }
    };
    if policy.one_time_only && !one_time {
        return Err(Fault::bad_request(
            "Invalid IsUsableOnce specified. The policy allows passes that are used once only.",
        ));
    }
    Ok(Wish { start, minutes, one_time })
}
