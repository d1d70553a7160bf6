//! What ends while a page is open, and the sign-in that is due before a change.

use journey::{Event, State};

use crate::{
    Shown,
    fixtures::{NOW, after, lost_phone, overview, pass, signed_in},
    removal::PHONE,
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let idle_for =
        |route: &str, minutes| after(idle(route), [Event::Ticked(NOW.plus_minutes(minutes))]);
    vec![
        screen(
            "overview-idle",
            "The person did nothing for long, and is signed out in five minutes.",
            idle_for("/", 25),
        ),
        screen("removal-idle", "The same in the last minute, in a task.", idle_for(PHONE, 29)),
        screen(
            "removal-fresh",
            "Changes need no new sign-in for another minute.",
            idle_for(PHONE, 8),
        ),
        screen(
            "authenticator-idle",
            "There is less time than the task takes.",
            idle_for("/add-authenticator", 27),
        ),
        screen(
            "overview-session-ends",
            "The session ends in two minutes, whatever the person does.",
            ending("/"),
        ),
        screen("explaining-session-ends", "The same in a task.", ending("/add-passkey")),
        screen(
            "registration-step-up",
            "A sign-in is due before a passkey can be added.",
            stale("/add-passkey"),
        ),
        screen("removal-step-up", "A sign-in is due before a removal.", stale(PHONE)),
    ]
}

/// Signed in for hours, until nothing is done for half an hour.
fn idle(route: &str) -> State {
    let mut idle = overview(lost_phone(), None);
    idle.session.ends_at = NOW.plus_minutes(30);
    idle.session.latest_end = NOW.plus_minutes(480);
    signed_in(route, idle)
}

fn ending(route: &str) -> State {
    let mut ending = overview(lost_phone(), None);
    ending.session.ends_at = NOW.plus_seconds(100);
    ending.session.latest_end = NOW.plus_seconds(100);
    signed_in(route, ending)
}

fn stale(route: &str) -> State {
    let mut overview = overview(lost_phone(), Some(pass()));
    overview.session.fresh_until = NOW;
    overview.session.register_until = NOW;
    signed_in(route, overview)
}
