//! The password: the first half of a sign-in whose second half is an approval in Microsoft Authenticator.
//!
//! A correct password alone signs nobody in.

use super::{verify::Refusal, ways};
use crate::{
    directory::{Directory, person::PersonId},
    timestamp::Timestamp,
};

/// Checks a password. Failed attempts count towards the lockout.
pub(crate) fn verify(
    directory: &mut Directory,
    id: &PersonId,
    typed: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    let lockout = directory.policies.lockout.clone();
    let Some(person) = directory.person_mut(id) else {
        return Err(incorrect());
    };
    if person.lockout.is_locked(now) {
        return Err(Refusal::locked_out());
    }
    if !person.password.matches(typed) {
        person.lockout.note_failure(&lockout, now);
        return Err(incorrect());
    }
    person.lockout.note_success();
    if ways::authenticators(person).next().is_none() {
        return Err(Refusal::new(
            50_079,
            "Your organization needs more than a password, and you have no second method. Ask your admin for a \
             Temporary Access Pass.",
        ));
    }
    Ok(())
}

pub(crate) const fn none_typed() -> Refusal {
    Refusal::new(50_126, "Please enter your password.")
}

const fn incorrect() -> Refusal {
    Refusal::new(
        50_126,
        "Your account or password is incorrect. If you don't remember your password, contact your admin.",
    )
}
