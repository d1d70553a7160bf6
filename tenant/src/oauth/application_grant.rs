//! The client credentials grant (RFC 6749, section 4.4): a token for an application without a signed-in person.
//!
//! There is no refresh token and no ID token.

use http::StatusCode;
use serde_json::json;

use super::{
    client_authentication::{self, Client, ClientProof},
    discovery,
};
use crate::{
    directory::TENANT_ID,
    protocol::{fault::Fault, scope::GRAPH_RESOURCE},
    state::Tenant,
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request::Fields,
    },
};

#[cfg(test)]
mod tests;

const SECONDS: i64 = 3600;

pub(super) fn grant(
    tenant: &mut Tenant,
    Client { application, proof }: &Client,
    form: &Fields,
    now: Timestamp,
) -> Result<Reply, Fault> {
    if *proof == ClientProof::Nothing {
        return Err(client_authentication::nothing_presented());
    }
    let scope = form.first("scope").ok_or_else(|| Fault::missing("scope"))?;
    let origin = &tenant.settings.origin;
    let is_default_of_graph = ["https://graph.microsoft.com", origin.as_str(), GRAPH_RESOURCE]
        .iter()
        .any(|resource| scope.strip_prefix(*resource) == Some("/.default"));
    if !is_default_of_graph {
        return Err(Fault::new(
            "invalid_scope",
            1_002_012,
            "The provided value for scope is not valid. Client credential flows must have a scope value with \
             /.default suffixed to the resource identifier.",
        ));
    }
    let issued = now.unix_seconds();
    let token_id: String = tenant.randomness.token().chars().take(22).collect();
    let mut claims = json!({
        "aud": GRAPH_RESOURCE,
        "iss": format!("{origin}/{TENANT_ID}/"),
        "iat": issued,
        "nbf": issued,
        "exp": issued.saturating_add(SECONDS),
        "app_displayname": application.name,
        "appid": application.client_id,
        "appidacr": proof.reference(),
        "idp": discovery::issuer(origin),
        "idtyp": "app",
        "oid": application.client_id,
        "sub": application.client_id,
        "tid": TENANT_ID,
        "uti": token_id,
        "ver": "1.0",
    });
    if !application.application_permissions.is_empty() {
        claims["roles"] = json!(application.application_permissions);
    }
    Ok(reply::json(
        StatusCode::OK,
        &json!({
            "token_type": "Bearer",
            "expires_in": SECONDS,
            "ext_expires_in": SECONDS,
            "access_token": tenant.signer.sign(&claims),
        }),
    ))
}
