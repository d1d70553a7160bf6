//! The first page: the account name, and what comes next.
//!
//! The form is the browser's own and works without script; it never asks for the pass.

use std::rc::Rc;

use contract::{AccountFault, routes};
use journey::{
    Event, Failure,
    sign_in::{self, AccountCheck, LeftPasskey, Reason, Submission, Welcome},
};
use yew::{AttrValue, Callback, Html, InputEvent, SubmitEvent, html::onsubmit};

use crate::{
    View, element,
    element::{
        disabled, fixed, group, listening, node, nothing, section, section_heading, text, with,
    },
    fault,
    field::Field,
    form, frame, help,
    icon::Icon,
    summary,
};

pub(crate) fn page(view: &View<'_>, welcome: &Welcome) -> Html {
    let words = Words::of(&welcome.reason);
    let steps_to_come = || {
        let next = ["welcome.next.pass", "welcome.next.passkey", "welcome.next.done"];
        section(
            "next",
            "next",
            vec![section_heading("next", view.text("welcome.next.title")), steps(view, next)],
        )
    };
    // Who turned back at the directory's page often has a pass that it does not take.
    let turned_back =
        matches!(&welcome.reason, Reason::Failed(failure) if failure.fault.is_chosen());
    let no_pass = || {
        let causes = REFUSED.iter().map(|key| element::words("li", "", view.text(key)));
        let detail = vec![
            text(view.text("welcome.no-pass.detail")),
            node("ul", "", causes.collect()),
            help::new_pass(view),
        ];
        fault::disclosure(view.text("welcome.no-pass.summary"), turned_back, detail)
    };
    // Whoever is done needs neither a pass nor what comes next, and whoever met a failure has read how it goes.
    let (next, no_pass) = match welcome.reason {
        Reason::PassRetired { .. } | Reason::SignOutDue { .. } | Reason::PassOver => {
            (nothing(), nothing())
        }
        Reason::Arrived => (steps_to_come(), no_pass()),
        Reason::SignedOut | Reason::Expired | Reason::Failed(_) => (nothing(), no_pass()),
    };
    group(vec![
        frame::heading(view.text(words.title)),
        element::words("p", "lead", view.text(words.lead)),
        reason(view, &welcome.reason),
        welcome.passkey.as_ref().map_or_else(nothing, |passkey| left(view, passkey)),
        form(view, welcome),
        keep_in_mind(view, &welcome.reason),
        next,
        no_pass,
    ])
}

/// Why the directory's page does not take a pass. It says so only there, and sends nobody back: most people return
/// with the browser's button, to the page that they left.
const REFUSED: [&str; 8] = [
    "refused.ended",
    "refused.used",
    "refused.not-yet",
    "refused.new",
    "refused.replaced",
    "refused.policy",
    "refused.locked",
    "refused.not-asked",
];

/// Three steps, numbered.
pub(crate) fn steps(view: &View<'_>, keys: [&str; 3]) -> Html {
    let items = keys.into_iter().map(|key| element::words("li", "", view.text(key))).collect();
    node("ol", "steps", items)
}

/// A quiet line with an icon, below a form.
pub(crate) fn aside(view: &View<'_>, icon: Icon, key: &str) -> Html {
    node("p", "aside", vec![icon.draw(), element::words("span", "", view.text(key))])
}

struct Words {
    title: &'static str,
    lead: &'static str,
}

impl Words {
    const fn of(reason: &Reason) -> Self {
        let (title, lead) = match reason {
            Reason::Arrived => ("welcome.title", "welcome.lead"),
            Reason::SignedOut => ("signed-out.title", "signed-out.lead"),
            Reason::PassRetired { .. } => ("retired.title", "retired.lead"),
            Reason::Expired => ("expired.title", "expired.lead"),
            Reason::SignOutDue { .. } => ("expired.title", "retired.sign-out"),
            Reason::PassOver => ("step-up.no-way", "step-up.no-way.detail"),
            Reason::Failed(_) => ("sign-in-failed.title", "sign-in-failed.lead"),
        };
        Self { title, lead }
    }
}

fn reason(view: &View<'_>, reason: &Reason) -> Html {
    let failed: &Failure = match reason {
        Reason::Failed(failure) => failure,
        Reason::PassOver => return help::new_pass(view),
        Reason::Arrived
        | Reason::SignedOut
        | Reason::PassRetired { .. }
        | Reason::SignOutDue { .. }
        | Reason::Expired => return nothing(),
    };
    // The form below is the way to try again.
    fault::failure(view, failed, None)
}

/// What became of a passkey that was made as the session ended.
fn left(view: &View<'_>, passkey: &LeftPasskey) -> Html {
    let (headline, detail) = if passkey.is_useless {
        ("flash.passkey-left.headline", fault::left_of(view, &passkey.account))
    } else {
        ("unsaved.title", element::words("p", "", view.text("flash.unsaved")))
    };
    let content = vec![element::words("h2", "", view.text(headline)), detail];
    fault::notice("notice doubtful", Some("alert"), Icon::ALERT, content)
}

/// What is good to know after the end of the pass, and what was done until then.
fn keep_in_mind(view: &View<'_>, reason: &Reason) -> Html {
    let (advice, done) = match reason {
        Reason::PassRetired { done } => {
            (element::words("p", "", view.text("retired.keep")), done.as_ref())
        }
        Reason::SignOutDue { done } => (nothing(), done.as_ref()),
        _ => return nothing(),
    };
    let done = done.map_or_else(nothing, |done| summary::section_of(view, done, "recover.summary"));
    group(vec![advice, done])
}

fn form(view: &View<'_>, welcome: &Welcome) -> Html {
    let is_leaving = welcome.submission == Submission::Leaving;
    let complaint = match welcome.check {
        AccountCheck::Unchecked => None,
        AccountCheck::Faulty(fault) => Some(complaint(view, fault)),
    };
    let field = Field {
        id: sign_in::FIELD,
        name: routes::ACCOUNT_FIELD,
        autocomplete: "username",
        label: view.text("account.label"),
        hint: view.text("account.hint"),
        complaint,
        value: &welcome.account,
        is_first: matches!(welcome.reason, Reason::Arrived) && welcome.account.is_empty(),
        oninput: typed(view),
    };
    let label = view.text(if is_leaving { "account.leaving" } else { "account.button" });
    listening(
        "form",
        &["class", "method", "action", "novalidate"],
        vec![fixed("card"), fixed("post"), fixed(routes::SIGN_IN), fixed("")],
        vec![
            field.draw(),
            form::return_to(view, &welcome.return_to),
            main_submit(label, is_leaving),
            // Of the others many have something better than a pass by now, or no pass that is any good.
            if matches!(welcome.reason, Reason::Arrived | Reason::Failed(_)) {
                aside(view, Icon::SHIELD, "account.aside")
            } else {
                nothing()
            },
        ],
        Some(Rc::new(onsubmit::Wrapper::new(submitted(view, welcome)))),
    )
}

/// The button that submits a form that is the page's main act.
pub(crate) fn main_submit(label: AttrValue, is_disabled: bool) -> Html {
    with(
        "button",
        &["class", "aria-disabled"],
        vec![fixed("button main wide"), disabled(is_disabled)],
        vec![text(label)],
    )
}

fn complaint(view: &View<'_>, fault: AccountFault) -> AttrValue {
    match fault {
        AccountFault::Empty => view.text("account.empty"),
        AccountFault::Misshapen => view.text("account.misshapen"),
        AccountFault::TooLong => view.text("account.too-long"),
        AccountFault::OddLetter(letter) if letter.is_whitespace() || letter.is_control() => {
            view.text("account.space")
        }
        AccountFault::OddLetter(letter) => {
            view.fill("account.odd-letter", &[("letter", &letter.to_string())])
        }
    }
}

fn typed(view: &View<'_>) -> Callback<InputEvent> {
    let dispatch = view.dispatch.clone();
    Callback::from(move |_| {
        let account = dispatch.content.emit(sign_in::FIELD);
        dispatch.send.emit(Event::SignIn(sign_in::Event::AccountTyped(account)));
    })
}

/// The browser posts the form, unless the account needs another look or it is on its way already.
/// What is in the field decides: not everything that fills a field says so.
fn submitted(view: &View<'_>, welcome: &Welcome) -> Callback<SubmitEvent> {
    let dispatch = view.dispatch.clone();
    let is_leaving = welcome.submission == Submission::Leaving;
    Callback::from(move |event: SubmitEvent| {
        let account = dispatch.content.emit(sign_in::FIELD);
        if is_leaving || sign_in::check_account(&account) != AccountCheck::Unchecked {
            event.prevent_default();
        }
        dispatch.send.emit(Event::SignIn(sign_in::Event::Submitted(account)));
    })
}

/// A line that only shows where no script runs: what cannot be done, and how else.
pub(crate) fn without_script(words: AttrValue) -> Html {
    // Text alone: a browser with script keeps the inside of this element as text, and the app
    // could not take over anything else.
    element::words("noscript", "", words)
}
