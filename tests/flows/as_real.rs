//! Both stories at a directory that answers as the real one has been seen to, every kindness off at once.

use contract::MethodKind;
use journey::{
    Event, Route,
    proof::Step,
    registration::{self, Registration, hand_off},
    removal::{self, Removal},
};
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::{ADA, LENA};

use crate::journeys::{adds_a_passkey, overview, passkeys, registration, removal, reread};

/// Adds a passkey by way of the directory's own page.
async fn is_handed_off(edge: &Edge, visitor: &mut Visitor, account: &str) {
    adds_a_passkey(visitor, "Typed in vain").await;
    assert!(
        matches!(registration(visitor), Registration::HandOff(_)),
        "{:?}",
        registration(visitor)
    );
    edge.registers_elsewhere(account, "Blue key").await;
    let opened = registration::Event::HandOff(hand_off::Event::Opened);
    visitor.does(Event::Registration(opened)).await;
    let Registration::Saved { method, proof } = registration(visitor) else {
        panic!("{:?}", registration(visitor));
    };
    assert_eq!(method.name.as_deref(), Some("Blue key"));
    assert_eq!(proof.step, Step::BySignIn, "a sign-in is the way to try it");
}

#[tokio::test]
async fn a_new_hire_is_handed_off_and_the_passkey_is_noticed() {
    let edge = Edge::as_real();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    is_handed_off(&edge, &mut visitor, ADA.account).await;
    assert!(overview(&visitor).verdict() == contract::Verdict::Yes);
    assert_eq!(passkeys(&reread(&mut visitor).await), ["Blue key"]);
}

#[tokio::test]
async fn whoever_lost_a_phone_adds_a_passkey_and_removes_the_phone() {
    let edge = Edge::as_real();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    is_handed_off(&edge, &mut visitor, LENA.account).await;
    let is_phone =
        |method: &&contract::AuthenticationMethod| matches!(method.kind, MethodKind::Phone { .. });
    let phone = overview(&visitor).methods.iter().find(is_phone).expect("a phone").id.clone();
    // Nothing tells how old the first sign-in is, so that a removal wants a fresher one.
    let address = visitor.state.address(&Route::Remove(phone.clone()));
    visitor.opens(&address).await;
    assert!(matches!(removal(&visitor), Removal::StepUp { .. }), "{:?}", removal(&visitor));
    visitor.steps_up(LENA.account, LENA.account, &address).await;
    assert!(matches!(removal(&visitor), Removal::Confirming { .. }), "{:?}", removal(&visitor));
    visitor.does(Event::Removal(removal::Event::Confirmed)).await;
    assert!(!reread(&mut visitor).await.methods.iter().any(|method| method.id == phone));
}

#[tokio::test]
async fn where_secrets_are_forbidden_the_app_proves_itself_with_its_certificate_each_time() {
    let edge = Edge::with_certificate();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    assert_eq!(overview(&visitor).person.account, ADA.account);
    // The second request for tokens needs an assertion of its own: none is good twice.
    visitor.steps_up(ADA.account, ADA.account, "/").await;
    assert_eq!(overview(&visitor).person.account, ADA.account);
    let exchanges = edge.surroundings.exchanges.borrow();
    assert_eq!(exchanges.iter().filter(|exchange| exchange.ends_with("/token")).count(), 2);
}
