//! Revocation of every sign-in of a person: `revokeSignInSessions`.

use http::Method;
use serde_json::json;

use super::{
    access::Caller,
    context::{Context, found},
    fault::Fault,
    permission::Permission,
};
use crate::{state::Tenant, web::reply::Reply};

#[cfg(test)]
mod tests;

pub(crate) fn revoke(
    tenant: &mut Tenant,
    context: &Context<'_>,
    caller: &Caller,
    key: Option<&str>,
) -> Result<Reply, Fault> {
    if context.request.method() != Method::POST {
        return Err(Fault::method_not_allowed("POST"));
    }
    let target = caller.target(tenant, key)?;
    caller.require(tenant, Permission::RevokeSessions, &target)?;
    tenant.sessions.revoke(&target);
    Ok(found(&json!({
        "@odata.context": format!(
            "{}/{}/$metadata#Edm.Boolean",
            tenant.settings.origin,
            context.version.as_str()
        ),
        "value": true,
    })))
}
