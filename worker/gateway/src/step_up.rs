//! Step-up: whether a sign-in is fresh enough for a change, and how to ask for a fresher one.
//!
//! A change that was refused is never replayed: the person returns and is asked again.

use contract::Timestamp;

use crate::{
    Gateway, Ports,
    claims_challenge::ClaimsChallenge,
    fault::{Fault, Refusal, StaleSignIn},
    session::{self, Session, SessionId},
    sign_in::{self, Begun, Replaced},
};

/// Checks that the sign-in is fresh enough for a change.
///
/// It is the directory's rule; we enforce it too, since Graph may not do so for every write.
pub(crate) fn check_fresh<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
) -> Result<(), Refusal> {
    check(gateway, session, session.clocks(&gateway.settings.limits).fresh_until)
}

/// Checks that the sign-in is fresh enough to begin registering a passkey. The end is a change like
/// any other: the challenge's five minutes end within the ten.
pub(crate) fn check_fresh_to_register<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
) -> Result<(), Refusal> {
    check(gateway, session, session.clocks(&gateway.settings.limits).register_until)
}

fn check<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    fresh_until: Timestamp,
) -> Result<(), Refusal> {
    if gateway.ports.now() < fresh_until {
        return Ok(());
    }
    let clock_ahead = session.record.clock_ahead;
    let why = StaleSignIn { clock_ahead, ..StaleSignIn::default() };
    Err(wanted(gateway, session, session.record.claims_challenge.clone(), why))
}

/// The refusal when a fresher sign-in is wanted: a step-up, unless the person comes from one that
/// asked for the same. The directory may leave out a second factor that the browser remembers, so
/// that another step-up would end here again.
pub(crate) fn wanted<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    challenge: Option<ClaimsChallenge>,
    why: StaleSignIn,
) -> Refusal {
    let why = StaleSignIn { age: age(gateway, session), ..why };
    let is_in_vain = session.record.stepped_up.is_some_and(|last| {
        let is_answered = challenge.is_none() || last.answers_challenge;
        is_answered && gateway.ports.now() < last.began_at.plus_minutes(STRICTEST_MINUTES)
    });
    if is_in_vain {
        Refusal::StepUpIncomplete(why)
    } else {
        Refusal::StepUpRequired { challenge, why }
    }
}

/// How old the last proof of the person is, in seconds.
fn age<P: Ports>(gateway: &Gateway<'_, P>, session: &Session) -> Option<i64> {
    session.record.proved_at.map(|at| at.seconds_until(gateway.ports.now()))
}

/// [`wanted`] in place of a fault that asks for a step-up without knowing where the person comes
/// from.
pub(crate) fn judge<P: Ports>(gateway: &Gateway<'_, P>, session: &Session, fault: Fault) -> Fault {
    if let Fault::Refused(Refusal::StepUpRequired { challenge, why }) = fault {
        wanted(gateway, session, challenge, why).into()
    } else {
        fault
    }
}

/// The same for the refusal of a change; `why` is what the answer tells of the cause. Where the directory
/// forbids a change and tells no other reason, the age of the sign-in may be why: it has no code for that,
/// and its sentence may change. Whoever proved themselves just now, has stepped up already, or cannot do
/// so because their one-time pass is used up, is not sent to sign in.
pub(crate) fn judge_change<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &Session,
    fault: Fault,
    why: StaleSignIn,
) -> Fault {
    let is_unexplained = matches!(
        &fault,
        Fault::Refused(Refusal::Forbidden(said)) if said.tells_no_reason()
    );
    let is_old = age(gateway, session).is_none_or(|age| age >= STRICTEST_MINUTES * 60);
    // After a step-up it is as the directory says, however much later that is.
    let is_new = session.record.stepped_up.is_none() && session.record.register_by.is_none();
    if is_unexplained && is_old && is_new {
        return wanted(gateway, session, None, why).into();
    }
    judge(gateway, session, fault)
}

/// Begins a fresh sign-in for a person whose last one is too old for a change.
///
/// It asks the directory to authenticate the person again (`prompt=login`) and for the claims of
/// its challenge. The new session replaces the present one. A page that could not be read does not
/// know the account: an empty one is that of the session. Without a live session of the account it
/// is an ordinary sign-in.
///
/// # Errors
///
/// Those of [`sign_in::begin`].
pub async fn begin<P: Ports>(
    gateway: &Gateway<'_, P>,
    cookie: Option<&str>,
    account: &str,
    return_to: &str,
) -> Result<Begun, Fault> {
    let keys = &gateway.settings.seal_keys;
    let Some(id) = cookie.and_then(|it| SessionId::parse(keys, it)) else {
        return sign_in::begin(gateway, account, return_to).await;
    };
    let account = account.trim();
    let record = session::read(gateway, &id).await?.filter(|record| {
        gateway.ports.now() < record.expires_at()
            && (account.is_empty() || record.person.account.eq_ignore_ascii_case(account))
    });
    let Some(record) = record else {
        return sign_in::begin(gateway, account, return_to).await;
    };
    let account = record.person.account.as_str();
    let mut extra = vec![("prompt", "login")];
    if let Some(ClaimsChallenge(claims)) = &record.claims_challenge {
        extra.push(("claims", claims));
    }
    let replaced = Replaced::new(&id, &record.person);
    sign_in::begin_with(gateway, account, return_to, Some(replaced), &extra).await
}

/// The least that a directory has been seen to grant for a change after a sign-in, in minutes: what is
/// refused sooner has not become too old.
const STRICTEST_MINUTES: i64 = 5;

#[cfg(test)]
mod tests;
