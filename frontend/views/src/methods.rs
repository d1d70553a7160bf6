//! The list of methods: icon, name, what it is, when it came, and the way to remove it.
//!
//! What starts a sign-in stands first, and not what came last: a hand that goes to the top must not
//! remove the key just made. A password is not listed: nobody can do anything about it here.

use contract::{AuthenticationMethod, MethodKind, MethodState, Overview};
use journey::{
    Route,
    methods::kind_words,
    removal::{Refusal, foresee},
};
use yew::{AttrValue, Html};

use crate::{
    View,
    element::{fixed, group, link, node, nothing, space, text, with, words},
    icon::Icon,
};

pub(crate) fn list(view: &View<'_>, overview: &Overview) -> Html {
    let mut items = Vec::new();
    for place in 0..RANKS {
        for method in &overview.methods {
            if is_at(method, place) {
                let mut card = card(view, method, "h3", is_proved(overview, method));
                card.push(removal(view, method, overview));
                items.push(node("li", "", card));
            }
        }
    }
    let list = if items.is_empty() {
        words("p", "empty", view.text("methods.none"))
    } else {
        node("ul", "methods", items)
    };
    group(vec![list, elsewhere(view, overview, "aside", "methods.elsewhere")])
}

/// What is not done here, with the way to where it is.
fn elsewhere(view: &View<'_>, overview: &Overview, class: &'static str, key: &str) -> Html {
    let way = security_info(view, overview, "");
    node("p", class, vec![words("span", "", view.text(key)), space(), way])
}

/// The way to the directory's own page.
pub(crate) fn security_info(view: &View<'_>, overview: &Overview, class: &'static str) -> Html {
    let address = overview.security_info.clone().into();
    link(class, address, view.text("methods.security-info"))
}

/// The method that a page is about, alone, with what it is good for.
pub(crate) fn single(view: &View<'_>, method: &AuthenticationMethod) -> Html {
    let mut card = card(view, method, "h2", false);
    card.push(words("p", "reason", view.text(kind_words(&method.kind).what)));
    node("ul", "methods", vec![node("li", "", card)])
}

/// How many places the list has.
const RANKS: u8 = 4;

/// Whether a method stands at this place of the list.
fn is_at(method: &AuthenticationMethod, place: u8) -> bool {
    let its = match method.kind {
        MethodKind::Passkey { .. } => 0,
        MethodKind::WindowsHello | MethodKind::PlatformCredential | MethodKind::QrCodePin => 1,
        MethodKind::MicrosoftAuthenticator
        | MethodKind::SoftwareOath
        | MethodKind::HardwareOath
        | MethodKind::Phone { .. }
        | MethodKind::External => 2,
        MethodKind::Email { .. } | MethodKind::Unknown => 3,
        MethodKind::Password => RANKS,
    };
    its == place
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
    vec![
        node("span", "kind", vec![Icon::of(&method.kind).draw()]),
        node(
            "div",
            "about",
            vec![
                words(heading, "", name(view, method)),
                facts(view, method, is_proved),
                may_end(view, method),
            ],
        ),
    ]
}

/// What the method is called: its own name, or that of its kind.
pub(crate) fn name(view: &View<'_>, method: &AuthenticationMethod) -> AttrValue {
    if let Some(name) = number(view, method) {
        return name;
    }
    method.label().map_or_else(|| view.text(kind_words(&method.kind).name), isolated)
}

/// What a phone number is called: the directory tells no more than its end, and a row of stars
/// is hard to read aloud.
fn number(view: &View<'_>, method: &AuthenticationMethod) -> Option<AttrValue> {
    let MethodKind::Phone { number, .. } = &method.kind else {
        return None;
    };
    let end = number.len().checked_sub(2).and_then(|from| number.get(from..))?;
    Some(view.fill("method.phone", &[("digits", end)]))
}

/// What the method is called, with its kind, so that no two are confused; those without a name of their own are told
/// apart by when they were added.
pub(crate) fn full_name(view: &View<'_>, method: &AuthenticationMethod) -> AttrValue {
    if let Some(name) = number(view, method) {
        return name;
    }
    let kind = view.text(kind_words(&method.kind).name);
    let (name, kind) = match (method.label(), method.created_at) {
        (Some(label), _) => (isolated(label), kind),
        (None, Some(at)) => (kind, view.fill("method.added", &[("date", &view.date(at))])),
        (None, None) => return kind,
    };
    view.fill("method.full-name", &[("name", &name), ("kind", &kind)])
}

/// What somebody wrote, so that its direction changes nothing around it (UAX #9 §2.4.2), and what is around
/// it does not move its first or last sign. ASCII from a letter to a letter or digit needs nothing.
pub(crate) fn isolated(written: &str) -> AttrValue {
    let begins_plainly = written.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let ends_plainly = written.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    if written.is_ascii() && begins_plainly && ends_plainly {
        return AttrValue::from(written.to_owned());
    }
    AttrValue::from(["\u{2068}", written, "\u{2069}"].concat())
}

/// What tells it from others: its kind, the model, whether it is synced, and its dates.
fn facts(view: &View<'_>, method: &AuthenticationMethod, is_proved: bool) -> Html {
    let mut facts = Vec::new();
    let mut say = |fact: AttrValue| facts.push(words("span", "", fact));
    let own = name(view, method);
    if method.label().is_some() && number(view, method).is_none() {
        say(view.text(kind_words(&method.kind).name));
    }
    if let MethodKind::Passkey { model, is_synced, .. } = &method.kind {
        if let Some(model) = model.as_deref().filter(|model| **model != *own) {
            say(AttrValue::from(model.to_owned()));
        }
        if let Some(is_synced) = is_synced {
            say(view.text(if *is_synced { "method.synced" } else { "method.bound" }));
        }
    }
    for (key, at) in [("method.added", method.created_at), ("method.used", method.last_used_at)] {
        if let Some(at) = at {
            say(view.fill(key, &[("date", &view.date(at))]));
        }
    }
    if is_proved {
        say(view.text("method.proved"));
    }
    node("p", "facts", facts)
}

/// Says that this kind of method may end, or may have ended.
fn may_end(view: &View<'_>, method: &AuthenticationMethod) -> Html {
    method.may_end_at.map_or_else(nothing, |at| {
        let has_ended = at <= view.state.now;
        let key = if has_ended { "method.may-have-ended" } else { "method.may-end" };
        words("p", "reason", view.fill(key, &[("date", &view.date(at))]))
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
            let is_default = overview.default_method.as_ref() == Some(&method.id);
            let label = view.fill("method.remove.label", &[("method", &full_name(view, method))]);
            let remove = with(
                "a",
                &["class", "aria-label", "href"],
                vec![
                    fixed("button small quiet"),
                    Some(label),
                    Some(view.address(&Route::Remove(method.id.clone()))),
                ],
                vec![text(view.text("method.remove"))],
            );
            if is_default {
                group(vec![remove, elsewhere(view, overview, "reason", "method.default")])
            } else {
                remove
            }
        }
        Some(Refusal::AlternateFirst) => words("p", "reason", view.text("method.kept.alternate")),
        Some(Refusal::Last) => words("p", "reason", view.text("method.kept.last")),
        Some(Refusal::Default | Refusal::Unsupported) => {
            elsewhere(view, overview, "reason", "method.kept.unsupported")
        }
    }
}
