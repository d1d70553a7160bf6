//! The overview: everything that the signed-in page shows, for one round trip to the directory.

use contract::{
    Factor, MethodId, Overview, Timestamp, Verdict,
    overview::{AnswerPassword, PasswordAnswered},
    routes,
};

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    methods,
    session::{RegisteredPasskey, Session},
    sessions,
};

/// Reads the person's methods and pass, and the times that follow from them.
///
/// # Errors
///
/// [`crate::Refusal::SignInRequired`] when the directory has ended the session, or an upstream
/// fault.
pub async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<Overview, Fault> {
    let snapshot = methods::read(gateway, session).await?;
    let registered = session.record.registered.clone();
    session.learn(gateway, &snapshot.learned).await?;
    for method in &snapshot.methods {
        // Registered on the directory's own page, and seen here first.
        let is_new = snapshot.learned.registered.contains(&method.id);
        if is_new && !registered.contains(&method.id) {
            sessions::tell_added(gateway, session, method).await;
        }
    }
    let now = gateway.ports.now();
    let instead_of = session.record.instead_of.as_ref().filter(|other| now < other.told_until);
    let is_listed = |method: &MethodId| snapshot.methods.iter().any(|listed| listed.id == *method);
    let passkeys = session.record.passkeys.iter().filter(|passkey| is_listed(&passkey.method));
    Ok(Overview {
        new_passkeys: passkeys.map(RegisteredPasskey::told).collect(),
        now,
        person: session.person(),
        session: session.clocks(&gateway.settings.limits),
        pass: snapshot.pass,
        default_method: session.record.default_method.clone().filter(is_listed),
        methods: snapshot.methods,
        is_proved: snapshot.is_proved,
        knows_password: session.record.knows_password,
        instead_of: instead_of.map(|other| other.account.clone()),
        security_info: gateway.settings.security_info.clone(),
        is_handed_off: session.record.is_handed_off,
        recovery: snapshot.person.recovery.map(|recovery| Box::new(recovery.told)),
    })
}

/// The page of what someone who has just signed in has come for, where that is certain: nothing is
/// registered that a sign-in begins with, and they may register now.
#[must_use]
pub fn first_task(overview: &Overview) -> Option<&'static str> {
    let window = overview.pass.as_ref().filter(|pass| pass.is_one_time);
    // A one-time pass cannot be used for a fresher sign-in. Where nobody knows how old the sign-in is,
    // the page itself finds out.
    let until = window.and_then(|pass| pass.register_by).unwrap_or(overview.session.register_until);
    let is_open = until == Timestamp::default() || overview.now < until;
    let is_certain = overview.verdict() == Verdict::No
        && overview.methods.iter().all(|method| method.factor != Factor::Alone)
        && overview.instead_of.is_none()
        && overview.recovery.is_none();
    (is_open && is_certain).then_some(routes::ADD_PASSKEY)
}

/// Reads the overview for a page that waits for something new in the list, so many times in a session.
///
/// # Errors
///
/// [`Refusal::LooksUsedUp`] after that, without a word to the directory; else those of [`read`].
pub async fn look<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
) -> Result<Overview, Fault> {
    if session.record.looks >= LOOKS_MAX {
        return Err(Refusal::LooksUsedUp.into());
    }
    session.amend(gateway, |record| record.looks = record.looks.saturating_add(1)).await?;
    read(gateway, session).await
}

/// Notes what the person says of their password, for as long as the session lasts.
///
/// # Errors
///
/// [`Fault::Broken`] when the store fails.
pub async fn answer_password<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    answer: AnswerPassword,
) -> Result<PasswordAnswered, Fault> {
    session.amend(gateway, |record| record.knows_password = Some(answer.is_known)).await?;
    Ok(PasswordAnswered {})
}

/// How often a session looks: a page that is left alone looks some 40 times in a quarter of an hour,
/// and this is ten of them.
const LOOKS_MAX: u16 = 400;

#[cfg(test)]
mod tests;
