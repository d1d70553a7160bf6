//! Sign-in at the directory: OpenID Connect authorization code flow with PKCE, state and nonce.
//!
//! An attempt is sealed into a cookie, so that nothing is stored for an anonymous visitor. Latchkey
//! never sees the pass.

mod attempt;
mod return_to;

use std::fmt;

use attempt::Attempt;
pub(crate) use attempt::Replaced;
use contract::Timestamp;
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::{
    Gateway, PersonKey, Ports,
    fault::{Fault, Refusal, SafeCode, StaleSignIn, UpstreamFault},
    identity,
    oauth::{self, AuthorizeRequest, TokenFault, TokenRefusal, registration_fault},
    session::{self, InsteadOf, NewSession, SessionId, SignedInPerson},
    sessions::note::{self, Note},
};

/// A sign-in that was begun.
#[derive(Clone, Eq, PartialEq)]
pub struct Begun {
    /// The URL of the directory's sign-in page, where the person types the pass.
    pub location: String,
    /// The sealed attempt, for a cookie that lasts ten minutes.
    pub attempt: String,
    /// Tells this attempt from others in the same browser: what [`attempt_tag`] finds later.
    pub tag: String,
}

impl fmt::Debug for Begun {
    /// Secret: the location carries the state and the nonce.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Begun { [redacted] }")
    }
}

/// A sign-in that succeeded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedIn {
    /// The id of the new session, for its cookie.
    pub session: SessionId,
    /// When the session ends at the latest.
    pub ends_at: Timestamp,
    /// The path of this origin to return to.
    pub return_to: String,
    /// Whose it is.
    pub person: PersonKey,
}

/// The path and query of `wanted` if it is a page of this origin, and of the first page otherwise.
#[must_use]
pub fn page_here(wanted: &str, app_origin: &str) -> String {
    return_to::clean(wanted, app_origin)
}

/// Begins a sign-in for the account. It returns to `return_to` if that is a page of this origin,
/// and to the first page otherwise.
///
/// # Errors
///
/// [`crate::InvalidRequest::Account`] when the account name is invalid; an upstream fault when the
/// directory's metadata cannot be read.
pub async fn begin<P: Ports>(
    gateway: &Gateway<'_, P>,
    account: &str,
    return_to: &str,
) -> Result<Begun, Fault> {
    let account = contract::parse_account(account).map_err(|_| crate::InvalidRequest::Account)?;
    begin_with(gateway, &account, return_to, None, &[]).await
}

/// Begins a sign-in with extra request parameters, whose session may replace another one. The account
/// is as it was read or as the directory calls it, which may be a phone number.
pub(crate) async fn begin_with<P: Ports>(
    gateway: &Gateway<'_, P>,
    account: &str,
    return_to: &str,
    replaces: Option<Replaced>,
    extra: &[(&'static str, &str)],
) -> Result<Begun, Fault> {
    let discovery = gateway.directory.discovery(gateway).await?;
    let limits = gateway.settings.limits;
    let max_age = match replaces {
        // What a step-up brings must be fresh enough for whatever it was asked for.
        Some(_) => limits.freshness_to_register.saturating_mul(60),
        None => limits.session_seconds,
    };
    let attempt = Attempt::new(
        gateway.ports,
        account,
        return_to::clean(return_to, &gateway.settings.app_origin),
        replaces,
    );
    let request = AuthorizeRequest {
        state: attempt.state.expose(),
        nonce: attempt.nonce.expose(),
        verifier: &attempt.verifier,
        account,
        max_age,
        extra,
    };
    Ok(Begun {
        location: oauth::authorize_address(gateway, &discovery, &request)?,
        attempt: attempt.seal(gateway)?,
        tag: attempt::tag(attempt.state.expose()),
    })
}

/// The [`Begun::tag`] of the attempt that the query of a callback belongs to.
#[must_use]
pub fn attempt_tag(query: &str) -> String {
    let state = Answer::parse(query).and_then(|answer| answer.state);
    attempt::tag(&state.unwrap_or_default())
}

/// The account that an attempt of this browser is for, sealed for the page that tells what became of it.
pub fn attempted_account<P: Ports>(
    gateway: &Gateway<'_, P>,
    attempt: Option<&str>,
) -> Option<String> {
    let account = Attempt::open(gateway, attempt?)?.account;
    gateway.settings.seal_keys.seal(gateway.ports, ATTEMPTED, account.as_bytes())
}

/// Opens what [`attempted_account`] sealed.
pub fn open_account<P: Ports>(gateway: &Gateway<'_, P>, sealed: &str) -> Option<String> {
    String::from_utf8(gateway.settings.seal_keys.open(ATTEMPTED, sealed)?).ok()
}

/// Finishes a sign-in with the query of the callback.
///
/// When the person is not the one who was asked for, they come to their own overview.
///
/// # Errors
///
/// [`Refusal::StepUpIncomplete`] when the directory did not ask the person again,
/// [`Refusal::SignInMismatch`] or [`Refusal::SignInExpired`] when it matches no attempt of this
/// browser, a refusal of the directory, [`Refusal::IdentityUnverified`], or an upstream fault. No
/// session is created in these cases.
pub async fn finish<P: Ports>(
    gateway: &Gateway<'_, P>,
    query: &str,
    attempt_cookie: Option<&str>,
) -> Result<SignedIn, Fault> {
    let (attempt, code) = match_attempt(gateway, query, attempt_cookie)?;
    attempt.take(gateway).await?;
    let grant = match oauth::exchange(gateway, code, &attempt.verifier).await {
        Ok(grant) => grant,
        Err(TokenFault::Refused(refused)) => return Err(refusal(refused)),
        Err(TokenFault::Upstream(fault)) => return Err(fault.into()),
        Err(TokenFault::Unsigned(_)) => {
            return Err(Fault::Broken("the platform cannot sign with CLIENT_KEY"));
        }
    };
    let id_token = grant.id_token.as_ref().ok_or(Refusal::IdentityUnverified("no ID token"))?;
    let identity = identity::verify(gateway, id_token, attempt.nonce.expose()).await?;

    // An ID token without an account name does not show that it is the account asked for.
    let is_asked_account =
        identity.account.as_ref().is_some_and(|account| is_same(account, &attempt.account));
    let account = identity.account.unwrap_or_else(|| attempt.account.clone());
    let mut person = SignedInPerson {
        name: identity.name.unwrap_or_else(|| account.clone()),
        account,
        tenant_id: identity.tenant_id,
        object_id: identity.object_id,
        logout_hint: identity.logout_hint,
        standing: identity.standing,
    };
    // Graph's own token tells more, where it can be read; it came from the token endpoint itself.
    person.learn_from(&grant.tokens.access);
    let now = gateway.ports.now();
    let replaced = attempt.replaces.as_ref();
    // A step-up asks for a new proof (`prompt=login`), so that its end is one, said or not, where the
    // directory never tells (docs/decisions/step-up-without-auth-time.md).
    let forced_at = replaced.is_some().then_some(attempt.issued_at);
    let is_expected = replaced.map_or(is_asked_account, |replaced| replaced.is_of(&person));
    let fresh_since = now.plus_minutes(-gateway.settings.limits.freshness);
    let keys = &gateway.settings.seal_keys;
    let replaced_id = replaced.and_then(|replaced| replaced.session(keys));
    let continues = match &replaced_id {
        Some(id) if is_expected => session::read(gateway, id).await?,
        Some(_) | None => None,
    };
    let tells_proof = identity.authenticated_at.is_some();
    let has_told = gateway.directory.has_told_proof(now)
        || continues.as_ref().is_some_and(|record| record.tells_proof);
    // Not counted, if the directory took an earlier sign-in for the new one, or does not tell although it
    // does otherwise: `prompt` and `max_age` went by way of the browser. Asking again would end here again.
    let is_counted = match identity.authenticated_at {
        Some(at) => fresh_since < at,
        None => !has_told,
    };
    if replaced.is_some() && is_expected && !is_counted {
        let age = identity.authenticated_at.map(|at| at.seconds_until(now));
        let why = StaleSignIn { said: None, age, clock_ahead: grant.clock_ahead };
        return Err(Refusal::StepUpIncomplete(why).into());
    }
    if tells_proof {
        gateway.directory.note_proof_told(now);
    }
    let new = NewSession {
        continues,
        instead_of: (replaced.is_some() && !is_expected).then(|| InsteadOf {
            account: attempt.account,
            told_until: now.plus_minutes(INSTEAD_OF_MINUTES),
        }),
        person,
        tokens: grant,
        authenticated_at: identity.authenticated_at.unwrap_or(now).min(now),
        proved_at: identity
            .authenticated_at
            .map(|at| at.min(now))
            .or(forced_at.filter(|_| !has_told)),
        tells_proof,
        stepped_up_at: forced_at.filter(|_| is_expected),
    };
    let (id, record) = session::create(gateway, new).await?;
    let begun = note::Begun {
        name: id.name(),
        ends_at: record.ends_at,
        replaces: replaced_id.as_ref().map(SessionId::name),
    };
    let note = Note { browser: gateway.origin.browser, begun: Some(begun), ..Note::default() };
    if let Some(replaced) = replaced_id {
        // Also when somebody else came back: they have the browser now, and its cookie holds their
        // session. Nobody could use the earlier one, and nobody could sign it out. Before the list
        // forgets it, so that it is in the list for as long as it lives.
        if let Err(fault) = session::delete(gateway, &replaced).await {
            session::delete(gateway, &id).await?;
            return Err(fault);
        }
    }
    if gateway.ports.note(&record.person.key(), &note).await.is_err() {
        // One that is in no list could not be ended from elsewhere.
        session::delete(gateway, &id).await?;
        return Err(Fault::Broken("the new session cannot be listed"));
    }
    let is_harmless = replaced.is_none() && !return_to::names_method(&attempt.return_to);
    let return_to = if replaced.is_none() && return_to::is_home(&attempt.return_to) {
        return_to::next_task(&attempt.return_to)
    } else if is_expected || is_harmless {
        attempt.return_to
    } else {
        // The page may ask about a method of the person who was expected, and Graph gives
        // everyone's phone number the same id.
        return_to::home(&attempt.return_to)
    };
    let person = record.person.key();
    Ok(SignedIn { session: id, ends_at: record.ends_at, return_to, person })
}

/// Finds the attempt that the response belongs to, and the authorization code in it.
fn match_attempt<P: Ports>(
    gateway: &Gateway<'_, P>,
    query: &str,
    attempt_cookie: Option<&str>,
) -> Result<(Attempt, String), Fault> {
    let cookie = attempt_cookie.ok_or(Refusal::SignInMismatch("no attempt in this browser"))?;
    let attempt = Attempt::open(gateway, cookie)
        .ok_or(Refusal::SignInMismatch("an attempt that was not made here"))?;
    let answer = Answer::parse(query).ok_or(Refusal::SignInMismatch("a parameter twice"))?;
    let state = answer.state.unwrap_or_default();
    if !bool::from(state.as_bytes().ct_eq(attempt.state.expose().as_bytes())) {
        return Err(Refusal::SignInMismatch("another state").into());
    }
    if !attempt.is_current(gateway) {
        return Err(Refusal::SignInExpired.into());
    }
    // RFC 9207 §2.4: a response of another issuer must be discarded.
    if answer.issuer.is_some_and(|issuer| issuer != gateway.settings.authority) {
        return Err(Refusal::SignInMismatch("another issuer").into());
    }
    if let Some(error) = answer.error {
        let text = Option::unwrap_or_default;
        let code = oauth::entra_code(&text(answer.description), &text(answer.explained_at));
        return Err(refusal(TokenRefusal { error, code }));
    }
    match answer.code.filter(|code| !code.is_empty()) {
        Some(code) => Ok((attempt, code)),
        None => Err(Refusal::SignInMismatch("neither code nor error").into()),
    }
}

/// Compares two account names without regard to case. Entra has only letters of ASCII in them; the table of
/// all others would be 7 kB of the module.
const fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// The parameters of an authorization response (RFC 6749 §4.1.2, RFC 9207 §2).
#[derive(Default)]
struct Answer {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    description: Option<String>,
    explained_at: Option<String>,
    issuer: Option<String>,
}

impl Answer {
    /// `None` when a parameter is repeated (RFC 6749 §3.1).
    fn parse(query: &str) -> Option<Self> {
        let mut answer = Self::default();
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            let slot = match &*name {
                "state" => &mut answer.state,
                "code" => &mut answer.code,
                "error" => &mut answer.error,
                "error_description" => &mut answer.description,
                "error_uri" => &mut answer.explained_at,
                "iss" => &mut answer.issuer,
                _ => continue,
            };
            if slot.replace(value.into_owned()).is_some() {
                return None;
            }
        }
        Some(answer)
    }
}

/// Tells the directory's refusals apart by its number, since Entra reports most of them as
/// `access_denied`; only one without a number is the person's own cancel.
fn refusal(refused: TokenRefusal) -> Fault {
    let TokenRefusal { error, code } = refused;
    let number = code.as_deref().and_then(|code| code.strip_prefix("AADSTS")).unwrap_or_default();
    let safe = SafeCode::new(code.as_deref().unwrap_or(&error));
    if let Some(what) = code.as_deref().and_then(registration_fault::of) {
        return UpstreamFault::Misconfigured { what }.into();
    }
    match (error.as_str(), number) {
        ("consent_required", _) | (_, "65001" | "90094" | "90095") => {
            Refusal::ConsentRequired(safe).into()
        }
        (_, "65004") => Refusal::ConsentDeclined(safe).into(),
        (_, "50105") => Refusal::NotAssigned(safe).into(),
        // Conditional Access: a platform, a device, a partner's challenge, or any other of its rules.
        (_, "50005" | "50097" | "50131" | "50158") => Refusal::SignInBlocked(safe).into(),
        // 53000 to 53004 and their like: device, location, risk, blocked by policy.
        (_, number) if number.len() >= 5 && number.starts_with("530") => {
            Refusal::SignInBlocked(safe).into()
        }
        // The code has expired on its way.
        (_, "70008") => Refusal::SignInExpired.into(),
        ("server_error" | "temporarily_unavailable", _) => UpstreamFault::InTrouble(safe).into(),
        // Nobody is at fault who signs in (RFC 6749 §4.1.2.1).
        (
            "invalid_client"
            | "invalid_scope"
            | "unauthorized_client"
            | "unsupported_response_type",
            _,
        ) => UpstreamFault::NotAccepted(safe).into(),
        ("access_denied", "") => Refusal::SignInCancelled.into(),
        _ => Refusal::SignInRefused(safe).into(),
    }
}

const ATTEMPTED: &str = "attempted account";

/// How long the overview mentions that somebody else was asked for, in minutes.
const INSTEAD_OF_MINUTES: i64 = 5;

#[cfg(test)]
mod tests;
