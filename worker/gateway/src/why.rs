//! Why a person may not be able to add a passkey: each thing that may stand in the way, in that order,
//! from what is known of the person and from what the directory answers to a beginning.
//!
//! Begins nothing: no challenge is kept, and nothing is noted of it.

use contract::{
    ProblemCode, Timestamp,
    why::{Found, Rule, Why},
};

use crate::{
    Gateway, Ports,
    fault::{Fault, Refusal},
    methods,
    policy::{self, Finding, Outcome},
    registration,
    session::Session,
    step_up,
};

/// What is known before it is judged.
#[derive(Debug)]
struct Known {
    now: Timestamp,
    /// The policies that refuse it; `None` where this installation was told of none at all.
    refusing: Option<Vec<Finding>>,
    /// Why the directory gives no creation options that can be used here, if it does not.
    options: Option<ProblemCode>,
    /// Until when the sign-in is fresh; `None` where nobody knows when it was.
    fresh_until: Option<Timestamp>,
    /// What a person is told whose sign-in is not fresh.
    stale: Found,
    /// Until when a one-time pass lets its owner register.
    register_by: Option<Timestamp>,
}

/// Looks at everything that may stand in the way of a passkey. Costs two exchanges with the directory.
///
/// # Errors
///
/// [`Refusal::SignInRequired`] when there is no session any more, and [`Fault::Broken`] when the store
/// fails. A directory that does not answer is one of the findings.
pub async fn read<P: Ports>(gateway: &Gateway<'_, P>, session: &mut Session) -> Result<Why, Fault> {
    let mut pass = None;
    match methods::read(gateway, session).await {
        Ok(snapshot) => {
            session.learn(gateway, &snapshot.learned).await?;
            pass = snapshot.pass;
        }
        Err(fault) => unless_ended(fault)?,
    }
    let options = if session.record.is_handed_off {
        Some(ProblemCode::RegistrationUnavailable)
    } else {
        match registration::probe(gateway, session).await {
            Ok(()) => None,
            Err(fault) => {
                let code = fault.code();
                gateway.ports.log_fault(&gateway.trace, &fault);
                unless_ended(fault)?;
                Some(code)
            }
        }
    };
    let policies = &gateway.settings.policies;
    let mut refusing = policy::findings(gateway, session);
    refusing.retain(|finding| finding.is_enforced);
    let now = gateway.ports.now();
    let fresh_until = session.clocks(&gateway.settings.limits).register_until;
    let fresh = step_up::check_fresh_to_register(gateway, session);
    let is_remembered = matches!(fresh, Err(Refusal::StepUpIncomplete(_)));
    let known = Known {
        now,
        refusing: (policies.read() > 0).then_some(refusing),
        options,
        fresh_until: session.record.proved_at.map(|_| fresh_until),
        stale: if is_remembered { Found::SignInRemembered } else { Found::SignInStale },
        register_by: session.record.register_by,
    };
    Ok(Why {
        now,
        person: session.person(),
        found: judge(known),
        pass_ends_at: pass.map(|pass| pass.ends_at).filter(|end| now < *end),
        trace: gateway.trace.clone(),
    })
}

/// A fault that the page tells as a finding; the end of the session is told by another page.
fn unless_ended(fault: Fault) -> Result<(), Fault> {
    if [ProblemCode::SignInRequired, ProblemCode::Broken].contains(&fault.code()) {
        return Err(fault);
    }
    Ok(())
}

fn judge(known: Known) -> Vec<Found> {
    let passkeys = match known.options {
        None => Found::PasskeysOffered,
        Some(ProblemCode::RegistrationUnavailable) => Found::PasskeysOnOwnPage,
        Some(ProblemCode::Forbidden) => Found::PasskeysRefused,
        Some(ProblemCode::StepUpRequired | ProblemCode::StepUpIncomplete) => Found::PasskeysUnasked,
        Some(_) => Found::PasskeysUnanswered,
    };
    let sign_in = sign_in(&known);
    vec![rules(known.refusing), passkeys, Found::Kinds, Found::Browser, sign_in]
}

fn rules(refusing: Option<Vec<Finding>>) -> Found {
    let Some(refusing) = refusing else {
        return Found::RulesUntold;
    };
    let outcome = refusing.iter().map(|finding| finding.outcome).max();
    let rule =
        |finding: Finding| Rule { name: finding.name, condition: finding.because.join(", ") };
    let rules = refusing.into_iter().map(rule).collect();
    match outcome {
        None | Some(Outcome::NotApplied | Outcome::Met) => Found::RulesMet,
        Some(Outcome::Stronger) => Found::RulesSignIn(rules),
        Some(Outcome::RefusedHere) => Found::RulesElsewhere(rules),
        Some(Outcome::Refused) => Found::RulesRefuse(rules),
    }
}

/// What is found of the sign-in: the window of a one-time pass comes first, since nobody who used such
/// a pass can sign in again with it.
fn sign_in(known: &Known) -> Found {
    match (known.register_by, known.options) {
        (Some(end), _) if end <= known.now => Found::WindowOver,
        (_, Some(ProblemCode::StepUpIncomplete)) => Found::SignInRemembered,
        (_, Some(ProblemCode::StepUpRequired)) => known.stale.clone(),
        (Some(end), _) => Found::WindowOpen(end),
        (None, options) => match known.fresh_until {
            Some(end) if known.now < end => Found::SignInFresh(end),
            // Where nobody knows, it is asked for only if the passkey is made here.
            None if options.is_some() => Found::SignInUntold,
            Some(_) | None => known.stale.clone(),
        },
    }
}

#[cfg(test)]
mod tests;
