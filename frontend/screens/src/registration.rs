//! A passkey is added on this page: its name, the browser’s window, what the directory answers.

use contract::{
    AuthenticationMethod, MethodId, MethodKind, MethodState, Overview, ProblemCode,
    proof::NewPasskey,
    recovery::{Loss, Recovery},
    registration::{RegistrationFinished, RegistrationId},
};
use journey::{
    Attempt, CeremonyFault, Event, Fault, Route, State,
    registration::{self, Begun, Credential, OptionsJson},
    wire::Json,
};
use webauthn_rs_proto::{AuthenticatorAttestationResponseRaw, RegisterPublicKeyCredential};

use crate::{
    Shown,
    fixtures::{
        NOW, after, method, one_time_pass, overview, pass, problem, security_key, signed_in,
        without_passkeys,
    },
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    [before_the_prompt(), after_the_prompt()].into_iter().flatten().collect()
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
        screen("ceremony", "The browser’s own window is open.", in_ceremony()),
        screen(
            "stopped-without-passkeys",
            "This browser makes no passkeys.",
            without_passkeys(naming()),
        ),
    ]
}

fn after_the_prompt() -> Vec<Shown> {
    let failed = |fault| ceremony_ended(Err(fault));
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
            "naming-declined",
            "The browser’s window was closed, or its time was over.",
            failed(CeremonyFault::Declined),
        ),
        screen(
            "naming-refused-at-once",
            "The browser refused before it showed anything, as inside another app.",
            failed(CeremonyFault::RefusedAtOnce),
        ),
        screen(
            "naming-unreadable",
            "What answered in the browser’s place made no sense.",
            failed(CeremonyFault::Unreadable),
        ),
        screen(
            "naming-already",
            "This device has a passkey for the account.",
            failed(CeremonyFault::AlreadyRegistered),
        ),
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
        screen(
            "stopped",
            "This address cannot make passkeys for the directory.",
            failed(CeremonyFault::RelyingPartyMismatch),
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
            "flash-passkey-left",
            "The browser made a passkey after the person had left the page.",
            after(failed(CeremonyFault::Declined), left),
        ),
    ]
}

/// A passkey is being named, and can be made.
#[must_use]
pub fn naming() -> State {
    naming_with(overview(vec![], Some(one_time_pass())))
}

fn naming_with(overview: Overview) -> State {
    let begun = Begun {
        registration: RegistrationId("1".into()),
        options: OptionsJson(Json::Object(Vec::new()).into()),
        expires_at: NOW.plus_minutes(5),
    };
    let came =
        Event::Registration(registration::Event::Begun { attempt: Attempt(1), outcome: Ok(begun) });
    after(
        signed_in("/add-passkey", overview),
        [
            Event::Ticked(NOW),
            Event::Registration(registration::Event::NameTyped("My phone".into())),
            came,
        ],
    )
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
    };
    overview.recovery = Some(Box::new(told));
    let confirmed = Event::Registration(registration::Event::Confirmed);
    after(naming_with(overview), [confirmed, made(Ok(())), finished(Ok(()))])
}
