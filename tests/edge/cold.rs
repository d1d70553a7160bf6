//! Many first requests at an edge that has just started.

use std::fs;

use contract::routes;
use latchkey_tests::{
    client::{Client, path_of},
    onward::onward,
    product::{pass_of, with_bindings},
};
use tokio::task::LocalSet;
use xtask::product::Product;

/// How many people come at the same moment.
const PEOPLE: usize = 50;
/// How often the directory may be asked for what one answer would have told everybody.
const READS: usize = 3;

/// How often a document of the tenant was read, as its log counts.
fn reads(product: &Product, end: &str) -> usize {
    let log = fs::read_to_string(product.tenant_log()).expect("a log");
    log.lines().filter(|line| line.contains(&format!("{end}\""))).count()
}

/// Runs this for everybody at once, each from a client of their own.
pub(crate) async fn at_once<T: 'static, F: Future<Output = T> + 'static>(
    each: impl Iterator<Item = F>,
) -> Vec<T> {
    let people = LocalSet::new();
    let tasks: Vec<_> = each.map(|one| people.spawn_local(one)).collect();
    people.await;
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("a result"));
    }
    results
}

#[tokio::test]
async fn fifty_first_requests_fetch_the_directorys_metadata_a_few_times_at_most() {
    const DISCOVERY: &str = "/.well-known/openid-configuration";
    const KEYS: &str = "/discovery/v2.0/keys";
    let account = "ada@contoso.example";
    let product = with_bindings("cold", &[("SIGN_INS_PER_ACCOUNT", "1000")]);
    let before = reads(&product, DISCOVERY);
    let begun = at_once((0..PEOPLE).map(|_| {
        let client = Client::new(&product);
        async move {
            let body = "account=ada%40contoso.example".to_owned();
            let answer = client.submit(routes::SIGN_IN, body).await;
            (client, onward(&answer))
        }
    }))
    .await;
    let discovery = reads(&product, DISCOVERY) - before;
    assert!((1..=READS).contains(&discovery), "discovery was read {discovery} times");

    let mut returning = Vec::new();
    for (client, directory) in begun.into_iter().take(PEOPLE / 2) {
        let back = client.type_pass(directory, account, &pass_of(&product, "ada")).await;
        returning.push((client, back));
    }
    let returned =
        at_once(returning.into_iter().map(|(client, back)| async move {
            client.get(&path_of(&back)).await.status.as_u16()
        }))
        .await;
    assert!(returned.iter().all(|status| *status == 303), "{returned:?}");
    let keys = reads(&product, KEYS);
    assert!((1..=READS).contains(&keys), "the keys were read {keys} times");
    assert_eq!(reads(&product, DISCOVERY) - before, discovery, "what is held is not read again");
}
