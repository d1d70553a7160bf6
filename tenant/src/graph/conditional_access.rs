//! `/identity/conditionalAccess`: policies, named locations, and what-if.
//!
//! Who may: a permission of the token and a role of the person. Next: `conditional_access/`, which decides.

use http::Method;
use serde_json::{Value, json};

use super::{
    access::Caller,
    context::{Context, created, found},
    fault::Fault,
    what_if,
};
use crate::{
    directory::{
        conditional_access::{Entry, refusal::Refusal},
        role::Role,
    },
    state::Tenant,
    web::{
        reply::{self, Reply},
        request::has_content_type,
    },
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
        ["policies", rest @ ..] => policies(tenant, context, rest),
        ["namedLocations", rest @ ..] => locations(tenant, context, rest),
        ["evaluate"] | [] => Err(Fault::method_not_allowed()),
        [segment, ..] => Err(Fault::unknown_segment(segment)),
    }
}

fn policies(tenant: &mut Tenant, context: &Context<'_>, path: &[&str]) -> Result<Reply, Fault> {
    const NAME: &str = "identity/conditionalAccess/policies";
    let method = context.request.method();
    match path {
        [] if method == Method::GET => {
            let all: Vec<Value> = tenant
                .conditional_access
                .policies()
                .iter()
                .map(|entry| with_dates(entry, entry.value.to_json()))
                .collect();
            Ok(found(
                &json!({ "@odata.context": odata_context(tenant, context, NAME), "value": all }),
            ))
        }
        [] if method == Method::POST => {
            let body = object(context)?;
            let id = tenant.randomness.guid();
            let entry =
                tenant.conditional_access.add_policy(&body, id, context.now).map_err(refused)?;
            let body = with_dates(entry, entry.value.to_json());
            Ok(created(&entity(tenant, context, NAME, body)))
        }
        [id] if method == Method::GET => {
            let entry = find(tenant.conditional_access.policies(), id)?;
            let body = with_dates(entry, entry.value.to_json());
            Ok(found(&entity(tenant, context, NAME, body)))
        }
        [id] if method == Method::PATCH => {
            let body = object(context)?;
            done(tenant.conditional_access.change_policy(id, &body, context.now).map_err(refused)?)
        }
        [id] if method == Method::DELETE => done(tenant.conditional_access.remove_policy(id)),
        [] | [_] => Err(Fault::method_not_allowed()),
        [_, segment, ..] => Err(Fault::unknown_segment(segment)),
    }
}

fn locations(tenant: &mut Tenant, context: &Context<'_>, path: &[&str]) -> Result<Reply, Fault> {
    const NAME: &str = "identity/conditionalAccess/namedLocations";
    let method = context.request.method();
    match path {
        [] if method == Method::GET => {
            let all: Vec<Value> = tenant
                .conditional_access
                .locations()
                .iter()
                .map(|entry| with_dates(entry, entry.value.to_json()))
                .collect();
            Ok(found(
                &json!({ "@odata.context": odata_context(tenant, context, NAME), "value": all }),
            ))
        }
        [] if method == Method::POST => {
            let body = object(context)?;
            let id = tenant.randomness.guid();
            let entry =
                tenant.conditional_access.add_location(&body, id, context.now).map_err(refused)?;
            let body = with_dates(entry, entry.value.to_json());
            Ok(created(&entity(tenant, context, NAME, body)))
        }
        [id] if method == Method::GET => {
            let entry = find(tenant.conditional_access.locations(), id)?;
            let body = with_dates(entry, entry.value.to_json());
            Ok(found(&entity(tenant, context, NAME, body)))
        }
        [id] if method == Method::PATCH => {
            let body = object(context)?;
            done(
                tenant
                    .conditional_access
                    .change_location(id, &body, context.now)
                    .map_err(refused)?,
            )
        }
        [id] if method == Method::DELETE => {
            done(tenant.conditional_access.remove_location(id).map_err(refused)?)
        }
        [] | [_] => Err(Fault::method_not_allowed()),
        [_, segment, ..] => Err(Fault::unknown_segment(segment)),
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
            http::StatusCode::FORBIDDEN,
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
        http::StatusCode::FORBIDDEN,
        "AccessDenied",
        "You cannot perform the requested operation, the user does not hold a role that permits it.",
    ))
}

/// The body, which must be one JSON object.
pub(super) fn object(context: &Context<'_>) -> Result<Value, Fault> {
    if !has_content_type(context.request, "application/json") {
        return Err(refused(Refusal::schema("the body is not JSON")));
    }
    serde_json::from_slice::<Value>(context.request.body())
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| refused(Refusal::schema("the body is not one JSON object")))
}

fn find<'held, T>(entries: &'held [Entry<T>], id: &str) -> Result<&'held Entry<T>, Fault> {
    entries.iter().find(|entry| entry.id.eq_ignore_ascii_case(id)).ok_or_else(Fault::not_found)
}

/// A `204`, or a `404` where there was nothing to do it to.
fn done(was_there: bool) -> Result<Reply, Fault> {
    was_there.then(|| reply::empty(http::StatusCode::NO_CONTENT)).ok_or_else(Fault::not_found)
}

fn with_dates<T>(entry: &Entry<T>, mut body: Value) -> Value {
    body["id"] = json!(entry.id);
    body["createdDateTime"] = json!(entry.created.to_rfc3339_seconds());
    body["modifiedDateTime"] = json!(entry.modified.map(crate::Timestamp::to_rfc3339_seconds));
    body
}

fn entity(tenant: &Tenant, context: &Context<'_>, name: &str, mut body: Value) -> Value {
    body["@odata.context"] = json!(format!("{}/$entity", odata_context(tenant, context, name)));
    body
}

pub(super) fn odata_context(tenant: &Tenant, context: &Context<'_>, name: &str) -> String {
    format!("{}/{}/$metadata#{name}", tenant.settings.origin, context.version.as_str())
}

fn refused(refusal: Refusal) -> Fault {
    Fault::new(http::StatusCode::BAD_REQUEST, "BadRequest", refusal.to_string())
}

#[cfg(test)]
mod tests;
