//! A change after the ten minutes of freshness: sign in again, and be asked again.

use contract::MethodKind;
use journey::{
    Event, Route,
    removal::{self, Removal},
};
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::LENA;

use crate::journeys::{overview, removal, reread};

#[tokio::test]
async fn a_removal_after_ten_minutes_is_asked_again_after_a_fresh_sign_in() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    let phone =
        overview(&visitor).methods.iter().find(|m| matches!(m.kind, MethodKind::Phone { .. }));
    let phone = phone.expect("a phone").id.clone();
    edge.wait(11 * 60 * 1000);
    visitor.does(Event::LinkFollowed(Route::Remove(phone.clone()))).await;
    assert!(matches!(removal(&visitor), Removal::StepUp { .. }), "{:?}", removal(&visitor));

    let address = visitor.state.address(&Route::Remove(phone.clone()));
    visitor.signs_in(LENA.account, &address).await;
    assert!(matches!(removal(&visitor), Removal::Confirming { .. }), "asked again, not replayed");
    assert!(overview(&visitor).methods.iter().any(|method| method.id == phone));

    visitor.does(Event::Removal(removal::Event::Confirmed)).await;
    assert!(!reread(&mut visitor).await.methods.iter().any(|method| method.id == phone));
}

#[tokio::test]
async fn the_edge_asks_for_it_even_if_the_browser_does_not_know() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    let phone =
        overview(&visitor).methods.iter().find(|m| matches!(m.kind, MethodKind::Phone { .. }));
    let phone = phone.expect("a phone").id.clone();
    visitor.does(Event::LinkFollowed(Route::Remove(phone.clone()))).await;
    assert!(matches!(removal(&visitor), Removal::Confirming { .. }), "{:?}", removal(&visitor));
    edge.wait(11 * 60 * 1000);
    visitor.does(Event::Removal(removal::Event::Confirmed)).await;
    assert!(matches!(removal(&visitor), Removal::StepUp { .. }), "{:?}", removal(&visitor));
    assert!(reread(&mut visitor).await.methods.iter().any(|method| method.id == phone));
}
