//! The userinfo endpoint (OpenID Connect Core 1.0, section 5.3): who signed in, for the holder of an access token.

use http::{Request, StatusCode, header};
use serde_json::json;

use super::claims::pairwise_subject;
use crate::{
    directory::session::SignInId,
    protocol::scope::GRAPH_RESOURCE,
    state::Tenant,
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request,
    },
};

#[cfg(test)]
mod tests;

pub(crate) fn answer(tenant: &Tenant, request: &Request<Vec<u8>>, now: Timestamp) -> Reply {
    let token = request::text_header(request.headers(), header::AUTHORIZATION)
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let Some(token) = token else {
        // To who sent no token, the scheme alone (RFC 6750, section 3.1).
        return challenge(StatusCode::UNAUTHORIZED, "Bearer realm=\"\"");
    };
    let Ok(claims) = tenant.signer.verify(token) else {
        return invalid_token();
    };
    let is_current = claims["exp"].as_i64().is_some_and(|end| now.unix_seconds() < end);
    let sid = SignInId::new(String::from(claims["sid"].as_str().unwrap_or_default()));
    let standing = tenant.sessions.standing(&sid, &tenant.directory, now);
    let Ok((_, person)) = standing else {
        return invalid_token();
    };
    if !is_current || claims["aud"] != GRAPH_RESOURCE || claims["oid"] != person.id.as_str() {
        return invalid_token();
    }
    let scopes: Vec<&str> = claims["scp"].as_str().unwrap_or_default().split(' ').collect();
    if !scopes.contains(&"openid") {
        let text = "Bearer realm=\"\", error=\"insufficient_scope\", scope=\"openid\"";
        return challenge(StatusCode::FORBIDDEN, text);
    }
    // The subject of the ID token that the same application has.
    let audience = claims["appid"].as_str().unwrap_or_default();
    let mut body = json!({ "sub": pairwise_subject(audience, person) });
    if scopes.contains(&"profile") {
        body["name"] = json!(person.display_name());
        body["given_name"] = json!(person.given_name);
        body["family_name"] = json!(person.surname);
    }
    if scopes.contains(&"email") {
        body["email"] = json!(person.account);
    }
    reply::json(StatusCode::OK, &body)
}

fn invalid_token() -> Reply {
    challenge(StatusCode::UNAUTHORIZED, "Bearer realm=\"\", error=\"invalid_token\"")
}

fn challenge(status: StatusCode, text: &str) -> Reply {
    let mut reply = reply::empty(status);
    reply::set(&mut reply, header::WWW_AUTHENTICATE, text);
    reply
}
