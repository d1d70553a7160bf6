//! Microsoft Authenticator is added: the app is installed, the account is added in it, and noticed here.

use contract::{AuthenticationMethod, MethodKind, ProblemCode};
use journey::{Event, State, watch};

use crate::{
    Shown,
    fixtures::{
        NOW, after, method, number, one_time_pass, overview, pass, signed_in, without_passkeys,
    },
    hand_off::{looked, unlooked},
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let used_up = || signed_in("/add-authenticator", overview(vec![], Some(one_time_pass())));
    let new = |kind| vec![method("new", Some("Pixel 9"), kind)];
    let in_authenticator = MethodKind::Passkey {
        model: Some("Microsoft Authenticator".into()),
        aaguid: None,
        is_synced: Some(false),
    };
    vec![
        screen(
            "authenticator",
            "The app is to be installed on the phone.",
            signed_in("/add-authenticator", overview(vec![], Some(pass()))),
        ),
        screen(
            "authenticator-in-the-app",
            "The account is to be added in the app.",
            in_the_app(vec![]),
        ),
        screen(
            "authenticator-watching",
            "The same, and this page looks at the list.",
            after(in_the_app(vec![]), [Event::Ticked(NOW)]),
        ),
        screen(
            "authenticator-awaited",
            "The person says that it is done, and the list shows nothing new.",
            sought(vec![]),
        ),
        screen(
            "authenticator-other",
            "The list shows something new that is not the app.",
            sought(vec![method("phone", None, number())]),
        ),
        screen(
            "authenticator-used-up",
            "The pass is used up, and the app would ask for it.",
            used_up(),
        ),
        screen(
            "authenticator-used-up-here",
            "The same in a browser that makes no passkeys.",
            without_passkeys(used_up()),
        ),
        screen(
            "authenticator-added",
            "The list shows the app.",
            sought(new(MethodKind::MicrosoftAuthenticator)),
        ),
        screen(
            "authenticator-passkey-added",
            "The list shows a passkey in the app.",
            sought(new(in_authenticator)),
        ),
        screen(
            "authenticator-step-up",
            "The directory wants a fresh sign-in before it shows the list.",
            in_the_app(vec![watch::Event::FinishedChosen, unlooked(ProblemCode::StepUpRequired)]),
        ),
    ]
}

/// The account is added in the app, and some of it has happened.
fn in_the_app(events: Vec<watch::Event>) -> State {
    let state = signed_in("/add-authenticator/account", overview(vec![], Some(pass())));
    after(state, events.into_iter().map(Event::Watch))
}

/// The person says that it is done, and the list has this.
fn sought(found: Vec<AuthenticationMethod>) -> State {
    in_the_app(vec![watch::Event::FinishedChosen, looked(found)])
}
