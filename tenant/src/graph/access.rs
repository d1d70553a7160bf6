//! Authorization of calls to Graph: token, permissions, whose object, how recent the sign-in is.
//!
//! Operations ask this module and never read a token themselves.

#[cfg(test)]
mod tests;

use http::header;
use serde_json::Value;

use super::{
    challenge,
    context::Context,
    fault::Fault,
    permission::{Permission, Reach},
};
use crate::{
    directory::{
        application::SECURITY_INFO_CLIENT_ID,
        collection::Collection,
        person::{PersonId, Trouble},
        role::{Role, Standing},
        session::{Proof, SignIn, SignInId},
    },
    protocol::scope::GRAPH_RESOURCE,
    state::{Tenant, signing::InvalidToken},
    timestamp::Timestamp,
    web::request::text_header,
};

/// Who calls, and what the token allows.
pub(crate) struct Caller {
    pub(crate) identity: Identity,
    /// Delegated permissions (`scp`) or application permissions (`roles`).
    permissions: Vec<String>,
    /// Authentication contexts that the sign-in was made for (`acrs`).
    contexts: Vec<String>,
    /// Whether the client takes claims challenges (`xms_cc` with `cp1`).
    takes_challenges: bool,
    /// Whether it is the directory's own Security info page that calls.
    pub(crate) is_security_info: bool,
}

/// On whose behalf a request comes.
pub(crate) enum Identity {
    /// An application that acts for nobody.
    Application,
    /// A person, through an application.
    Person(SignIn),
}

/// A change to one's own methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Add,
    Remove,
}

/// Checks the token: issued here, for Graph, not expired, and its sign-in still valid.
pub(crate) fn authenticate(tenant: &Tenant, context: &Context<'_>) -> Result<Caller, Fault> {
    let now = context.now;
    let token = text_header(context.request.headers(), header::AUTHORIZATION)
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| !token.is_empty())
        .ok_or_else(|| Fault::invalid_token("Access token is empty."))?;
    let claims = tenant.signer.verify(token).map_err(|invalid| match invalid {
        InvalidToken::Malformed => {
            Fault::invalid_token("CompactToken parsing failed with error code: 80049217")
        }
        InvalidToken::Signature => {
            Fault::invalid_token("Access token validation failure. Signature validation failed.")
        }
    })?;
    if claims["aud"] != GRAPH_RESOURCE {
        return Err(Fault::invalid_token("Access token validation failure. Invalid audience."));
    }
    if claims["exp"].as_i64().is_none_or(|end| now.unix_seconds() >= end) {
        return Err(Fault::invalid_token("Lifetime validation failed, the token is expired."));
    }
    if claims["idtyp"] == "app" {
        return Ok(Caller {
            identity: Identity::Application,
            permissions: texts(&claims["roles"]),
            contexts: Vec::new(),
            takes_challenges: false,
            is_security_info: false,
        });
    }
    let takes_challenges = texts(&claims["xms_cc"]).contains(&"cp1".to_owned());
    let sign_in = SignInId::new(String::from(claims["sid"].as_str().unwrap_or_default()));
    let (sign_in, _) = tenant.sessions.proved(&sign_in, &tenant.directory, now).map_err(|_| {
        Fault::invalid_token(
            "Access token validation failure. The session that the token was issued for has ended.",
        )
    })?;
    // A token outlives the revocation, unless the client takes challenges (continuous access evaluation).
    if takes_challenges && tenant.sessions.is_revoked(&sign_in.id) {
        return Err(challenge::for_newer_sign_in(now));
    }
    Ok(Caller {
        identity: Identity::Person(sign_in.clone()),
        permissions: claims["scp"]
            .as_str()
            .unwrap_or_default()
            .split(' ')
            .map(String::from)
            .collect(),
        contexts: texts(&claims["acrs"]),
        takes_challenges,
        is_security_info: claims["appid"] == SECURITY_INFO_CLIENT_ID,
    })
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(String::from).collect()
}

impl Caller {
    /// The sign-in behind the request; none for an application.
    pub(crate) const fn sign_in(&self) -> Option<&SignIn> {
        match &self.identity {
            Identity::Application => None,
            Identity::Person(sign_in) => Some(sign_in),
        }
    }

    pub(crate) fn is(&self, target: &PersonId) -> bool {
        self.sign_in().is_some_and(|sign_in| sign_in.person == *target)
    }

    /// The person whom a path names. A caller without access to others is not told whether they exist.
    pub(crate) fn target(&self, tenant: &Tenant, key: Option<&str>) -> Result<PersonId, Fault> {
        match (key, &self.identity) {
            (None, Identity::Person(sign_in)) => Ok(sign_in.person.clone()),
            (None, Identity::Application) => Err(Fault::bad_request(
                "/me request is only valid with delegated authentication flow.",
            )),
            (Some(key), _) => match tenant.directory.person_by_key(key) {
                Some(person) => Ok(person.id.clone()),
                None if self.looks_at_others(tenant) => Err(Fault::not_found()),
                None => Err(Fault::access_denied(DENIED)),
            },
        }
    }

    fn looks_at_others(&self, tenant: &Tenant) -> bool {
        let has_permission = self.permissions.iter().any(|name| name.ends_with(".All"));
        let has_role = self
            .roles(tenant)
            .is_none_or(|roles| roles.iter().any(|role| role.reads_methods(Standing::Member)));
        has_permission && has_role
    }

    /// The roles of the person; `None` for an application, which needs none.
    pub(crate) fn roles<'tenant>(&self, tenant: &'tenant Tenant) -> Option<&'tenant [Role]> {
        self.sign_in().map(|sign_in| {
            tenant.directory.person(&sign_in.person).map_or(&[][..], |person| &person.roles)
        })
    }

    /// Whether the token holds one of the permissions.
    pub(crate) fn has_any(&self, names: &[impl AsRef<str>]) -> bool {
        names.iter().any(|name| self.permissions.iter().any(|granted| granted == name.as_ref()))
    }

    /// Whether the token and the person's roles allow an operation on a person.
    pub(crate) fn require(
        &self,
        tenant: &Tenant,
        permission: Permission,
        target: &PersonId,
    ) -> Result<(), Fault> {
        let is_self = self.is(target);
        let reach = if is_self { Reach::Own } else { Reach::Others };
        if !self.has_any(&permission.names(reach)) {
            return Err(match (is_self, &self.identity) {
                (false, Identity::Person(_)) => Fault::access_denied(DENIED),
                _ => Fault::insufficient_privileges(),
            });
        }
        let Some(roles) = self.roles(tenant) else {
            return Ok(());
        };
        if permission == Permission::IssuePass || permission == Permission::Preferences {
            // Nobody does it for themselves, whatever their role.
            if is_self {
                return Err(Fault::access_denied(DENIED));
            }
        } else if is_self || permission == Permission::Profile {
            return Ok(());
        }
        let standing = tenant.directory.person(target).ok_or_else(Fault::not_found)?.standing();
        let is_allowed = roles.iter().any(|role| {
            if permission.is_reading() {
                role.reads_methods(standing)
            } else {
                role.changes_methods(standing)
            }
        });
        if is_allowed { Ok(()) } else { Err(Fault::access_denied(DENIED)) }
    }

    /// Whether the token and the person's roles allow to read or change the tenant's policies.
    pub(crate) fn require_policy(
        &self,
        tenant: &Tenant,
        permission: Permission,
    ) -> Result<(), Fault> {
        if !self.has_any(&permission.names(Reach::Others)) {
            return Err(Fault::insufficient_privileges());
        }
        let is_allowed = self.roles(tenant).is_none_or(|roles| {
            roles.iter().any(|role| {
                if permission.is_reading() {
                    role.reads_policies()
                } else {
                    role.changes_policies()
                }
            })
        });
        if is_allowed { Ok(()) } else { Err(Fault::access_denied(DENIED)) }
    }

    /// Demands a recent strong sign-in for a change to one's own methods, and keeps the ten minutes that a one-time
    /// pass leaves for registration. A client that takes challenges gets one; others are refused.
    pub(crate) fn require_recent(
        &self,
        tenant: &Tenant,
        target: &PersonId,
        change: Change,
        collection: Collection,
        now: Timestamp,
    ) -> Result<(), Fault> {
        const ONE_TIME_SECONDS: i64 = 600;
        let Some((sign_in, person)) = self
            .sign_in()
            .filter(|sign_in| sign_in.person == *target)
            .zip(tenant.directory.person(target))
        else {
            return Ok(());
        };
        if person.trouble == Some(Trouble::StepUpDemanded) && !self.has_context(challenge::CONTEXT)
        {
            return Err(challenge::for_context());
        }
        let seconds = match (change, collection) {
            (Change::Add, Collection::Fido2) => tenant.passkey_freshness_seconds(),
            (Change::Add | Change::Remove, _) => {
                tenant.directory.policies.registration.recent_sign_in_seconds
            }
        };
        let is_one_time = matches!(sign_in.proof, Proof::Pass { one_time: true, .. });
        let is_in_window =
            !(change == Change::Add && is_one_time) || sign_in.is_recent(ONE_TIME_SECONDS, now);
        let is_strong = tenant.accepts_proof_of(person);
        if is_strong && sign_in.is_strong_since(seconds, now) && is_in_window {
            return Ok(());
        }
        if is_strong && self.takes_challenges {
            return Err(challenge::for_context());
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

    fn has_context(&self, context: &str) -> bool {
        self.contexts.iter().any(|own| own == context)
    }
}

/// Graph's message for a role that does not suffice.
const DENIED: &str = "Request Authorization failed";
