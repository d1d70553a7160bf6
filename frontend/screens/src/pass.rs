//! The pass is ended by the person who has it.

use contract::{Pass, ProblemCode};
use journey::{Attempt, Event, Fault, State, pass as retirement};

use crate::{
    Shown,
    fixtures::{after, lost_phone, overview, pass, problem, signed_in},
    overview::unproved,
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let confirming = || of(overview(lost_phone(), Some(pass())));
    let confirmed = || Event::Retirement(retirement::Event::Confirmed);
    let refused = |code| {
        let outcome = Err(Fault::Problem(problem(code)));
        let answer = Event::Retirement(retirement::Event::Retired { attempt: Attempt(1), outcome });
        after(confirming(), [confirmed(), answer])
    };
    vec![
        screen("retirement", "The person is asked before the pass is ended.", confirming()),
        screen(
            "retirement-unproved",
            "Nobody knows whether the person still has what is registered.",
            unproved("/retire-pass"),
        ),
        screen(
            "retirement-running",
            "The directory is being asked.",
            after(confirming(), [confirmed()]),
        ),
        screen(
            "retirement-failed",
            "The directory did not answer.",
            refused(ProblemCode::DirectoryUnreachable),
        ),
        screen(
            "retirement-needed",
            "Nothing else lets the person in.",
            of(overview(vec![], Some(Pass { can_be_ended: false, ..pass() }))),
        ),
        screen("retirement-none", "There is no pass.", of(overview(vec![], None))),
        screen(
            "retirement-step-up",
            "The directory wants a fresh sign-in first.",
            refused(ProblemCode::StepUpRequired),
        ),
    ]
}

fn of(overview: contract::Overview) -> State {
    signed_in("/retire-pass", overview)
}
