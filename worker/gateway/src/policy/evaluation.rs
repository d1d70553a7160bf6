//! What one policy says of one occasion, with the reason for administrators.

use std::fmt;

use super::{
    definition::Policy,
    grant::Verdict,
    matching::Match,
    people::Standing,
    place::{NamedLocation, Origin},
};

/// Someone who is about to change a sign-in method.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The person's id in the directory.
    pub person: &'a str,
    /// What is known of the person and of how they signed in.
    pub standing: &'a Standing,
    /// Where the request comes from.
    pub origin: &'a Origin,
}

/// What a policy says, from the mildest to what nothing overrides.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Outcome {
    /// It is not for this occasion.
    NotApplied,
    /// What it asks for is there.
    Met,
    /// It asks for a sign-in with more.
    Stronger,
    /// It refuses from here; from elsewhere it may not.
    RefusedHere,
    /// It refuses.
    Refused,
}

/// What one policy says of an occasion. Prints as the log tells it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The policy's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is enforced and not only reported.
    pub is_enforced: bool,
    /// What it says.
    pub outcome: Outcome,
    /// Why it applies: whom it includes and from where, and the control that is not met.
    pub because: Vec<&'static str>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "policy {} \"{}\" for {}", self.id, self.name, self.because.join(", "))
    }
}

pub(super) fn find(policy: &Policy, named: &[NamedLocation], occasion: &Occasion<'_>) -> Finding {
    let mut finding = Finding {
        id: policy.id.clone(),
        name: policy.name.clone(),
        is_enforced: policy.is_enforced,
        outcome: Outcome::NotApplied,
        because: Vec::new(),
    };
    let Occasion { person, standing, origin } = *occasion;
    let is_excluded = matches!(policy.exclude.find(person, standing), Match::Yes(_));
    if is_excluded || !policy.is_for_browsers {
        return finding;
    }
    let places = policy.places.as_ref();
    let place = places.map(|places| places.find(named, origin));
    for found in [Some(policy.include.find(person, standing)), place].into_iter().flatten() {
        match found {
            Match::No => {
                finding.because.clear();
                return finding;
            }
            Match::Yes(by) => finding.because.push(by),
            Match::Maybe(by) => finding.because.extend([by, "as nobody knows otherwise"]),
        }
    }
    let methods = standing.methods();
    let verdict = policy.grant.as_ref().map_or(Verdict::Met, |grant| grant.judge(methods));
    finding.outcome = match verdict {
        Verdict::Met => Outcome::Met,
        Verdict::Stronger(control) => {
            finding.because.push(control);
            Outcome::Stronger
        }
        Verdict::Refused(control) => {
            finding.because.push(control);
            let may_pass_elsewhere = places.is_some_and(super::place::Places::spare_some);
            if may_pass_elsewhere { Outcome::RefusedHere } else { Outcome::Refused }
        }
    };
    finding
}
