//! The first page: shapes of accounts, reasons, and what is kept.

use contract::{AccountFault, Problem, ProblemCode, TraceId, start::WelcomeReason};

use super::{AccountCheck, Reason, Submission, Welcome, check_account};
use crate::{
    Effect, Event, Route, Screen, State,
    fixtures::{NOW, after, welcome},
};

fn submitted(account: &str) -> Event {
    Event::SignIn(super::Event::Submitted(account.to_owned()))
}

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
        ("  mailto:ada@contoso.example  ", AccountCheck::Unchecked),
        ("   ", AccountCheck::Faulty(AccountFault::Empty)),
        ("ada", AccountCheck::Faulty(AccountFault::Misshapen)),
        ("ada lovelace@contoso.example", AccountCheck::Faulty(AccountFault::OddLetter(' '))),
    ] {
        // Nothing was typed: a password manager filled the field without an event.
        let (state, effects) = after(welcome("/"), [submitted(account)]);
        let page = page(state);
        assert_eq!(page.check, check, "{account}");
        assert_eq!(page.account, account, "what is in the field is kept");
        let leaves = check == AccountCheck::Unchecked;
        assert_eq!(check_account(account) == AccountCheck::Unchecked, leaves, "{account}");
        assert_eq!(page.submission == Submission::Leaving, leaves, "{account}");
        assert_eq!(effects.contains(&Effect::FocusField), !leaves, "{account}");
    }
}

#[test]
fn what_is_typed_is_kept_with_the_history_for_whoever_comes_back() {
    for event in [typed("ada@contoso.example"), submitted("ada@contoso.example")] {
        let (_, effects) = after(welcome("/"), [event]);
        assert_eq!(effects, [Effect::KeepTyped("ada@contoso.example".to_owned())]);
    }
}

#[test]
fn a_field_that_something_else_filled_is_taken_as_typed() {
    let state = welcome("/");
    assert_eq!(state.filled(""), None, "nothing has changed");
    let event = state.filled("ada@contoso.example").expect("it has changed");
    let (state, _) = after(state, [event]);
    assert_eq!(state.field().map(|field| field.content), Some("ada@contoso.example"));
}

#[test]
fn a_complaint_goes_when_it_is_answered_and_none_appears_while_typing() {
    let misshapen = AccountCheck::Faulty(AccountFault::Misshapen);
    let (state, _) = after(welcome("/"), [submitted("ada")]);
    let (state, _) = after(state, [typed("ada@")]);
    assert_eq!(page(state.clone()).check, misshapen);
    let (state, _) = after(state, [typed("ada@contoso.example"), typed("ada")]);
    assert_eq!(page(state).check, AccountCheck::Unchecked);
}

#[test]
fn coming_back_to_the_page_frees_the_button() {
    let events = [submitted("ada@contoso.example"), Event::Resumed(NOW)];
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
    for (account, check) in [("", AccountFault::Empty), ("a@b", AccountFault::Misshapen)] {
        let page =
            Welcome::start(account.into(), reason(ProblemCode::AccountInvalid), Route::Home, NOW);
        assert_eq!(
            (page.check, page.reason),
            (AccountCheck::Faulty(check), Reason::Arrived),
            "{account}"
        );
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
        (Some(WelcomeReason::PassRetired), Reason::PassRetired { done: None }),
        (Some(WelcomeReason::Expired), Reason::Expired),
    ] {
        assert_eq!(Welcome::start(String::new(), given, Route::Home, NOW).reason, shown);
    }
}
