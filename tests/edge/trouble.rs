//! A directory that is slow, down or misbehaving: each request ends in time, with a problem code.

use std::time::{Duration, Instant};

use contract::routes;
use latchkey_tests::{client::Client, product::of_its_own};

use crate::shared;

#[tokio::test]
async fn each_trouble_of_the_directory_has_its_code_and_ends_in_time() {
    for (person, codes) in [
        ("oda", &["directory-misbehaved", "directory-unreachable", "throttled"][..]),
        ("pim", &["directory-misbehaved"][..]),
        ("yara", &["directory-unreachable"][..]),
    ] {
        let client = Client::new(shared());
        let begun = Instant::now();
        let page = client.sign_in(shared(), person).await;
        assert!(begun.elapsed() < Duration::from_secs(30), "{person}: {:?}", begun.elapsed());
        assert!(page.status.is_server_error(), "{person}: {page:?}");
        assert!(page.header("content-type").starts_with("text/html"), "{person}");
        assert!(page.body.contains("<h1"), "{person} sees a page");
        let begun = Instant::now();
        let answer = client.overview().await;
        assert!(begun.elapsed() < Duration::from_secs(30), "{person}: {:?}", begun.elapsed());
        assert!(codes.contains(&answer.code().as_str()), "{person}: {answer:?}");
    }
}

#[tokio::test]
async fn a_directory_that_is_down_is_said_so_and_what_was_typed_is_kept() {
    let mut product = of_its_own("down");
    product.stop_tenant();
    let client = Client::new(&product);
    let body = "account=ada%40contoso.example&return_to=%2Fadd-passkey".to_owned();
    let answer = client.submit(routes::SIGN_IN, body).await;
    assert_eq!(answer.status.as_u16(), 504, "{answer:?}");
    assert!(answer.body.contains("ada@contoso.example"), "what was typed is kept");
    assert!(answer.body.contains("directory-unreachable"));
}

#[tokio::test]
async fn a_directory_that_goes_down_later_leaves_the_session_alone() {
    let mut product = of_its_own("later");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    assert_eq!(client.get(routes::READY).await.status.as_u16(), 200);
    product.stop_tenant();
    tokio::time::sleep(Duration::from_secs(10)).await;
    let answer = client.get(routes::READY).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (504, "directory-unreachable"));
    assert_eq!(client.get(routes::HEALTH).await.status.as_u16(), 200, "the edge itself is up");
    let answer = client.overview().await;
    assert_eq!(answer.code(), "directory-unreachable", "{answer:?}");
    let page = client.get("/").await;
    assert_eq!(page.status.as_u16(), 504);
    assert!(client.cookie(latchkey_tests::client::SESSION_COOKIE).is_some(), "still signed in");
}
