//! The ways to sign in that a person has, and which of them is asked for first.
//!
//! A usable pass comes first, as in the real directory; then what the person has registered.

use crate::{
    directory::{
        collection::Collection, person::Person, policy::TemporaryAccessPassPolicy,
        usability::Usability,
    },
    timestamp::Timestamp,
};

/// A way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The Temporary Access Pass alone.
    Pass,
    /// A passkey or a security key.
    Passkey,
    /// The password, then an approval in Microsoft Authenticator.
    Password,
}

/// All ways of a person, the preferred one first; never empty.
///
/// A password counts only beside Microsoft Authenticator: this directory demands a second factor of everyone. A pass
/// that cannot be used is still asked for, after all else, so that its holder learns why.
pub(crate) fn of(person: &Person, policy: &TemporaryAccessPassPolicy, now: Timestamp) -> Vec<Way> {
    let mut ways = Vec::new();
    if person.passkeys().next().is_some() {
        ways.push(Way::Passkey);
    }
    if authenticators(person).next().is_some() {
        ways.push(Way::Password);
    }
    if person
        .default_method
        .as_deref()
        .is_some_and(|id| authenticators(person).any(|authenticator| authenticator == id))
    {
        ways.reverse();
    }
    let is_pass_usable = person
        .presented_pass()
        .is_some_and(|pass| person.usability_of(pass, policy, now) == Usability::EnabledByPolicy);
    if is_pass_usable {
        ways.insert(0, Way::Pass);
    } else if person.presented_pass().is_some() || ways.is_empty() {
        ways.push(Way::Pass);
    }
    ways
}

/// The ids of the person's Microsoft Authenticator registrations.
pub(crate) fn authenticators(person: &Person) -> impl Iterator<Item = &str> {
    person
        .methods
        .iter()
        .filter(|method| method.collection() == Some(Collection::MicrosoftAuthenticator))
        .map(|method| method.id.as_str())
}

#[cfg(test)]
pub(crate) mod tests;
