//! The page of a person's sessions: where they are signed in, and the ways to end that.
//!
//! Drawn by the edge alone and never taken over: plain forms do everything, with or without script.

use contract::{
    Problem, ProblemCode, routes,
    sessions::{
        ActiveMethod, Activity, Browser, Everywhere, Happened, LiveSession, Program, Sessions,
        System,
    },
};
use journey::{Action, Advice, Fault, Route, methods::kind_words};
use yew::{AttrValue, Html};

use crate::{
    Catalog, View, app,
    element::{
        fixed, group, link, node, nothing, section, section_heading, space, text, with, words,
    },
    fault, form, frame, help,
    icon::Icon,
    methods,
};

/// What came of a form of the page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SessionsNotice {
    /// The sessions have ended.
    Ended,
    /// It did not work.
    Failed(Problem),
}

/// The whole page body, where `view` has the state of the first page for this person at the address of
/// this one, and `notice` is what came of the form that was posted before.
pub fn sessions(view: &View<'_>, sessions: &Sessions, notice: Option<&SessionsNotice>) -> Html {
    let content = vec![
        frame::heading(view.text(TITLE)),
        words("p", "lead", view.text("sessions.lead")),
        notice.map_or_else(nothing, |notice| told(view, notice)),
        node(
            "ul",
            "methods",
            sessions.sessions.iter().map(|session| card(view, sessions, session)).collect(),
        ),
        lacking(view, sessions),
        frame::acts(vec![others(view, sessions), frame::way_home(view, "action.home")]),
        everywhere(view, sessions),
        activity(view, sessions),
    ];
    let person = app::person(view, &sessions.person.account);
    let home = view.address(&Route::Home);
    frame::body(view.words, &view.state.company, home, person, group(content), AttrValue::default())
}

/// The title of the page.
#[must_use]
pub fn sessions_title(catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(TITLE))])
}

/// The whole page body after signing out everywhere.
pub fn signed_out_everywhere(catalog: &Catalog, company: &str) -> Html {
    let home = AttrValue::from(routes::HOME);
    let content = vec![
        frame::heading(catalog.text(OUT_TITLE)),
        words("p", "lead", catalog.text("sessions.out.lead")),
        words("p", "", catalog.text("sessions.out.apps")),
        words("p", "", catalog.text("sessions.out.methods")),
        words("p", "", catalog.text("sessions.out.done")),
        frame::acts(vec![link("button main", home.clone(), catalog.text("action.sign-in-again"))]),
    ];
    frame::body(catalog, company, home, nothing(), group(content), AttrValue::default())
}

/// The title of that page.
#[must_use]
pub fn signed_out_everywhere_title(catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(OUT_TITLE))])
}

fn told(view: &View<'_>, notice: &SessionsNotice) -> Html {
    match notice {
        SessionsNotice::Ended => fault::notice(
            "notice good",
            Some("status"),
            Icon::CHECK,
            vec![
                words("h2", "", view.text("sessions.ended.headline")),
                words("p", "", view.text("sessions.ended.detail")),
            ],
        ),
        SessionsNotice::Failed(problem) => failed(view, problem),
    }
}

/// A failure, with a next step that needs no script.
fn failed(view: &View<'_>, problem: &Problem) -> Html {
    let fault = Fault::Problem(problem.clone());
    let advice = Advice::of(&fault);
    let act = match advice.action {
        Action::SignInAgain => form::sign_in(view, "button main", "action.sign-in-again"),
        Action::AddPasskey => {
            link("button", view.address(&Route::AddPasskey), view.text("action.add-passkey"))
        }
        // The form below is the way to try again.
        Action::TryAgain
        | Action::ChangeInput
        | Action::GoHome
        | Action::OpenElsewhere
        | Action::Reload
        | Action::AskHelpDesk => nothing(),
    };
    // A step that is due is nothing to ask about.
    let help = match problem.code {
        ProblemCode::StepUpRequired => nothing(),
        _ => group(vec![help::desk(view), reference(view, problem)]),
    };
    let (class, icon) = fault::tone(&fault);
    fault::notice(
        class,
        Some("alert"),
        icon,
        vec![
            words("h2", "", view.text(&advice.headline)),
            words("p", "", view.text(&advice.detail)),
            act,
            help,
        ],
    )
}

/// What leads the help desk to the line of the log.
fn reference(view: &View<'_>, problem: &Problem) -> Html {
    let reference = words("code", "", AttrValue::from(problem.trace.reference()));
    node("p", "", vec![text(view.text("help.reference")), space(), reference])
}

fn card(view: &View<'_>, sessions: &Sessions, session: &LiveSession) -> Html {
    let browser = browser(view, session.browser);
    let at = |key, at| view.fill(key, &[("moment", &view.moment(at))]);
    let mut facts = vec![words("span", "", at("sessions.began", session.began_at))];
    if session.is_this {
        facts.insert(0, words("span", "", view.text("sessions.this")));
    } else {
        facts.push(words("span", "", at("sessions.used", session.used_at)));
    }
    if session.may_be_of_pass {
        facts.push(words("span", "", view.text("sessions.of-pass")));
    }
    let end = if session.is_this {
        nothing()
    } else {
        let moment = view.moment(session.used_at);
        let values = [("browser", browser.as_str()), ("moment", &moment)];
        let label = view.fill("sessions.end.label", &values);
        let button = with(
            "button",
            &["class", "aria-label"],
            vec![fixed("button small quiet"), Some(label)],
            vec![text(view.text("sessions.end"))],
        );
        form(sessions, Some(session), button)
    };
    let icon = match session.browser.system {
        System::Android | System::Iphone | System::Ipad => Icon::PHONE,
        System::Windows | System::Mac | System::ChromeOs | System::Linux | System::Unknown => {
            Icon::COMPUTER
        }
    };
    let about = vec![words("h2", "", browser), node("p", "facts", facts)];
    node("li", "", vec![node("span", "kind", vec![icon.draw()]), node("div", "about", about), end])
}

/// The form that ends this session, or all the others.
fn form(sessions: &Sessions, session: Option<&LiveSession>, button: Html) -> Html {
    let person = AttrValue::from(sessions.person.key.clone());
    let name = session.map_or_else(nothing, |session| {
        form::hidden(routes::SESSION_FIELD, session.name.clone().into())
    });
    let person = form::hidden(routes::PERSON_FIELD, person);
    form::post("", routes::END_SESSIONS, vec![person, name, button])
}

fn others(view: &View<'_>, sessions: &Sessions) -> Html {
    if sessions.sessions.len() < 2 && sessions.lacks_before.is_none() {
        return nothing();
    }
    form(sessions, None, form::submit("button", view.text("sessions.end-others")))
}

/// Signing out everywhere: what it does and does not do, and the button, or why there is none.
fn everywhere(view: &View<'_>, sessions: &Sessions) -> Html {
    let act = match sessions.everywhere {
        Everywhere::Offered => {
            let person = AttrValue::from(sessions.person.key.clone());
            let person = form::hidden(routes::PERSON_FIELD, person);
            let button = form::submit("button red", view.text("sessions.everywhere.button"));
            frame::acts(vec![form::post("", routes::SIGN_OUT_EVERYWHERE, vec![person, button])])
        }
        Everywhere::NoWayBack => group(vec![
            words("p", "", view.text("sessions.everywhere.no-way-back")),
            frame::acts(vec![link(
                "button",
                view.address(&Route::AddPasskey),
                view.text("action.add-passkey"),
            )]),
        ]),
        Everywhere::NotGranted => words("p", "", view.text("sessions.everywhere.not-granted")),
        Everywhere::Unknown => words("p", "", view.text("sessions.everywhere.unknown")),
    };
    section(
        EVERYWHERE,
        "session",
        vec![
            section_heading(EVERYWHERE, view.text("sessions.everywhere.title")),
            words("p", "", view.text("sessions.everywhere.detail")),
            words("p", "", view.text("sessions.everywhere.limits")),
            act,
        ],
    )
}

/// What was done lately.
fn activity(view: &View<'_>, sessions: &Sessions) -> Html {
    let line = |done: &Activity| {
        let what = match &done.what {
            Happened::SignedIn => view.text("sessions.done.signed-in"),
            Happened::Added(method) => named(view, "sessions.done.added", method),
            Happened::Removed(method) => named(view, "sessions.done.removed", method),
            Happened::PassEnded => view.text("sessions.done.pass-ended"),
            Happened::SessionsEnded => view.text("sessions.done.ended"),
            Happened::SignedOutEverywhere => view.text("sessions.done.everywhere"),
        };
        let when = AttrValue::from(view.moment(done.at));
        let browser = browser(view, done.browser);
        let when = vec![words("span", "", when), words("span", "", browser)];
        node("li", "", vec![words("b", "", what), node("p", "facts", when)])
    };
    section(
        "activity",
        "session",
        vec![
            section_heading("activity", view.text("sessions.activity.title")),
            words("p", "hint", view.text("sessions.activity.detail")),
            node("ul", "done", sessions.activity.iter().map(line).collect()),
        ],
    )
}

fn named(view: &View<'_>, key: &str, method: &ActiveMethod) -> AttrValue {
    let kind = view.text(kind_words(&method.kind).name);
    let name = match &method.label {
        Some(label) => {
            let name = methods::isolated(label);
            view.fill("method.full-name", &[("name", &name), ("kind", &kind)])
        }
        None => kind,
    };
    view.fill(key, &[("method", &name)])
}

/// Says that the list may not be whole.
fn lacking(view: &View<'_>, sessions: &Sessions) -> Html {
    let Some(at) = sessions.lacks_before else {
        return nothing();
    };
    let lacking = view.fill("sessions.lacking", &[("moment", &view.moment(at))]);
    fault::notice("notice", None, Icon::ALERT, vec![words("p", "", lacking)])
}

/// A browser in coarse words.
fn browser(view: &View<'_>, browser: Browser) -> AttrValue {
    let program = match browser.program {
        Program::Edge => AttrValue::Static("Edge"),
        Program::Opera => AttrValue::Static("Opera"),
        Program::SamsungInternet => AttrValue::Static("Samsung Internet"),
        Program::Firefox => AttrValue::Static("Firefox"),
        Program::Chrome => AttrValue::Static("Chrome"),
        Program::Safari => AttrValue::Static("Safari"),
        Program::Unknown => view.text("sessions.some-browser"),
    };
    let system = match browser.system {
        System::Windows => "Windows",
        System::Android => "Android",
        System::Iphone => "iPhone",
        System::Ipad => "iPad",
        System::Mac => "Mac",
        System::ChromeOs => "ChromeOS",
        System::Linux => "Linux",
        System::Unknown => return program,
    };
    view.fill("sessions.browser", &[("browser", &program), ("system", system)])
}

/// The id of the part about signing out everywhere: see [`routes::EVERYWHERE_FRAGMENT`].
const EVERYWHERE: &str = "everywhere";
const TITLE: &str = "sessions.title";
const OUT_TITLE: &str = "sessions.out.title";
