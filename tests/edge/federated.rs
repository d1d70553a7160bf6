//! A federated credential under workerd: the platform's token is read from its folder, anew each time.

use std::fs;

use latchkey_tests::{
    client::{Answer, Client, path_of},
    platform::Platform,
    product::{built, pass_of},
};
use xtask::{
    product::{self, Options, Product},
    workspace,
};

/// A product that proves itself with the platform's token and nothing else.
fn product(name: &str, platform: &Platform) -> Product {
    let place = platform.file().to_string_lossy().into_owned();
    let bindings = [("CLIENT_SECRET", String::new()), ("CLIENT_ASSERTION", place)];
    let options = Options {
        assertions: Some(platform.folder.clone()),
        bindings: bindings.map(|(name, value)| (name.to_owned(), value)).into(),
        ..Options::for_test(name)
    };
    product::start(built(), &options).expect("the product starts")
}

#[tokio::test]
async fn the_platforms_token_lets_people_in_while_it_is_valid_and_a_renewed_one_is_noticed() {
    let platform = Platform::new(&workspace::target().join("test-run").join("platform"));
    let product = product("federated", &platform);
    let client = product.tenant.clients.iter().find(|client| client.secret.is_some());
    let id = &client.expect("our client").client_id;
    let answer = reqwest::Client::new()
        .post(format!("{}/embedded/applications/{id}", product.tenant.address))
        .json(&platform.registration())
        .send()
        .await
        .expect("the tenant answers");
    assert!(answer.status().is_success(), "{answer:?}");

    let account = "ada@contoso.example";
    let signs_in = async || {
        let client = Client::new(&product);
        let directory = client.begin_sign_in(account, "/").await;
        let back = client.type_pass(directory, account, &pass_of(&product, "ada")).await;
        client.get(&path_of(&back)).await
    };
    // People read on the next page that it is not their fault.
    let is_refused = |answer: &Answer| {
        let mut cookies = answer.headers.get_all("set-cookie").iter();
        cookies.any(|cookie| {
            String::from_utf8_lossy(cookie.as_bytes()).contains("latchkey-notice=misconfigured")
        })
    };
    let absent = signs_in().await;
    assert!(is_refused(&absent), "{absent:?}");
    let first = platform.renew(3600);
    let entered = signs_in().await;
    assert!(entered.status.as_u16() == 303 && !is_refused(&entered), "{entered:?}");
    let expired = platform.renew(-1);
    let refused = signs_in().await;
    assert!(is_refused(&refused), "{refused:?}");
    let renewed = platform.renew(3600);
    let entered = signs_in().await;
    assert!(entered.status.as_u16() == 303 && !is_refused(&entered), "{entered:?}");
    platform.withdraw();
    let withdrawn = signs_in().await;
    assert!(is_refused(&withdrawn), "{withdrawn:?}");

    let log = fs::read_to_string(product.worker_log()).expect("a log");
    for said in ["the platform gives no assertion", "it has expired"] {
        assert!(log.contains(said), "{said}: {log}");
    }
    for token in [first, expired, renewed] {
        assert!(!log.contains(&token), "no token is logged");
        let told = format!("{absent:?}{refused:?}");
        assert!(!told.contains(&token), "no token is told");
    }
}
