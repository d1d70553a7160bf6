//! Adding a passkey: explained, named, the browser's own prompt, saved.

use std::rc::Rc;

use contract::{AuthenticationMethod, Overview, Verdict};
use journey::{
    CeremonyFault, Event, Fault, Route,
    clock::{PassClock, pass_clock},
    proof::{self as proving, Proof, Step as ProofStep},
    recommendation::{Way, has_authenticator, leaves_authenticator},
    recovery::Step,
    registration::{self, NameCheck, Naming, Options, Registration},
    watch::Awaited,
};
use yew::{
    AttrValue, Callback, Html, InputEvent, SubmitEvent,
    html::{onclick, onsubmit},
};

use crate::{
    View,
    element::{button, fixed, group, link, listening, node, nothing, text, with, words},
    fault,
    fault::Retry,
    field::Field,
    frame, hand_off, help,
    icon::Icon,
    methods, other_device, proof, recommendation, recovery, sign_in, step_up, time_needed,
};

const RETRY: Retry = || Event::Registration(registration::Event::Retried);

pub(crate) fn page(view: &View<'_>, registration: &Registration, overview: &Overview) -> Html {
    match registration {
        Registration::StepUp { leaves_a_passkey } => group(vec![
            step_up::page(view, view.text("step-up.for.passkey")),
            if *leaves_a_passkey { fault::left(view) } else { nothing() },
        ]),
        Registration::HandOff(watcher) if watcher.awaited == Awaited::PasskeyElsewhere => {
            other_device::page(view, watcher, overview)
        }
        Registration::HandOff(hand_off) => hand_off::page(view, hand_off, overview),
        Registration::Naming(naming) => naming_page(view, naming, overview),
        Registration::InCeremony { .. } => {
            in_ceremony(view, || Event::Registration(registration::Event::CeremonyCancelled))
        }
        Registration::Saving(_) => saving(view),
        Registration::Unsaved { failure, .. } => group(vec![
            frame::heading(view.text("unsaved.title")),
            words("p", "lead", view.text("unsaved.detail")),
            fault::failure(view, failure, Some(RETRY)),
        ]),
        Registration::Saved { method, proof } => match proof.step {
            ProofStep::InCeremony { .. } => {
                in_ceremony(view, || Event::Proof(proving::Event::CeremonyCancelled))
            }
            ProofStep::Checking(_) => proof::checking(view),
            ProofStep::Unavailable
            | ProofStep::BySignIn
            | ProofStep::Asked(_)
            | ProofStep::Ready(_)
            | ProofStep::Failed
            | ProofStep::Proved => saved(view, method, proof, overview),
        },
        Registration::Stopped { failure } => {
            // This address is what stands in the way, and the directory's own page makes the passkey.
            let is_elsewhere =
                matches!(failure.fault, Fault::Ceremony(CeremonyFault::RelyingPartyMismatch));
            group(vec![
                frame::heading(view.text("stopped.title")),
                fault::failure(view, failure, Some(RETRY)),
                frame::acts(vec![
                    if is_elsewhere {
                        hand_off::open(view, "button main", overview)
                    } else {
                        nothing()
                    },
                    if !leaves_authenticator(&failure.fault) {
                        help::new_pass(view)
                    } else if has_authenticator(overview) {
                        nothing()
                    } else {
                        let class = if is_elsewhere { "button" } else { "button main" };
                        let address = view.address(&Route::AddAuthenticator);
                        link(class, address, view.text("action.add-authenticator"))
                    },
                    recommendation::elsewhere(view, overview),
                    frame::way_home(view, "action.home"),
                ]),
            ])
        }
    }
}

fn naming_page(view: &View<'_>, naming: &Naming, overview: &Overview) -> Html {
    let steps = ["explain.step.name", "explain.step.browser", "explain.step.done"];
    let suggested = suggested(view, overview);
    let complaint = match naming.check {
        NameCheck::Fine => None,
        NameCheck::Empty => Some(view.text("name.empty")),
        NameCheck::TooLong => Some(view.text("name.too-long")),
        NameCheck::Unseen => Some(view.text("name.unseen")),
    };
    let field = Field {
        id: registration::FIELD,
        name: registration::FIELD,
        autocomplete: "off",
        label: view.text("name.label"),
        hint: view.text("name.hint"),
        complaint,
        value: if naming.is_named { &naming.name } else { &suggested },
        is_first: false,
        oninput: typed(view),
    };
    // Told before a name is typed: most apps refuse a passkey, some after its prompt.
    let in_app = || if view.state.browser.is_in_app() { in_app(view) } else { nothing() };
    let failure = naming.failure.as_ref().map_or_else(in_app, |failure| {
        // While the options are there, the form's own button tries again.
        let retry = (naming.options == Options::Failed).then_some(RETRY);
        fault::failure(view, failure, retry)
    });
    let suggestions = SUGGESTIONS.iter().map(|key| suggestion(view, key, field.value)).collect();
    let form = listening(
        "form",
        &["class", "novalidate"],
        vec![fixed("card app-only"), fixed("")],
        vec![
            field.draw(),
            with(
                "div",
                &["class", "role", "aria-label"],
                vec![fixed("chips"), fixed("group"), Some(view.text("name.suggestions"))],
                suggestions,
            ),
            create_button(view, naming),
            sign_in::aside(view, Icon::PASSKEY, "name.aside"),
        ],
        Some(Rc::new(onsubmit::Wrapper::new(submitted(view)))),
    );
    group(vec![
        frame::heading(view.text("explain.title")),
        words("p", "lead", view.text("explain.lead")),
        if recommendation::first(view) == Way::Passkey {
            recommendation::reason(view)
        } else {
            nothing()
        },
        time_needed::here(view),
        failure,
        sign_in::without_script(view.text("explain.without-script")),
        // Passkeys need script here; the directory's page brings its own.
        link("button no-app", overview.security_info.clone().into(), view.text("hand-off.open")),
        form,
        fault::disclosure(view.text("explain.steps"), false, vec![sign_in::steps(view, steps)]),
        frame::acts(vec![
            recommendation::instead(view, overview),
            recommendation::elsewhere(view, overview),
            frame::way_home(view, "action.not-now"),
        ]),
    ])
}

/// What to do in a web view inside another app.
fn in_app(view: &View<'_>) -> Html {
    fault::notice(
        "notice",
        None,
        Icon::INFORMATION,
        vec![
            words("p", "", view.text("why.browser.in-app")),
            words("p", "", view.text("why.browser.in-app.act")),
            fault::address(view),
        ],
    )
}

/// The name that stands in the field before anything is typed: of this device, unless one that is
/// listed has it already.
fn suggested(view: &View<'_>, overview: &Overview) -> AttrValue {
    let browser = &view.state.browser;
    let is_elsewhere = browser.is_on_phone || browser.keeps_passkeys == Some(false);
    let names = SUGGESTIONS.iter().skip(usize::from(is_elsewhere)).map(|key| view.text(key));
    let is_free = |name: &AttrValue| {
        !overview.methods.iter().any(|method| method.name.as_deref() == Some(name.as_str()))
    };
    { names }.find(is_free).unwrap_or_default()
}

/// The names that are suggested.
const SUGGESTIONS: &[&str] =
    &["name.suggestion.computer", "name.suggestion.phone", "name.suggestion.key"];

fn create_button(view: &View<'_>, naming: &Naming) -> Html {
    let (key, is_waiting) = match naming.options {
        Options::Ready(_) if naming.wants_another_device() => ("name.button.other", false),
        Options::Ready(_) if naming.failure.is_some() => ("name.button.again", false),
        Options::Ready(_) => ("name.button", false),
        Options::Unasked | Options::Asked(_) => ("name.button.preparing", true),
        Options::Failed => ("name.button", true),
    };
    sign_in::main_submit(view.text(key), is_waiting)
}

fn suggestion(view: &View<'_>, key: &str, chosen: &str) -> Html {
    let name = view.text(key);
    let onclick = view.choose_name(name.clone());
    let pressed = fixed(if name == chosen { "true" } else { "false" });
    listening(
        "button",
        &["type", "class", "aria-pressed"],
        vec![fixed("button"), fixed("chip"), pressed],
        vec![text(name)],
        Some(Rc::new(onclick::Wrapper::new(onclick))),
    )
}

fn typed(view: &View<'_>) -> Callback<InputEvent> {
    let dispatch = view.dispatch.clone();
    Callback::from(move |_| {
        let name = dispatch.content.emit(registration::FIELD);
        dispatch.send.emit(Event::Registration(registration::Event::NameTyped(name)));
    })
}

/// This form never leaves the page: the ceremony starts within the submitting click.
fn submitted(view: &View<'_>) -> Callback<SubmitEvent> {
    let dispatch = view.dispatch.clone();
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        // The field's content counts, even an untouched suggestion.
        let name = dispatch.content.emit(registration::FIELD);
        dispatch.send.emit(Event::Registration(registration::Event::NameTyped(name)));
        dispatch.send.emit(Event::Registration(registration::Event::Confirmed));
    })
}

fn in_ceremony(view: &View<'_>, cancel: fn() -> Event) -> Html {
    group(vec![
        frame::heading(view.text("ceremony.title")),
        frame::waiting(
            Icon::PASSKEY,
            vec![
                words("p", "lead", view.text("ceremony.detail")),
                words("p", "", view.text("ceremony.hint")),
            ],
        ),
        frame::acts(vec![button("button", view.text("action.cancel"), false, view.click(cancel))]),
    ])
}

fn saving(view: &View<'_>) -> Html {
    group(vec![
        frame::heading(view.text("saving.title")),
        frame::waiting(Icon::CLOCK, vec![words("p", "lead", view.text("saving.detail"))]),
    ])
}

fn saved(
    view: &View<'_>,
    method: &AuthenticationMethod,
    proof: &Proof,
    overview: &Overview,
) -> Html {
    let mut acts = proof::acts(view, proof);
    // What is left when the device of the new passkey is lost.
    let left = method.device.as_ref().map(|device| overview.verdict_without_device(device));
    let next = if overview.recovery.is_some() && Step::next(overview) == Step::Remove {
        // The way on is here already, and the recovery can be taken up again later.
        acts.pop();
        acts.push(frame::way_home(view, "action.home"));
        vec![recovery::act(view, overview, Step::Remove, recovery::Progress::default())]
    } else if left.is_some_and(|verdict| verdict != Verdict::Yes) {
        vec![second_advice(view), retire_advice(view, overview)]
    } else {
        vec![retire_advice(view, overview)]
    };
    let (title, lead) = proof::news(view, method, proof);
    group(vec![
        node("div", "celebration", vec![Icon::CHECK.draw()]),
        frame::heading(view.text(title)),
        words("p", "lead", lead),
        methods::single(view, method),
        proof::failure(view, proof),
        time_needed::here(view),
        frame::acts(acts),
        group(next),
        frame::end_others(view),
    ])
}

fn second_advice(view: &View<'_>) -> Html {
    let another = button(
        "button small",
        view.text("saved.second.button"),
        false,
        view.click(|| Event::Registration(registration::Event::AnotherChosen)),
    );
    advice(view, "saved.second.headline", "saved.second.detail", another)
}

fn retire_advice(view: &View<'_>, overview: &Overview) -> Html {
    let Some(PassClock::Running(_)) = pass_clock(overview, view.state.now) else {
        return nothing();
    };
    if overview.pass.as_ref().is_none_or(|pass| !pass.is_worth_ending()) {
        return nothing();
    }
    advice(
        view,
        "saved.retire.headline",
        "saved.retire.detail",
        link("button small", view.address(&Route::RetirePass), view.text("action.retire")),
    )
}

fn advice(view: &View<'_>, headline: &str, detail: &str, act: Html) -> Html {
    fault::notice(
        "notice",
        None,
        Icon::INFORMATION,
        vec![words("h2", "", view.text(headline)), words("p", "", view.text(detail)), act],
    )
}
