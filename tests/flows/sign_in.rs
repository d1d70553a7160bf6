//! Sign-in with a pass, from the first page to the overview.

use contract::ProblemCode;
use latchkey_tests::{visitor::Visitor, world::Edge};
use tenant::people::{ADA, DAGNY, INGRID, MARTA, NILS, SVEN, TORBEN, YUSUF};

use crate::journeys::overview;

#[tokio::test]
async fn a_new_hire_comes_from_the_first_page_to_an_empty_overview() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    let overview = overview(&visitor);
    assert_eq!(overview.person.account, ADA.account);
    assert!(overview.verdict() == contract::Verdict::No, "nothing is registered yet");
    let pass = overview.pass.as_ref().expect("the pass is shown");
    assert_eq!(pass.ends_at, pass.starts_at.plus_minutes(60));
    assert!(!pass.is_one_time);
    assert_eq!(pass.register_by, None, "a reusable pass has no window");
    assert!(overview.session.ends_at <= pass.ends_at, "the session ends with the pass");
}

#[tokio::test]
async fn a_one_time_pass_shows_its_ten_minutes() {
    let edge = Edge::new();
    let visitor = Visitor::signed_in(&edge, NILS.account, "/").await;
    let pass = overview(&visitor).pass.clone().expect("the pass is shown");
    assert!(pass.is_one_time);
    let until = pass.register_by.expect("a one-time pass has a window");
    let left = edge.now().seconds_until(until);
    assert!((590..=600).contains(&left), "{left} seconds are left");
}

#[tokio::test]
async fn the_person_comes_back_to_the_place_they_came_from() {
    let edge = Edge::new();
    let pass = edge.pass_of(ADA.account);
    for (wanted, expected) in [
        ("/add-passkey", "/add-passkey"),
        ("/remove?method=x", "/remove?method=x"),
        // From the first page, to what is next.
        ("/", "/?do=next"),
        ("//evil.example/", "/?do=next"),
        ("https://evil.example/", "/?do=next"),
        ("/\\evil.example", "/?do=next"),
        ("", "/?do=next"),
    ] {
        let signed_in = edge.sign_in(ADA.account, &pass, wanted).await.expect("it works");
        assert_eq!(signed_in.return_to, expected, "from {wanted:?}");
    }
}

#[tokio::test]
async fn an_answer_that_fits_no_attempt_of_this_browser_creates_nothing() {
    let edge = Edge::new();
    let pass = edge.pass_of(ADA.account);
    let begin = async || {
        gateway::sign_in::begin(&edge.gateway(), ADA.account, "/").await.expect("it begins")
    };
    let (mine, foreign) = (begin().await, begin().await);
    let callback = edge.type_pass(&mine.location, ADA.account, &pass);
    let good = callback.query().expect("a code and a state").to_owned();
    let without_state: String =
        good.split('&').filter(|pair| !pair.starts_with("state=")).collect();
    let wrong_state = good.replace("state=", "state=A");
    let cases = [
        ("no cookie", good.clone(), None),
        ("a cookie of another attempt", good.clone(), Some(foreign.attempt.clone())),
        ("a cookie that was tampered with", good.clone(), Some(format!("{}A", mine.attempt))),
        ("no state", without_state, Some(mine.attempt.clone())),
        ("a wrong state", wrong_state, Some(mine.attempt.clone())),
    ];
    for (case, query, cookie) in cases {
        let outcome = gateway::sign_in::finish(&edge.gateway(), &query, cookie.as_deref()).await;
        let fault = outcome.expect_err(case);
        assert_eq!(fault.code(), ProblemCode::SignInMismatch, "{case}");
    }
    let finish = async |query: &str| {
        gateway::sign_in::finish(&edge.gateway(), query, Some(&mine.attempt)).await
    };
    finish(&good).await.expect("the right answer still works: nothing was used up");
    let fault = finish(&good).await.expect_err("a replay is refused");
    // Here, and not by the directory.
    assert_eq!(fault.code(), ProblemCode::SignInMismatch);
}

#[tokio::test]
async fn a_code_of_another_attempt_is_refused_by_its_verifier() {
    let edge = Edge::new();
    let pass = edge.pass_of(ADA.account);
    let begin = async || {
        gateway::sign_in::begin(&edge.gateway(), ADA.account, "/").await.expect("it begins")
    };
    let (mine, other) = (begin().await, begin().await);
    let value = |address: &url::Url, name: &str| {
        let found = address.query_pairs().find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).expect("the parameter is there")
    };
    let my_callback = edge.type_pass(&mine.location, ADA.account, &pass);
    let other_callback = edge.type_pass(&other.location, ADA.account, &pass);
    let mixed = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &value(&other_callback, "code"))
        .append_pair("state", &value(&my_callback, "state"))
        .finish();
    let fault = gateway::sign_in::finish(&edge.gateway(), &mixed, Some(&mine.attempt)).await;
    assert_eq!(fault.expect_err("refused").code(), ProblemCode::SignInRefused);
}

#[tokio::test]
async fn an_attempt_of_more_than_ten_minutes_ago_has_expired() {
    let edge = Edge::new();
    let pass = edge.pass_of(ADA.account);
    let begun = gateway::sign_in::begin(&edge.gateway(), ADA.account, "/").await.expect("begun");
    let callback = edge.type_pass(&begun.location, ADA.account, &pass);
    edge.wait(10 * 60 * 1000 + 1);
    let query = callback.query().expect("a query");
    let outcome = gateway::sign_in::finish(&edge.gateway(), query, Some(&begun.attempt)).await;
    assert_eq!(outcome.expect_err("too late").code(), ProblemCode::SignInExpired);
}

#[tokio::test]
async fn the_session_ends_with_the_pass() {
    let edge = Edge::new();
    let mut visitor = Visitor::signed_in(&edge, ADA.account, "/").await;
    for _ in 0..3 {
        edge.wait(19 * 60 * 1000);
        visitor.opens("/").await;
        assert_eq!(overview(&visitor).person.account, ADA.account, "at {:?}", edge.now());
    }
    edge.wait(4 * 60 * 1000);
    visitor.opens("/").await;
    assert!(
        matches!(visitor.state.screen, journey::Screen::Welcome(_)),
        "{:?}",
        visitor.state.screen
    );
}

#[tokio::test]
async fn each_refusal_of_the_directory_is_told_apart() {
    let edge = Edge::as_real();
    for (persona, expected) in [
        (TORBEN, ProblemCode::SignInBlocked),
        (DAGNY, ProblemCode::SignInBlocked),
        (INGRID, ProblemCode::NotAssigned),
        (YUSUF, ProblemCode::ConsentDeclined),
        (SVEN, ProblemCode::DirectoryUnreachable),
        (MARTA, ProblemCode::DirectoryUnreachable),
    ] {
        let outcome = edge.sign_in(persona.account, &edge.pass_of(persona.account), "/").await;
        assert_eq!(outcome.expect_err(persona.name).code(), expected, "{}", persona.name);
    }
}
