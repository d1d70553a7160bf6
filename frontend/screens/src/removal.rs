//! A method is removed: asked, refused, done.

use contract::{MethodId, ProblemCode, removal::MethodRemoved};
use journey::{Attempt, Event, Fault, Route, State, removal};

use crate::{
    Shown,
    fixtures::{after, lost_phone, overview, pass, problem, security_key, signed_in},
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let of = |address: &str| signed_in(address, overview(lost_phone(), Some(pass())));
    let without_pass = |address: &str| signed_in(address, overview(lost_phone(), None));
    vec![
        screen("removal", "The person is asked before a method is removed.", of(PHONE)),
        screen(
            "removal-before-a-password",
            "What would remain comes after a password.",
            of("/remove?method=key"),
        ),
        screen("removal-running", "The directory is being asked.", removing(None)),
        screen(
            "removal-offline",
            "There was no network, and nothing was removed.",
            removing(Some(Err(Fault::Offline))),
        ),
        screen("removal-done", "The method is removed.", removing(Some(Ok(())))),
        screen(
            "removal-last",
            "The method is the last that lets the person in.",
            signed_in("/remove?method=key", overview(vec![security_key()], Some(pass()))),
        ),
        screen(
            "removal-default",
            "The directory does not remove its default method.",
            removing_default(),
        ),
        screen(
            "removal-alternate-first",
            "The directory removes the number only after another one.",
            removing(Some(Err(Fault::Problem(problem(ProblemCode::AlternateNumberFirst))))),
        ),
        screen(
            "overview-default",
            "The overview after that.",
            after(removing_default(), [Event::LinkFollowed(Route::Home)]),
        ),
        screen(
            "removal-unsupported",
            "The method cannot be removed here.",
            without_pass("/remove?method=password"),
        ),
        screen(
            "removal-missing",
            "The method is not in the list any more.",
            without_pass("/remove?method=gone"),
        ),
        screen(
            "flash-gone",
            "Another page right after a removal.",
            after(removing(Some(Ok(()))), [Event::LinkFollowed(Route::AddPasskey)]),
        ),
    ]
}

/// The page that asks about the number.
pub(crate) const PHONE: &str = "/remove?method=phone";

/// The number is being removed, and this came of it.
#[must_use]
pub fn removing(outcome: Option<Result<(), Fault>>) -> State {
    let state = signed_in(PHONE, overview(lost_phone(), Some(pass())));
    let answer = outcome.map(|outcome| {
        Event::Removal(removal::Event::Removed {
            attempt: Attempt(1),
            outcome: outcome.map(|()| MethodRemoved { method: MethodId("phone".into()) }),
        })
    });
    after(state, std::iter::once(Event::Removal(removal::Event::Confirmed)).chain(answer))
}

/// The directory does not remove its default method.
#[must_use]
pub fn removing_default() -> State {
    removing(Some(Err(Fault::Problem(problem(ProblemCode::DefaultMethod)))))
}
