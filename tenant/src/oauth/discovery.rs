//! The discovery document and the key set (OpenID Connect Discovery 1.0, section 3).

use http::StatusCode;
use serde_json::json;

use crate::{
    directory::TENANT_ID,
    state::{settings::Settings, signing::TokenSigner},
    web::reply::{self, Reply},
};

/// The issuer of ID tokens: `{origin}/{tenant id}/v2.0`.
pub(crate) fn issuer(origin: &str) -> String {
    format!("{origin}/{TENANT_ID}/v2.0")
}

pub(crate) fn metadata(settings: &Settings) -> Reply {
    let origin = &settings.origin;
    let base = format!("{origin}/{TENANT_ID}");
    reply::json(
        StatusCode::OK,
        &json!({
            "issuer": issuer(origin),
            "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
            "token_endpoint": format!("{base}/oauth2/v2.0/token"),
            "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
            "userinfo_endpoint": format!("{origin}/oidc/userinfo"),
            "jwks_uri": format!("{base}/discovery/v2.0/keys"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": [
                "client_secret_post", "private_key_jwt", "client_secret_basic"
            ],
            "token_endpoint_auth_signing_alg_values_supported": ["PS256", "RS256"],
            "code_challenge_methods_supported": ["S256", "plain"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "claims_supported": [
                "sub", "iss", "aud", "exp", "iat", "nbf", "auth_time", "nonce", "preferred_username",
                "name", "tid", "oid", "ver", "uti", "sid", "login_hint"
            ],
            "request_uri_parameter_supported": false,
            "http_logout_supported": false,
            "frontchannel_logout_supported": false,
            "tenant_region_scope": "EU",
            "msgraph_host": origin,
        }),
    )
}

pub(crate) fn keys(signer: &TokenSigner, origin: &str) -> Reply {
    reply::json(StatusCode::OK, &signer.key_set(&issuer(origin)))
}
