//! The first page: shapes of accounts, reasons, and what is kept.

use contract::{Problem, ProblemCode, TraceId, start::WelcomeReason};

use super::{AccountCheck, Reason, Submission, Welcome};
use crate::{
    Effect, Event, Route, Screen, State,
    fixtures::{NOW, after, welcome},
};

const SUBMITTED: Event = Event::SignIn(super::Event::Submitted);

fn typed(account: &str) -> Event {
    Event::SignIn(super::Event::AccountTyped(account.to_owned()))
}

fn page(state: State) -> Welcome {
    match state.screen {
        Screen::Welcome(welcome) => welcome,
        other => panic!("not the first page: {other:?}"),
    }
}

#[test]
fn an_account_is_looked_at_when_it_is_submitted() {
    for (account, check) in [
        ("ada@contoso.example", AccountCheck::Unchecked),
        ("  ada@contoso.example  ", AccountCheck::Unchecked),
        ("ada_fabrikam.com#EXT#@contoso.example", AccountCheck::Unchecked),
        ("", AccountCheck::Empty),
        ("   ", AccountCheck::Empty),
        ("ada", AccountCheck::Misshapen),
        ("@contoso.example", AccountCheck::Misshapen),
        ("ada@", AccountCheck::Misshapen),
        ("a@b@c", AccountCheck::Misshapen),
        ("ada lovelace@contoso.example", AccountCheck::Misshapen),
        ("ada\u{7}@contoso.example", AccountCheck::Misshapen),
    ] {
        let events = [typed(account), SUBMITTED];
        let (state, effects) = after(welcome("/"), events);
        let page = page(state);
        assert_eq!(page.check, check, "{account}");
        assert_eq!(page.account, account, "what was typed is kept");
        let leaves = check == AccountCheck::Unchecked;
        assert_eq!(page.may_leave(), leaves, "{account}");
        assert_eq!(page.submission == Submission::Leaving, leaves, "{account}");
        assert_eq!(effects == [Effect::FocusField], !leaves, "{account}");
    }
}

#[test]
fn a_complaint_goes_when_it_is_answered_and_none_appears_while_typing() {
    let (state, _) = after(welcome("/"), [typed("ada"), SUBMITTED]);
    let (state, _) = after(state, [typed("ada@")]);
    assert_eq!(page(state.clone()).check, AccountCheck::Misshapen);
    let (state, _) = after(state, [typed("ada@contoso.example"), typed("ada")]);
    assert_eq!(page(state).check, AccountCheck::Unchecked);
}

#[test]
fn coming_back_to_the_page_frees_the_button() {
    let events = [typed("ada@contoso.example"), SUBMITTED, Event::Resumed(NOW)];
    let (state, _) = after(welcome("/"), events);
    assert_eq!(page(state).submission, Submission::Idle);
}

#[test]
fn the_sign_in_returns_to_the_place_that_was_asked_for() {
    for (address, return_to) in
        [("/", Route::Home), ("/add-passkey", Route::AddPasskey), ("/no-such-page", Route::Home)]
    {
        assert_eq!(page(welcome(address)).return_to, return_to, "{address}");
    }
}

#[test]
fn a_refused_account_name_is_a_fault_of_its_field_and_others_stand_above_the_form() {
    let reason = |code| {
        Some(WelcomeReason::Problem {
            problem: Problem {
                code,
                trace: TraceId::default(),
                retry_after: None,
                directory_code: None,
            },
        })
    };
    for (account, check) in [("", AccountCheck::Empty), ("a@b", AccountCheck::Misshapen)] {
        let page =
            Welcome::start(account.into(), reason(ProblemCode::AccountInvalid), Route::Home, NOW);
        assert_eq!((page.check, page.reason), (check, Reason::Arrived), "{account}");
    }
    let page = Welcome::start("a@b".into(), reason(ProblemCode::SignInCancelled), Route::Home, NOW);
    assert_eq!(page.check, AccountCheck::Unchecked);
    assert!(matches!(page.reason, Reason::Failed(_)));
}

#[test]
fn each_reason_of_the_edge_is_shown() {
    for (given, shown) in [
        (None, Reason::Arrived),
        (Some(WelcomeReason::SignedOut), Reason::SignedOut),
        (Some(WelcomeReason::PassRetired), Reason::PassRetired),
        (Some(WelcomeReason::Expired), Reason::Expired),
    ] {
        assert_eq!(Welcome::start(String::new(), given, Route::Home, NOW).reason, shown);
    }
}
