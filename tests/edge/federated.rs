//! A federated credential under workerd: the platform's token is read from its folder, anew each time.

use std::fs;

use latchkey_tests::{
    client::{Client, path_of},
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
    let absent = signs_in().await;
    assert_eq!(absent.status.as_u16(), 500, "{absent:?}");
    assert!(absent.body.contains("misconfigured"), "people read that it is not their fault");
    let first = platform.renew(3600);
    assert_eq!(signs_in().await.status.as_u16(), 303);
    let expired = platform.renew(-1);
    let refused = signs_in().await;
    assert_eq!(refused.status.as_u16(), 500, "{refused:?}");
    let renewed = platform.renew(3600);
    assert_eq!(signs_in().await.status.as_u16(), 303);
    platform.withdraw();
    assert_eq!(signs_in().await.status.as_u16(), 500);

    let log = fs::read_to_string(product.worker_log()).expect("a log");
    for said in ["the platform gives no assertion", "it has expired"] {
        assert!(log.contains(said), "{said}: {log}");
    }
    for token in [first, expired, renewed] {
        assert!(!log.contains(&token), "no token is logged");
        assert!(!absent.body.contains(&token) && !refused.body.contains(&token));
    }
}
