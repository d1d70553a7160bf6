//! Trying a new passkey at once: the offer, the wait, and what came of it.

use contract::AuthenticationMethod;
use journey::{
    Event, Fault, Route,
    proof::{self, Proof, Step},
};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{button, group, nothing, words},
    fault, form, frame,
    icon::Icon,
    methods,
};

/// The title of the page, and what it says below: that the passkey is saved, or that it works.
pub(crate) fn news(
    view: &View<'_>,
    method: &AuthenticationMethod,
    proof: &Proof,
) -> (&'static str, AttrValue) {
    match proof.step {
        Step::Proved => {
            let name = methods::name(view, method);
            ("proof.done.title", view.fill("proof.done.lead", &[("name", &name)]))
        }
        Step::Unavailable => ("saved.title", view.text("saved.lead")),
        Step::BySignIn
        | Step::Asked(_)
        | Step::Ready(_)
        | Step::Failed
        | Step::InCeremony { .. }
        | Step::Checking(_) => ("saved.title", view.text("proof.lead")),
    }
}

/// Why the last try did not work.
pub(crate) fn failure(view: &View<'_>, proof: &Proof) -> Html {
    match &proof.failure {
        None => nothing(),
        Some(failure) => match &failure.fault {
            // Whatever the reason, the passkey is saved: no cause for alarm.
            Fault::Ceremony(_) => fault::notice(
                "notice",
                Some("status"),
                Icon::INFORMATION,
                vec![
                    words("h2", "", view.text("proof.unanswered.headline")),
                    words("p", "", view.text("proof.unanswered.detail")),
                ],
            ),
            Fault::Problem(_) | Fault::Offline | Fault::TimedOut | Fault::Unreadable => {
                fault::failure(view, failure, None)
            }
        },
    }
}

/// To try it, and to go on without.
pub(crate) fn acts(view: &View<'_>, proof: &Proof) -> Vec<Html> {
    let tries = |key, is_waiting| {
        let tried = view.click(|| Event::Proof(proof::Event::Tried));
        button("button main", view.text(key), is_waiting, tried)
    };
    let main = match proof.step {
        Step::Proved | Step::Unavailable => {
            return vec![frame::way_on(view, "button main", "saved.button")];
        }
        Step::BySignIn => form::sign_in_to(view, &Route::Home, "proof.button.sign-in"),
        Step::Asked(_)
        | Step::Ready(_)
        | Step::Failed
        | Step::InCeremony { .. }
        | Step::Checking(_) => {
            // The same words while the challenge is on its way, so that nothing moves when it is there.
            let is_again = proof.failure.is_some();
            let key = if is_again { "proof.button.again" } else { "proof.button" };
            tries(key, matches!(proof.step, Step::Asked(_)))
        }
    };
    vec![main, frame::way_on(view, "button quiet", "saved.button")]
}

/// What was signed is being verified.
pub(crate) fn checking(view: &View<'_>) -> Html {
    group(vec![
        frame::heading(view.text("proof.checking.title")),
        frame::waiting(Icon::CLOCK, vec![words("p", "lead", view.text("proof.checking.detail"))]),
    ])
}
