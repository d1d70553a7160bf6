//! Recovering from a lost device: what happened and what is gone, then the steps with the next one first.

use contract::{
    AuthenticationMethod, MethodId, Overview, ProblemCode,
    recovery::{KeptMethod, Loss},
    routes,
};
use journey::{
    Event, Failure, Route, Scene,
    recovery::{self, Page, Recovery, Step, Summary, can_be_lost, lost},
};
use yew::{AttrValue, Callback, Html, MouseEvent, html};

use crate::{
    View,
    element::{
        button, fixed, group, headline, link, node, nothing, section, section_heading, space, text,
        with, words,
    },
    fault, frame,
    icon::Icon,
    methods, pass, recommendation, removal, sign_in, step_up, summary, time_needed,
};

pub(crate) fn page(view: &View<'_>, recovery: &Recovery, overview: &Overview) -> Html {
    let Recovery { page, attempt, failure } = recovery;
    let failure = failure.as_ref();
    let is_running = attempt.is_some();
    match page {
        Page::Asking { loss, marked } => group(vec![
            frame::heading(view.text("recover.title")),
            words("p", "lead", view.text("recover.lead")),
            time_needed::here(view),
            // The page's own button tries again.
            failure.map_or_else(nothing, |failure| fault::failure(view, failure, None)),
            losses(view, *loss),
            gone(view, overview, marked),
            sign_in::without_script(view.text("remove.without-script")),
            frame::acts(vec![
                act_on(
                    view,
                    "button main",
                    "recover.told",
                    Progress { is_running, is_blocked: marked.is_empty(), failure },
                    || Event::Recovery(recovery::Event::Told),
                ),
                frame::way_home(view, "action.not-now"),
            ]),
        ]),
        Page::Steps { kept, is_ending } => {
            let next = Step::next(overview);
            // Where the step's own button does not try again, the failure has one.
            let retry: Option<fault::Retry> = match (next, *is_ending) {
                (Step::Remove, false) | (Step::Finish, true) => None,
                (_, true) => Some(|| Event::Recovery(recovery::Event::EndChosen)),
                (_, false) => Some(|| Event::Recovery(recovery::Event::RemovalConfirmed)),
            };
            let own = Progress {
                is_running: is_running && !is_ending,
                is_blocked: is_running,
                failure: failure.filter(|_| retry.is_none()),
            };
            let end = match (next, lost(overview).next()) {
                // The main act of the page is that already.
                (Step::Finish, _) => nothing(),
                (_, Some(_)) => ending(view, "recover.found"),
                (_, None) => ending(view, "recover.finish.button"),
            };
            group(vec![
                frame::heading(view.text("recover.steps.title")),
                failure.map_or_else(nothing, |failure| fault::failure(view, failure, retry)),
                not_removed(view, overview, kept),
                act(view, overview, next, own),
                sign_in::without_script(view.text("remove.without-script")),
                done_so_far(view, overview),
                node(
                    "div",
                    "acts",
                    vec![
                        quiet(view, "recover.retell", || {
                            Event::Recovery(recovery::Event::RetoldChosen)
                        }),
                        end,
                        frame::way_home(view, "action.home"),
                    ],
                ),
            ])
        }
        Page::StepUp => step_up::page(view, view.text("recover.step-up")),
    }
}

/// The card of the overview: what is next of a recovery that has begun.
pub(crate) fn card(view: &View<'_>, overview: &Overview, is_main: bool) -> Html {
    if overview.recovery.is_none() {
        return nothing();
    }
    let next = |key| words("p", "", view.text(key));
    let step = Step::next(overview);
    let label = if step == Step::Finish { "recovery.see" } else { "recover.continue" };
    let next = match step {
        Step::Register => next("recovery.next.register"),
        Step::Remove => next("recovery.next.remove"),
        Step::SignOut => next("recovery.next.sign-out"),
        Step::EndPass => next("recovery.next.end-pass"),
        Step::Finish => left(view, overview, "recovery.next.finish"),
    };
    section(
        "recovery",
        "ready unproved",
        vec![
            Icon::ALERT.draw(),
            node(
                "div",
                "",
                vec![
                    headline(is_main, "recovery", view.text("recovery.headline")),
                    next,
                    frame::main_link(view, &Route::Recover, label),
                ],
            ),
        ],
    )
}

/// The way to begin one, for someone who has something to lose.
pub(crate) fn way_here(view: &View<'_>, overview: &Overview, class: &'static str) -> Html {
    if overview.recovery.is_some() || can_be_lost(overview).next().is_none() {
        return nothing();
    }
    link(class, view.address(&Route::Recover), view.text("recovery.begin"))
}

fn ending(view: &View<'_>, key: &str) -> Html {
    quiet(view, key, || Event::Recovery(recovery::Event::EndChosen))
}

fn quiet(view: &View<'_>, key: &str, event: fn() -> Event) -> Html {
    button("button quiet app-only", view.text(key), false, view.click(event))
}

fn losses(view: &View<'_>, chosen: Loss) -> Html {
    let choice = |loss: Loss, key: &str| {
        let click = send(view, move || recovery::Event::LossChosen(loss));
        choice(view.text(key), "radio", loss == chosen, click)
    };
    with(
        "fieldset",
        &[],
        Vec::new(),
        vec![
            words("legend", "", view.text("recover.what")),
            choice(Loss::Lost, "recover.lost"),
            choice(Loss::Stolen, "recover.stolen"),
            choice(Loss::Replaced, "recover.replaced"),
        ],
    )
}

fn gone(view: &View<'_>, overview: &Overview, marked: &[MethodId]) -> Html {
    let mut content = vec![words("legend", "", view.text("recover.gone"))];
    content.extend(can_be_lost(overview).map(|method| {
        let id = method.id.clone();
        let click = send(view, move || recovery::Event::Marked(id.clone()));
        let name = methods::full_name(view, method);
        choice(name, "checkbox", marked.contains(&method.id), click)
    }));
    content.push(words("p", "hint", view.text("recover.gone.hint")));
    with("fieldset", &[], Vec::new(), content)
}

fn send(view: &View<'_>, event: impl Fn() -> recovery::Event + 'static) -> Callback<MouseEvent> {
    let send = view.dispatch.send.clone();
    Callback::from(move |_| send.emit(Event::Recovery(event())))
}

/// A labeled radio button or check box.
fn choice(
    label: AttrValue,
    kind: &'static str,
    is_chosen: bool,
    click: Callback<MouseEvent>,
) -> Html {
    let input = html! { <input type={kind} name={kind} checked={is_chosen} onclick={click} /> };
    with("label", &["class"], vec![fixed("choice")], vec![input, text(label)])
}

/// What the act of a step has come to.
#[derive(Clone, Copy, Default)]
pub(crate) struct Progress<'a> {
    /// It is on its way.
    is_running: bool,
    /// Something else is, or something lacks.
    is_blocked: bool,
    /// What came of the last try.
    failure: Option<&'a Failure>,
}

fn act_on(
    view: &View<'_>,
    class: &'static str,
    key: &str,
    progress: Progress<'_>,
    event: fn() -> Event,
) -> Html {
    let (label, must_wait) = fault::label(view, progress.failure, key);
    let is_disabled = progress.is_running || progress.is_blocked || must_wait;
    button(class, label, is_disabled, view.click(event))
}

/// What to do next, as the main act of the page.
pub(crate) fn act(
    view: &View<'_>,
    overview: &Overview,
    next: Step,
    progress: Progress<'_>,
) -> Html {
    let content = match next {
        Step::Register => vec![
            words("p", "", view.text("recover.register")),
            recommendation::reason(view),
            time_needed::for_step(view, journey::time_needed::Step::Recovery),
            frame::acts(recommendation::ways(view, ["button main", "button quiet"])),
        ],
        Step::Remove => {
            let names = lost(overview).filter(|method| method.is_removable);
            let names = names.map(|method| words("li", "", methods::full_name(view, method)));
            // One main act at a time: where the passkey was just saved, it is tried first.
            let class = match view.state.scene() {
                Scene::Saved => "button red",
                _ => "button danger",
            };
            let key = match (progress.is_running, recovery::needs_password(overview)) {
                (true, _) => "remove.running",
                (false, true) => "recover.remove.password",
                (false, false) => "recover.remove.button",
            };
            vec![
                words("p", "", view.text("recover.remove")),
                node("ul", "", names.collect()),
                removal::remains(view, None, overview),
                node(
                    "div",
                    "acts app-only",
                    vec![act_on(view, class, key, progress, || {
                        Event::Recovery(recovery::Event::RemovalConfirmed)
                    })],
                ),
            ]
        }
        Step::SignOut => {
            let address = view.address(&Route::Sessions).to_string() + routes::EVERYWHERE_FRAGMENT;
            let label = view.text("recover.sign-out.button");
            let acts = frame::acts(vec![link("button main", address.into(), label)]);
            let sign_out = words("p", "", view.text("recover.sign-out"));
            vec![left(view, overview, "recover.finish"), sign_out, acts]
        }
        Step::EndPass => vec![
            left(view, overview, "recover.finish"),
            words("p", "", view.text("recover.end-pass")),
            pass::effects(view, overview),
            node(
                "div",
                "acts app-only",
                vec![pass::end(view, false, progress.is_running || progress.is_blocked, None)],
            ),
        ],
        Step::Finish => vec![
            left(view, overview, "recover.finish"),
            node(
                "div",
                "acts app-only",
                vec![act_on(view, "button main", "recover.finish.button", progress, || {
                    Event::Recovery(recovery::Event::EndChosen)
                })],
            ),
        ],
    };
    let title = match next {
        Step::Register => "recover.register.title",
        Step::Remove => "recover.remove.title",
        Step::SignOut => "recover.sign-out.title",
        Step::EndPass => "recover.end-pass.title",
        Step::Finish if lost(overview).next().is_some() => "recover.kept",
        Step::Finish => "recover.finish.title",
    };
    let mut all = vec![section_heading("step", view.text(title))];
    all.extend(content);
    section("step", "card", all)
}

/// These words where nothing is lost any more; or what cannot be removed here, and who can remove it.
fn left(view: &View<'_>, overview: &Overview, otherwise: &str) -> Html {
    let names = lost(overview).map(|method| words("li", "", methods::full_name(view, method)));
    let names: Vec<Html> = names.collect();
    if names.is_empty() {
        return words("p", "", view.text(otherwise));
    }
    group(vec![
        words("p", "", view.text("recover.left")),
        node("ul", "", names),
        node("p", "", vec![methods::security_info(view, overview, "button")]),
    ])
}

/// Which of the lost methods are still there, and why.
fn not_removed(view: &View<'_>, overview: &Overview, kept: &[KeptMethod]) -> Html {
    let line = |method: &AuthenticationMethod, code: ProblemCode| {
        let name = methods::full_name(view, method);
        let why = |part| view.text(&["problem.", code.as_str(), part].concat());
        let (what, detail) = (why(".headline"), why(".detail"));
        node("li", "", vec![text(name), space(), words("span", "", what), words("p", "", detail)])
    };
    let lines: Vec<Html> = kept
        .iter()
        .filter_map(|kept| {
            let method = overview.methods.iter().find(|method| method.id == kept.method)?;
            Some(line(method, kept.code))
        })
        .collect();
    if lines.is_empty() {
        return nothing();
    }
    fault::notice(
        "notice bad",
        Some("alert"),
        Icon::ALERT,
        vec![
            words("h2", "", view.text("recover.kept")),
            node("ul", "", lines),
            methods::security_info(view, overview, "button"),
        ],
    )
}

fn done_so_far(view: &View<'_>, overview: &Overview) -> Html {
    Summary::of(overview)
        .map_or_else(nothing, |done| summary::section_of(view, &done, "recover.done"))
}
