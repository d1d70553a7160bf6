//! A passkey is added on this page: its name, the browser’s window, what the directory answers.

use contract::{
    AuthenticationMethod, MethodId, MethodKind, MethodState, Overview, ProblemCode,
    proof::NewPasskey,
    recovery::{Loss, Recovery},
    registration::{RegistrationFinished, RegistrationId},
};
use journey::{
    Attempt, CeremonyFault, ErrorName, Event, Fault, Route, State,
    registration::{self, Begun, Credential, OptionsJson},
    wire::Json,
};
use webauthn_rs_proto::{AuthenticatorAttestationResponseRaw, RegisterPublicKeyCredential};

use crate::{
    Shown,
    fixtures::{
        NOW, after, in_app, method, one_time_pass, overview, pass, problem, security_key,
        signed_in, without_passkeys,
    },
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    [before_the_prompt(), failed_prompts(), after_the_prompt()].into_iter().flatten().collect()
}

fn before_the_prompt() -> Vec<Shown> {
    let opened = |pass| signed_in("/add-passkey", overview(vec![], Some(pass)));
    let typed = |name: String| Event::Registration(registration::Event::NameTyped(name));
    let confirmed = Event::Registration(registration::Event::Confirmed);
    vec![
        screen(
            "explaining",
            "The page of a new passkey, as it comes from the edge.",
            opened(pass()),
        ),
        screen(
            "explaining-last",
            "The same in the last minute of a one-time pass.",
            after(opened(one_time_pass()), [Event::Ticked(NOW.plus_seconds(400))]),
        ),
        screen("naming-in-app", "The page is open inside another app.", in_app(naming())),
        screen("naming", "A name is given, and the passkey can be made.", naming()),
        screen(
            "naming-preparing",
            "The edge is being asked for the options of the passkey.",
            after(opened(pass()), [Event::Ticked(NOW)]),
        ),
        screen(
            "naming-empty",
            "The name was left empty.",
            after(naming(), [typed(String::new()), confirmed]),
        ),
        screen(
            "naming-too-long",
            "The name is longer than the directory allows.",
            after(naming(), [typed("x".repeat(31))]),
        ),
        screen(
            "naming-unseen",
            "Something in the name cannot be seen.",
            after(naming(), [typed("My\u{200b} phone".into())]),
        ),
        screen(
            "naming-unprepared",
            "The edge could not be asked for the options.",
            after(opened(pass()), [Event::Ticked(NOW), begun(Err(Fault::Offline))]),
        ),
        screen("ceremony", "The browser’s own window is open.", in_ceremony()),
        screen(
            "stopped-without-passkeys",
            "This browser makes no passkeys.",
            without_passkeys(naming()),
        ),
    ]
}

fn failed_prompts() -> Vec<Shown> {
    let failed = |name, seen, fault: CeremonyFault| screen(name, seen, ceremony_ended(Err(fault)));
    vec![
        failed("naming-declined", "The browser’s window was closed.", CeremonyFault::Declined),
        failed(
            "naming-timed-out",
            "The time of the browser’s window was over.",
            CeremonyFault::TimedOut,
        ),
        failed(
            "naming-refused-at-once",
            "The browser refused before it showed anything, as inside another app.",
            CeremonyFault::RefusedAtOnce,
        ),
        failed(
            "naming-hidden",
            "The page was in the background when the browser was asked.",
            CeremonyFault::Hidden,
        ),
        failed(
            "naming-pending",
            "The browser is still busy with another request.",
            CeremonyFault::Pending,
        ),
        failed(
            "naming-no-authenticator",
            "Nothing at hand can make a passkey.",
            CeremonyFault::NoAuthenticator,
        ),
        failed(
            "naming-unsuitable",
            "The device or key cannot do what the directory asks.",
            CeremonyFault::AuthenticatorUnsuitable,
        ),
        failed(
            "naming-unreadable",
            "What answered in the browser’s place made no sense.",
            CeremonyFault::Unreadable,
        ),
        failed(
            "naming-unexplained",
            "The browser does not say what went wrong.",
            CeremonyFault::Unexplained(ErrorName::of("UnknownError")),
        ),
        failed(
            "naming-already",
            "This device has a passkey for the account.",
            CeremonyFault::AlreadyRegistered,
        ),
        screen(
            "naming-too-late",
            "The browser made a passkey after its time was over.",
            made_too_late(),
        ),
        failed(
            "stopped",
            "This address cannot make passkeys for the directory.",
            CeremonyFault::RelyingPartyMismatch,
        ),
    ]
}

fn after_the_prompt() -> Vec<Shown> {
    let refused = |code| registration_ended(Err(Fault::Problem(problem(code))));
    let left = [
        Event::LinkFollowed(Route::Home),
        Event::Registration(registration::Event::CredentialCreated {
            attempt: Attempt(2),
            outcome: Ok(credential()),
        }),
    ];
    vec![
        screen(
            "naming-refused",
            "The directory refused the new passkey.",
            refused(ProblemCode::RegistrationRefused),
        ),
        screen(
            "step-up-passkey-left",
            "The passkey was made, and came too late to be saved without another sign-in.",
            refused(ProblemCode::StepUpRequired),
        ),
        screen("saving", "The passkey was made and is being saved.", ceremony_ended(Ok(()))),
        screen(
            "unsaved",
            "The passkey was made, and the directory did not answer.",
            refused(ProblemCode::DirectoryUnreachable),
        ),
        screen("saved", "The passkey is saved.", registration_ended(Ok(()))),
        screen(
            "saved-recovering",
            "The same on the way of someone who lost a device.",
            saved_recovering(),
        ),
        screen(
            "flash-passkey-unsaved",
            "The person has left a passkey of which nobody knows whether it was saved.",
            after(refused(ProblemCode::DirectoryUnreachable), [Event::LinkFollowed(Route::Home)]),
        ),
        screen(
            "expired-passkey-unsaved",
            "The session ended on such a passkey.",
            after(
                refused(ProblemCode::DirectoryUnreachable),
                [Event::Ticked(NOW.plus_minutes(42))],
            ),
        ),
        screen(
            "flash-passkey-left",
            "The browser made a passkey after the person had left the page.",
            after(ceremony_ended(Err(CeremonyFault::Declined)), left),
        ),
    ]
}

/// A passkey is being named, and can be made.
#[must_use]
pub fn naming() -> State {
    naming_with(overview(vec![], Some(one_time_pass())))
}

fn naming_with(overview: Overview) -> State {
    after(
        signed_in("/add-passkey", overview),
        [
            Event::Ticked(NOW),
            Event::Registration(registration::Event::NameTyped("My phone".into())),
            begun(Ok(())),
        ],
    )
}

/// The edge was asked for the options of the passkey.
fn begun(outcome: Result<(), Fault>) -> Event {
    let outcome = outcome.map(|()| Begun {
        registration: RegistrationId("1".into()),
        options: OptionsJson(Json::Object(Vec::new()).into()),
        expires_at: NOW.plus_minutes(5),
    });
    Event::Registration(registration::Event::Begun { attempt: Attempt(1), outcome })
}

/// The browser asks for the passkey.
#[must_use]
pub fn in_ceremony() -> State {
    after(naming(), [Event::Registration(registration::Event::Confirmed)])
}

/// The browser has answered.
#[must_use]
pub fn ceremony_ended(outcome: Result<(), CeremonyFault>) -> State {
    after(in_ceremony(), [made(outcome)])
}

/// The challenge ended with the browser's window open, which then made a passkey all the same.
fn made_too_late() -> State {
    after(in_ceremony(), [Event::Ticked(NOW.plus_minutes(5)), made(Ok(()))])
}

fn made(outcome: Result<(), CeremonyFault>) -> Event {
    Event::Registration(registration::Event::CredentialCreated {
        attempt: Attempt(2),
        outcome: outcome.map(|()| credential()),
    })
}

fn new_passkey() -> NewPasskey {
    NewPasskey {
        method: MethodId("new".into()),
        credential: "AQ".into(),
        relying_party: "contoso.example".into(),
        is_provable: true,
        is_proved: false,
    }
}

fn credential() -> Credential {
    Credential(RegisterPublicKeyCredential {
        id: "AQ".into(),
        raw_id: vec![1],
        response: AuthenticatorAttestationResponseRaw {
            attestation_object: vec![2],
            client_data_json: vec![3],
            transports: None,
        },
        type_: "public-key".into(),
        extensions: Default::default(),
    })
}

/// The directory has answered.
#[must_use]
pub fn registration_ended(outcome: Result<(), Fault>) -> State {
    after(ceremony_ended(Ok(())), [finished(outcome)])
}

fn finished(outcome: Result<(), Fault>) -> Event {
    let method = method(
        "new",
        Some("My phone"),
        MethodKind::Passkey { model: None, aaguid: None, is_synced: Some(true) },
    );
    Event::Registration(registration::Event::Finished {
        attempt: Attempt(3),
        outcome: outcome
            .map(|()| Box::new(RegistrationFinished { method, passkey: Some(new_passkey()) })),
    })
}

/// A key is lost, and another is registered on the way.
#[must_use]
pub fn saved_recovering() -> State {
    let key = AuthenticationMethod { state: MethodState::Lost, ..security_key() };
    let mut overview = overview(vec![key], Some(pass()));
    let told = Recovery {
        loss: Loss::Lost,
        began_at: NOW.plus_minutes(-1),
        retold_at: None,
        removed: Vec::new(),
        signed_out_at: None,
        pass_ended_at: None,
    };
    overview.recovery = Some(Box::new(told));
    let confirmed = Event::Registration(registration::Event::Confirmed);
    after(naming_with(overview), [confirmed, made(Ok(())), finished(Ok(()))])
}
