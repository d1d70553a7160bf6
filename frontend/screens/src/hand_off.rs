//! A passkey is registered elsewhere: on the directory’s own page, or on another device.

use contract::{AuthenticationMethod, Overview, ProblemCode};
use journey::{Attempt, Event, Fault, State, watch};

use crate::{
    Shown,
    fixtures::{
        NOW, after, method, number, one_time_pass, overview, pass, problem, security_key, signed_in,
    },
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let sought = |found| vec![watch::Event::FinishedChosen, found];
    let one_time = Overview { is_handed_off: true, ..overview(vec![], Some(one_time_pass())) };
    let elsewhere = || signed_in("/other-device", overview(vec![], Some(pass())));
    vec![
        screen(
            "hand-off",
            "Passkeys of this organization are added on the directory’s own page.",
            handed_off(vec![]),
        ),
        screen(
            "hand-off-one-time",
            "The same with a pass that is used up.",
            signed_in("/add-passkey", one_time),
        ),
        screen(
            "hand-off-watching",
            "The directory’s page was opened, and this page looks at the list.",
            handed_off(vec![watch::Event::Opened]),
        ),
        screen(
            "hand-off-looking",
            "The person says that it is done, and the list is being read.",
            handed_off(vec![watch::Event::FinishedChosen]),
        ),
        screen(
            "hand-off-awaited",
            "The same, and the list shows nothing new.",
            handed_off(sought(looked(vec![]))),
        ),
        screen(
            "hand-off-unanswered",
            "The list could not be read, and is read again soon.",
            handed_off(sought(unlooked(ProblemCode::DirectoryUnreachable))),
        ),
        screen(
            "hand-off-paused",
            "Nothing has come for a quarter of an hour, and nobody looks any more.",
            paused(),
        ),
        screen(
            "hand-off-over",
            "This session has looked as often as it may.",
            handed_off(sought(unlooked(ProblemCode::LooksUsedUp))),
        ),
        screen(
            "hand-off-other",
            "The list shows something new that is no passkey.",
            handed_off(sought(looked(vec![method("phone", None, number())]))),
        ),
        screen(
            "saved-handed-off",
            "The list shows the new passkey.",
            handed_off(sought(looked(vec![security_key()]))),
        ),
        screen("other-device", "The person wants to go on with a phone.", elsewhere()),
        screen(
            "other-device-watching",
            "The same, and this page looks at the list.",
            after(elsewhere(), [Event::Ticked(NOW)]),
        ),
    ]
}

/// Passkeys are registered on the directory's own page, and some of it has happened.
fn handed_off(events: Vec<watch::Event>) -> State {
    let overview = Overview { is_handed_off: true, ..overview(vec![], Some(pass())) };
    let events = events.into_iter().map(Event::Watch);
    after(signed_in("/add-passkey", overview), events)
}

/// The person went away from a page that looks at the list, until it stopped.
fn paused() -> State {
    let mut state = handed_off(vec![watch::Event::Opened]);
    for wait in (1..100).step_by(2) {
        let (waited, looking) = (Attempt(wait), Attempt(wait + 1));
        let looked = look(looking, Ok(Vec::new()));
        state = after(state, [Event::Waited { attempt: waited }, Event::Watch(looked)]);
    }
    state
}

/// The list was read, and these have come into it.
pub(crate) fn looked(methods: Vec<AuthenticationMethod>) -> watch::Event {
    look(Attempt(1), Ok(methods))
}

/// The list could not be read.
pub(crate) fn unlooked(code: ProblemCode) -> watch::Event {
    look(Attempt(1), Err(Fault::Problem(problem(code))))
}

fn look(attempt: Attempt, found: Result<Vec<AuthenticationMethod>, Fault>) -> watch::Event {
    let outcome = found.map(|methods| Box::new(shown(methods)));
    watch::Event::Looked { attempt, outcome }
}

/// The list with these new methods.
fn shown(methods: Vec<AuthenticationMethod>) -> Overview {
    let methods = methods.into_iter();
    let new = methods.map(|method| AuthenticationMethod { created_at: Some(NOW), ..method });
    Overview { is_handed_off: true, ..overview(new.collect(), Some(pass())) }
}
