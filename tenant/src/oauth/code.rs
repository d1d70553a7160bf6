//! Authorization codes: issued for a sign-in, and sent to the client.

use crate::{
    directory::session::SignInId,
    protocol::authorize_request::AuthorizeRequest,
    state::{Tenant, grant::AuthorizationCode},
    timestamp::Timestamp,
    web::reply::Reply,
};

/// Answers the client with a code for a sign-in.
pub(crate) fn issue_code(
    tenant: &mut Tenant,
    asked: AuthorizeRequest,
    sign_in: SignInId,
    now: Timestamp,
) -> Reply {
    let code = format!("1.{}", tenant.randomness.token());
    tenant.grants.prune(now);
    tenant.grants.codes.insert(
        code.clone(),
        AuthorizationCode {
            client_id: asked.client_id,
            redirect_address: asked.return_address.redirect_address.clone(),
            code_challenge: asked.code_challenge,
            nonce: asked.nonce,
            scopes: asked.scopes,
            wishes: asked.claims.grants,
            sign_in: sign_in.clone(),
            issued: now,
            is_redeemed: false,
        },
    );
    asked.return_address.answer(&[("code", &code), ("session_state", sign_in.as_str())])
}
