//! A passkey is registered elsewhere: on the directory’s own page, or on another device.

use contract::{AuthenticationMethod, Overview};
use journey::{Attempt, Event, State, watch};

use crate::{
    Shown,
    fixtures::{
        NOW, after, method, number, one_time_pass, overview, pass, security_key, signed_in,
    },
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let sought = |found| vec![watch::Event::FinishedChosen, found];
    let one_time = Overview { is_handed_off: true, ..overview(vec![], Some(one_time_pass())) };
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
            "hand-off-awaited",
            "The person says that it is done, and the list shows nothing new.",
            handed_off(sought(looked(vec![]))),
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
        screen(
            "other-device",
            "The person wants to go on with a phone.",
            signed_in("/other-device", overview(vec![], Some(pass()))),
        ),
    ]
}

/// Passkeys are registered on the directory's own page, and some of it has happened.
fn handed_off(events: Vec<watch::Event>) -> State {
    let overview = Overview { is_handed_off: true, ..overview(vec![], Some(pass())) };
    let events = events.into_iter().map(Event::Watch);
    after(signed_in("/add-passkey", overview), events)
}

/// The list was read, and these have come into it.
pub(crate) fn looked(methods: Vec<AuthenticationMethod>) -> watch::Event {
    let methods = methods.into_iter();
    let new = methods.map(|method| AuthenticationMethod { created_at: Some(NOW), ..method });
    let overview = Overview { is_handed_off: true, ..overview(new.collect(), Some(pass())) };
    watch::Event::Looked { attempt: Attempt(1), outcome: Ok(Box::new(overview)) }
}
