//! Removal of methods: by name, and never of the last usable one.

use contract::{
    AuthenticationMethod, Factor, MethodId, MethodKind, ProblemCode, Verdict, removal::RemoveMethod,
};
use gateway::session;
use journey::{
    Event,
    removal::{Refusal, Removal},
};
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::{ADA, EMRE, LENA};

use crate::journeys::{adds_a_passkey, overview, passkeys, removal, removes, reread, signed_in};

async fn asks(edge: &Edge, visitor: &Visitor, id: &MethodId) -> Result<MethodId, ProblemCode> {
    let gateway = edge.gateway();
    let cookie = visitor.cookie.as_deref();
    let mut session = session::open(&gateway, cookie).await.expect("a session");
    let request = RemoveMethod { method: id.clone(), accepts_password: false };
    let removed = gateway::removal::remove(&gateway, &mut session, request).await;
    removed.map(|removed| removed.method).map_err(|fault| fault.code())
}

#[tokio::test]
async fn someone_who_lost_a_phone_adds_a_key_and_removes_what_was_on_it() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    adds_a_passkey(&mut visitor, "New key").await;
    visitor.opens("/").await;
    removes(&mut visitor, |m| m.name.as_deref().is_some_and(|name| name.contains("old phone")))
        .await;
    removes(&mut visitor, |m| m.kind == MethodKind::MicrosoftAuthenticator).await;
    removes(&mut visitor, |m| matches!(m.kind, MethodKind::Phone { .. })).await;
    assert!(signed_in(&visitor).flash.is_some(), "it is said what was done");
    let overview = reread(&mut visitor).await;
    assert_eq!(passkeys(&overview), ["New key"]);
    assert_eq!(overview.verdict(), Verdict::Yes);
    // The new key is synced, and outlives any one device.
    assert_eq!(overview.verdict_with_a_device_lost(), Verdict::Yes, "{:?}", overview.methods);
}

fn is_way_in(method: &&AuthenticationMethod) -> bool {
    matches!(method.factor, Factor::Alone | Factor::AfterPassword)
}

#[tokio::test]
async fn a_key_leaves_what_comes_after_a_password_only_to_someone_who_says_that_they_know_it() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    let is_key = |m: &&AuthenticationMethod| matches!(m.kind, MethodKind::Passkey { .. });
    let key = overview(&visitor).methods.iter().find(is_key).expect("a key").id.clone();
    assert_eq!(asks(&edge, &visitor, &key).await, Err(ProblemCode::PasswordNeeded));
    // The page says what remains, and its button that the person knows their password.
    visitor.does(Event::LinkFollowed(journey::Route::Remove(key.clone()))).await;
    let Removal::Confirming { accepts_password: true, .. } = removal(&visitor) else {
        panic!("{:?}", removal(&visitor));
    };
    visitor.does(Event::Removal(journey::removal::Event::Confirmed)).await;
    let overview = reread(&mut visitor).await;
    assert!(overview.methods.iter().all(|method| method.id != key), "{:?}", overview.methods);
    assert_eq!(overview.verdict(), Verdict::WithPassword);
}

#[tokio::test]
async fn the_last_usable_method_stays_and_the_reason_is_told_before_asking() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, EMRE.account, "/").await;
    let only = overview(&visitor).methods.iter().find(is_way_in).expect("one").clone();
    removes(&mut visitor, |method| is_way_in(&method)).await;
    let Removal::Refused { refusal, .. } = removal(&visitor) else {
        panic!("{:?}", removal(&visitor));
    };
    assert_eq!(*refusal, Refusal::Last);
    assert_eq!(asks(&edge, &visitor, &only.id).await, Err(ProblemCode::LastMethod), "the edge too");
    assert!(reread(&mut visitor).await.methods.contains(&only));
}

#[tokio::test]
async fn what_is_not_theirs_is_not_found_and_a_password_stays() {
    let edge = Edge::new();
    let lena = Visitor::signed_in(&edge, LENA.account, "/").await;
    let ada = Visitor::signed_in(&edge, ADA.account, "/").await;
    let of_lena = overview(&lena).methods.iter().find(|m| m.is_removable).expect("one").clone();
    assert_eq!(asks(&edge, &ada, &of_lena.id).await, Err(ProblemCode::MethodNotFound));
    for id in ["", "../users", "a/b", "%2e%2e", "x"] {
        let id = MethodId(id.to_owned());
        assert_eq!(asks(&edge, &ada, &id).await, Err(ProblemCode::MethodNotFound), "{id:?}");
    }
    let password = overview(&lena).methods.iter().find(|m| m.kind == MethodKind::Password);
    let password = password.expect("everyone has one").id.clone();
    assert_eq!(asks(&edge, &lena, &password).await, Err(ProblemCode::MethodUnsupported));
}

#[tokio::test]
async fn what_is_gone_already_counts_as_removed() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    adds_a_passkey(&mut visitor, "New key").await;
    let phone =
        overview(&visitor).methods.iter().find(|m| matches!(m.kind, MethodKind::Phone { .. }));
    let phone = phone.expect("a phone").id.clone();
    assert_eq!(asks(&edge, &visitor, &phone).await, Ok(phone.clone()));
    assert_eq!(asks(&edge, &visitor, &phone).await, Ok(phone));
}

#[tokio::test]
async fn a_removal_that_was_not_confirmed_does_nothing() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    let before = overview(&visitor).methods.clone();
    let id = before.iter().find(|m| m.is_removable).expect("one").id.clone();
    visitor.does(Event::LinkFollowed(journey::Route::Remove(id))).await;
    assert!(matches!(removal(&visitor), Removal::Confirming { .. }), "{:?}", removal(&visitor));
    visitor.does(Event::LinkFollowed(journey::Route::Home)).await;
    assert_eq!(reread(&mut visitor).await.methods, before);
}
