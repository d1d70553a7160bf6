//! The shared words of the flow tests: what a person does, and what they then see.

use contract::{AuthenticationMethod, MethodKind, Overview};
use journey::{
    Event, Route, Screen, SignedIn, Task,
    registration::{self, Registration},
    removal::{self, Removal},
};
use latchkey_tests::visitor::Visitor;

/// What the signed-in person sees.
pub(crate) fn signed_in(visitor: &Visitor) -> &SignedIn {
    match &visitor.state.screen {
        Screen::SignedIn(signed_in) => signed_in,
        other => panic!("nobody is signed in: {other:?}"),
    }
}

/// The overview as the browser knows it.
pub(crate) fn overview(visitor: &Visitor) -> &Overview {
    &signed_in(visitor).overview
}

/// The registration that the person is at.
pub(crate) fn registration(visitor: &Visitor) -> &Registration {
    match &signed_in(visitor).task {
        Task::Registration(registration) => registration,
        other => panic!("not at a registration: {other:?}"),
    }
}

/// The removal that the person is at.
pub(crate) fn removal(visitor: &Visitor) -> &Removal {
    match &signed_in(visitor).task {
        Task::Removal(removal) => removal,
        other => panic!("not at a removal: {other:?}"),
    }
}

/// The names of the passkeys in the list.
pub(crate) fn passkeys(overview: &Overview) -> Vec<&str> {
    let is_passkey =
        |method: &&AuthenticationMethod| matches!(method.kind, MethodKind::Passkey { .. });
    overview
        .methods
        .iter()
        .filter(is_passkey)
        .map(|method| method.name.as_deref().unwrap_or("unnamed"))
        .collect()
}

/// Adds a passkey of this name, from the overview to the end.
pub(crate) async fn adds_a_passkey(visitor: &mut Visitor, name: &str) {
    names_a_passkey(visitor, name).await;
    visitor.does(Event::Registration(registration::Event::Confirmed)).await;
}

/// Comes as far as the click that confirms.
pub(crate) async fn names_a_passkey(visitor: &mut Visitor, name: &str) {
    visitor.does(Event::LinkFollowed(Route::AddPasskey)).await;
    visitor.does(Event::Registration(registration::Event::NameTyped(name.to_owned()))).await;
}

/// Goes to the page for removing the method of this kind or name, and confirms.
pub(crate) async fn removes(visitor: &mut Visitor, wanted: impl Fn(&AuthenticationMethod) -> bool) {
    let method = overview(visitor).methods.iter().find(|method| wanted(method));
    let id = method.expect("the method is in the list").id.clone();
    visitor.does(Event::LinkFollowed(Route::Remove(id))).await;
    visitor.does(Event::Removal(removal::Event::Confirmed)).await;
}

/// The edge's own view, read anew.
pub(crate) async fn reread(visitor: &mut Visitor) -> Overview {
    visitor.opens("/").await;
    overview(visitor).clone()
}
