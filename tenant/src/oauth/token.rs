//! The token endpoint: exchanges a code or a refresh token for tokens (RFC 6749, sections 4.1.3 and 6).
//!
//! Nothing that it issues outlives the sign-in behind it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Request, StatusCode, header};
use serde_json::json;

use super::{
    application_grant,
    claims::Subject,
    client_authentication::{self, Client},
    danger_local,
};
use crate::{
    directory::{
        TENANT_ID,
        application::Application,
        session::{Ended, SignInId},
    },
    protocol::{claims_request::TokenWishes, fault::Fault, grant_type, scope::Scopes},
    state::{
        Tenant,
        grant::{CODE_MINUTES, Grants, REFRESH_DAYS, RefreshToken, refresh_token_key},
    },
    timestamp::Timestamp,
    web::{
        reply::{self, Reply},
        request::{self, Fields},
        trace::Trace,
    },
};

/// Maximum lifetime of an access token, in seconds.
const ACCESS_SECONDS: i64 = 3600;

pub(crate) fn token(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    trace: &Trace,
    now: Timestamp,
) -> Reply {
    exchange(tenant, request, now).unwrap_or_else(|fault| {
        let mut reply = fault.into_reply(&tenant.settings.origin, trace, now);
        // To a client that used the header, a 401 names the scheme (RFC 6749, section 5.2).
        if reply.status() == StatusCode::UNAUTHORIZED && client_authentication::uses_basic(request)
        {
            reply::set(&mut reply, header::WWW_AUTHENTICATE, "Basic realm=\"\"");
        }
        reply
    })
}

fn exchange(
    tenant: &mut Tenant,
    request: &Request<Vec<u8>>,
    now: Timestamp,
) -> Result<Reply, Fault> {
    if !request::has_content_type(request, "application/x-www-form-urlencoded") {
        return Err(Fault::missing("grant_type"));
    }
    let form = Fields::form(request);
    if let Some(name) = form.repeated() {
        return Err(Fault::repeated(name));
    }
    let grant_type = form.first("grant_type").ok_or_else(|| Fault::missing("grant_type"))?;
    let client = client_authentication::authenticate(tenant, request, &form, now)?;
    let application = &client.application;
    let granted = match grant_type {
        "authorization_code" => redeem_code(&mut tenant.grants, application, &form, now)?,
        "client_credentials" => {
            return application_grant::grant(tenant, &client, &form, now);
        }
        "refresh_token" => redeem_refresh_token(tenant, application, &form, now)?,
        grant_type::WITHOUT_SIGN_IN => danger_local::redeem(tenant, application, &form, now)?,
        _ => {
            return Err(Fault::new(
                "unsupported_grant_type",
                70_003,
                "The app requested an unsupported grant type.",
            ));
        }
    };
    issue(tenant, &client, granted, &form, now)
}

/// What the tokens are issued for.
pub(super) struct Granted {
    pub(super) scopes: Scopes,
    pub(super) wishes: TokenWishes,
    /// What a new refresh token will cover, where one is issued.
    pub(super) refreshable: Option<Scopes>,
    pub(super) sign_in: SignInId,
    pub(super) nonce: Option<String>,
}

fn redeem_code(
    grants: &mut Grants,
    application: &Application,
    form: &Fields,
    now: Timestamp,
) -> Result<Granted, Fault> {
    let code = form.first("code").ok_or_else(|| Fault::missing("code"))?;
    let redirect_address =
        form.first("redirect_uri").ok_or_else(|| Fault::missing("redirect_uri"))?;
    let grant = grants
        .codes
        .get_mut(code)
        .filter(|grant| grant.client_id == application.client_id)
        .ok_or_else(malformed_grant)?;
    if grant.is_redeemed {
        return Err(Fault::new(
            "invalid_grant",
            54_005,
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an \
             existing refresh token.",
        ));
    }
    if now > grant.issued.plus_minutes(CODE_MINUTES) {
        return Err(Fault::new(
            "invalid_grant",
            70_008,
            "The provided authorization code or refresh token has expired due to inactivity.",
        ));
    }
    if grant.redirect_address != redirect_address {
        return Err(Fault::new(
            "invalid_client",
            500_112,
            "The reply address does not match the reply address provided when requesting Authorization code.",
        ));
    }
    let verifier = form.first("code_verifier");
    let is_met = match (&grant.code_challenge, verifier) {
        (Some(challenge), Some(verifier)) => challenge.is_met_by(verifier),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if !is_met {
        return Err(Fault::new(
            "invalid_grant",
            501_481,
            "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
        ));
    }
    grant.is_redeemed = true;
    Ok(Granted {
        refreshable: grant.scopes.offline_access.then(|| grant.scopes.clone()),
        scopes: grant.scopes.clone(),
        wishes: grant.wishes.refreshed(form)?,
        sign_in: grant.sign_in.clone(),
        nonce: grant.nonce.clone(),
    })
}

fn redeem_refresh_token(
    tenant: &Tenant,
    application: &Application,
    form: &Fields,
    now: Timestamp,
) -> Result<Granted, Fault> {
    let token = form.first("refresh_token").ok_or_else(|| Fault::missing("refresh_token"))?;
    let grant = tenant
        .grants
        .refresh_tokens
        .get(&refresh_token_key(token))
        .filter(|grant| grant.client_id == application.client_id)
        .ok_or_else(malformed_grant)?;
    if now > grant.issued.plus_days(REFRESH_DAYS) {
        return Err(Fault::new(
            "invalid_grant",
            700_082,
            "The refresh token has expired due to inactivity.",
        ));
    }
    let scopes = match form.first("scope") {
        None if tenant.settings.switches.refresh_needs_scope => return Err(scope_missing()),
        None => grant.scopes.clone(),
        Some(text) => Scopes::parse(text, application, &tenant.settings.origin)?,
    };
    if !scopes.without_consent(application).is_empty() {
        return Err(Fault::new(
            "invalid_grant",
            65_001,
            "The user or administrator has not consented to use the application.",
        ));
    }
    Ok(Granted {
        scopes,
        refreshable: Some(grant.scopes.clone()),
        wishes: grant.wishes.refreshed(form)?,
        sign_in: grant.sign_in.clone(),
        nonce: None,
    })
}

/// RFC 6749, section 6, lets a refresh leave `scope` out; the real directory has been seen to refuse that.
fn scope_missing() -> Fault {
    Fault::new(
        "invalid_request",
        90_009,
        "Application is requesting a token for itself. This scenario is supported only if resource is specified \
         using the GUID based App Identifier.",
    )
}

fn malformed_grant() -> Fault {
    Fault::new("invalid_grant", 9_002_313, "Invalid request. Request is malformed or invalid.")
}

fn issue(
    tenant: &mut Tenant,
    Client { application, proof }: &Client,
    granted: Granted,
    form: &Fields,
    now: Timestamp,
) -> Result<Reply, Fault> {
    let (sign_in, person) =
        tenant.sessions.standing(&granted.sign_in, &tenant.directory, now).map_err(ended)?;
    let longest = tenant.settings.switches.access_token_seconds.map_or(ACCESS_SECONDS, i64::from);
    let lifetime_seconds = sign_in.end().map_or(longest, |end| longest.min(end.seconds_since(now)));
    let subject = Subject {
        origin: &tenant.settings.origin,
        application,
        reference: proof.reference(),
        person,
        sign_in,
        now,
        lifetime_seconds,
        wishes: &granted.wishes,
        accepts_proof: tenant.accepts_proof_of(person),
        token_id: tenant.randomness.token().chars().take(22).collect(),
    };
    let mut body = json!({
        "token_type": "Bearer",
        "scope": granted.scopes.granted_text(),
        "expires_in": lifetime_seconds,
        "ext_expires_in": lifetime_seconds,
        "access_token": tenant.signer.sign(&subject.access_token(&granted.scopes)),
    });
    if granted.scopes.openid {
        let claims =
            subject.id_token(granted.nonce.as_deref(), &granted.scopes, &tenant.settings.switches);
        body["id_token"] = json!(tenant.signer.sign(&claims));
    }
    if form.first("client_info") == Some("1") {
        let info = json!({ "uid": person.id.as_str(), "utid": TENANT_ID });
        body["client_info"] = json!(URL_SAFE_NO_PAD.encode(info.to_string()));
    }
    if let Some(scopes) = granted.refreshable {
        let value = format!("1.{}", tenant.randomness.token());
        body["refresh_token"] = json!(value);
        tenant.grants.refresh_tokens.insert(
            refresh_token_key(&value),
            RefreshToken {
                client_id: application.client_id.clone(),
                scopes,
                wishes: granted.wishes,
                sign_in: granted.sign_in,
                issued: now,
            },
        );
        tenant.grants.prune(now);
    }
    Ok(reply::json(StatusCode::OK, &body))
}

fn ended(ended: Ended) -> Fault {
    match ended {
        Ended::PassExpired => {
            Fault::new("invalid_grant", 130_504, "Your Temporary Access Pass has expired.")
        }
        Ended::PassGone => Fault::new(
            "invalid_grant",
            130_507,
            "An access pass could not be found or verified for the user.",
        ),
        Ended::Revoked => Fault::new(
            "invalid_grant",
            50_173,
            "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
        ),
    }
}
