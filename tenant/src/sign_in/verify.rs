//! Verification of account and pass, and the page's messages where it fails.

#[cfg(test)]
mod tests;

use crate::{
    directory::{
        Directory,
        person::{Person, PersonId},
        session::{Proof, SignIn, SignInId},
        usability::Usability,
    },
    state::Tenant,
    timestamp::Timestamp,
};

/// Why the page asks again: the AADSTS number and the message beside the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) number: u32,
    pub(crate) text: &'static str,
}

impl Refusal {
    pub(crate) const fn new(number: u32, text: &'static str) -> Self {
        Self { number, text }
    }

    pub(crate) const fn locked_out() -> Self {
        Self::new(
            50_053,
            "Your account is temporarily locked to prevent unauthorized use. Try again later, and if you still have \
             trouble, contact your admin.",
        )
    }

    pub(crate) const fn no_pass_typed() -> Self {
        Self::new(130_507, "Please enter your Temporary Access Pass.")
    }
}

/// The person of an account name.
pub(crate) fn person<'tenant>(
    directory: &'tenant Directory,
    account: Option<&str>,
) -> Result<&'tenant Person, Refusal> {
    let Some(account) = account.filter(|account| !account.trim().is_empty()) else {
        return Err(Refusal::new(50_034, "Enter your work account, such as name@contoso.example."));
    };
    directory.person_by_account(account).ok_or_else(|| {
        Refusal::new(
            50_034,
            "This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.",
        )
    })
}

/// Checks a pass and creates a sign-in. Failed attempts count towards the lockout, also for an account without a pass.
pub(crate) fn pass(
    tenant: &mut Tenant,
    id: &PersonId,
    typed: &str,
    now: Timestamp,
) -> Result<SignIn, Refusal> {
    let policies = tenant.directory.policies.clone();
    let sign_in_id = SignInId::new(tenant.randomness.guid());
    let Some(person) = tenant.directory.person_mut(id) else {
        return Err(not_verified());
    };
    if person.lockout.is_locked(now) {
        return Err(Refusal::locked_out());
    }
    let is_arriving = person
        .presented_pass()
        .is_some_and(|pass| tenant.replication.is_arriving(id, &pass.id, now));
    let known = person.presented_pass().filter(|_| !is_arriving);
    let Some(pass) = known.cloned() else {
        person.lockout.note_failure(&policies.lockout, now);
        return Err(Refusal::new(
            130_507,
            "A Temporary Access Pass could not be found for your account. Contact your admin to get one.",
        ));
    };
    if !pass.value.matches(typed) {
        person.lockout.note_failure(&policies.lockout, now);
        return Err(not_verified());
    }
    match person.usability_of(&pass, &policies.temporary_access_pass, now) {
        Usability::EnabledByPolicy => {}
        Usability::DisabledByPolicy
            if policies.temporary_access_pass.one_time_only && !pass.one_time =>
        {
            return Err(Refusal::new(
                130_501,
                "Temporary Access Pass sign in was blocked due to User Credential Policy: only passes for one-time \
                 use are allowed. Contact your admin to get a new one.",
            ));
        }
        Usability::DisabledByPolicy => {
            return Err(Refusal::new(
                130_501,
                "Temporary Access Pass sign in was blocked due to User Credential Policy. Contact your admin.",
            ));
        }
        Usability::NotYetValid => {
            return Err(Refusal::new(
                130_503,
                "Your Temporary Access Pass isn't valid yet. Wait until the time your admin gave you, or contact \
                 them.",
            ));
        }
        Usability::Expired => {
            return Err(Refusal::new(
                130_504,
                "Your Temporary Access Pass has expired. Contact your admin to get a new one.",
            ));
        }
        Usability::OneTimeUsed => {
            return Err(Refusal::new(
                130_501,
                "Your Temporary Access Pass has already been used. Contact your admin to get a new one.",
            ));
        }
    }
    if person.is_external_guest()
        && tenant.settings.switches.guests_need_mfa
        && !tenant.settings.switches.trusts_home_mfa
    {
        return Err(Refusal::new(
            50_079,
            "Contoso requires multifactor authentication of guests and does not accept the one of your home \
             organization. You cannot register for it while you sign in: ask your contact or an admin at Contoso, who \
             can accept the one of your home organization.",
        ));
    }
    if let Some(pass) = person.presented_pass_mut() {
        pass.used = Some(now);
    }
    let proof = Proof::Pass { pass_id: pass.id.clone(), end: pass.end(), one_time: pass.one_time };
    person.lockout.note_success();
    Ok(SignIn { id: sign_in_id, person: id.clone(), at: now, proof, remembered: None })
}

const fn not_verified() -> Refusal {
    Refusal::new(
        130_507,
        "Your Temporary Access Pass is incorrect. If you don't know your pass, contact your admin.",
    )
}
