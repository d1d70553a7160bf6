//! `GET /auditLogs/signIns`: what Conditional Access decided, and why. For administrators and readers.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    access::Caller,
    context::{Context, Version, found},
    fault::Fault,
};
use crate::{
    directory::{conditional_access::log::LogEntry, role::Role},
    state::Tenant,
    web::{reply::Reply, request::Fields},
};

/// Entries of one answer where the request does not say; the real service has the same bound.
const PAGE: usize = 1_000;
/// Properties that `$filter` may compare.
const FILTERED: &[&str] = &[
    "appId",
    "conditionalAccessStatus",
    "correlationId",
    "id",
    "ipAddress",
    "userId",
    "userPrincipalName",
];

pub(super) fn route(
    tenant: &Tenant,
    context: &Context<'_>,
    caller: &Caller,
    path: &[&str],
) -> Result<Reply, Fault> {
    if context.request.method() != Method::GET {
        return Err(Fault::method_not_allowed("GET"));
    }
    require(tenant, caller)?;
    let is_beta = context.version == Version::Beta;
    let entries =
        tenant.conditional_access.log.entries().map(|entry| LogEntry::to_json(entry, is_beta));
    match path {
        ["signIns"] => {
            let query = Fields::query(context.request);
            let filter = query.first("$filter").map(read_filter).transpose()?;
            let top = match query.first("$top") {
                None => PAGE,
                Some(text) => {
                    text.parse().ok().filter(|top| (1..=PAGE).contains(top)).ok_or_else(|| {
                        Fault::bad_request("Invalid page size specified: it is between 1 and 1000.")
                    })?
                }
            };
            let value: Vec<Value> = entries
                .filter(|entry| filter.as_ref().is_none_or(|(name, value)| entry[name] == *value))
                .take(top)
                .collect();
            Ok(found(&json!({
                "@odata.context": context.odata(tenant, "auditLogs/signIns"),
                "value": value,
            })))
        }
        ["signIns", id] => {
            let mut entry = entries
                .into_iter()
                .find(|entry| entry["id"] == *id)
                .ok_or_else(Fault::not_found)?;
            entry["@odata.context"] = json!(context.odata(tenant, "auditLogs/signIns/$entity"));
            Ok(found(&entry))
        }
        [segment, ..] => Err(Fault::unknown_segment(segment)),
        [] => Err(Fault::method_not_allowed("")),
    }
}

fn require(tenant: &Tenant, caller: &Caller) -> Result<(), Fault> {
    if !caller.has_any(&["AuditLog.Read.All"]) {
        return Err(Fault::new(
            StatusCode::FORBIDDEN,
            "Authentication_MSGraphPermissionMissing",
            "The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API.",
        ));
    }
    if caller
        .roles(tenant)
        .is_none_or(|roles| roles.iter().copied().any(Role::reads_conditional_access))
    {
        return Ok(());
    }
    Err(Fault::new(
        StatusCode::FORBIDDEN,
        "Authentication_RequestFromUnsupportedUserRole",
        "User is not in the allowed roles",
    ))
}

/// One comparison: `userPrincipalName eq 'ada@contoso.example'`.
fn read_filter(text: &str) -> Result<(String, String), Fault> {
    let refuse = || Fault::bad_request(format!("Invalid filter clause: '{text}'."));
    let (name, value) = text.trim().split_once(" eq ").ok_or_else(refuse)?;
    let value = value
        .trim()
        .strip_prefix('\'')
        .and_then(|value| value.strip_suffix('\''))
        .ok_or_else(refuse)?;
    let name = FILTERED.iter().find(|known| **known == name.trim()).ok_or_else(refuse)?;
    Ok((String::from(*name), value.replace("''", "'")))
}
