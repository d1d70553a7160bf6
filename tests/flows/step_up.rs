//! A change after the ten minutes of freshness: sign in again, and be asked again.

use std::rc::Rc;

use contract::{MethodId, MethodKind, ProblemCode};
use gateway::session;
use journey::{
    Action, Advice, Event, Route, Screen, Task, pass,
    registration::Registration,
    removal::{self, Removal},
};
use latchkey_tests::{password_pages::PasswordBrowser, visitor::Visitor, world::Edge};
use tenant::people::{ADA, HEDY, IRIS, LENA};

use crate::journeys::{
    adds_a_passkey, overview, passkeys, registration, removal, reread, signed_in,
};

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
    visitor.steps_up(LENA.account, LENA.account, &address).await;
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

/// Iris, in a browser whose directory remembers her second factor, as far as the question for a passkey's name.
async fn remembered(edge: &Rc<Edge>, browser: &mut PasswordBrowser) -> Visitor {
    let mut visitor = Visitor::stranger(edge, "/").await;
    visitor.types_the_password(IRIS.account, browser, "/").await;
    assert_eq!(browser.approvals, 1, "she approves once");
    edge.wait(11 * 60 * 1000);
    visitor.does(Event::LinkFollowed(Route::AddPasskey)).await;
    assert!(
        matches!(registration(&visitor), Registration::StepUp { .. }),
        "{:?}",
        registration(&visitor)
    );
    visitor
}

fn remembers(edge: &mut tenant::Switches) {
    edge.second_factor_remembered_days = Some(90);
}

#[tokio::test]
async fn a_step_up_that_leaves_the_second_factor_out_says_what_to_do_and_asks_for_no_other() {
    let edge = Edge::switched(remembers);
    let mut browser = PasswordBrowser::default();
    let mut visitor = remembered(&edge, &mut browser).await;
    visitor.types_the_password(IRIS.account, &mut browser, "/add-passkey").await;
    assert_eq!(browser.approvals, 1, "the password alone: the browser is remembered");
    visitor.does(Event::Ticked(edge.now())).await;
    let Registration::Stopped { failure } = registration(&visitor) else {
        panic!("{:?}", registration(&visitor));
    };
    assert_eq!(failure.fault.code(), Some(ProblemCode::StepUpIncomplete));
    assert_eq!(Advice::of(&failure.fault).action, Action::OpenElsewhere);

    // As advised, in another browser, which nothing remembers.
    let mut private = PasswordBrowser::default();
    let mut visitor = Visitor::stranger(&edge, "/add-passkey").await;
    visitor.types_the_password(IRIS.account, &mut private, "/add-passkey").await;
    assert_eq!(private.approvals, 1);
    adds_a_passkey(&mut visitor, "New key").await;
    assert!(passkeys(&reread(&mut visitor).await).contains(&"New key"));
}

#[tokio::test]
async fn where_prompt_login_asks_for_everything_the_step_up_is_enough() {
    let edge = Edge::switched(|switches| {
        remembers(switches);
        switches.prompt_login_redoes_second_factor = true;
    });
    let mut browser = PasswordBrowser::default();
    let mut visitor = remembered(&edge, &mut browser).await;
    visitor.types_the_password(IRIS.account, &mut browser, "/add-passkey").await;
    assert_eq!(browser.approvals, 2);
    adds_a_passkey(&mut visitor, "New key").await;
    assert!(passkeys(&reread(&mut visitor).await).contains(&"New key"));
}

/// The phone number of everyone who has one: Graph's ids of phone numbers are constants.
fn phone_of(visitor: &Visitor) -> MethodId {
    let is_phone =
        |method: &&contract::AuthenticationMethod| matches!(method.kind, MethodKind::Phone { .. });
    overview(visitor).methods.iter().find(is_phone).expect("a phone").id.clone()
}

#[tokio::test]
async fn whoever_finishes_anothers_step_up_is_not_asked_about_a_method_of_their_own() {
    for account in [ADA.account, HEDY.account] {
        let edge = Edge::new();
        let phone = phone_of(&Visitor::signed_in(&edge, LENA.account, "/").await);
        let mut visitor = Visitor::signed_in(&edge, account, "/").await;
        let first = visitor.cookie.clone();
        edge.wait(11 * 60 * 1000);
        let address = visitor.state.address(&Route::Remove(phone.clone()));
        visitor.steps_up(account, LENA.account, &address).await;

        assert_eq!(overview(&visitor).person.account, LENA.account);
        assert_eq!(phone_of(&visitor), phone, "the same id, another number");
        assert_eq!(signed_in(&visitor).task, Task::Overview, "nothing is asked of her");
        assert_eq!(overview(&visitor).instead_of.as_deref(), Some(account), "she is told");
        let outcome = session::open(&edge.gateway(), first.as_deref()).await;
        assert_eq!(outcome.expect_err("it has ended").code(), ProblemCode::SignInRequired);
        edge.wait(5 * 60 * 1000);
        assert_eq!(reread(&mut visitor).await.instead_of, None);
    }
}

#[tokio::test]
async fn whoever_signs_in_where_another_was_expected_is_not_asked_about_a_method_either() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, HEDY.account, "/").await;
    let address = visitor.state.address(&Route::Remove(phone_of(&visitor)));
    edge.wait(31 * 60 * 1000);
    visitor.opens(&address).await;
    assert!(matches!(visitor.state.screen, Screen::Welcome(_)), "the session has ended");
    visitor.steps_up(HEDY.account, LENA.account, &address).await;
    assert_eq!(overview(&visitor).person.account, LENA.account);
    assert_eq!(signed_in(&visitor).task, Task::Overview);
}

#[tokio::test]
async fn a_page_of_one_person_changes_nothing_of_whoever_signed_in_after_them() {
    let edge = Edge::new();
    let lena = Visitor::signed_in(&edge, LENA.account, "/").await;
    let mut visitor = Visitor::signed_in(&edge, HEDY.account, "/").await;
    let phone = phone_of(&visitor);
    visitor.does(Event::LinkFollowed(Route::Remove(phone.clone()))).await;
    // In another tab of this browser Lena signs in; the page still names Hedy's number.
    visitor.cookie.clone_from(&lena.cookie);
    visitor.does(Event::Removal(removal::Event::Confirmed)).await;
    let Removal::Confirming { failure: Some(failure), .. } = removal(&visitor) else {
        panic!("{:?}", removal(&visitor));
    };
    assert_eq!(failure.fault.code(), Some(ProblemCode::AnotherPerson));
    let mut lena = lena;
    assert!(reread(&mut lena).await.methods.iter().any(|method| method.id == phone));
}

#[tokio::test]
async fn what_was_registered_before_the_step_up_still_ends_the_pass_after_it() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    assert!(!overview(&visitor).pass.as_ref().expect("a pass").can_be_ended);
    adds_a_passkey(&mut visitor, "New key").await;
    edge.wait(11 * 60 * 1000);
    let address = visitor.state.address(&Route::RetirePass);
    visitor.steps_up(LENA.account, LENA.account, &address).await;
    assert!(overview(&visitor).pass.as_ref().expect("a pass").can_be_ended);
    visitor.does(Event::Retirement(pass::Event::Confirmed)).await;
    let outcome = session::open(&edge.gateway(), visitor.cookie.as_deref()).await;
    assert_eq!(outcome.expect_err("it has ended").code(), ProblemCode::SignInRequired);
}
