//! The overview: what is registered, in one exchange with the directory.

use contract::MethodKind;
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::{EMRE, FEN, LENA, ODA, PIM};

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
    assert!(overview.is_registered());
    for method in &overview.methods {
        if let MethodKind::Phone { number } = &method.kind {
            let digits = number.chars().filter(char::is_ascii_digit).count();
            assert!(digits <= 4, "the number is masked before it leaves the edge: {number}");
        }
    }
}

#[tokio::test]
async fn a_password_is_not_something_to_sign_in_with_tomorrow() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, EMRE.account, "/").await;
    let usable = overview(&visitor).methods.iter().filter(|method| method.is_usable).count();
    assert_eq!(usable, 1, "{:?}", overview(&visitor).methods);
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
