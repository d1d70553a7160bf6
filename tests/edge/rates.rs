//! What comes too often is refused for a moment, by address, account and session, and says when it
//! works again.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::routes;
use latchkey_tests::{client::Client, product::with_bindings};
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

#[tokio::test]
async fn sign_ins_are_limited_by_account_and_by_address_and_calls_by_session() {
    let product = with_bindings(
        "rates",
        &[
            ("SIGN_INS_PER_ACCOUNT", "2"),
            ("SIGN_INS_PER_ADDRESS", "5"),
            ("REQUESTS_PER_SESSION", "4"),
        ],
    );
    // Where no address is known, none is counted; each person has their own session.
    let (ada, leif) = (Client::new(&product), Client::new(&product));
    ada.sign_in(&product, "ada").await;
    leif.sign_in(&product, "leif").await;

    let begin = |account: &str, address: Option<&str>| {
        let client = Client::new(&product);
        let request = client.form_request(
            routes::SIGN_IN,
            format!("account={account}%40contoso.example&return_to=%2Fadd-passkey"),
        );
        let request = match address {
            Some(address) => request.header("x-forwarded-for", address),
            None => request,
        };
        async move { client.send(request).await }
    };
    let (here, elsewhere) = (Some("192.0.2.1"), Some("192.0.2.9"));
    for _ in 0..2 {
        assert_eq!(begin("Ada", here).await.status.as_u16(), 200);
    }
    let refused = begin("ada", here).await;
    assert_eq!(refused.status.as_u16(), 429, "{refused:?}");
    let seconds: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=30).contains(&seconds), "{seconds}");
    assert!(refused.body.contains("ada@contoso.example"), "what was typed is kept");
    assert!(refused.body.contains("/add-passkey"), "and the way");
    let stranger = Client::new(&product);
    let link = "/start?do=add-passkey&account=ada%40contoso.example";
    let link = stranger.request(Method::GET, link).header("x-forwarded-for", "192.0.2.1");
    let link = stranger.send(link).await;
    assert_eq!(link.status.as_u16(), 429, "a link counts as the form does: {link:?}");
    assert!(link.body.contains("ada@contoso.example") && link.body.contains("/add-passkey"));
    assert_eq!(begin("lena", here).await.status.as_u16(), 200, "others sign in");
    let from_elsewhere = begin("ada", elsewhere).await.status.as_u16();
    assert_eq!(from_elsewhere, 200, "nobody is kept out by a stranger elsewhere");
    // Pictures in any page could have a browser come here.
    let anybody = Client::new(&product);
    for _ in 0..9 {
        let request = anybody.request(Method::GET, routes::CALLBACK);
        anybody.send(request.header("x-forwarded-for", "192.0.2.8")).await;
    }

    for (person, status) in
        [("tove", 200), ("nils", 200), ("rosa", 200), ("bela", 200), ("per", 200), ("oda", 429)]
    {
        assert_eq!(begin(person, Some("192.0.2.7")).await.status.as_u16(), status, "{person}");
    }
    assert_eq!(begin("per", Some("192.0.2.8")).await.status.as_u16(), 200, "another address");

    let frame = Client::new(&product);
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest("secret"));
    let window = frame.get(&format!("{}?hash={hash}", routes::CARD_WINDOW)).await;
    let (_, code) = window.body.split_once(" data-code=\"").expect("a code");
    let asks = json!({ "code": code.split('"').next(), "secret": "secret" });
    for status in [200, 200, 200, 200, 429] {
        let answer = frame.call(routes::TRADE_CODE, &asks).await;
        assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    }

    // Two requests came with the sign-in: for what is next, and for its page.
    let calls = [ada.overview().await, ada.overview().await, ada.overview().await];
    let statuses = calls.each_ref().map(|answer| answer.status.as_u16());
    assert_eq!(statuses, [200, 200, 429], "{calls:?}");
    assert_eq!(calls[2].code(), "too-many-requests");
    let page = ada.get("/").await;
    assert_eq!(page.status.as_u16(), 429);
    assert!(page.header("content-type").starts_with("text/html"), "{page:?}");
    assert_eq!(ada.get(routes::WHY).await.status.as_u16(), 429, "it asks the directory as well");
    assert_eq!(ada.get(routes::HEALTH).await.status.as_u16(), 200);
    assert_eq!(leif.overview().await.status.as_u16(), 200, "others go on");
    let left = ada.submit(routes::SIGN_OUT, String::new()).await;
    assert_eq!(left.status.as_u16(), 200, "whoever floods a session does not keep it alive");
    assert_eq!(ada.overview().await.code(), "sign-in-required");
}
