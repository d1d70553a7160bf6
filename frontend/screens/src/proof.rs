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
        screen("proving", "The browser asks for the new passkey.", tried(None)),
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

/// The new passkey is tried, and this comes of it; `None` while the browser's window is open.
fn tried(outcome: Option<Result<(), Fault>>) -> State {
    let begun =
        proof::Begun { options: OptionsJson(Json::Null.into()), expires_at: NOW.plus_minutes(5) };
    let mut events =
        vec![proof::Event::Begun { attempt: Attempt(4), outcome: Ok(begun) }, proof::Event::Tried];
    let signed = proof::Assertion {
        raw_id: vec![1],
        client_data_json: vec![2],
        authenticator_data: vec![3],
        signature: vec![4],
    };
    match outcome {
        None => {}
        Some(Err(Fault::Ceremony(fault))) => {
            events.push(proof::Event::Signed { attempt: Attempt(5), outcome: Err(fault) });
        }
        Some(outcome) => events.extend([
            proof::Event::Signed { attempt: Attempt(5), outcome: Ok(signed) },
            proof::Event::Finished {
                attempt: Attempt(6),
                outcome: outcome.map(|()| Proved { method: MethodId("new".into()) }),
            },
        ]),
    }
    let events: Vec<Event> = events.into_iter().map(Event::Proof).collect();
    events.into_iter().fold(registration_ended(Ok(())), |state, event| after(state, [event]))
}
