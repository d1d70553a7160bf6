//! Who calls Graph, and whether they may: token, permissions, whose object, how recent the sign-in is.
//!
//! The one place that decides; operations ask it and never look at a token themselves.

use http::header;

use super::{Context, fault::Fault};
use crate::{
    directory::{collection::Collection, person::PersonId},
    oauth::{scope::GRAPH_RESOURCE, signing::InvalidToken},
    request::text_header,
    session::{Proof, SignIn, SignInId},
    tenant::Tenant,
    timestamp::Timestamp,
};

/// A person who calls through an application.
pub(crate) struct Caller {
    pub(crate) sign_in: SignIn,
    /// The delegated permissions of the token.
    permissions: Vec<String>,
}

/// What an operation needs of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// `User.Read` and above.
    Profile,
    /// The list of all kinds; no fine-grained permission covers it.
    ReadAll,
    Read(Collection),
    Write(Collection),
    /// Creation options; no broad permission covers them.
    BeginPasskey,
}

/// A change to one's own methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Add,
    Remove,
}

/// Checks the token: ours, for Graph, in time, and its sign-in still stands.
pub(crate) fn authenticate(tenant: &Tenant, context: &Context<'_>) -> Result<Caller, Fault> {
    let now = context.now;
    let token = text_header(context.request.headers(), header::AUTHORIZATION)
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| !token.is_empty())
        .ok_or_else(|| Fault::invalid_token("Access token is empty."))?;
    let claims = tenant
        .signer
        .verify(token)
        .map_err(|invalid| match invalid {
            InvalidToken::Malformed => {
                Fault::invalid_token("CompactToken parsing failed with error code: 80049217")
            }
            InvalidToken::Signature => Fault::invalid_token(
                "Access token validation failure. Signature validation failed.",
            ),
        })?;
    if claims["aud"] != GRAPH_RESOURCE {
        return Err(Fault::invalid_token(
            "Access token validation failure. Invalid audience.",
        ));
    }
    if claims["exp"]
        .as_i64()
        .is_none_or(|end| now.unix_seconds() >= end)
    {
        return Err(Fault::invalid_token(
            "Lifetime validation failed, the token is expired.",
        ));
    }
    let sign_in = SignInId::new(String::from(claims["sid"].as_str().unwrap_or_default()));
    let (sign_in, _) = tenant
        .sessions
        .standing(&sign_in, &tenant.directory, now)
        .map_err(|_| {
            Fault::invalid_token(
                "Access token validation failure. The session that the token was issued for has ended.",
            )
        })?;
    Ok(Caller {
        sign_in: sign_in.clone(),
        permissions: claims["scp"]
            .as_str()
            .unwrap_or_default()
            .split(' ')
            .map(String::from)
            .collect(),
    })
}

impl Caller {
    /// The person whom a path names. Nobody may look at others here: no one of the tenant has a role.
    pub(crate) fn target(&self, tenant: &Tenant, key: Option<&str>) -> Result<PersonId, Fault> {
        let Some(key) = key else {
            return Ok(self.sign_in.person.clone());
        };
        match tenant.directory.person_by_key(key) {
            Some(person) if person.id == self.sign_in.person => Ok(person.id.clone()),
            _ => Err(Fault::access_denied("Request Authorization failed")),
        }
    }

    pub(crate) fn require(&self, permission: Permission) -> Result<(), Fault> {
        let has = |name: &str| self.permissions.iter().any(|granted| granted == name);
        let broad = |form: &str| {
            has(&format!("UserAuthenticationMethod.{form}"))
                || has(&format!("UserAuthenticationMethod.{form}.All"))
        };
        let fine = |collection: Collection, form: &str| {
            let family = collection.permission_family();
            has(&format!("UserAuthMethod-{family}.{form}"))
                || has(&format!("UserAuthMethod-{family}.{form}.All"))
        };
        let is_granted = match permission {
            Permission::Profile => ["User.Read", "User.ReadWrite", "User.Read.All"]
                .into_iter()
                .any(has),
            Permission::ReadAll => broad("Read") || broad("ReadWrite"),
            Permission::Read(collection) => {
                broad("Read")
                    || broad("ReadWrite")
                    || fine(collection, "Read")
                    || fine(collection, "ReadWrite")
            }
            Permission::Write(collection) => broad("ReadWrite") || fine(collection, "ReadWrite"),
            Permission::BeginPasskey => fine(Collection::Fido2, "ReadWrite"),
        };
        if is_granted {
            Ok(())
        } else {
            Err(Fault::insufficient_privileges())
        }
    }

    /// Demands a recent strong sign-in for a change to one's own methods, and keeps the ten minutes that a one-time
    /// pass leaves for registration.
    pub(crate) fn require_recent(
        &self,
        tenant: &Tenant,
        change: Change,
        collection: Collection,
        now: Timestamp,
    ) -> Result<(), Fault> {
        const ONE_TIME_SECONDS: i64 = 600;
        let seconds = tenant
            .directory
            .policies
            .registration
            .recent_sign_in_seconds;
        let is_one_time = matches!(self.sign_in.proof, Proof::Pass { one_time: true, .. });
        let is_in_window = !(change == Change::Add && is_one_time)
            || self.sign_in.is_recent(ONE_TIME_SECONDS, now);
        if self.sign_in.is_recent(seconds, now) && is_in_window {
            return Ok(());
        }
        Err(Fault::access_denied(match (change, collection.is_key()) {
            (Change::Remove, true) => {
                "MFA is required for a 'RemoveKey' operation, but was not performed."
            }
            (Change::Add, true) => {
                "MFA is required for an 'AddKey' operation, but was not performed."
            }
            (_, false) => "Request Authorization failed. A recent multifactor sign-in is required.",
        }))
    }
}
