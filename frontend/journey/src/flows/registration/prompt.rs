//! The browser shows its own prompt: what comes of it, and of one that was cancelled before.

use super::{Event, Naming, Options, Registration, Saving, naming::Renew};
use crate::{
    Attempt, CeremonyFault, Effect, Fault,
    next::{Exit, Tools},
};

/// Something happened while the prompt of this attempt is open.
pub(super) fn in_ceremony(
    naming: Box<Naming>,
    running: Attempt,
    event: Event,
    tools: &mut Tools<'_>,
) -> Result<Registration, Exit> {
    match event {
        Event::CredentialCreated { attempt, outcome } if attempt == running => match outcome {
            Ok(credential) => {
                // The ceremony was started from options that were there.
                let Options::Ready(begun) = naming.options.clone() else {
                    return Ok(Registration::Naming(naming));
                };
                Ok(Saving::first(*naming, begun, credential, tools))
            }
            Err(fault) if fault.can_be_retried() => {
                Ok(naming.after_failure(Fault::Ceremony(fault), Renew::WhenStale, tools))
            }
            Err(fault) => Ok(Registration::stopped(Fault::Ceremony(fault), tools.now)),
        },
        // The first answer counts: it came late, while the browser was asked anew.
        Event::CredentialCreated { attempt, outcome: Ok(credential) } => {
            tools.effects.push(Effect::AbortCeremony);
            Ok(naming.receive_late(attempt, credential, tools))
        }
        Event::CeremonyCancelled => {
            tools.effects.push(Effect::AbortCeremony);
            Ok(naming.after_cancellation(running, CeremonyFault::Declined, tools))
        }
        _ => Ok(Registration::InCeremony { naming, attempt: running }),
    }
}
