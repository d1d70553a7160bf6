//! Sessions: the cookie, expiry, and a restart of workerd.

use contract::routes;
use latchkey_tests::{
    client::{Client, SESSION_COOKIE, path_of},
    form::Form,
    onward::onward,
    product::{built, of_its_own, pass_of, with_bindings},
};

use crate::shared;

#[tokio::test]
async fn the_session_cookie_is_for_this_host_alone_and_not_for_scripts() {
    let client = Client::new(shared());
    let account = "ada@contoso.example";
    let directory = client.begin_sign_in(account, "/").await;
    let callback = client.type_pass(directory, account, &pass_of(shared(), "ada")).await;
    let answer = client.get(&path_of(&callback)).await;
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    let cookie = cookies.iter().map(|cookie| cookie.to_str().expect("text"));
    let cookie = cookie.into_iter().find(|cookie| cookie.starts_with(SESSION_COOKIE)).expect("set");
    // `Secure` and the prefix: `worker/src/web/cookies/tests.rs`, since this origin is plain http.
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age="] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let value = client.cookie(SESSION_COOKIE).expect("set");
    assert_eq!(value.len(), 87, "256 bits and their authentication code in base64url");
    for secret in [account, "eyJ"] {
        assert!(!cookie.contains(secret), "nothing but an id is in the cookie");
    }
}

#[tokio::test]
async fn a_missing_a_foreign_and_a_malformed_cookie_are_asked_to_sign_in() {
    let client = Client::new(shared());
    assert_eq!(client.overview().await.code(), "sign-in-required");
    let unknown = "A".repeat(43);
    for cookie in [unknown.as_str(), "", "x", "../../x", "%00", &"A".repeat(5000)] {
        client.set_cookie(SESSION_COOKIE, cookie);
        let answer = client.overview().await;
        assert_eq!(answer.status.as_u16(), 401, "{cookie:.20}");
        assert_eq!(answer.code(), "sign-in-required", "{cookie:.20}");
        let page = client.get("/").await;
        assert_eq!(page.status.as_u16(), 200, "{cookie:.20}");
    }
}

#[tokio::test]
async fn a_cookie_from_before_a_sign_out_is_worth_nothing() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let kept = client.copy();
    assert_eq!(client.overview().await.status.as_u16(), 200);
    let answer = client.submit(routes::SIGN_OUT, String::new()).await;
    let directory = onward(&answer);
    assert!(directory.path().ends_with("/logout"), "{directory}");
    assert!(client.cookie(SESSION_COOKIE).is_none(), "the cookie is cleared");
    assert_eq!(kept.overview().await.code(), "sign-in-required");
    let page = client.get("/").await;
    assert!(page.body.contains("signedOut"), "the next page says so: {}", page.body);
}

#[tokio::test]
async fn each_sign_in_has_a_session_of_its_own() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let first = client.cookie(SESSION_COOKIE);
    let account = "ada@contoso.example";
    let answer = client.submit(routes::SIGN_IN, "account=ada%40contoso.example".to_owned()).await;
    let directory = onward(&answer);
    let callback = client.type_pass(directory, account, &pass_of(shared(), "ada")).await;
    client.get(&path_of(&callback)).await;
    assert_ne!(client.cookie(SESSION_COOKIE), first);
}

#[tokio::test]
async fn an_answer_of_the_directory_is_good_for_one_sign_in() {
    let product = of_its_own("replay");
    let client = Client::new(&product);
    let account = "ada@contoso.example";
    let directory = client.begin_sign_in(account, "/").await;
    let callback = client.type_pass(directory, account, &pass_of(&product, "ada")).await;
    // The same browser, seen by somebody who kept its cookies.
    let copies: Vec<_> = (0..3).map(|_| client.copy()).collect();
    client.get(&path_of(&callback)).await;
    assert!(client.cookie(SESSION_COOKIE).is_some());
    let log = || std::fs::read_to_string(product.tenant_log()).expect("a log");
    let before = log().matches("/oauth2/v2.0/token").count();
    for copy in copies {
        copy.get(&path_of(&callback)).await;
        assert!(copy.cookie(SESSION_COOKIE).is_none());
    }
    assert_eq!((before, log().matches("/oauth2/v2.0/token").count()), (1, 1));
}

#[tokio::test]
async fn two_sign_ins_at_once_both_finish() {
    let client = Client::new(shared());
    let account = "ada@contoso.example";
    let first = client.begin_sign_in(account, "/add-passkey").await;
    let second = client.begin_sign_in(account, "/").await;
    for (directory, page) in [(first, "/add-passkey"), (second, "/?do=next")] {
        let callback = client.type_pass(directory, account, &pass_of(shared(), "ada")).await;
        let answer = client.get(&path_of(&callback)).await;
        assert_eq!(answer.header("location"), page, "{answer:?}");
    }
}

#[tokio::test]
async fn sessions_outlive_a_restart_of_workerd() {
    let mut product = of_its_own("restart");
    let client = Client::new(&product);
    client.sign_in(&product, "lena").await;
    assert_eq!(client.overview().await.status.as_u16(), 200);
    product.restart_worker(built()).expect("workerd starts again");
    let overview = client.overview().await;
    assert_eq!(overview.status.as_u16(), 200, "{overview:?}");
    assert_eq!(overview.json()["person"]["account"], "lena@contoso.example");
}

#[tokio::test]
async fn a_session_ends_by_itself_when_nobody_uses_it() {
    let product = with_bindings("expiry", &[("IDLE_SECONDS", "2")]);
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    assert_eq!(client.overview().await.status.as_u16(), 200);
    tokio::time::sleep(std::time::Duration::from_millis(2_600)).await;
    let answer = client.overview().await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "sign-in-required"));
}

#[tokio::test]
async fn a_session_is_ended_from_another_browser_by_a_plain_form() {
    let product = of_its_own("ended-elsewhere");
    let (here, there) = (Client::new(&product), Client::new(&product));
    there.sign_in(&product, "lena").await;
    here.sign_in(&product, "lena").await;
    let page = here.get(routes::SESSIONS).await;
    assert_eq!(page.status.as_u16(), 200, "{page:?}");
    assert!(!page.body.contains("<script"), "it needs none: {}", page.body);
    let form = Form::with_field(&page.body, routes::SESSION_FIELD);
    assert_eq!(form.action, routes::END_SESSIONS);

    let answer = here.submit(&form.action, form.body()).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, routes::SESSIONS));
    let page = here.get(routes::SESSIONS).await;
    assert!(page.body.contains("has to sign in again"), "{}", page.body);
    assert!(!page.body.contains("name=\"session\""), "no other is left: {}", page.body);
    assert!(
        !here.get(routes::SESSIONS).await.body.contains("has to sign in again"),
        "it is told once"
    );
    let left = there.get(routes::SESSIONS).await;
    assert!(left.body.contains("\"expired\""), "it says so: {}", left.body);
    assert!(there.cookie(SESSION_COOKIE).is_none(), "the cookie is dropped");
    assert_eq!(here.overview().await.status.as_u16(), 200);
}

#[tokio::test]
async fn nobody_ends_the_sessions_of_somebody_else() {
    let product = of_its_own("ended-by-others");
    let (here, there) = (Client::new(&product), Client::new(&product));
    there.sign_in(&product, "lena").await;
    here.sign_in(&product, "lena").await;
    let page = here.get(routes::SESSIONS).await;
    let form = Form::with_field(&page.body, routes::SESSION_FIELD);
    let stranger = Client::new(&product);
    let overview = stranger.sign_in(&product, "ada").await;

    // Lena's form in Ada's browser.
    stranger.submit(&form.action, form.body()).await;
    let told = stranger.get(routes::SESSIONS).await;
    assert!(told.body.contains("Another account is signed in now"), "{}", told.body);
    // A form of Ada's that names a session of Lena's.
    let (_, key) = overview.body.split_once("\"key\":\"").expect("a key");
    let key = key.split('"').next().expect("a key");
    let answer =
        stranger.submit(&form.action, form.clone().fill(routes::PERSON_FIELD, key).body()).await;
    assert_eq!(answer.status.as_u16(), 303, "{answer:?}");
    // A form of another site.
    let foreign = here.request(reqwest::Method::POST, &form.action);
    let foreign = foreign.header("origin", "https://evil.example");
    let foreign = foreign.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(here.send(foreign.body(form.body())).await.status.as_u16(), 403);
    assert_eq!(there.overview().await.status.as_u16(), 200);
    assert_eq!(here.overview().await.status.as_u16(), 200);
}
