//! Removing a method: named, with what remains; refused with the reason before it is asked.

use contract::{AuthenticationMethod, Factor, MethodId, Overview};
use journey::{
    Event, Failure, Route,
    removal::{self, Refusal, Removal, remaining},
};
use yew::Html;

use crate::{
    View,
    element::{button, group, node, nothing, words},
    fault, frame,
    icon::Icon,
    methods, sign_in, step_up, time_needed,
};

pub(crate) fn page(view: &View<'_>, removal: &Removal, overview: &Overview) -> Html {
    match removal {
        Removal::Missing => frame::dead_end(
            view,
            "remove.missing.title",
            "remove.missing.detail",
            vec![frame::main_link(view, &Route::Home, "action.home")],
        ),
        Removal::Refused { method, refusal } => refused(view, method, *refusal, overview),
        Removal::StepUp { method } => step_up::page(
            view,
            view.fill("step-up.for.removal", &[("method", &methods::full_name(view, method))]),
        ),
        Removal::Confirming { method, accepts_password, failure } => {
            confirm(view, (method, *accepts_password), failure.as_ref(), overview, false)
        }
        Removal::Removing { method, accepts_password, .. } => {
            confirm(view, (method, *accepts_password), None, overview, true)
        }
    }
}

fn refused(
    view: &View<'_>,
    method: &AuthenticationMethod,
    refusal: Refusal,
    overview: &Overview,
) -> Html {
    let detail = match refusal {
        Refusal::Last => "remove.refused.last",
        Refusal::Default => "remove.refused.default",
        Refusal::AlternateFirst => "remove.refused.alternate",
        Refusal::Unsupported => "remove.refused.unsupported",
    };
    let add = match refusal {
        Refusal::Last => frame::main_link(view, &Route::AddPasskey, "action.add-passkey"),
        Refusal::AlternateFirst => nothing(),
        // What comes after a password can be the default.
        Refusal::Default
            if remaining(Some(&method.id), Factor::AfterPassword, overview).next().is_none() =>
        {
            frame::main_link(view, &Route::AddAuthenticator, "action.add-authenticator")
        }
        Refusal::Default | Refusal::Unsupported => {
            methods::security_info(view, overview, "button main")
        }
    };
    group(vec![
        frame::heading(view.text("remove.refused.title")),
        methods::single(view, method),
        fault::notice("notice", None, Icon::INFORMATION, vec![words("p", "", view.text(detail))]),
        frame::acts(vec![add, frame::way_home(view, "action.home")]),
    ])
}

fn confirm(
    view: &View<'_>,
    (method, accepts_password): (&AuthenticationMethod, bool),
    failure: Option<&Failure>,
    overview: &Overview,
    is_running: bool,
) -> Html {
    let name = methods::name(view, method);
    let key = match (is_running, accepts_password) {
        (true, _) => "remove.running",
        (false, true) => "remove.button.password",
        (false, false) => "remove.button",
    };
    let (label, must_wait) = fault::label(view, failure, key);
    group(vec![
        frame::heading(view.fill("remove.heading", &[("method", &name)])),
        // The page's own button tries again.
        failure.map_or_else(nothing, |failure| fault::failure(view, failure, None)),
        methods::single(view, method),
        words("p", "", view.text("remove.effect")),
        time_needed::here(view),
        remains(view, Some(&method.id), overview),
        sign_in::without_script(view.text("remove.without-script")),
        frame::acts(vec![
            button(
                "button danger",
                label,
                is_running || must_wait,
                view.click(|| Event::Removal(removal::Event::Confirmed)),
            ),
            frame::way_home(view, "remove.keep"),
        ]),
    ])
}

/// What remains without `gone`, by what it is good for.
pub(crate) fn remains(view: &View<'_>, gone: Option<&MethodId>, overview: &Overview) -> Html {
    let level = |factor, key| {
        let names: Vec<Html> = remaining(gone, factor, overview)
            .map(|method| words("li", "", methods::full_name(view, method)))
            .collect();
        if names.is_empty() {
            return Vec::new();
        }
        vec![words("p", "", view.text(key)), node("ul", "", names)]
    };
    let alone = level(Factor::Alone, "remove.remains");
    let after_password = level(Factor::AfterPassword, "remove.remains.password");
    let (class, icon) = match (alone.is_empty(), after_password.is_empty()) {
        (true, true) => return words("p", "", view.text("remove.remains.none")),
        (true, false) => ("card calm remains doubtful", Icon::ALERT),
        (false, _) => ("card calm remains", Icon::CHECK),
    };
    let content = [alone, after_password].concat();
    node("div", class, vec![icon.draw(), node("div", "", content)])
}
