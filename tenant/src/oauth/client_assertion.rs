//! Judges a client's assertion: its own, by a registered certificate, or another issuer's, by a federated credential.
//!
//! RFC 7523, section 3, with Entra's numbers. Its own assertion is good once.

use crate::{
    directory::{
        DOMAIN, TENANT_ID,
        application::Application,
        credential::{FederatedCredential, KeyCredential},
    },
    protocol::{client_assertion::ClientAssertion, fault::Fault},
    state::Tenant,
    timestamp::Timestamp,
};

#[cfg(test)]
mod tests;

/// How far the clocks may differ, in seconds.
const LEEWAY_SECONDS: i64 = 300;
/// Maximum lifetime of a client's own assertion, in seconds.
const LIFE_SECONDS: i64 = 600;

pub(super) fn verify(
    tenant: &mut Tenant,
    application: &Application,
    text: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let assertion = ClientAssertion::parse(text).ok_or_else(|| malformed("it is malformed"))?;
    let issuer = assertion.text("iss").ok_or_else(|| malformed("it has no issuer"))?;
    let credentials = &application.registration.federated_credentials;
    let is_own = issuer == application.client_id || assertion.thumbprint().is_some();
    if is_own && credentials.iter().all(|credential| credential.issuer != issuer) {
        own(tenant, application, &assertion, now)
    } else {
        federated(credentials, &assertion, issuer, now)
    }
}

/// An assertion that the client signed with the key of a certificate.
fn own(
    tenant: &mut Tenant,
    application: &Application,
    assertion: &ClientAssertion<'_>,
    now: Timestamp,
) -> Result<(), Fault> {
    let thumbprint = assertion.thumbprint().unwrap_or_default();
    let key = application
        .registration
        .key_credentials
        .iter()
        .find(|credential| credential.thumbprint == thumbprint)
        .ok_or_else(|| bad_signature("The key was not found.", thumbprint))?;
    verify_signature(key, assertion, now)?;
    let client = Some(application.client_id.as_str());
    if assertion.text("iss") != client || assertion.text("sub") != client {
        return Err(Fault::new(
            "invalid_client",
            700_021,
            "Client assertion application identifier doesn't match 'client_id' parameter.",
        ));
    }
    let origin = &tenant.settings.origin;
    let is_for_us = [TENANT_ID, DOMAIN, "common", "organizations"]
        .iter()
        .any(|name| assertion.is_for(&format!("{origin}/{name}/oauth2/v2.0/token")));
    if !is_for_us {
        return Err(malformed("its audience is not the token endpoint"));
    }
    let end = verify_time(assertion, Some(LIFE_SECONDS), now)?;
    let id = assertion.text("jti").ok_or_else(|| malformed("it has no 'jti'"))?;
    let forgotten = end.saturating_add(LEEWAY_SECONDS);
    if tenant.grants.use_assertion(&application.client_id, id, forgotten, now) {
        Ok(())
    } else {
        Err(malformed("its 'jti' was used before"))
    }
}

fn verify_signature(
    credential: &KeyCredential,
    assertion: &ClientAssertion<'_>,
    now: Timestamp,
) -> Result<(), Fault> {
    if !credential.is_valid(now) {
        return Err(bad_signature("The key used is expired.", &credential.thumbprint));
    }
    let is_signed = credential.key.public().is_some_and(|key| assertion.is_signed_by(key));
    if is_signed {
        Ok(())
    } else {
        let reason = "The key was found, but use of the key to verify the signature failed.";
        Err(bad_signature(reason, &credential.thumbprint))
    }
}

/// An assertion of another issuer, which may live longer and be used again: the issuer decides both.
fn federated(
    credentials: &[FederatedCredential],
    assertion: &ClientAssertion<'_>,
    issuer: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut matching: Vec<_> = credentials.iter().filter(|it| it.issuer == issuer).collect();
    if matching.is_empty() {
        return Err(unmatched(700_211, "issuer"));
    }
    matching.retain(|it| assertion.text("sub") == Some(&it.subject));
    if matching.is_empty() {
        return Err(unmatched(700_213, "subject"));
    }
    matching.retain(|it| assertion.is_for(&it.audience));
    if matching.is_empty() {
        return Err(unmatched(700_212, "audience"));
    }
    let signed_by =
        |it: &FederatedCredential| it.key.public().is_some_and(|key| assertion.is_signed_by(key));
    if !matching.into_iter().any(signed_by) {
        return Err(malformed("its signature cannot be verified"));
    }
    verify_time(assertion, None, now).map(|_| ())
}

/// The second at which the assertion ends.
fn verify_time(
    assertion: &ClientAssertion<'_>,
    longest: Option<i64>,
    now: Timestamp,
) -> Result<i64, Fault> {
    let now = now.unix_seconds();
    let outside = || {
        Fault::new(
            "invalid_client",
            700_024,
            "Client assertion is not within its valid time range.",
        )
    };
    let end = assertion.seconds("exp").ok_or_else(outside)?;
    let start = assertion.seconds("nbf").or_else(|| assertion.seconds("iat"));
    let begins = start.unwrap_or(now);
    let is_short = longest.is_none_or(|longest| end.saturating_sub(begins) <= longest);
    let has_begun = begins <= now.saturating_add(LEEWAY_SECONDS);
    if is_short && has_begun && now < end.saturating_add(LEEWAY_SECONDS) {
        Ok(end)
    } else {
        Err(outside())
    }
}

fn bad_signature(reason: &str, thumbprint: &str) -> Fault {
    Fault::new(
        "invalid_client",
        700_027,
        format!(
            "Client assertion contains an invalid signature. [Reason - {reason}, Thumbprint of key used by client: \
             '{thumbprint}']"
        ),
    )
}

fn malformed(reason: &str) -> Fault {
    let text = format!("JWT token is invalid or malformed: {reason}.");
    Fault::new("invalid_client", 50_027, text)
}

fn unmatched(number: u32, claim: &str) -> Fault {
    let text =
        format!("No matching federated identity record found for presented assertion {claim}.");
    Fault::new("invalid_client", number, text)
}
