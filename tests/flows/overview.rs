//! The overview: what is registered, in one exchange with the directory.

use contract::{Factor, MethodKind, Verdict};
use journey::Event;
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::{EMRE, FEN, LENA, ODA, PIM, ZITA};

use crate::journeys::overview;

#[tokio::test]
async fn the_overview_costs_one_exchange_with_the_directory() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    let before = edge.exchange_count();
    visitor.opens("/").await;
    assert_eq!(edge.exchange_count(), before + 1, "{:?}", edge.surroundings.exchanges);
}

#[tokio::test]
async fn someone_who_lost_a_phone_sees_what_is_on_it() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, LENA.account, "/").await;
    let overview = overview(&visitor);
    let has = |wanted: fn(&MethodKind) -> bool| overview.methods.iter().any(|m| wanted(&m.kind));
    assert!(has(|kind| matches!(kind, MethodKind::Passkey { .. })));
    assert!(has(|kind| matches!(kind, MethodKind::MicrosoftAuthenticator)));
    assert!(has(|kind| matches!(kind, MethodKind::Phone { .. })));
    assert!(has(|kind| matches!(kind, MethodKind::Password)));
    assert_eq!(overview.verdict(), Verdict::Yes);
    assert!(!overview.is_proved, "it may all be on the lost phone");
    for method in &overview.methods {
        if let MethodKind::Phone { number, .. } = &method.kind {
            let digits = number.chars().filter(char::is_ascii_digit).count();
            assert!(digits <= 4, "the number is masked before it leaves the edge: {number}");
        }
    }
}

#[tokio::test]
async fn a_password_is_not_something_to_sign_in_with_tomorrow() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, EMRE.account, "/").await;
    let of_password = overview(&visitor).methods.iter().find(|m| m.kind == MethodKind::Password);
    assert_eq!(of_password.expect("a password").factor, Factor::Neither);
}

#[tokio::test]
async fn a_directory_that_asks_to_slow_down_once_is_asked_again() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, FEN.account, "/").await;
    assert_eq!(overview(&visitor).person.account, FEN.account);
}

#[tokio::test]
async fn a_directory_in_trouble_gives_a_page_that_says_so() {
    for account in [ODA.account, PIM.account] {
        let edge = Edge::new();
        let visitor = Visitor::signed_in(&edge, account, "/").await;
        let journey::Screen::Failed(failure) = &visitor.state.screen else {
            panic!("{account} sees {:?}", visitor.state.screen);
        };
        assert!(failure.fault.code().is_some(), "{failure:?}");
    }
}

#[tokio::test]
async fn a_number_alone_is_a_way_in_only_for_someone_who_knows_their_password() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ZITA.account, "/").await;
    assert_eq!(overview(&visitor).verdict(), Verdict::WithPassword);
    for (is_known, verdict) in [(false, Verdict::No), (true, Verdict::WithPassword)] {
        let said = journey::overview::Event::PasswordAnswered { is_known };
        visitor.does(Event::Overview(said)).await;
        assert_eq!(overview(&visitor).verdict(), verdict);
        // The session keeps it: the page is drawn so again.
        visitor.opens("/").await;
        assert_eq!(overview(&visitor).knows_password, Some(is_known));
        // Nothing of it ends the pass: somebody else may have typed the number in.
        assert!(overview(&visitor).pass.as_ref().is_none_or(|pass| !pass.can_be_ended));
    }
}
