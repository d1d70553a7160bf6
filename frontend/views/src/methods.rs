//! The list of methods: icon, name, what it is, when it came, and the way to remove it.

use contract::{AuthenticationMethod, MethodState, Overview};
use journey::{
    Route,
    methods::{kind_words, label},
    removal::{Refusal, foresee},
};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{fixed, group, link, node, nothing, space, text, with, words},
    icon::Icon,
};

pub(crate) fn list(view: &View<'_>, overview: &Overview) -> Html {
    if overview.methods.is_empty() {
        return words("p", "empty", view.text("methods.none"));
    }
    let items = overview
        .methods
        .iter()
        .map(|method| {
            let mut card = card(view, method, "h3", is_proved(overview, method));
            card.push(removal(view, method, overview));
            node("li", "", card)
        })
        .collect();
    group(vec![
        node("ul", "methods", items),
        node(
            "p",
            "aside",
            vec![
                words("span", "", view.text("methods.elsewhere")),
                space(),
                link(
                    "",
                    overview.security_info.clone().into(),
                    view.text("methods.elsewhere.link"),
                ),
            ],
        ),
    ])
}

/// The method that a page is about, alone.
pub(crate) fn single(view: &View<'_>, method: &AuthenticationMethod) -> Html {
    node("ul", "methods", vec![node("li", "", card(view, method, "h2", false))])
}

fn is_proved(overview: &Overview, method: &AuthenticationMethod) -> bool {
    overview.new_passkeys.iter().any(|passkey| passkey.is_proved && passkey.method == method.id)
}

fn card(
    view: &View<'_>,
    method: &AuthenticationMethod,
    heading: &'static str,
    is_proved: bool,
) -> Vec<Html> {
    let kind = kind_words(&method.kind);
    let sort = match label(method) {
        Some(_) => words("p", "sort", view.text(kind.name)),
        None => nothing(),
    };
    vec![
        node("span", "kind", vec![Icon::of(&method.kind).draw()]),
        node(
            "div",
            "about",
            vec![
                words(heading, "", name(view, method)),
                sort,
                words("p", "", view.text(kind.what)),
                may_end(view, method),
                dates(view, method, is_proved),
            ],
        ),
    ]
}

/// What the method is called: its own name, or that of its kind.
pub(crate) fn name(view: &View<'_>, method: &AuthenticationMethod) -> AttrValue {
    label(method).map_or_else(|| view.text(kind_words(&method.kind).name), isolated)
}

/// What the method is called, with its kind, so that no two are confused.
pub(crate) fn full_name(view: &View<'_>, method: &AuthenticationMethod) -> AttrValue {
    let kind = view.text(kind_words(&method.kind).name);
    match label(method) {
        Some(label) => {
            view.fill("method.full-name", &[("name", &isolated(label)), ("kind", &kind)])
        }
        None => kind,
    }
}

/// What somebody wrote, so that its direction changes nothing around it (UAX #9 §2.4.2). Of ASCII
/// nothing does.
pub(crate) fn isolated(written: &str) -> AttrValue {
    if written.is_ascii() {
        return AttrValue::from(written.to_owned());
    }
    AttrValue::from(["\u{2068}", written, "\u{2069}"].concat())
}

fn dates(view: &View<'_>, method: &AuthenticationMethod, is_proved: bool) -> Html {
    let added = method.created_at.map(|at| view.fill("method.added", &[("date", &view.date(at))]));
    let used = method.last_used_at.map(|at| view.fill("method.used", &[("date", &view.date(at))]));
    let proved = is_proved.then(|| view.text("method.proved"));
    if added.is_none() && used.is_none() && proved.is_none() {
        return nothing();
    }
    let spans =
        added.into_iter().chain(used).chain(proved).map(|date| words("span", "", date)).collect();
    node("p", "dates", spans)
}

/// Says that this kind of method may end, while that lies ahead.
fn may_end(view: &View<'_>, method: &AuthenticationMethod) -> Html {
    method.may_end_at.filter(|at| view.state.now < *at).map_or_else(nothing, |at| {
        words("p", "reason", view.fill("method.may-end", &[("date", &view.date(at))]))
    })
}

/// The way to remove it, or why there is none.
fn removal(view: &View<'_>, method: &AuthenticationMethod, overview: &Overview) -> Html {
    match method.state {
        MethodState::BeingRemoved => {
            return words("p", "reason", view.text("method.being-removed"));
        }
        MethodState::Appearing => return words("p", "reason", view.text("method.appearing")),
        MethodState::Lost => return words("p", "reason", view.text("method.lost")),
        MethodState::Listed | MethodState::Doubtful => {}
    }
    match foresee(method, overview) {
        None => {
            let label = view.fill("method.remove.label", &[("method", &full_name(view, method))]);
            with(
                "a",
                &["class", "aria-label", "href"],
                vec![
                    fixed("button small quiet"),
                    Some(label),
                    Some(view.address(&Route::Remove(method.id.clone()))),
                ],
                vec![text(view.text("method.remove"))],
            )
        }
        Some(Refusal::AlternateFirst) => words("p", "reason", view.text("method.kept.alternate")),
        Some(Refusal::Last) => words("p", "reason", view.text("method.kept.last")),
        Some(Refusal::Default | Refusal::Unsupported) => {
            words("p", "reason", view.text("method.kept.unsupported"))
        }
    }
}
