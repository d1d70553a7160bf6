//! A token for a person without a sign-in, for the command line of the computer that runs the tenant.
//!
//! No real directory has this grant. It requires the secret of the local server application, which is only in the file
//! that the tenant writes for its owner; Graph checks the person's rights as for any other token.

use super::token::Granted;
use crate::{
    directory::{
        application::{Application, LOCAL_SERVER_CLIENT_ID},
        session::{Proof, SignIn, SignInId},
    },
    protocol::{claims_request::TokenWishes, fault::Fault, scope::Scopes},
    state::Tenant,
    timestamp::Timestamp,
    web::request::Fields,
};

/// Grants the token to the local server application, which is already authenticated, and to no other.
pub(super) fn redeem(
    tenant: &mut Tenant,
    application: &Application,
    form: &Fields,
    now: Timestamp,
) -> Result<Granted, Fault> {
    if application.client_id != LOCAL_SERVER_CLIENT_ID {
        return Err(Fault::new(
            "unauthorized_client",
            700_016,
            "The application is not allowed to use this grant.",
        ));
    }
    let account = form.first("username").ok_or_else(|| Fault::missing("username"))?;
    let scope = form.first("scope").ok_or_else(|| Fault::missing("scope"))?;
    let scopes = Scopes::parse(scope, application, &tenant.settings.origin)?;
    if !scopes.without_consent(application).is_empty() {
        return Err(Fault::new(
            "invalid_grant",
            65_001,
            "The user or administrator has not consented to use the application.",
        ));
    }
    let person = tenant.directory.person_by_account(account).ok_or_else(|| {
        Fault::new("invalid_grant", 50_034, "The user account does not exist in the directory.")
    })?;
    let sign_in = SignIn {
        id: SignInId::new(tenant.randomness.guid()),
        person: person.id.clone(),
        at: now,
        proof: Proof::DangerLocal,
        remembered: None,
    };
    let id = sign_in.id.clone();
    tenant.sessions.remember(sign_in);
    Ok(Granted {
        scopes,
        wishes: TokenWishes::default(),
        refreshable: None,
        sign_in: id,
        nonce: None,
    })
}

#[cfg(test)]
mod tests;
