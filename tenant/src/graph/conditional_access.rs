//! `/identity/conditionalAccess`: policies, named locations, and what-if.
//!
//! Who may: a permission of the token and a role of the person.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    access::Caller,
    body,
    context::{Context, created, found},
    fault::Fault,
    what_if,
};
use crate::{
    directory::{
        conditional_access::{
            Entry, Object, custom_strength::CustomStrength, location::NamedLocation,
            policy::Policy, refusal::Refusal,
        },
        role::Role,
    },
    state::Tenant,
    timestamp::Timestamp,
    web::reply::{self, Reply},
};

/// What a request needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Read,
    Change,
}

pub(super) fn route(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    path: &[&str],
) -> Result<Reply, Fault> {
    let method = context.request.method();
    let need =
        if method == Method::GET || path == ["evaluate"] { Need::Read } else { Need::Change };
    require(tenant, caller, need)?;
    match path {
        ["evaluate"] if method == Method::POST => what_if::answer(tenant, context),
        ["policies", rest @ ..] => answer::<Policy>(tenant, context, rest),
        ["namedLocations", rest @ ..] => answer::<NamedLocation>(tenant, context, rest),
        ["authenticationStrength", "policies", rest @ ..] => {
            answer::<CustomStrength>(tenant, context, rest)
        }
        ["authenticationStrength"] => Err(Fault::method_not_allowed("")),
        ["authenticationStrength", segment, ..] => Err(Fault::unknown_segment(segment)),
        ["evaluate"] => Err(Fault::method_not_allowed("POST")),
        [] => Err(Fault::method_not_allowed("")),
        [segment, ..] => Err(Fault::unknown_segment(segment)),
    }
}

/// Creates, reads, changes and deletes the objects of one collection.
fn answer<T: Object>(
    tenant: &mut Tenant,
    context: &Context<'_>,
    path: &[&str],
) -> Result<Reply, Fault> {
    match (context.request.method().as_str(), path) {
        ("GET", []) => {
            let all: Vec<Value> =
                tenant.conditional_access.entries::<T>().iter().map(with_dates).collect();
            Ok(found(&json!({
                "@odata.context": context.odata(tenant, T::COLLECTION),
                "value": all,
            })))
        }
        ("POST", []) => {
            let body = body::conditional_access(context)?;
            let id = tenant.randomness.guid();
            let entry = tenant.conditional_access.create(&body, id, context.now);
            let body = with_dates::<T>(entry.map_err(body::refused)?);
            Ok(created(&entity::<T>(tenant, context, body)))
        }
        ("GET", [id]) => {
            let entry = tenant.conditional_access.find(id).ok_or_else(Fault::not_found)?;
            let body = with_dates::<T>(entry);
            Ok(found(&entity::<T>(tenant, context, body)))
        }
        ("PATCH", [id]) => {
            let body = body::conditional_access(context)?;
            done(tenant.conditional_access.change::<T>(id, &body, context.now))
        }
        ("DELETE", [id]) => done(tenant.conditional_access.delete::<T>(id)),
        (_, []) => Err(Fault::method_not_allowed("GET, POST")),
        (_, [_]) => Err(Fault::method_not_allowed("GET, PATCH, DELETE")),
        (_, [_, segment, ..]) => Err(Fault::unknown_segment(segment)),
    }
}

/// A permission of the token and a role of the person behind it.
pub(super) fn require(tenant: &Tenant, caller: &Caller, need: Need) -> Result<(), Fault> {
    let is_granted = match need {
        Need::Read => caller.has_any(&[
            "Policy.Read.All",
            "Policy.Read.ConditionalAccess",
            "Policy.ReadWrite.ConditionalAccess",
        ]),
        Need::Change => {
            caller.has_any(&["Policy.Read.All"])
                && caller.has_any(&["Policy.ReadWrite.ConditionalAccess"])
        }
    };
    if !is_granted {
        return Err(Fault::new(
            StatusCode::FORBIDDEN,
            "AccessDenied",
            "You cannot perform the requested operation, required scopes are missing in the token.",
        ));
    }
    let may = match need {
        Need::Read => Role::reads_conditional_access,
        Need::Change => Role::changes_conditional_access,
    };
    if caller.roles(tenant).is_none_or(|roles| roles.iter().copied().any(may)) {
        return Ok(());
    }
    Err(Fault::new(
        StatusCode::FORBIDDEN,
        "AccessDenied",
        "You cannot perform the requested operation, the user does not hold a role that permits it.",
    ))
}

/// A `204`, or a `404` where there was nothing to do it to.
fn done(was_there: Result<bool, Refusal>) -> Result<Reply, Fault> {
    if was_there.map_err(body::refused)? {
        Ok(reply::empty(StatusCode::NO_CONTENT))
    } else {
        Err(Fault::not_found())
    }
}

fn with_dates<T: Object>(entry: &Entry<T>) -> Value {
    let mut body = entry.value.to_json();
    body["id"] = json!(entry.id);
    body["createdDateTime"] = json!(entry.created.to_rfc3339_seconds());
    body["modifiedDateTime"] = json!(entry.modified.map(Timestamp::to_rfc3339_seconds));
    body
}

fn entity<T: Object>(tenant: &Tenant, context: &Context<'_>, mut body: Value) -> Value {
    body["@odata.context"] = json!(format!("{}/$entity", context.odata(tenant, T::COLLECTION)));
    body
}

#[cfg(test)]
mod tests;
