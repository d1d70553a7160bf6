//! A new passkey proves itself, from the attestation that the edge saw to its own signature.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    MethodId, ProblemCode,
    proof::{BeginProof, FinishProof, ProofBegun, Proved},
};
use gateway::session;
use journey::{
    CeremonyFault, Event, Fault,
    proof::{self, Proof, Step},
    registration::Registration,
};
use latchkey_tests::{
    authenticator::SoftwareAuthenticator,
    visitor::Visitor,
    world::{APP_ORIGIN, Edge},
};
use tenant::people::ADA;

use crate::journeys::{adds_a_passkey, overview, passkeys, registration, reread};

const TRIED: Event = Event::Proof(proof::Event::Tried);

fn at(visitor: &Visitor) -> &Proof {
    match registration(visitor) {
        Registration::Saved { proof, .. } => proof,
        other => panic!("not saved: {other:?}"),
    }
}

#[tokio::test]
async fn a_new_passkey_is_used_once_at_once_and_the_overview_knows_it() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    let exchanges = edge.exchange_count();
    visitor.does(TRIED).await;
    assert_eq!(at(&visitor).step, Step::Proved, "{:?}", at(&visitor).failure);
    assert_eq!(edge.exchange_count(), exchanges, "the directory hears nothing of it");
    let proved = |overview: &contract::Overview| {
        overview.new_passkeys.iter().map(|passkey| passkey.is_proved).collect::<Vec<_>>()
    };
    assert_eq!(proved(overview(&visitor)), [true]);
    assert_eq!(proved(&reread(&mut visitor).await), [true], "after a reload too");
}

#[tokio::test]
async fn a_declined_proof_costs_nothing_and_another_authenticator_proves_nothing() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    visitor.declines = Some(CeremonyFault::Declined);
    visitor.does(TRIED).await;
    let failure = at(&visitor).failure.as_ref().expect("it is told");
    assert_eq!(failure.fault, Fault::Ceremony(CeremonyFault::Declined));

    let blue = std::mem::take(&mut visitor.authenticator);
    visitor.does(TRIED).await;
    assert_ne!(at(&visitor).step, Step::Proved, "it has no such key");
    visitor.authenticator = blue;
    visitor.does(TRIED).await;
    assert_eq!(at(&visitor).step, Step::Proved);
    assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
}

/// Someone with a new passkey, and the id of it.
async fn registered(edge: &std::rc::Rc<Edge>) -> (Visitor, MethodId) {
    let mut visitor = Visitor::signed_in(edge, ADA.account, "/").await;
    adds_a_passkey(&mut visitor, "Blue key").await;
    let method = overview(&visitor).new_passkeys[0].method.clone();
    (visitor, method)
}

async fn begins(edge: &Edge, visitor: &Visitor, method: &MethodId) -> ProofBegun {
    let gateway = edge.gateway();
    let mut session = session::open(&gateway, visitor.cookie.as_deref()).await.expect("a session");
    let request = BeginProof { method: method.clone() };
    gateway::proof::begin(&gateway, &mut session, request).await.expect("a challenge")
}

async fn finishes(
    edge: &Edge,
    visitor: &Visitor,
    request: FinishProof,
) -> Result<Proved, ProblemCode> {
    let gateway = edge.gateway();
    let mut session = session::open(&gateway, visitor.cookie.as_deref()).await.expect("a session");
    let finished = gateway::proof::finish(&gateway, &mut session, request).await;
    finished.map_err(|fault| fault.code())
}

#[tokio::test]
async fn another_keys_signature_under_the_new_ones_name_is_refused_and_so_is_a_replay() {
    let edge = Edge::new();
    let (mut visitor, method) = registered(&edge).await;
    let begun = begins(&edge, &visitor, &method).await;
    let good = visitor.authenticator.get(APP_ORIGIN, &begun.options).await.expect("signed");

    // Another authenticator signs the same challenge with a key of its own.
    let mut stranger = SoftwareAuthenticator::new();
    let gateway = edge.gateway();
    let mut session = session::open(&gateway, visitor.cookie.as_deref()).await.expect("a session");
    let creation = gateway::registration::begin(&gateway, &mut session, Default::default()).await;
    let made = stranger.create(APP_ORIGIN, &creation.expect("options").options).await;
    let mut options = begun.options.clone();
    options.0.public_key.allow_credentials[0].id = made.expect("made").raw_id;
    let mut foreign = stranger.get(APP_ORIGIN, &options).await.expect("signed");
    foreign.raw_id.clone_from(&good.raw_id);
    foreign.id = URL_SAFE_NO_PAD.encode(&good.raw_id);
    let outcome = finishes(&edge, &visitor, FinishProof { credential: foreign }).await;
    assert_eq!(outcome, Err(ProblemCode::ProofRefused));

    let late = finishes(&edge, &visitor, FinishProof { credential: good }).await;
    assert_eq!(late, Err(ProblemCode::ProofUnknown), "the challenge served once");

    let begun = begins(&edge, &visitor, &method).await;
    let good = visitor.authenticator.get(APP_ORIGIN, &begun.options).await.expect("signed");
    let request = FinishProof { credential: good };
    assert_eq!(finishes(&edge, &visitor, request.clone()).await, Ok(Proved { method }));
    assert_eq!(finishes(&edge, &visitor, request).await, Err(ProblemCode::ProofUnknown));
}
