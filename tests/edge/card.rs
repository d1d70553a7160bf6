//! The card that an intranet page frames: who may frame it, what its window hands over, and what its
//! own session opens.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::routes;
use latchkey_tests::{
    client::{Answer, Client, path_of},
    onward::onward,
    product::pass_of,
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use sha2::{Digest, Sha256};
use xtask::product::Product;

use crate::shared;

const SECRET: &str = "what the frame alone knows";

fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}

/// The address of the card for a page of this origin.
fn card(host: &str) -> String {
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("host", host).finish();
    format!("{}?{query}", routes::CARD)
}

fn intranet() -> String {
    card(&shared().intranet)
}

/// What the script of the card's window finds.
fn data<'a>(page: &'a Answer, name: &str) -> &'a str {
    let (_, rest) = page.body.split_once(&format!(" data-{name}=\"")).expect("the window's data");
    rest.split('"').next().unwrap_or_default()
}

/// The state of a drawn card.
fn state(page: &Answer) -> &str {
    data(page, "state")
}

async fn open_window(client: &Client, task: &str) -> Answer {
    client.get(&format!("{}?do={task}&hash={}", routes::CARD_WINDOW, hash(SECRET))).await
}

async fn trade(frame: &Client, code: &str, secret: &str) -> Answer {
    frame.call(routes::TRADE_CODE, &json!({ "code": code, "secret": secret })).await
}

/// A person in the window of a card, and the frame that traded its code.
async fn signed_in(product: &Product, person: &str) -> (Client, Client) {
    let (person_, frame) = (Client::new(product), Client::new(product));
    person_.sign_in(product, person).await;
    let window = open_window(&person_, "sign-in").await;
    let traded = trade(&frame, data(&window, "code"), SECRET).await;
    assert_eq!(traded.json()["isReady"], true, "{traded:?}");
    (person_, frame)
}

#[tokio::test]
async fn only_the_listed_page_may_frame_the_card() {
    let client = Client::new(shared());
    let page = client.get(&intranet()).await;
    assert_eq!((page.status, state(&page)), (StatusCode::OK, "signed-out"));
    let policy = page.header("content-security-policy");
    assert!(policy.ends_with(&format!("frame-ancestors {}", shared().intranet)), "{policy}");
    assert!(policy.contains("form-action 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!page.headers.contains_key("x-frame-options"), "{page:?}");
    let permissions = page.header("permissions-policy");
    assert!(permissions.contains("publickey-credentials-create=(),"), "{permissions}");
    for path in ["/", routes::CARD_WINDOW, routes::CARD_DONE, "/add-passkey", "/nowhere"] {
        let page = client.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_listed_gets_a_card_that_says_so_and_nothing_else() {
    let (_, frame) = signed_in(shared(), "ada").await;
    let intranet = &shared().intranet;
    for host in [
        "https://evil.example",
        "",
        "null",
        "https://127.0.0.1",
        &format!("{intranet}/"),
        &format!("{intranet}.evil.example"),
        "\"><script>alert(1)</script>",
    ] {
        let page = frame.get(&card(host)).await;
        assert_eq!((page.status, state(&page)), (StatusCode::FORBIDDEN, "not-allowed"), "{host}");
        assert!(!page.body.contains("ada") && !page.body.contains("Grace"), "{host}");
        assert!(!page.body.contains("<a ") && !page.body.contains("alert(1)"), "{host}");
    }
}

#[tokio::test]
async fn without_a_list_there_is_no_card() {
    let bindings = [("EMBED_ORIGINS", "")];
    let product = latchkey_tests::product::with_bindings("no-card", &bindings);
    let page = Client::new(&product).get(&card(&product.intranet)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn a_code_becomes_worth_a_session_when_the_person_signs_in_in_that_window() {
    let (person, frame) = (Client::new(shared()), Client::new(shared()));
    let window = open_window(&person, "sign-in").await;
    assert_eq!(window.header("cross-origin-opener-policy"), "unsafe-none");
    let next = data(&window, "next");
    assert!(next.starts_with("/?card="), "{next}");
    let code = data(&window, "code").to_owned();
    let traded = trade(&frame, &code, SECRET).await;
    assert_eq!(traded.json()["isReady"], false, "nobody has signed in");
    let last = person.sign_in_from(shared(), "zita", next).await;
    assert_eq!((last.status, data(&last, "closes")), (StatusCode::OK, "1"));
    let traded = trade(&frame, &code, SECRET).await;
    assert_eq!(traded.json()["isReady"], true);
    let cookie = traded.header("set-cookie");
    for part in ["HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let page = frame.get(&intranet()).await;
    assert_eq!(state(&page), "signed-in");
    assert!(page.body.contains("zita@"), "{}", page.body);
}

#[tokio::test]
async fn a_sign_in_elsewhere_in_the_browser_is_not_shown_in_the_card_and_ends_its_code() {
    let (browser, frame) = (Client::new(shared()), Client::new(shared()));
    let window = open_window(&browser, "sign-in").await;
    let (code, next) = (data(&window, "code").to_owned(), data(&window, "next").to_owned());
    // Whoever comes next signs in from the first page, and was never at the window.
    let page = browser.sign_in(shared(), "zita").await;
    assert!(!page.body.contains("data-closes"), "{page:?}");
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], false);
    assert_eq!(browser.cookie("latchkey-card-code"), None);
    // Not even when the forgotten window is found again.
    browser.submit(routes::SIGN_OUT, String::new()).await;
    browser.sign_in_from(shared(), "zita", &next).await;
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], false);
    // Nor does the page of another window stand for this one.
    let other = open_window(&Client::new(shared()), "sign-in").await;
    browser.submit(routes::SIGN_OUT, String::new()).await;
    let again = open_window(&browser, "sign-in").await;
    browser.sign_in_from(shared(), "zita", data(&other, "next")).await;
    assert_eq!(trade(&frame, data(&again, "code"), SECRET).await.json()["isReady"], false);
}

#[tokio::test]
async fn a_sign_in_that_is_cancelled_in_the_window_can_be_tried_again_there() {
    let (person, frame) = (Client::new(shared()), Client::new(shared()));
    let window = open_window(&person, "sign-in").await;
    let account = shared().person("zita").expect("a person").account.clone();
    let directory = person.begin_sign_in(&account, data(&window, "next")).await;
    let state = directory.query_pairs().find(|(name, _)| name == "state").expect("a state").1;
    let cancelled = format!("{}?error=access_denied&state={state}", routes::CALLBACK);
    let back = person.get(&cancelled).await;
    let page = back.header("location").to_owned();
    assert!(page.starts_with("/?card="), "{back:?}");
    person.sign_in_from(shared(), "zita", &page).await;
    assert_eq!(trade(&frame, data(&window, "code"), SECRET).await.json()["isReady"], true);
}

#[tokio::test]
async fn a_code_is_worth_nothing_to_another_frame_or_a_second_time() {
    let (person, frame) = (Client::new(shared()), Client::new(shared()));
    person.sign_in(shared(), "ada").await;
    let window = open_window(&person, "sign-in").await;
    let code = data(&window, "code");
    let other = trade(&Client::new(shared()), code, "the secret of another frame").await;
    assert_eq!(other.code(), "sign-in-mismatch");
    assert_eq!(trade(&frame, code, SECRET).await.json()["isReady"], true);
    let replayed = trade(&Client::new(shared()), code, SECRET).await;
    assert_eq!(replayed.json()["isReady"], false);
    assert!(!replayed.headers.contains_key("set-cookie"), "{replayed:?}");
    let invented = trade(&frame, "k1.AAAA", SECRET).await;
    assert_eq!(invented.code(), "sign-in-mismatch");
}

#[tokio::test]
async fn many_frames_with_one_code_get_one_session() {
    let person = Client::new(shared());
    person.sign_in(shared(), "ada").await;
    let window = open_window(&person, "sign-in").await;
    let code = data(&window, "code");
    let frame = || Client::new(shared());
    let (first, second, third) = (frame(), frame(), frame());
    let traded = tokio::join!(
        trade(&first, code, SECRET),
        trade(&second, code, SECRET),
        trade(&third, code, SECRET),
    );
    let traded = [traded.0, traded.1, traded.2];
    assert_eq!(traded.iter().filter(|answer| answer.json()["isReady"] == true).count(), 1);
}

#[tokio::test]
async fn another_site_trades_nothing() {
    let client = Client::new(shared());
    let body = json!({ "code": "a", "secret": "b" });
    for (name, value) in [("origin", shared().intranet.as_str()), ("sec-fetch-site", "cross-site")]
    {
        let mut request =
            client.call_request(routes::TRADE_CODE, &body).build().expect("a request");
        request.headers_mut().insert(name, value.parse().expect("a value"));
        let answer = reqwest::Client::new().execute(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{name}");
    }
}

#[tokio::test]
async fn the_session_of_a_card_opens_the_card_and_nothing_else() {
    let (_, frame) = signed_in(shared(), "ada").await;
    assert_eq!(state(&frame.get(&intranet()).await), "signed-in");
    assert_eq!(frame.overview().await.code(), "sign-in-required");
    let cookie = frame.cookie("latchkey-card").expect("the cookie of the card");
    let thief = Client::new(shared());
    thief.set_cookie("latchkey-session", &cookie);
    assert_eq!(thief.overview().await.code(), "sign-in-required");
    for call in routes::ChangeCall::ALL {
        let answer = frame.send(frame.call_request(call.path(), &json!({}))).await;
        assert!(answer.status.is_client_error(), "{answer:?}");
    }
    // And the person's own session opens no card.
    let person = Client::new(shared());
    person.sign_in(shared(), "ada").await;
    assert_eq!(state(&person.get(&intranet()).await), "signed-out");
}

#[tokio::test]
async fn whoever_signs_in_on_the_page_of_a_window_after_a_sign_out_is_not_shown_in_its_card() {
    let (person, frame) = (Client::new(shared()), Client::new(shared()));
    person.sign_in(shared(), "ada").await;
    let window = open_window(&person, "add-passkey").await;
    let code = data(&window, "code").to_owned();
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], true);
    person.submit(routes::SIGN_OUT, String::new()).await;
    assert_eq!(person.cookie("latchkey-card-code"), None);
    person.sign_in_from(shared(), "zita", data(&window, "next")).await;
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], false);
}

#[tokio::test]
async fn the_card_ends_with_the_persons_session() {
    let (person, frame) = signed_in(shared(), "ada").await;
    assert_eq!(state(&frame.get(&intranet()).await), "signed-in");
    person.submit(routes::SIGN_OUT, String::new()).await;
    let page = frame.get(&intranet()).await;
    assert_eq!(state(&page), "signed-out");
    assert!(page.header("set-cookie").contains("Max-Age=0"), "{page:?}");
    assert_eq!(frame.cookie("latchkey-card"), None);
}

#[tokio::test]
async fn whoever_signs_in_after_a_sign_out_is_not_shown_in_the_earlier_card() {
    let (person, frame) = (Client::new(shared()), Client::new(shared()));
    person.sign_in(shared(), "ada").await;
    let window = open_window(&person, "add-passkey").await;
    let code = data(&window, "code").to_owned();
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], true);
    person.submit(routes::SIGN_OUT, String::new()).await;
    person.sign_in(shared(), "zita").await;
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], false);
}

/// Signs in again on a page of the window, as its step-up does; returns where that leads.
async fn steps_up(person: &Client, account: &str, page: &str) -> String {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(routes::ACCOUNT_FIELD, account)
        .append_pair(routes::RETURN_TO_FIELD, page.split('?').next().unwrap_or_default())
        .finish();
    let from = format!("{}{page}", shared().app);
    let request = person.form_request(routes::SIGN_IN, form).header("referer", from);
    let directory = onward(&person.send(request).await);
    let pass = pass_of(shared(), account.split('@').next().unwrap_or_default());
    let back = person.type_pass(directory, account, &pass).await;
    person.get(&path_of(&back)).await.header("location").to_owned()
}

#[tokio::test]
async fn a_card_goes_on_with_the_session_of_every_step_up_in_its_window() {
    let (person, frame) = signed_in(shared(), "dara").await;
    let account = &shared().person("dara").expect("a person").account;
    let window = open_window(&person, "add-passkey").await;
    let code = data(&window, "code").to_owned();
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], true);
    let mut page = data(&window, "next").to_owned();
    for _ in 0..2 {
        page = steps_up(&person, account, &page).await;
        assert!(page.starts_with("/add-passkey?card="), "it is still that card's window: {page}");
        // The session of before has ended. A look that goes on during the trade takes no newer one away.
        let looked = frame.request(Method::GET, &intranet()).header("sec-fetch-dest", "empty");
        let looked = frame.send(looked).await;
        assert_eq!(state(&looked), "signed-out");
        assert!(!looked.headers.contains_key("set-cookie"), "{looked:?}");
        assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], true);
        assert_eq!(state(&frame.get(&intranet()).await), "signed-in");
    }
}

#[tokio::test]
async fn a_card_asks_to_sign_in_again_after_a_step_up_that_was_not_made_in_its_window() {
    let (person, frame) = signed_in(shared(), "dara").await;
    let account = &shared().person("dara").expect("a person").account;
    let window = open_window(&person, "add-passkey").await;
    let code = data(&window, "code").to_owned();
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], true);
    let page = steps_up(&person, account, "/add-passkey").await;
    assert_eq!(page, "/add-passkey");
    assert_eq!(trade(&frame, &code, SECRET).await.json()["isReady"], false);
    let page = frame.get(&intranet()).await;
    assert_eq!(state(&page), "signed-out");
    assert!(page.body.contains("do=sign-in"), "{}", page.body);
}

#[tokio::test]
async fn a_window_of_somebody_else_says_so_and_leaves_nothing() {
    let (person, frame) = signed_in(shared(), "ada").await;
    let page = frame.get(&intranet()).await;
    let (_, key) = page.body.split_once("person=").expect("the person of the card");
    let key: String = key.chars().take_while(|it| !"&\"".contains(*it)).collect();
    let address =
        format!("{}?do=add-passkey&person={key}&hash={}", routes::CARD_WINDOW, hash(SECRET));
    let own = person.get(&address).await;
    assert!(data(&own, "next").starts_with("/add-passkey?card="), "{own:?}");
    let other = Client::new(shared());
    other.sign_in(shared(), "zita").await;
    let page = other.get(&address).await;
    assert!(page.body.contains("zita@") && page.body.contains("Someone else"), "{page:?}");
    assert_eq!((data(&page, "code"), data(&page, "next")), ("", ""));
    assert!(!page.headers.contains_key("set-cookie"), "{page:?}");
}

#[tokio::test]
async fn a_browser_that_kept_nothing_is_told_so() {
    let page = Client::new(shared()).get(&format!("{}&traded=1", intranet())).await;
    assert_eq!(state(&page), "storage-blocked");
}

#[tokio::test]
async fn the_window_goes_on_to_known_tasks_alone() {
    let client = Client::new(shared());
    for (query, next) in [
        ("do=add-passkey", "/add-passkey"),
        ("do=recover&lang=en", "/recover?lang=en"),
        ("do=recover&lang=%22%3E", "/recover"),
        ("do=https://evil.example", "/"),
        ("do=//evil.example&hash=short", "/"),
        ("", "/"),
    ] {
        let page = client.get(&format!("{}?{query}", routes::CARD_WINDOW)).await;
        assert_eq!((data(&page, "next"), data(&page, "code")), (next, ""), "{query}");
        assert!(!page.headers.contains_key("set-cookie"), "{query}");
    }
}

#[tokio::test]
async fn a_window_that_another_site_opens_is_that_of_no_card() {
    let (person, frame) = (Client::new(shared()), Client::new(shared()));
    let window = open_window(&person, "sign-in").await;
    let kept = person.cookie("latchkey-card-code");
    let address = format!("{}?do=sign-in&hash={}", routes::CARD_WINDOW, hash(SECRET));
    for site in ["cross-site", "same-site"] {
        let request = person.request(Method::GET, &address).header("sec-fetch-site", site);
        let page = person.send(request).await;
        assert_eq!((data(&page, "code"), data(&page, "next")), ("", "/"), "{site}");
        assert_eq!(person.cookie("latchkey-card-code"), kept, "{site}");
    }
    let own = person.request(Method::GET, &address).header("sec-fetch-site", "same-origin");
    assert_ne!(data(&person.send(own).await, "code"), "");
    assert_eq!(trade(&frame, data(&window, "code"), SECRET).await.json()["isReady"], false);
}

#[tokio::test]
async fn the_script_of_an_intranet_page_has_one_address_and_any_page_may_load_it() {
    let client = Client::new(shared());
    let script = client.get(routes::EMBED).await;
    assert_eq!(script.status, StatusCode::OK);
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert!(script.header("cache-control").contains("max-age=600"), "{script:?}");
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    let tag = script.header("etag").to_owned();
    let again = client.request(Method::GET, routes::EMBED).header("if-none-match", &tag);
    assert_eq!(client.send(again).await.status, StatusCode::NOT_MODIFIED);
    let packed = client.request(Method::GET, routes::EMBED).header("accept-encoding", "br");
    let packed = client.send(packed.header("accept", "*/*"));
    assert_eq!(packed.await.header("content-encoding"), "br");
    let other = client.get("/assets/embed.js").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}
