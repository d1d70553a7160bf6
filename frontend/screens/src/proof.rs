//! The new passkey is used once, so that it is known to work.

use contract::{MethodId, ProblemCode, proof::Proved};
use journey::{
    Attempt, CeremonyFault, Event, Fault, Route, State, proof, registration::OptionsJson,
    wire::Json,
};

use crate::{
    Shown,
    fixtures::{NOW, after, problem},
    registration::registration_ended,
    screen,
};

pub(crate) fn screens() -> Vec<Shown> {
    let proved = || tried(Some(Ok(())));
    vec![
        screen(
            "saved-untried",
            "The passkey is saved, and cannot be tried on this page.",
            begun(Err(Fault::Problem(problem(ProblemCode::ProofUnknown)))),
        ),
        screen(
            "proof-unprepared",
            "The passkey is saved, and the edge could not prepare the try.",
            begun(Err(Fault::Offline)),
        ),
        screen("proving", "The browser asks for the new passkey.", tried(None)),
        screen(
            "proof-checking",
            "The passkey answered, and the edge is checking it.",
            answered(Ok(signed())),
        ),
        screen("proved", "The passkey answered, and the edge has checked it.", proved()),
        screen(
            "proof-declined",
            "The browser’s window was closed, or its time was over.",
            tried(Some(Err(Fault::Ceremony(CeremonyFault::Declined)))),
        ),
        screen(
            "proof-refused",
            "What answered was not the new passkey.",
            tried(Some(Err(Fault::Problem(problem(ProblemCode::ProofRefused))))),
        ),
        screen(
            "overview-proved",
            "The overview after the proof.",
            after(proved(), [Event::LinkFollowed(Route::Home)]),
        ),
    ]
}

/// The edge is asked for a challenge, and this comes of it.
fn begun(outcome: Result<(), Fault>) -> State {
    let outcome = outcome.map(|()| proof::Begun {
        options: OptionsJson(Json::Null.into()),
        expires_at: NOW.plus_minutes(5),
    });
    of_proof(registration_ended(Ok(())), proof::Event::Begun { attempt: Attempt(4), outcome })
}

/// The browser asks for the new passkey, and has this answer.
fn answered(outcome: Result<proof::Assertion, CeremonyFault>) -> State {
    of_proof(tried(None), proof::Event::Signed { attempt: Attempt(5), outcome })
}

/// The new passkey is tried, and this comes of it; `None` while the browser's window is open.
fn tried(outcome: Option<Result<(), Fault>>) -> State {
    match outcome {
        None => of_proof(begun(Ok(())), proof::Event::Tried),
        Some(Err(Fault::Ceremony(fault))) => answered(Err(fault)),
        Some(outcome) => {
            let outcome = outcome.map(|()| Proved { method: MethodId("new".into()) });
            let finished = proof::Event::Finished { attempt: Attempt(6), outcome };
            of_proof(answered(Ok(signed())), finished)
        }
    }
}

fn signed() -> proof::Assertion {
    proof::Assertion {
        raw_id: vec![1],
        client_data_json: vec![2],
        authenticator_data: vec![3],
        signature: vec![4],
    }
}

fn of_proof(state: State, event: proof::Event) -> State {
    after(state, [Event::Proof(event)])
}
