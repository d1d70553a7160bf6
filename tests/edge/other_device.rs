//! The code that leads another device on: what it opens there, once, and for whom.

use contract::routes;
use latchkey_tests::{
    client::{Client, path_of},
    product::pass_of,
    qr_code::read,
};
use reqwest::Method;
use url::Url;

use crate::shared;

const PICTURE: &str = "/other-device/code.svg?do=add-passkey";
const ADA: &str = "ada@contoso.example";

async fn code(client: &Client) -> String {
    let picture = client.get(PICTURE).await;
    assert_eq!(picture.status.as_u16(), 200, "{picture:?}");
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert_eq!(picture.header("cache-control"), "no-store");
    read(&picture.body)
}

#[tokio::test]
async fn another_device_goes_on_with_the_account_and_the_task() {
    let computer = Client::new(shared());
    computer.sign_in(shared(), "ada").await;
    let address = code(&computer).await;
    assert!(address.starts_with(&computer.origin()), "{address}");
    assert!(!address.contains("ada"), "it tells nobody whose it is: {address}");

    let phone = Client::new(shared());
    let answer = phone.get(&path_of(&Url::parse(&address).expect("an address"))).await;
    let directory = Url::parse(answer.header("location")).expect("the directory");
    assert!(directory.query_pairs().any(|(name, value)| name == "login_hint" && value == ADA));
    let callback = phone.type_pass(directory, ADA, &pass_of(shared(), "ada")).await;
    let answer = phone.get(&path_of(&callback)).await;
    assert_eq!(answer.header("location"), "/add-passkey");
}

#[tokio::test]
async fn a_code_is_no_right_and_works_once() {
    let computer = Client::new(shared());
    computer.sign_in(shared(), "ada").await;
    let address = path_of(&Url::parse(&code(&computer).await).expect("an address"));

    // What looks at the address without opening it uses nothing up.
    let phone = Client::new(shared());
    let early = phone.request(Method::GET, &address).header("sec-purpose", "prefetch");
    let early = phone.send(early).await;
    assert_eq!(early.header("location"), "/", "{early:?}");
    let head = phone.send(phone.request(Method::HEAD, &address)).await;
    assert_eq!(head.status.as_u16(), 405);

    let first = phone.get(&address).await;
    assert!(first.header("location").contains("login_hint"), "{first:?}");
    assert!(!first.header("set-cookie").contains("session"), "no session: {first:?}");

    let again = Client::new(shared()).get(&address).await;
    assert!(again.body.contains("That code does not work any more"), "{again:?}");
    assert_eq!(again.status.as_u16(), 400);
}

#[tokio::test]
async fn the_picture_is_for_someone_who_is_signed_in() {
    let answer = Client::new(shared()).get(PICTURE).await;
    assert_eq!(answer.status.as_u16(), 401, "{answer:?}");
    let page = Client::new(shared()).get(routes::OTHER_DEVICE).await;
    assert!(page.body.contains("name=\"account\""), "{page:?}");
}

#[tokio::test]
async fn the_way_to_the_app_in_its_store_is_a_code_for_everyone() {
    let picture = Client::new(shared()).get(routes::AUTHENTICATOR_CODE).await;
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert_eq!(read(&picture.body), "https://aka.ms/authapp");
}

#[tokio::test]
async fn only_the_name_of_a_task_is_sealed() {
    let client = Client::new(shared());
    client.sign_in(shared(), "ada").await;
    let long = "x".repeat(4000);
    for asked in ["a%20eve@contoso.example", "nonsense", "", &long] {
        let picture = client.get(&format!("{}?do={asked}", routes::OTHER_DEVICE_CODE)).await;
        let address = path_of(&Url::parse(&read(&picture.body)).expect("an address"));
        let answer = Client::new(shared()).get(&address).await;
        let directory = Url::parse(answer.header("location")).expect("the directory");
        let hint = directory.query_pairs().find(|(name, _)| name == "login_hint");
        assert_eq!(hint.expect("an account").1, ADA, "{asked}");
    }
}

#[tokio::test]
async fn a_code_that_was_not_made_here_opens_nothing() {
    for code in ["", "k1.AAAA", "%00", "nonsense"] {
        let client = Client::new(shared());
        let answer = client.get(&format!("/continue?code={code}")).await;
        assert_eq!(answer.status.as_u16(), 400, "{code}: {answer:?}");
        assert_eq!(answer.header("set-cookie"), "", "{code}");
    }
}

#[tokio::test]
async fn a_code_that_is_opened_under_another_name_of_the_machine_is_not_used_up_there() {
    let computer = Client::new(shared());
    computer.sign_in(shared(), "ada").await;
    let address = code(&computer).await;
    let elsewhere = address.replace("localhost", "127.0.0.1");
    assert_ne!(elsewhere, address, "the product runs under a name");
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    let moved = http.expect("a client").get(elsewhere).send().await.expect("an answer");
    assert_eq!(moved.status().as_u16(), 308);
    let to = moved.headers()["location"].to_str().expect("text");
    assert!(to.starts_with(&address), "{to}");
    let first = Client::new(shared()).get(&path_of(&Url::parse(to).expect("an address"))).await;
    assert!(first.header("location").contains("login_hint"), "{first:?}");
}
