//! `GET` and `POST /embedded/applications/{client id}`: what an application's registration lists, and its change.
//!
//! In Graph's words and without its permissions: whoever sits at this computer administers the applications.

use http::{Method, Request, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    directory::{
        application::Application,
        credential::{FederatedCredential, KeyCredential},
    },
    state::switches::OptionalClaim,
    web::{
        reply::{self, Reply},
        request::has_content_type,
    },
};

#[cfg(test)]
mod tests;

/// What a body changes; a member that it leaves out stays.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Changes {
    /// Certificates: PEM, or DER in base64.
    key_credentials: Option<Vec<Key>>,
    federated_identity_credentials: Option<Vec<FederatedCredential>>,
    optional_claims: Option<OptionalClaims>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Key {
    key: String,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OptionalClaims {
    id_token: Vec<NamedClaim>,
}

#[derive(Deserialize, Serialize)]
struct NamedClaim {
    name: OptionalClaim,
}

/// Answers for the application, where there is one.
pub(super) fn answer(application: Option<&mut Application>, request: &Request<Vec<u8>>) -> Reply {
    let Some(application) = application else {
        return reply::not_found();
    };
    if request.method() == Method::POST {
        // As for the switches: no other site's page can send this type.
        if !has_content_type(request, "application/json") {
            let reason = "the body must be of type application/json";
            return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason);
        }
        if let Err(reason) = change(application, request.body()) {
            return refuse(StatusCode::BAD_REQUEST, &reason);
        }
    }
    if ![Method::GET, Method::POST].contains(request.method()) {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "only GET and POST are known");
    }
    reply::json(StatusCode::OK, &describe(application))
}

fn change(application: &mut Application, body: &[u8]) -> Result<(), String> {
    let changes: Changes = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let certificates = changes.key_credentials.map(|keys| {
        keys.iter().map(|key| KeyCredential::read(&key.key)).collect::<Option<Vec<_>>>()
    });
    match certificates {
        Some(Some(certificates)) => application.registration.key_credentials = certificates,
        Some(None) => return Err("a key is not a certificate with an RSA key".to_owned()),
        None => {}
    }
    if let Some(credentials) = changes.federated_identity_credentials {
        if credentials.iter().any(|credential| credential.key.public().is_none()) {
            return Err("the key of a federated credential cannot be used".to_owned());
        }
        application.registration.federated_credentials = credentials;
    }
    if let Some(claims) = changes.optional_claims {
        let listed = claims.id_token.into_iter().map(|claim| claim.name).collect();
        application.registration.optional_claims = Some(listed);
    }
    Ok(())
}

fn describe(application: &Application) -> serde_json::Value {
    let claims = application.registration.optional_claims.as_ref().map(|listed| OptionalClaims {
        id_token: listed.iter().map(|name| NamedClaim { name: *name }).collect(),
    });
    let keys: Vec<_> = application
        .registration
        .key_credentials
        .iter()
        .map(|key| {
            json!({
                "customKeyIdentifier": key.thumbprint,
                "startDateTime": key.start.to_rfc3339_seconds(),
                "endDateTime": key.end.to_rfc3339_seconds(),
            })
        })
        .collect();
    json!({
        "appId": application.client_id,
        "displayName": application.name,
        "keyCredentials": keys,
        "federatedIdentityCredentials": application.registration.federated_credentials,
        "optionalClaims": claims,
    })
}

fn refuse(status: StatusCode, reason: &str) -> Reply {
    reply::json(status, &json!({ "error": reason }))
}
