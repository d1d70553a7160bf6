//! Microsoft Graph, as far as security info needs it: routes under `/v1.0` and `/beta`.
//!
//! This file holds the routes. `access` decides who may; each operation has a file of its own.

mod access;
mod attestation;
mod batch;
mod body;
mod challenge;
mod conditional_access;
mod context;
mod fault;
mod issue;
mod methods;
mod permission;
mod person;
mod policies;
mod preference;
pub(crate) mod registration;
mod removal;
mod representation;
mod revocation;
mod sign_in_log;
mod trouble;
mod what_if;

#[cfg(test)]
pub(crate) mod tests;

use access::Caller;
use context::{Context, Version};
use fault::Fault;
use http::{HeaderName, Method, Request};

use crate::{
    directory::{collection::Collection, person::PersonId},
    state::Tenant,
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request::BODY_LIMIT,
        trace::Trace,
    },
};

/// Answers a request for what follows the version in its path.
pub(crate) fn answer(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    version: &str,
    path: &[&str],
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    let version = match version {
        "beta" => Version::Beta,
        _ => Version::V1,
    };
    let context = Context { request, version, trace, now };
    let trouble = tenant.settings.switches.take_graph_trouble();
    let mut reply = trouble::refusal(trouble, now)
        .and_then(|()| route(tenant, &context, path))
        .unwrap_or_else(|fault| fault.into_reply(&tenant.settings.origin, trace, now));
    trouble::spoil(trouble, &mut reply);
    trouble::write_retry_after(tenant.settings.switches.retry_after, &mut reply, now);
    let ids = [("request-id", &trace.trace_id), ("client-request-id", &trace.correlation_id)];
    for (name, id) in ids {
        reply::set(&mut reply, HeaderName::from_static(name), id);
    }
    reply
}

fn route(tenant: &mut Tenant, context: &Context<'_>, path: &[&str]) -> Result<Reply, Fault> {
    if context.request.body().len() > BODY_LIMIT {
        return Err(Fault::too_large());
    }
    let caller = access::authenticate(tenant, context)?;
    let (person, rest) = match path {
        ["$batch"] => return batch::run(tenant, context),
        ["policies", "authenticationMethodsPolicy", rest @ ..] => {
            return policies::answer(tenant, context, &caller, rest);
        }
        ["me", rest @ ..] => (None, rest),
        ["users", key, rest @ ..] => (Some(*key), rest),
        ["identity", "conditionalAccess", rest @ ..] => {
            return conditional_access::route(tenant, context, &caller, rest);
        }
        ["auditLogs", rest @ ..] => return sign_in_log::route(tenant, context, &caller, rest),
        [segment, ..] => return Err(Fault::unknown_segment(segment)),
        [] => return Err(Fault::method_not_allowed("")),
    };
    match rest {
        [] => person::profile(tenant, context, &caller, person),
        ["authentication", rest @ ..] => {
            let target = caller.target(tenant, person)?;
            route_authentication(tenant, context, &caller, &target, rest)
        }
        ["revokeSignInSessions" | "microsoft.graph.revokeSignInSessions"] => {
            revocation::revoke(tenant, context, &caller, person)
        }
        [segment, ..] => Err(Fault::unknown_segment(segment)),
    }
}

fn route_authentication(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    path: &[&str],
) -> Result<Reply, Fault> {
    let method = context.request.method();
    match path {
        ["methods"] if method == Method::GET => methods::list_all(tenant, context, caller, target),
        ["methods", id] if method == Method::GET => {
            methods::read_any(tenant, context, caller, target, id)
        }
        ["methods"] | ["methods", _] => Err(Fault::method_not_allowed("GET")),
        ["signInPreferences"] if context.version == Version::Beta => {
            preference::answer(tenant, context, caller, target)
        }
        [segment, rest @ ..] => {
            let collection = Collection::from_segment(segment)
                .filter(|collection| context.version.knows(*collection))
                .ok_or_else(|| Fault::unknown_segment(segment))?;
            route_collection(tenant, context, caller, target, collection, rest)
        }
        [] => Err(Fault::method_not_allowed("")),
    }
}

fn route_collection(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    target: &PersonId,
    collection: Collection,
    path: &[&str],
) -> Result<Reply, Fault> {
    let method = context.request.method();
    match path {
        [] if collection.is_single() => match method.as_str() {
            "GET" => methods::read_single(tenant, context, caller, target, collection),
            "DELETE" => removal::remove_single(tenant, context, caller, target, collection),
            _ => Err(Fault::method_not_allowed("GET, DELETE")),
        },
        [] if method == Method::GET => methods::list(tenant, context, caller, target, collection),
        [] if method == Method::POST && collection == Collection::Fido2 => {
            registration::finish(tenant, context, caller, target)
        }
        [] if method == Method::POST && collection == Collection::TemporaryAccessPass => {
            issue::issue(tenant, context, caller, target)
        }
        [function]
            if collection == Collection::Fido2 && registration::is_creation_options(function) =>
        {
            if method != Method::GET {
                return Err(Fault::method_not_allowed("GET"));
            }
            registration::begin(tenant, context, caller, target, function)
        }
        [id] if method == Method::GET => {
            methods::read(tenant, context, caller, target, collection, id)
        }
        [id] if method == Method::DELETE && collection.is_deletable() => {
            removal::remove(tenant, context, caller, target, collection, id)
        }
        [] if matches!(collection, Collection::Fido2 | Collection::TemporaryAccessPass) => {
            Err(Fault::method_not_allowed("GET, POST"))
        }
        [_] if collection.is_deletable() => Err(Fault::method_not_allowed("GET, DELETE")),
        [] | [_] => Err(Fault::method_not_allowed("GET")),
        [_, segment, ..] => Err(Fault::unknown_segment(segment)),
    }
}
