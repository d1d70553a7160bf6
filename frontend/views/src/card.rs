//! The card that an intranet page frames: the clock, the verdict, how many methods, the next step.
//!
//! Drawn by the edge alone and never taken over. It changes nothing: every act is a link to a window
//! of its own. What a compact card leaves out has the class `full`.

use contract::{AuthenticationMethod, Factor, Overview, Verdict, routes};
use journey::{
    Action, Advice, Failure, Screen, SignedIn,
    clock::{self, Running, Urgency},
    recommendation::Way,
};
use yew::{AttrValue, Html};

use crate::{
    Catalog, View,
    clock::{pass_words, ring},
    element::{fixed, node, nothing, text, with, words},
    fault,
    icon::{self, Icon},
    methods, verdict,
};

/// Why a card shows nothing of a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CardWithout {
    /// Nobody has signed in.
    SignIn,
    /// Somebody has, and the browser kept nothing for a page inside another one.
    Storage,
    /// The page around it is not listed.
    Permission,
}

/// The whole card of a state; `without` says why it shows nobody.
pub fn card(view: &View<'_>, without: CardWithout) -> Html {
    match &view.state.screen {
        Screen::SignedIn(signed_in) => signed_in_card(view, signed_in),
        Screen::Failed(failure) => failed(view, failure),
        Screen::Welcome(_) => nobody(view, without),
    }
}

/// The title of the card's document.
#[must_use]
pub fn card_title(catalog: &Catalog) -> AttrValue {
    catalog.text("card.title")
}

/// What the script reads: the state, the edge's time, the end of the clock, how many methods.
struct Data {
    state: &'static str,
    ends_at: Option<String>,
    methods: Option<String>,
}

fn signed_in_card(view: &View<'_>, signed_in: &SignedIn) -> Html {
    let overview = &signed_in.overview;
    let pass = clock::pass_clock(overview, view.state.now);
    let running = pass.as_ref().and_then(clock::PassClock::running);
    let verdict = Shown::of(overview);
    let picture = match running {
        Some(running) => ring(view, &running),
        None => node("span", "sign", vec![verdict.icon().draw()]),
    };
    let mut about = vec![heading(view.text(verdict.headline()))];
    if let Some(pass) = &pass {
        let (headline, detail) = pass_words(view, pass);
        about.push(with(
            "p",
            &["class", "role"],
            vec![fixed("clock"), fixed("status")],
            vec![text(headline)],
        ));
        about.push(words("p", "full soft", detail));
    }
    if let Some(detail) = verdict.detail(view, overview) {
        about.push(words("p", "full", detail));
    }
    let count = |methods: usize| i64::try_from(methods).unwrap_or(i64::MAX);
    let account = methods::isolated(&overview.person.account);
    about.push(node(
        "p",
        "full soft",
        vec![
            number(view, count(usable(overview))),
            words("span", "", view.fill("card.person", &[("account", &account)])),
        ],
    ));
    let act = verdict.act(view, signed_in);
    let address = |task| window(view, task, Some(&overview.person.key));
    let acts = match act {
        Some((task, label)) => vec![
            act_link("button main", address(task), view.text(label)),
            act_link("button quiet full", address(""), view.text("card.open")),
        ],
        None => vec![act_link("button", address(""), view.text("card.open"))],
    };
    let data = Data {
        state: "signed-in",
        ends_at: running.map(|running| running.ends_at.0.to_string()),
        methods: Some(count(overview.methods.len()).to_string()),
    };
    body(view, verdict.class(running), data, vec![picture, node("div", "about", about)], acts)
}

/// How many methods have a part in a sign-in: a password, which everybody has, is none.
fn usable(overview: &Overview) -> usize {
    let is_usable = |method: &&AuthenticationMethod| {
        matches!(method.factor, Factor::Alone | Factor::AfterPassword) && method.state.lasts()
    };
    overview.methods.iter().filter(is_usable).count()
}

/// The number in words; none is what the headline says.
fn number(view: &View<'_>, count: i64) -> Html {
    if count == 0 { nothing() } else { words("span", "count", view.count("card.count", count)) }
}

fn nobody(view: &View<'_>, without: CardWithout) -> Html {
    let (state, icon, headline, detail, act) = match without {
        CardWithout::SignIn => (
            "signed-out",
            Icon::PASSKEY,
            "card.signed-out.headline",
            "card.signed-out.detail",
            Some((routes::CARD_SIGN_IN, "card.sign-in")),
        ),
        CardWithout::Storage => (
            "storage-blocked",
            Icon::INFORMATION,
            "card.blocked.headline",
            "card.blocked.detail",
            Some(("", "card.open")),
        ),
        CardWithout::Permission => (
            "not-allowed",
            Icon::ALERT,
            "card.not-allowed.headline",
            "card.not-allowed.detail",
            None,
        ),
    };
    let data = Data { state, ends_at: None, methods: None };
    let about = node(
        "div",
        "about",
        vec![heading(view.text(headline)), words("p", "full", view.text(detail))],
    );
    let acts = act
        .map(|(task, label)| act_link("button main", window(view, task, None), view.text(label)));
    let picture = node("span", "sign", vec![icon.draw()]);
    body(view, "card", data, vec![picture, about], acts.into_iter().collect())
}

fn failed(view: &View<'_>, failure: &Failure) -> Html {
    let advice = Advice::of(&failure.fault);
    let about = node(
        "div",
        "about",
        vec![heading(view.text(&advice.headline)), words("p", "full", view.text(&advice.detail))],
    );
    let open = |class| act_link(class, window(view, "", None), view.text("card.open"));
    let acts = if advice.action == Action::SignInAgain {
        // Another try would end the same: the sign-in is made in a window.
        vec![open("button main")]
    } else {
        let again = with(
            "a",
            &["class", "href", "data-again"],
            vec![fixed("button"), fixed(""), fixed("")],
            vec![text(view.text("action.try-again"))],
        );
        vec![again, open("button quiet full")]
    };
    let class = if failure.fault.is_calm() { "card" } else { "card bad" };
    let data = Data { state: "failed", ends_at: None, methods: None };
    let picture = node("span", "sign", vec![fault::tone(&failure.fault).1.draw()]);
    body(view, class, data, vec![picture, about], acts)
}

/// The frame of every card. It says that it is out of date when the script finds out.
fn body(
    view: &View<'_>,
    class: &'static str,
    data: Data,
    content: Vec<Html>,
    acts: Vec<Html>,
) -> Html {
    let brand = node("p", "brand full", vec![icon::mark(), text(view.words.product())]);
    let offline = with(
        "p",
        &["class", "role", "hidden"],
        vec![fixed("offline"), fixed("alert"), fixed("")],
        vec![text(view.text("card.offline"))],
    );
    with(
        "main",
        &["id", "class", "data-state", "data-now", "data-ends", "data-methods"],
        vec![
            fixed("card"),
            fixed(class),
            fixed(data.state),
            Some(AttrValue::from(view.state.now.0.to_string())),
            data.ends_at.map(AttrValue::from),
            data.methods.map(AttrValue::from),
        ],
        vec![brand, node("div", "row", content), offline, acts_of(acts)],
    )
}

fn acts_of(acts: Vec<Html>) -> Html {
    if acts.is_empty() { nothing() } else { node("div", "acts", acts) }
}

fn heading(title: AttrValue) -> Html {
    words("h1", "", title)
}

/// A link that opens a window, which keeps its way back: the code comes from there.
fn act_link(class: &'static str, address: AttrValue, label: AttrValue) -> Html {
    with(
        "a",
        &["class", "href", "target", "rel", "data-window"],
        vec![fixed(class), Some(address), fixed("_blank"), fixed("opener"), fixed("")],
        vec![text(label)],
    )
}

/// The first page of the window for a task.
fn window(view: &View<'_>, task: &str, person: Option<&str>) -> AttrValue {
    let mut address = [routes::CARD_WINDOW, "?", routes::TASK_QUERY, "=", task].concat();
    if let Some(person) = person {
        address.push_str("&person=");
        address.push_str(person);
    }
    if let Some(language) = &view.state.pinned_language {
        address.push_str("&lang=");
        address.push_str(language);
    }
    AttrValue::from(address)
}

/// The answer to "can I sign in tomorrow?", as a card gives it.
#[derive(Clone, Copy)]
enum Shown {
    Nothing,
    Unproved,
    Password,
    WithPassword,
    Yes,
}

impl Shown {
    fn of(overview: &Overview) -> Self {
        match overview.verdict() {
            Verdict::No => Self::Nothing,
            // What was registered in this visit counts only with the answer.
            Verdict::WithPassword if verdict::asks(overview) => Self::Password,
            Verdict::Yes | Verdict::WithPassword if !overview.is_proved => Self::Unproved,
            Verdict::Yes => Self::Yes,
            Verdict::WithPassword => Self::WithPassword,
        }
    }

    const fn headline(self) -> &'static str {
        match self {
            Self::Nothing => "banner.headline",
            Self::Unproved => "unproved.headline",
            Self::Password => "verdict.question.headline",
            Self::WithPassword => "verdict.password.headline",
            Self::Yes => "verdict.yes.headline",
        }
    }

    fn detail(self, view: &View<'_>, overview: &Overview) -> Option<AttrValue> {
        let method = || {
            let way_in = overview.way_in().map(|method| methods::full_name(view, method));
            way_in.unwrap_or_default()
        };
        match self {
            Self::Nothing => None,
            Self::Unproved => Some(view.text("card.unproved")),
            Self::Password if !overview.is_proved => Some(view.text("verdict.question.unproved")),
            Self::Password => Some(view.fill("verdict.question.detail", &[("method", &method())])),
            Self::WithPassword => {
                Some(view.fill("verdict.password.with", &[("method", &method())]))
            }
            Self::Yes => Some(view.text(match overview.verdict_with_a_device_lost() {
                Verdict::Yes => "verdict.lost.yes",
                Verdict::WithPassword => "verdict.lost.password",
                Verdict::No => "verdict.lost.no",
            })),
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Nothing => Icon::ALERT,
            Self::Unproved | Self::Password => Icon::INFORMATION,
            Self::WithPassword | Self::Yes => Icon::CHECK,
        }
    }

    /// The class: by the verdict, and by how near the end of the pass is.
    fn class(self, running: Option<Running>) -> &'static str {
        match (self, running.map(|running| running.urgency)) {
            (Self::Nothing, Some(Urgency::LastCall)) => "card bad last",
            (Self::Nothing, Some(Urgency::Soon)) => "card soon",
            (Self::Nothing, Some(Urgency::Calm)) => "card",
            (Self::Nothing, None) => "card bad",
            (Self::Unproved | Self::Password, _) => "card ask",
            (Self::WithPassword | Self::Yes, _) => "card good",
        }
    }

    /// The next step: its task and its label. Nothing where all is well.
    fn act(self, view: &View<'_>, signed_in: &SignedIn) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Yes if signed_in.overview.verdict_with_a_device_lost() == Verdict::Yes => None,
            Self::Password => Some(("", "card.answer")),
            Self::Nothing | Self::Unproved | Self::WithPassword | Self::Yes => {
                Some(match signed_in.recommendation(&view.state.browser).way() {
                    Way::Passkey => ("add-passkey", "action.add-passkey"),
                    Way::Authenticator => ("add-authenticator", "action.add-authenticator"),
                })
            }
        }
    }
}
