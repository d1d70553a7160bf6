//! The claims of ID tokens (v2.0) and of Graph's access tokens (v1.0 form), as the claims references list them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::discovery;
use crate::{
    admission::HOME_TENANT,
    directory::{
        TENANT_ID, application::Application, guest::Guest, person::Person, session::SignIn,
    },
    protocol::{
        authorize_request::login_hint,
        claims_request::TokenWishes,
        scope::{GRAPH_RESOURCE, Scopes},
    },
    state::switches::{OptionalClaim, Switches},
    timestamp::Timestamp,
};

/// Whom a token is for, and its lifetime.
pub(crate) struct Subject<'tenant> {
    pub(crate) origin: &'tenant str,
    pub(crate) application: &'tenant Application,
    /// How the application proved itself, as `appidacr` says it.
    pub(crate) reference: &'static str,
    pub(crate) person: &'tenant Person,
    pub(crate) sign_in: &'tenant SignIn,
    pub(crate) now: Timestamp,
    pub(crate) lifetime_seconds: i64,
    pub(crate) wishes: &'tenant TokenWishes,
    /// Whether multifactor authentication of the person counts here.
    pub(crate) accepts_proof: bool,
    /// A unique token identifier.
    pub(crate) token_id: String,
}

impl Subject<'_> {
    pub(crate) fn id_token(
        &self,
        nonce: Option<&str>,
        scopes: &Scopes,
        switches: &Switches,
    ) -> Value {
        let issued = self.now.unix_seconds();
        let mut claims = json!({
            "aud": self.application.client_id,
            "iss": discovery::issuer(self.origin),
            "iat": issued,
            "nbf": issued,
            "exp": issued.saturating_add(self.lifetime_seconds),
            "oid": self.person.id.as_str(),
            "sub": pairwise_subject(&self.application.client_id, self.person),
            "tid": TENANT_ID,
            "uti": self.token_id,
            "ver": "2.0",
        });
        if self.application.issues(OptionalClaim::AuthTime, switches) {
            claims["auth_time"] = json!(self.sign_in.at.unix_seconds());
        }
        if self.application.issues(OptionalClaim::LoginHint, switches) {
            claims["login_hint"] = json!(login_hint(self.person));
        }
        if self.application.issues(OptionalClaim::Sid, switches) {
            claims["sid"] = json!(self.sign_in.id.as_str());
        }
        if let Some(provider) = identity_provider(self.person) {
            claims["idp"] = json!(provider);
        }
        if scopes.profile {
            claims["name"] = json!(self.person.display_name());
            claims["preferred_username"] = json!(self.person.account);
        }
        if scopes.email {
            claims["email"] = json!(self.person.account);
        }
        if let Some(context) = &self.wishes.id_token_context {
            claims["acrs"] = json!([context]);
        }
        if let Some(nonce) = nonce {
            claims["nonce"] = json!(nonce);
        }
        claims
    }

    pub(crate) fn access_token(&self, scopes: &Scopes) -> Value {
        let issued = self.now.unix_seconds();
        let person = self.person;
        let methods = self.sign_in.authentication_methods().iter();
        let methods: Vec<_> =
            methods.filter(|method| self.accepts_proof || **method != "mfa").collect();
        let mut claims = json!({
            "aud": GRAPH_RESOURCE,
            "iss": format!("{}/{TENANT_ID}/", self.origin),
            "iat": issued,
            "nbf": issued,
            "exp": issued.saturating_add(self.lifetime_seconds),
            "acct": u8::from(person.guest.is_some()),
            "acr": "1",
            "amr": methods,
            "app_displayname": self.application.name,
            "appid": self.application.client_id,
            "appidacr": self.reference,
            "auth_time": self.sign_in.at.unix_seconds(),
            "family_name": person.surname,
            "given_name": person.given_name,
            "idtyp": "user",
            "name": person.display_name(),
            "oid": person.id.as_str(),
            "scp": scopes.granted_text(),
            "sid": self.sign_in.id.as_str(),
            "sub": pairwise_subject(GRAPH_RESOURCE, person),
            "tid": TENANT_ID,
            "unique_name": person.account,
            "upn": person.account,
            "uti": self.token_id,
            "ver": "1.0",
        });
        let roles = person.roles.iter().map(|role| role.template_id());
        claims["wids"] = json!(roles.chain([ORDINARY_USER]).collect::<Vec<_>>());
        if let Some(provider) = identity_provider(person) {
            claims["idp"] = json!(provider);
        }
        if let Some(context) = &self.wishes.context {
            claims["acrs"] = json!([context]);
        }
        if self.wishes.takes_challenges {
            claims["xms_cc"] = json!(["cp1"]);
        }
        claims
    }
}

/// What stands in `wids` for everyone, whatever roles they have besides.
const ORDINARY_USER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/// The issuer that authenticated someone from another tenant; left out for everyone else.
fn identity_provider(person: &Person) -> Option<String> {
    let Some(Guest::External { .. }) = &person.guest else {
        return None;
    };
    Some(format!("https://sts.windows.net/{HOME_TENANT}/"))
}

/// A subject that differs for every application (OpenID Connect Core 1.0, section 8.1).
pub(super) fn pairwise_subject(audience: &str, person: &Person) -> String {
    let text = format!("{TENANT_ID}/{audience}/{}", person.id.as_str());
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}
