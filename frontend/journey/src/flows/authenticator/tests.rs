//! Microsoft Authenticator: which way is shown, when it looks, what it recognizes.

use contract::{
    AuthenticationMethod, MethodKind, Overview, Pass, PassUsability, PhoneType, ProblemCode,
};

use super::Authenticator;
use crate::{
    Attempt, Effect, Event, Fault, Route, Scene, Screen, State, Task,
    fixtures::{NOW, after, method, one_time_pass, overview, problem, signed_in},
    watch,
};

fn app(id: &str) -> AuthenticationMethod {
    method(id, MethodKind::MicrosoftAuthenticator)
}

fn passkey(id: &str, model: &str) -> AuthenticationMethod {
    let model = Some(model.to_owned());
    method(id, MethodKind::Passkey { model, aaguid: None, is_synced: Some(false) })
}

fn in_the_app() -> State {
    signed_in("/add-authenticator/account", overview(vec![app("old")]))
}

fn of(state: &State) -> &Authenticator {
    match &state.screen {
        Screen::SignedIn(signed_in) => match &signed_in.task {
            Task::Authenticator(authenticator) => authenticator,
            other => panic!("another task: {other:?}"),
        },
        other => panic!("nobody is signed in: {other:?}"),
    }
}

fn looked(attempt: u32, outcome: Result<Vec<AuthenticationMethod>, Fault>) -> Event {
    let outcome = outcome.map(|methods| Box::new(overview(methods)));
    Event::Watch(watch::Event::Looked { attempt: Attempt(attempt), outcome })
}

const FINISHED: Event = Event::Watch(watch::Event::FinishedChosen);

#[test]
fn the_app_is_installed_first_and_the_account_added_then() {
    let state = signed_in("/add-authenticator", overview(vec![]));
    assert_eq!(*of(&state), Authenticator::Installing);
    let (state, _) = after(state, [Event::LinkFollowed(Route::AddAccountInApp)]);
    assert_eq!(state.scene(), Scene::AuthenticatorInTheApp);
}

#[test]
fn a_pass_that_is_used_up_leads_to_the_directorys_page_and_never_to_the_app() {
    for address in ["/add-authenticator", "/add-authenticator/account"] {
        let used_up = Overview { pass: Some(one_time_pass()), ..overview(vec![]) };
        assert_eq!(signed_in(address, used_up).scene(), Scene::AuthenticatorOnThePage);
    }
}

#[test]
fn a_one_time_pass_that_is_not_used_yet_serves_the_app() {
    let pass = Pass { usability: PassUsability::Usable, register_by: None, ..one_time_pass() };
    let state = signed_in("/add-authenticator", Overview { pass: Some(pass), ..overview(vec![]) });
    assert_eq!(*of(&state), Authenticator::Installing);
}

#[test]
fn the_watch_begins_by_itself_once() {
    let tick = |seconds| Event::Ticked(NOW.plus_seconds(seconds));
    let (state, effects) = after(in_the_app(), [tick(1)]);
    assert!(matches!(effects.as_slice(), [Effect::Wait { .. }]), "{effects:?}");
    let (state, effects) = after(state, [tick(2)]);
    assert_eq!(effects, [], "it waits already");
    let (_, effects) = after(state, [Event::Waited { attempt: Attempt(1) }]);
    assert!(matches!(effects.as_slice(), [Effect::Call { .. }]), "{effects:?}");
}

#[test]
fn a_new_entry_ends_the_wait_and_so_does_a_passkey_in_the_app() {
    for (new, scene) in [
        (app("new"), Scene::AuthenticatorAdded),
        (passkey("new", "Microsoft Authenticator - iOS"), Scene::Saved),
    ] {
        let list = Ok(vec![app("old"), new.clone()]);
        let (state, _) = after(in_the_app(), [FINISHED, looked(1, list)]);
        assert_eq!(*of(&state), Authenticator::Added { method: new });
        assert_eq!(state.scene(), scene);
    }
}

#[test]
fn nothing_is_claimed_of_what_was_there_or_is_another_kind() {
    let number =
        method("number", MethodKind::Phone { number: "+1".into(), phone_type: PhoneType::Mobile });
    for (list, other) in [
        (vec![app("old")], None),
        (vec![app("old"), number.clone()], Some(number)),
        (vec![app("old"), passkey("key", "YubiKey 5 NFC")], Some(passkey("key", "YubiKey 5 NFC"))),
        (
            vec![app("old"), passkey("key", "Windows Hello Hardware Authenticator")],
            Some(passkey("key", "Windows Hello Hardware Authenticator")),
        ),
    ] {
        let (state, effects) = after(in_the_app(), [FINISHED, looked(1, Ok(list))]);
        let Authenticator::InTheApp(watcher) = of(&state) else { panic!("it waits") };
        assert_eq!(watcher.other, other);
        assert!(matches!(effects.as_slice(), [Effect::Wait { .. }]), "the wait goes on");
    }
}

#[test]
fn answers_of_the_edge_lead_where_they_should() {
    for (code, scene) in [
        (ProblemCode::SignInRequired, Scene::Expired),
        (ProblemCode::StepUpRequired, Scene::AuthenticatorStepUp),
        (ProblemCode::Throttled, Scene::AuthenticatorInTheApp),
        (ProblemCode::DirectoryUnreachable, Scene::AuthenticatorInTheApp),
    ] {
        let (state, _) = after(in_the_app(), [FINISHED, looked(1, Err(problem(code)))]);
        assert_eq!(state.scene(), scene, "{code:?}");
    }
}
