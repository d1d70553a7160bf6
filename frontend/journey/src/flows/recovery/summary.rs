//! What was done in a recovery, with its times: what the person tells the help desk.

use contract::{AuthenticationMethod, MethodKind, Overview, Timestamp, recovery::Recovery};

/// What was done, in the order of the steps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Summary(pub Vec<(Done, Timestamp)>);

/// One of the things that were done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Done {
    /// The person said what is lost.
    Told,
    /// A method was registered.
    Added(AuthenticationMethod),
    /// A lost method was removed.
    Removed(AuthenticationMethod),
    /// The directory has ended all sign-ins.
    SignedOut,
    /// The pass was ended.
    PassEnded,
}

impl Summary {
    /// What was done until now, if a recovery has begun.
    #[must_use]
    pub fn of(overview: &Overview) -> Option<Self> {
        let told: &Recovery = overview.recovery.as_ref()?;
        let mut done = vec![(Done::Told, told.began_at)];
        // A password is nothing that was registered: the directory tells when it was last changed.
        let methods = overview.methods.iter().filter(|it| it.kind != MethodKind::Password);
        for method in methods.rev() {
            // The directory tells whole seconds.
            if let Some(at) = method.created_at.filter(|at| told.began_at < at.plus_seconds(1)) {
                done.push((Done::Added(method.clone()), at));
            }
        }
        for gone in &told.removed {
            done.push((Done::Removed(gone.method.clone()), gone.at));
        }
        let pass_ended = told.pass_ended_at.map(|at| (Done::PassEnded, at));
        let signed_out = told.signed_out_at.map(|at| (Done::SignedOut, at));
        let ends = if told.signed_out_at < told.pass_ended_at {
            [signed_out, pass_ended]
        } else {
            [pass_ended, signed_out]
        };
        done.extend(ends.into_iter().flatten());
        Some(Self(done))
    }

    /// Whether it has been on the signed-out page long enough that the person has probably left.
    pub(crate) fn is_old(&self, now: Timestamp) -> bool {
        self.0.last().is_some_and(|(_, at)| at.plus_minutes(SHOWN_MINUTES) <= now)
    }

    /// The same of a recovery whose last step is the end of the pass.
    pub(crate) fn with_the_pass_ended(overview: &Overview, at: Timestamp) -> Option<Box<Self>> {
        let mut summary = Self::of(overview)?;
        summary.0.push((Done::PassEnded, at));
        Some(Box::new(summary))
    }
}

/// How long it is shown after the end of the session.
const SHOWN_MINUTES: i64 = 10;

#[cfg(test)]
mod tests;
