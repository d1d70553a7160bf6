//! The registration, from the explanation to the saved passkey, with a fault at every step.

use contract::{ProblemCode, registration::RegistrationFinished};

use super::{Begun, Credential, Event as Own, NameCheck, Naming, Options, Registration, wire};
use crate::{
    Attempt, Browser, CeremonyFault, Effect, ErrorName, Event, Fault, Route, Scene, Screen, State,
    Task,
    fixtures::{
        NOW, after, begun, credential, one_time_pass, overview, passkey, problem, signed_in,
        throttled,
    },
    overview::Flash,
    sign_in::Reason,
};

/// The app is there.
const STARTED: Event = Event::Ticked(NOW);
const CONFIRMED: Event = Event::Registration(Own::Confirmed);
const RETRIED: Event = Event::Registration(Own::Retried);

fn at(state: &State) -> &Registration {
    match &state.screen {
        Screen::SignedIn(signed_in) => match &signed_in.task {
            Task::Registration(registration) => registration,
            other => panic!("not adding a passkey: {other:?}"),
        },
        other => panic!("not signed in: {other:?}"),
    }
}

fn naming(state: &State) -> &Naming {
    match at(state) {
        Registration::Naming(naming) => naming,
        other => panic!("not naming: {other:?}"),
    }
}

fn page() -> State {
    signed_in("/add-passkey", overview(vec![]))
}

fn typed(name: &str) -> Event {
    Event::Registration(Own::NameTyped(name.into()))
}

fn came(attempt: u32, outcome: Result<Begun, Fault>) -> Event {
    Event::Registration(Own::Begun { attempt: Attempt(attempt), outcome })
}

fn created(attempt: u32, outcome: Result<Credential, CeremonyFault>) -> Event {
    Event::Registration(Own::CredentialCreated { attempt: Attempt(attempt), outcome })
}

fn beginning(attempt: u32) -> Effect {
    Effect::Call { attempt: Attempt(attempt), call: wire::begin() }
}

fn handing_in(attempt: u32) -> Effect {
    let call = wire::finish(&begun(1).registration, "My phone", &credential());
    Effect::Call { attempt: Attempt(attempt), call }
}

/// The form with a name and its options there; the options are attempt 1.
fn ready() -> State {
    let came = came(1, Ok(begun(1)));
    after(page(), [STARTED, typed(" My phone "), came]).0
}

/// The browser's prompt is open; the ceremony is attempt 2.
fn prompting() -> State {
    after(ready(), [CONFIRMED]).0
}

/// The credential is on its way; handing it in is attempt 3.
fn saving() -> State {
    let made = created(2, Ok(credential()));
    after(prompting(), [made]).0
}

fn finished(attempt: u32, outcome: Result<(), Fault>) -> Event {
    Event::Registration(Own::Finished {
        attempt: Attempt(attempt),
        outcome: outcome
            .map(|()| Box::new(RegistrationFinished { method: passkey("new"), passkey: None })),
    })
}

fn failed_ceremony(fault: CeremonyFault) -> (State, Vec<Effect>) {
    let ended = created(2, Err(fault));
    after(prompting(), [ended])
}

#[test]
fn the_options_are_asked_for_as_soon_as_the_app_is_there() {
    let state = page();
    assert_eq!(naming(&state).options, Options::Unasked);
    let (state, effects) = after(state, [STARTED]);
    assert_eq!(naming(&state).options, Options::Asked(Attempt(1)));
    assert_eq!(effects, [beginning(1)], "and the focus stays where it is");
    let home = signed_in("/", overview(vec![]));
    let (state, effects) = after(home, [Event::LinkFollowed(Route::AddPasskey)]);
    assert_eq!(naming(&state).options, Options::Asked(Attempt(1)));
    assert!(effects.contains(&beginning(1)), "{effects:?}");
}

#[test]
fn the_click_that_confirms_starts_the_ceremony_at_once() {
    let (state, effects) = after(ready(), [CONFIRMED]);
    assert_eq!(state.scene(), Scene::InCeremony);
    let options = begun(1).options;
    assert_eq!(effects[0], Effect::CreateCredential { attempt: Attempt(2), options });
}

#[test]
fn only_the_click_that_confirms_hangs_on_the_very_second() {
    assert!(CONFIRMED.needs_the_time());
    assert!(![RETRIED, STARTED, typed("My phone")].iter().any(Event::needs_the_time));
}

#[test]
fn a_confirmation_before_the_options_are_there_waits() {
    let (state, effects) = after(page(), [STARTED, typed("a"), CONFIRMED]);
    assert_eq!(naming(&state).options, Options::Asked(Attempt(1)));
    assert_eq!(effects, []);
}

#[test]
fn a_name_is_wanted_and_may_have_thirty_characters() {
    for (name, check) in [
        ("", NameCheck::Empty),
        ("   ", NameCheck::Empty),
        ("ééééééééééééééééééééééééééééééé", NameCheck::TooLong),
        ("\u{200b}", NameCheck::Unseen),
        ("Blue\u{202e}yek", NameCheck::Unseen),
    ] {
        let (state, effects) = after(ready(), [typed(name), CONFIRMED]);
        assert_eq!(naming(&state).check, check, "{name}");
        assert_eq!(effects, [Effect::FocusField], "{name}");
    }
    let thirty = " éééééééééééééééééééééééééééééé ";
    let (state, _) = after(ready(), [typed(thirty), CONFIRMED]);
    assert_eq!(state.scene(), Scene::InCeremony);
}

#[test]
fn a_name_is_kept_with_the_page_until_its_passkey_is_saved() {
    let (_, effects) = after(ready(), [typed("Blue key")]);
    assert_eq!(effects, [Effect::KeepTyped("Blue key".to_owned())]);
    // Whoever comes back finds it in the field.
    let filled = ready().filled("Blue key").expect("the field is empty");
    assert_eq!(naming(&after(ready(), [filled]).0).name, "Blue key");
}

#[test]
fn a_suggestion_that_was_deleted_in_silence_does_not_come_back() {
    let (state, _) = after(page(), [STARTED]);
    let emptied = state.filled("").expect("the suggestion is gone");
    let (state, _) = after(state, [emptied]);
    assert!(naming(&state).is_named, "none is suggested any more");
    assert_eq!(state.filled(""), None, "nothing has changed since");
}

#[test]
fn the_credential_is_handed_in_with_the_trimmed_name_and_the_list_grows() {
    let made = created(2, Ok(credential()));
    let (state, effects) = after(prompting(), [made]);
    assert_eq!(effects[0], handing_in(3));
    let (state, effects) = after(state, [finished(3, Ok(()))]);
    assert!(matches!(at(&state), Registration::Saved { method, .. } if *method == passkey("new")));
    assert_eq!(effects, [Effect::KeepTyped(String::new()), Effect::FocusHeading]);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.overview.methods, [passkey("new")]);
}

#[test]
fn each_ceremony_fault_keeps_the_name_and_can_be_retried_with_the_same_options() {
    for &fault in CeremonyFault::ALL.iter().filter(|fault| fault.can_be_retried()) {
        let (state, _) = failed_ceremony(fault);
        let form = naming(&state);
        assert_eq!(form.name, " My phone ", "{fault:?}");
        assert!(form.is_ready(), "{fault:?}");
        let is_the_same_again = fault == CeremonyFault::AlreadyRegistered;
        assert_eq!(form.wants_another_device(), is_the_same_again, "{fault:?}");
        assert_eq!(form.failure.as_ref().map(|met| &met.fault), Some(&Fault::Ceremony(fault)));
        let (state, effects) = after(state, [CONFIRMED]);
        assert_eq!(state.scene(), Scene::InCeremony, "{fault:?}");
        assert!(matches!(effects[0], Effect::CreateCredential { attempt: Attempt(3), .. }));
    }
}

#[test]
fn a_fault_that_this_browser_cannot_get_over_stops() {
    for fault in [CeremonyFault::RelyingPartyMismatch, CeremonyFault::BrowserUnsupported] {
        let (state, _) = failed_ceremony(fault);
        assert_eq!(state.scene(), Scene::RegistrationStopped, "{fault:?}");
    }
}

const CANCELLED: Event = Event::Registration(Own::CeremonyCancelled);

#[test]
fn cancelling_ends_the_browsers_prompt_and_what_it_makes_all_the_same_is_saved_while_it_can_be() {
    let (state, effects) = after(prompting(), [CANCELLED]);
    assert!(effects.contains(&Effect::AbortCeremony));
    let late = created(2, Ok(credential()));
    let (saving, effects) = after(state.clone(), [late.clone()]);
    assert_eq!(saving.scene(), Scene::Saving);
    assert_eq!(effects[0], handing_in(3));

    let (again, _) = after(state.clone(), [CONFIRMED]);
    let (saving, effects) = after(again, [late.clone()]);
    assert_eq!(saving.scene(), Scene::Saving);
    assert!(effects.contains(&Effect::AbortCeremony), "the second prompt is not needed any more");

    // After the challenge nothing can be made of it but to say so.
    let renewed = Event::Ticked(NOW.plus_minutes(5));
    let (state, effects) = after(state, [renewed, came(3, Ok(begun(2))), late]);
    let signal = Effect::SignalUnknownCredential {
        relying_party: "contoso.example".into(),
        credential: credential().0.id,
    };
    assert!(effects.contains(&signal), "the browser need not offer it: {effects:?}");
    let failure = naming(&state).failure.as_ref().expect("it is told");
    assert_eq!(failure.fault, Fault::Ceremony(CeremonyFault::TooLate));
    assert!(failure.leaves_a_passkey);
    // And a late refusal is no news.
    let refused = created(2, Err(CeremonyFault::Declined));
    assert_eq!(after(state.clone(), [refused]), (state, vec![]));
}

#[test]
fn whichever_of_the_cancelled_prompts_is_answered_late_is_saved() {
    let (state, _) = after(prompting(), [CANCELLED, CONFIRMED, CANCELLED]);
    for attempt in [2, 3] {
        let (saving, effects) = after(state.clone(), [created(attempt, Ok(credential()))]);
        assert_eq!(saving.scene(), Scene::Saving, "{attempt}");
        assert_eq!(effects[0], handing_in(4));
    }
}

#[test]
fn what_is_answered_late_and_cannot_be_read_is_told_wherever_the_person_is() {
    let unreadable = created(2, Err(CeremonyFault::Unreadable));
    let (state, _) = after(prompting(), [CANCELLED, unreadable.clone()]);
    let failure = naming(&state).failure.as_ref().expect("it is told");
    assert_eq!(failure.fault, Fault::Ceremony(CeremonyFault::Unreadable));
    assert!(failure.leaves_a_passkey);
    let (state, _) = after(prompting(), [Event::LinkFollowed(Route::Home), unreadable.clone()]);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.flash, Some(Flash::PasskeyLeft));
    // While another prompt is open, that one goes on.
    let (state, effects) = after(prompting(), [CANCELLED, CONFIRMED, unreadable.clone()]);
    assert_eq!((state.scene(), effects), (Scene::InCeremony, vec![]));
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.flash, Some(Flash::PasskeyLeft));
    let over = Event::Ticked(signed_in.overview.session.latest_end);
    let (state, _) = after(prompting(), [over, unreadable]);
    let Screen::Welcome(welcome) = &state.screen else { panic!("signed out") };
    assert!(welcome.passkey.is_some());
}

#[test]
fn what_was_made_in_vain_is_told_on_the_overview_whatever_page_is_opened_first() {
    let late = created(2, Ok(credential()));
    let elsewhere = Event::LinkFollowed(Route::Recover);
    let home = Event::LinkFollowed(Route::Home);
    let (state, _) = after(
        prompting(),
        [elsewhere.clone(), late, Event::LinkFollowed(Route::AddAuthenticator), home.clone()],
    );
    let flash = |state: &State| match &state.screen {
        Screen::SignedIn(signed_in) => signed_in.flash.clone(),
        _ => panic!("signed in"),
    };
    assert_eq!(flash(&state), Some(Flash::PasskeyLeft));
    // Once.
    let (state, _) = after(state, [elsewhere, home]);
    assert_eq!(flash(&state), None);
}

#[test]
fn an_exception_that_is_not_the_browsers_may_leave_a_passkey() {
    for (name, leaves) in [
        ("UnknownError", false),
        ("NotReadableError", false),
        ("TypeError", true),
        ("", true),
        ("VaultError", true),
    ] {
        let fault = CeremonyFault::Unexplained(ErrorName::of(name));
        let (state, _) = after(prompting(), [created(2, Err(fault))]);
        let failure = naming(&state).failure.as_ref().expect("it is told");
        assert_eq!(failure.leaves_a_passkey, leaves, "{name}");
    }
}

#[test]
fn an_unsaved_passkey_is_asked_about_before_the_page_is_left() {
    assert!(saving().has_unsaved_passkey());
    for state in [ready(), prompting(), after(saving(), [finished(3, Ok(()))]).0] {
        assert!(!state.has_unsaved_passkey());
    }
}

#[test]
fn what_a_browser_makes_after_the_person_has_left_is_named_on_the_overview() {
    let late = created(2, Ok(credential()));
    let (state, _) = after(prompting(), [Event::LinkFollowed(Route::Home), late]);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.flash, Some(Flash::PasskeyLeft));
}

#[test]
fn what_a_browser_makes_after_the_session_has_ended_is_named_on_the_first_page() {
    let Screen::SignedIn(signed_in) = prompting().screen else { panic!("signed in") };
    let over = Event::Ticked(signed_in.overview.session.latest_end);
    let (state, effects) = after(prompting(), [over]);
    assert!(effects.contains(&Effect::AbortCeremony));
    for (outcome, is_left) in [(Err(CeremonyFault::Declined), false), (Ok(credential()), true)] {
        let (state, _) = after(state.clone(), [created(2, outcome)]);
        let Screen::Welcome(welcome) = &state.screen else { panic!("signed out") };
        assert_eq!(welcome.passkey.as_ref().map(|left| left.is_useless), is_left.then_some(true));
    }
}

#[test]
fn whoever_leaves_a_passkey_before_it_is_saved_is_told_and_it_is_looked_for() {
    let offline = Event::Registration(Own::Finished {
        attempt: Attempt(3),
        outcome: Err(problem(ProblemCode::DirectoryUnreachable)),
    });
    let (unsaved, _) = after(saving(), [offline]);
    assert_eq!(unsaved.scene(), Scene::Unsaved);
    for state in [unsaved, saving()] {
        let latest_end = match &state.screen {
            Screen::SignedIn(signed_in) => signed_in.overview.session.latest_end,
            _ => panic!("signed in"),
        };
        // The session ends on it: nobody knows what became of it.
        let (ended, _) = after(state.clone(), [Event::Ticked(latest_end)]);
        let Screen::Welcome(welcome) = &ended.screen else { panic!("signed out") };
        assert_eq!(welcome.passkey.as_ref().map(|left| left.is_useless), Some(false));
        let (state, effects) = after(state, [Event::LinkFollowed(Route::Home)]);
        let reads = effects.iter().any(|effect| {
            matches!(effect, Effect::Call { call, .. } if call.path == contract::routes::OVERVIEW)
        });
        assert!(reads, "{effects:?}");
        let overview = |state: &State| match &state.screen {
            Screen::SignedIn(signed_in) => (signed_in.flash.clone(), signed_in.overview.clone()),
            _ => panic!("signed in"),
        };
        assert_eq!(overview(&state).0, Some(Flash::PasskeyUnsaved));
        // Its answer comes after all.
        let (state, _) = after(state, [finished(3, Ok(()))]);
        let (flash, overview) = overview(&state);
        assert_eq!((flash, overview.methods), (None, vec![passkey("new")]));
    }
}

#[test]
fn a_prompt_that_never_ends_is_over_with_its_challenge() {
    let nearly = Event::Ticked(NOW.plus_seconds(299));
    let (state, effects) = after(prompting(), [nearly]);
    assert_eq!((state.scene(), effects), (Scene::InCeremony, vec![]));
    let (state, effects) = after(state, [Event::Ticked(NOW.plus_minutes(5))]);
    assert!(effects.contains(&Effect::AbortCeremony));
    let failure = naming(&state).failure.as_ref().expect("it is told");
    assert_eq!(failure.fault, Fault::Ceremony(CeremonyFault::TimedOut));
}

#[test]
fn a_browser_without_passkeys_is_told_so_before_a_name_is_asked_for() {
    let probed =
        |makes_passkeys| Event::BrowserProbed(Browser { makes_passkeys, ..Browser::default() });
    let told = |state: &State| {
        let failure = match at(state) {
            Registration::Stopped { failure } => &failure.fault,
            other => panic!("{other:?}"),
        };
        assert_eq!(*failure, Fault::Ceremony(CeremonyFault::BrowserUnsupported));
    };
    told(&after(page(), [probed(false)]).0);
    told(&after(page(), [probed(false), STARTED, RETRIED]).0);
    let home = after(signed_in("/", overview(vec![])), [probed(false)]).0;
    told(&after(home, [Event::LinkFollowed(Route::AddPasskey)]).0);
    assert_eq!(naming(&after(page(), [probed(true)]).0).options, Options::Unasked);
}

#[test]
fn no_prompt_opens_for_what_could_not_be_saved() {
    let minutes_left = |seconds| NOW.plus_minutes(5).plus_seconds(seconds);
    for (seconds, scene) in [(20, Scene::InCeremony), (19, Scene::RegistrationStepUp)] {
        let mut short = overview(vec![]);
        short.session.ends_at = minutes_left(seconds);
        short.session.latest_end = minutes_left(seconds);
        let mut lasting = begun(1);
        lasting.expires_at = NOW.plus_minutes(10);
        let state = signed_in("/add-passkey", short);
        let events = [STARTED, typed("a"), came(1, Ok(lasting))];
        let (state, _) = after(state, events);
        let (state, effects) = after(state, [Event::Ticked(NOW.plus_minutes(5)), CONFIRMED]);
        assert_eq!(state.scene(), scene, "{seconds} s left of the session");
        let prompts = effects.iter().any(|it| matches!(it, Effect::CreateCredential { .. }));
        assert_eq!(prompts, scene == Scene::InCeremony);
    }
    // A session that a request makes longer is made longer first.
    let mut idle = overview(vec![]);
    idle.session.ends_at = NOW.plus_seconds(60);
    idle.session.idle_milliseconds = 120_000;
    let page = signed_in("/add-passkey", idle);
    let (state, _) = after(page, [STARTED, typed("a"), came(1, Ok(begun(1)))]);
    let (state, effects) = after(state, [Event::Ticked(NOW.plus_seconds(41)), CONFIRMED]);
    assert_eq!(state.scene(), Scene::Naming);
    assert_eq!(effects, [Effect::Call { attempt: Attempt(2), call: wire::begin() }]);
    let (state, _) = after(state, [came(2, Ok(begun(2))), CONFIRMED]);
    assert_eq!(state.scene(), Scene::InCeremony);
    for (seconds, scene) in [(20, Scene::InCeremony), (19, Scene::RegistrationStopped)] {
        let mut short = overview(vec![]);
        let mut pass = one_time_pass();
        pass.register_by = Some(NOW.plus_seconds(seconds));
        short.pass = Some(pass);
        let events = [STARTED, typed("a"), came(1, Ok(begun(1))), CONFIRMED];
        let (state, _) = after(signed_in("/add-passkey", short), events);
        assert_eq!(state.scene(), scene, "{seconds} s left of the window");
    }
}

#[test]
fn leaving_the_page_ends_the_browsers_prompt() {
    for event in [Event::LinkFollowed(Route::Home), Event::HistoryMoved(Route::Home)] {
        let (state, effects) = after(prompting(), [event]);
        assert!(effects.contains(&Effect::AbortCeremony));
        assert_eq!(state.scene(), Scene::Overview);
    }
}

#[test]
fn a_challenge_that_runs_out_is_replaced_by_itself_a_few_times() {
    let mut state = ready();
    for attempt in 2..=4 {
        let late = Event::Ticked(NOW.plus_minutes(5));
        let (next, effects) = after(state, [late]);
        assert_eq!(effects, [beginning(attempt)]);
        let stale = came(attempt, Ok(begun(2)));
        state = after(next, [stale]).0;
    }
    let (state, effects) = after(state, [Event::Ticked(NOW.plus_minutes(5))]);
    assert_eq!(effects, []);
    assert_eq!(naming(&state).options, Options::Failed);
    assert_eq!(naming(&state).name, " My phone ");
    let (_, effects) = after(state, [RETRIED]);
    assert_eq!(effects, [beginning(5)]);
}

#[test]
fn options_that_cannot_be_had_keep_the_name_and_offer_to_try_again() {
    for fault in [Fault::Offline, Fault::TimedOut, Fault::Unreadable, problem(ProblemCode::Broken)]
    {
        let failed = came(1, Err(fault.clone()));
        let (state, _) = after(page(), [STARTED, typed("x"), failed]);
        assert_eq!(naming(&state).options, Options::Failed, "{fault:?}");
        assert_eq!(naming(&state).name, "x");
        let (_, effects) = after(state, [RETRIED]);
        assert_eq!(effects, [beginning(2)]);
    }
}

#[test]
fn a_throttled_request_is_not_repeated_before_its_time() {
    let failed = came(1, Err(throttled(30)));
    let (state, _) = after(page(), [STARTED, failed]);
    assert_eq!(state.tick_every(), 1_000, "the countdown moves");
    let (state, effects) = after(state, [RETRIED]);
    assert_eq!(effects, []);
    let (_, effects) = after(state, [Event::Ticked(NOW.plus_seconds(30)), RETRIED]);
    assert_eq!(effects.len(), 1);
}

#[test]
fn answers_of_the_edge_to_the_beginning_lead_where_they_should() {
    for (code, scene) in [
        (ProblemCode::SignInRequired, Scene::Expired),
        (ProblemCode::StepUpRequired, Scene::RegistrationStepUp),
        (ProblemCode::RegistrationUnavailable, Scene::HandOff),
        (ProblemCode::RegistrationWindowOver, Scene::RegistrationStopped),
        (ProblemCode::Forbidden, Scene::RegistrationStopped),
        (ProblemCode::StepUpIncomplete, Scene::RegistrationStopped),
        (ProblemCode::Throttled, Scene::Naming),
        (ProblemCode::Outdated, Scene::Naming),
        (ProblemCode::Unknown, Scene::Naming),
    ] {
        let failed = came(1, Err(problem(code)));
        let (state, _) = after(page(), [STARTED, failed]);
        assert_eq!(state.scene(), scene, "{code:?}");
    }
}

#[test]
fn answers_of_the_edge_to_the_end_lead_where_they_should() {
    for (code, scene, asks_anew) in [
        (ProblemCode::SignInRequired, Scene::RegistrationStepUp, false),
        (ProblemCode::StepUpRequired, Scene::RegistrationStepUp, false),
        (ProblemCode::RegistrationWindowOver, Scene::RegistrationStopped, false),
        (ProblemCode::Forbidden, Scene::RegistrationStopped, false),
        (ProblemCode::StepUpIncomplete, Scene::RegistrationStopped, false),
        (ProblemCode::PolicySignIn, Scene::RegistrationStopped, false),
        (ProblemCode::AnotherPerson, Scene::RegistrationStopped, false),
        (ProblemCode::Forged, Scene::RegistrationStopped, false),
        (ProblemCode::Outdated, Scene::RegistrationStopped, false),
        // Back where the rules allow it, the same passkey can be handed in.
        (ProblemCode::PolicyLocation, Scene::Unsaved, false),
        (ProblemCode::RegistrationExpired, Scene::Naming, true),
        (ProblemCode::RegistrationUnknown, Scene::Naming, true),
        (ProblemCode::RegistrationRefused, Scene::Naming, true),
        (ProblemCode::AlreadyRegistered, Scene::Naming, true),
        (ProblemCode::NameInvalid, Scene::Naming, true),
        (ProblemCode::DirectoryUnreachable, Scene::Unsaved, false),
        (ProblemCode::DirectoryMisbehaved, Scene::Unsaved, false),
        (ProblemCode::Throttled, Scene::Unsaved, false),
        (ProblemCode::Broken, Scene::Unsaved, false),
        (ProblemCode::Unknown, Scene::Unsaved, false),
    ] {
        let (state, effects) = after(saving(), [finished(3, Err(problem(code)))]);
        assert_eq!(state.scene(), scene, "{code:?}");
        let asked = effects
            .iter()
            .any(|effect| matches!(effect, Effect::Call { call, .. } if *call == wire::begin()));
        assert_eq!(asked, asks_anew, "{code:?}");
        if scene == Scene::Naming {
            let is_the_same_again =
                [ProblemCode::RegistrationRefused, ProblemCode::AlreadyRegistered].contains(&code);
            assert_eq!(naming(&state).wants_another_device(), is_the_same_again, "{code:?}");
            assert_eq!(naming(&state).name, "My phone");
        }
    }
}

#[test]
fn what_was_made_in_vain_is_named_and_the_browser_is_told() {
    let told = |effects: &[Effect]| {
        effects.contains(&Effect::SignalUnknownCredential {
            relying_party: "contoso.example".into(),
            credential: "AQ".into(),
        })
    };
    for (code, is_left) in [
        (ProblemCode::RegistrationRefused, true),
        (ProblemCode::RegistrationUnavailable, true),
        (ProblemCode::Forbidden, true),
        (ProblemCode::RegistrationExpired, true),
        (ProblemCode::RegistrationUnknown, true),
        (ProblemCode::AlreadyRegistered, false),
        (ProblemCode::DirectoryUnreachable, false),
        (ProblemCode::PolicyLocation, false),
        (ProblemCode::SignInRequired, true),
        (ProblemCode::StepUpRequired, true),
        (ProblemCode::StepUpIncomplete, true),
        (ProblemCode::RegistrationWindowOver, true),
        (ProblemCode::PolicySignIn, true),
        (ProblemCode::AnotherPerson, true),
        (ProblemCode::Forged, true),
        (ProblemCode::Outdated, true),
    ] {
        let (state, effects) = after(saving(), [finished(3, Err(problem(code)))]);
        assert_eq!(told(&effects), is_left, "{code:?}");
        let is_named = match at(&state) {
            Registration::StepUp { leaves_a_passkey } => *leaves_a_passkey,
            page => page.failure().expect("it is told").leaves_a_passkey,
        };
        assert_eq!(is_named, is_left, "{code:?}");
    }
    // After a lost answer only what the edge has looked for is certain.
    for (code, is_left) in [
        (ProblemCode::RegistrationRefused, true),
        (ProblemCode::RegistrationExpired, false),
        (ProblemCode::StepUpRequired, false),
        (ProblemCode::Outdated, false),
    ] {
        let lost = finished(3, Err(Fault::TimedOut));
        let waited = Event::Waited { attempt: Attempt(4) };
        let (_, effects) = after(saving(), [lost, waited, finished(5, Err(problem(code)))]);
        assert_eq!(told(&effects), is_left, "{code:?}");
    }
}

#[test]
fn a_lost_answer_is_asked_for_again_with_the_same_body_and_then_by_hand() {
    let mut state = saving();
    let mut attempt = 3;
    for milliseconds in super::saving::PAUSES {
        let (next, effects) = after(state, [finished(attempt, Err(Fault::TimedOut))]);
        assert_eq!(effects, [Effect::Wait { attempt: Attempt(attempt + 1), milliseconds }]);
        let (next, effects) = after(next, [Event::Waited { attempt: Attempt(attempt + 1) }]);
        assert_eq!(effects, [handing_in(attempt + 2)]);
        attempt += 2;
        state = next;
    }
    let (state, _) = after(state, [finished(attempt, Err(Fault::Offline))]);
    assert_eq!(state.scene(), Scene::Unsaved);
    let (state, effects) = after(state, [RETRIED]);
    assert_eq!(effects[0], handing_in(attempt + 1));
    let (state, _) = after(state, [finished(attempt + 1, Ok(()))]);
    assert_eq!(state.scene(), Scene::Saved);
}

#[test]
fn a_late_answer_to_an_abandoned_attempt_changes_nothing() {
    let late = [
        (ready(), came(9, Ok(begun(9)))),
        (prompting(), created(1, Err(CeremonyFault::Declined))),
        (saving(), finished(2, Ok(()))),
        (saving(), Event::Waited { attempt: Attempt(2) }),
    ];
    for (state, event) in late {
        assert_eq!(after(state.clone(), [event]), (state, vec![]));
    }
}

#[test]
fn a_stale_sign_in_is_renewed_before_anything_is_asked() {
    let mut overview = overview(vec![]);
    overview.session.register_until = NOW;
    assert_eq!(signed_in("/add-passkey", overview).scene(), Scene::RegistrationStepUp);
}

#[test]
fn a_sign_in_that_grows_stale_on_the_page_is_renewed_before_the_name_and_before_the_prompt() {
    for (seconds, naming, confirmed) in [
        (299, Scene::Naming, Scene::InCeremony),
        (300, Scene::RegistrationStepUp, Scene::RegistrationStepUp),
    ] {
        let mut overview = overview(vec![]);
        overview.session.register_until = NOW.plus_minutes(5);
        let state = signed_in("/add-passkey", overview);
        let now = || Event::Ticked(NOW.plus_seconds(seconds));
        assert_eq!(after(state.clone(), [now(), STARTED]).0.scene(), naming, "{seconds} s");
        let mut lasting = begun(1);
        lasting.expires_at = NOW.plus_minutes(10);
        let events = [STARTED, typed("a"), came(1, Ok(lasting)), now(), CONFIRMED];
        let (state, effects) = after(state, events);
        assert_eq!(state.scene(), confirmed, "{seconds} s");
        let prompts = effects.iter().any(|it| matches!(it, Effect::CreateCredential { .. }));
        assert_eq!(prompts, confirmed == Scene::InCeremony);
    }
}

#[test]
fn without_a_known_proof_or_within_a_window_the_edge_is_asked_before_a_step_up() {
    let mut unknown = overview(vec![]);
    unknown.session.register_until = contract::Timestamp::default();
    assert_eq!(signed_in("/add-passkey", unknown).scene(), Scene::Naming);
    let mut one_time = overview(vec![]);
    one_time.session.register_until = NOW;
    one_time.pass = Some(one_time_pass());
    assert_eq!(signed_in("/add-passkey", one_time).scene(), Scene::Naming);
}

#[test]
fn a_closed_window_is_told_before_a_step_up_that_could_not_help() {
    let mut overview = overview(vec![]);
    overview.session.register_until = NOW;
    let mut pass = one_time_pass();
    pass.register_by = Some(NOW);
    pass.can_be_ended = false;
    overview.pass = Some(pass);
    assert_eq!(signed_in("/add-passkey", overview.clone()).scene(), Scene::RegistrationStopped);
    overview.methods.push(passkey("1"));
    overview.pass.as_mut().expect("a pass").can_be_ended = false;
    assert_eq!(signed_in("/add-passkey", overview.clone()).scene(), Scene::RegistrationStopped);
    let elsewhere = signed_in("/other-device", overview.clone());
    assert_eq!(elsewhere.scene(), Scene::RegistrationStopped, "no other device helps");
    // Only what was registered in this visit can sign in again without the pass.
    overview.pass.as_mut().expect("a pass").can_be_ended = true;
    assert_eq!(signed_in("/add-passkey", overview).scene(), Scene::RegistrationStepUp);
}

#[test]
fn a_session_that_ends_while_saving_offers_to_sign_in_and_returns_here() {
    // Nobody knows whether the first, whose answer was lost, has saved it.
    let lost = finished(3, Err(Fault::TimedOut));
    let waited = Event::Waited { attempt: Attempt(4) };
    let over = finished(5, Err(problem(ProblemCode::SignInRequired)));
    let (state, _) = after(saving(), [lost, waited, over]);
    let Screen::Welcome(welcome) = state.screen else { panic!("the first page") };
    assert_eq!(welcome.reason, Reason::Expired);
    assert_eq!(welcome.return_to, Route::AddPasskey);
    assert_eq!(welcome.account, "ada@contoso.example");
}

#[test]
fn another_passkey_can_be_added_right_away() {
    let (state, _) =
        after(saving(), [finished(3, Ok(())), Event::Registration(Own::AnotherChosen)]);
    assert!(matches!(naming(&state).options, Options::Asked(_)));
}

#[test]
fn credentials_are_the_same_only_if_one_authenticator_made_them_in_one_ceremony() {
    let (mut other_id, mut other_ceremony) = (credential(), credential());
    other_id.0.raw_id = vec![9];
    other_ceremony.0.response.client_data_json = vec![9];
    assert_eq!(credential(), credential());
    assert_ne!(credential(), other_id);
    assert_ne!(credential(), other_ceremony);
}

#[test]
fn an_unsaved_passkey_is_handed_in_again_no_sooner_than_the_directory_said() {
    let (unsaved, _) = after(saving(), [finished(3, Err(throttled(30)))]);
    assert_eq!(unsaved.scene(), Scene::Unsaved);
    for (seconds, scene) in [(0, Scene::Unsaved), (29, Scene::Unsaved), (30, Scene::Saving)] {
        let now = Event::Ticked(NOW.plus_seconds(seconds));
        assert_eq!(after(unsaved.clone(), [now, RETRIED]).0.scene(), scene, "{seconds}");
    }
}

#[test]
fn what_may_have_been_saved_is_not_called_useless_by_what_is_answered_later() {
    let offline = finished(3, Err(problem(ProblemCode::DirectoryUnreachable)));
    let (unsaved, _) = after(saving(), [offline]);
    let late = created(9, Ok(credential()));
    let (state, _) = after(unsaved, [Event::LinkFollowed(Route::Home), late]);
    let Screen::SignedIn(signed_in) = &state.screen else { panic!("signed in") };
    assert_eq!(signed_in.flash, Some(Flash::PasskeyUnsaved));
}
