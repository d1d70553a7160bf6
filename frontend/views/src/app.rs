//! The whole page: the mark, who is signed in, the screen of the state, and the live region.

use contract::routes;
use journey::{Action, Advice, Route, Scene, Screen, SignedIn, Task};
use yew::{AttrValue, Html};

use crate::{
    Catalog, View, authenticator, clock,
    element::{group, nothing, words},
    fault, form,
    frame::{self, acts, dead_end, heading, main_link},
    methods, overview, pass, recovery, registration, removal, sign_in, step_up,
};

/// The whole page body for a state.
pub fn app(view: &View<'_>) -> Html {
    let (person, main, announcement) = match &view.state.screen {
        Screen::Welcome(welcome) => (nothing(), sign_in::page(view, welcome), AttrValue::default()),
        Screen::Failed(failure) => {
            // On a page of the app somebody is signed in; elsewhere nobody knows.
            let is_missing = view.state.route == Route::Missing;
            let person = if is_missing { nothing() } else { person(view, "") };
            (person, failed(view, failure), AttrValue::default())
        }
        Screen::SignedIn(signed_in) => (
            person(view, &signed_in.overview.person.account),
            task(view, signed_in),
            clock::announcement(view, signed_in),
        ),
    };
    let home = view.address(&Route::Home);
    frame::body(view.words, &view.state.company, home, person, main, announcement)
}

/// The title of the page for a state.
#[must_use]
pub fn title(state: &journey::State, words: &Catalog) -> AttrValue {
    let key = match state.scene() {
        Scene::Welcome => "welcome.title",
        Scene::SignedOut => "signed-out.title",
        Scene::PassRetired => "retired.title",
        Scene::Expired => "expired.title",
        Scene::SignInFailed => "sign-in-failed.title",
        Scene::Failed => "failed.title",
        Scene::Overview => "overview.title",
        Scene::PassOver => "step-up.no-way",
        Scene::StepUp
        | Scene::RegistrationStepUp
        | Scene::AuthenticatorStepUp
        | Scene::RemovalStepUp
        | Scene::RecoveryStepUp
        | Scene::RetirementStepUp => step_up::title(state),
        Scene::HandOff => "hand-off.title",
        Scene::OtherDevice => "other-device.title",
        Scene::Naming => "explain.title",
        Scene::InCeremony => "ceremony.title",
        Scene::Saving => "saving.title",
        Scene::Unsaved => "unsaved.title",
        Scene::Saved => "saved.title",
        Scene::Proving => "ceremony.title",
        Scene::CheckingProof => "proof.checking.title",
        Scene::Proved => "proof.done.title",
        Scene::RegistrationStopped => "stopped.title",
        Scene::InstallingAuthenticator => "authenticator.title",
        Scene::AuthenticatorOnThePage => "authenticator.used-up.title",
        Scene::AuthenticatorInTheApp => "authenticator.account.title",
        Scene::AuthenticatorAdded => "authenticator.added.title",
        Scene::RemovalMissing => "remove.missing.title",
        Scene::RemovalRefused => "remove.refused.title",
        Scene::RemovalConfirming => "remove.title",
        Scene::RecoveryAsking => "recover.title",
        Scene::RecoverySteps => "recover.steps.title",
        Scene::NoPass => "retire.none.title",
        Scene::PassNeeded => "retire.needed.title",
        Scene::RetirementConfirming => "retire.title",
        Scene::Missing => "missing.title",
    };
    words.fill("title", &[("page", &words.text(key))])
}

/// Who is signed in, and the way out.
pub(crate) fn person(view: &View<'_>, account: &str) -> Html {
    let account = methods::isolated(account);
    form::post(
        "person",
        routes::SIGN_OUT,
        vec![
            words("span", "", account),
            form::submit("button small quiet", view.text("action.sign-out")),
        ],
    )
}

fn task(view: &View<'_>, signed_in: &SignedIn) -> Html {
    match signed_in.task {
        Task::Overview => overview::page(view, signed_in),
        _ => later_page(view, signed_in),
    }
}

#[inline(never)] // In the later module.
fn later_page(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let overview = &signed_in.overview;
    let content = match &signed_in.task {
        Task::Overview => nothing(),
        Task::Registration(registration) => registration::page(view, registration, overview),
        Task::Authenticator(authenticator) => authenticator::page(view, authenticator, overview),
        Task::Removal(removal) => removal::page(view, removal, overview),
        Task::Recovery(recovery) => recovery::page(view, recovery, overview),
        Task::Retirement(retirement) => pass::page(view, retirement, overview),
        Task::Missing => dead_end(
            view,
            "missing.title",
            "missing.detail",
            vec![main_link(view, &Route::Home, "action.home")],
        ),
    };
    group(vec![clock::strip(view, signed_in), overview::refresh(view, &signed_in.refresh), content])
}

fn failed(view: &View<'_>, failure: &journey::Failure) -> Html {
    if view.state.scene() == Scene::StepUp {
        // No failure: the page is there after a sign-in.
        let act = form::sign_in(view, "button main", "step-up.button");
        return dead_end(view, "step-up.title", "problem.step-up-required.detail", vec![act]);
    }
    let act = match Advice::of(&failure.fault).action {
        // Asking for the page again would end here again: the directory wants another sign-in.
        Action::SignInAgain => form::sign_in(view, "button main", "action.sign-in-again"),
        // A plain link, so that the page can be asked for again without script.
        Action::TryAgain
        | Action::ChangeInput
        | Action::AddPasskey
        | Action::GoHome
        | Action::Reload
        | Action::OpenElsewhere
        | Action::AskHelpDesk => main_link(view, &view.state.route, "action.reload"),
    };
    group(vec![
        heading(view.text("failed.title")),
        fault::failure(view, failure, None),
        acts(vec![act]),
    ])
}
