//! Damaged objects: nobody is locked out, and others notice nothing.

use std::fs;

use contract::routes;
use latchkey_tests::{
    client::{Client, SESSION_COOKIE},
    product::{built, of_its_own},
};
use serde_json::json;
use xtask::product::Product;

use crate::disk::{files, objects_of, sealed_texts};

#[tokio::test]
async fn a_damaged_session_means_signed_out_and_others_live() {
    let mut product = of_its_own("damaged-session");
    let client = Client::new(&product);
    client.sign_in(&product, "lena").await;
    damage(&mut product, "latchkey-session");
    let other = Client::new(&product);
    other.sign_in(&product, "ada").await;
    let leaver = client.copy();
    let answer = client.overview().await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "sign-in-required"));
    assert!(client.cookie(SESSION_COOKIE).is_none(), "the cookie is dropped");
    let answer = leaver.submit(routes::SIGN_OUT, String::new()).await;
    assert!(answer.status.is_success(), "{answer:?}");
    assert!(leaver.cookie(SESSION_COOKIE).is_none(), "the cookie is dropped");
    assert_eq!(other.overview().await.status.as_u16(), 200);
    client.sign_in(&product, "lena").await;
    assert_eq!(client.overview().await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_damaged_record_of_a_person_is_set_aside_and_changes_go_on() {
    let mut product = of_its_own("damaged-person");
    let client = Client::new(&product);
    client.sign_in(&product, "lena").await;
    let methods = client.overview().await.json()["methods"].clone();
    let methods = methods.as_array().expect("a list").iter();
    let ids = methods.filter(|method| method["factor"] == "after-password");
    let ids: Vec<_> = ids.map(|method| &method["id"]).collect();
    assert!(ids.len() > 1, "{ids:?}");
    let answer = client.call(routes::REMOVE_METHOD, &json!({ "method": ids[0] })).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    damage(&mut product, "latchkey-person");
    let overview = client.overview().await;
    assert_eq!(overview.status.as_u16(), 200, "{overview:?}");
    let answer = client.call(routes::REMOVE_METHOD, &json!({ "method": ids[1] })).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    let log = fs::read_to_string(product.worker_log()).expect("a log");
    assert_eq!(log.matches("an unreadable record is set aside").count(), 1, "{log}");
}

/// Overwrites what is sealed in the stored objects of this namespace, while the worker is stopped.
fn damage(product: &mut Product, namespace: &str) {
    product.stop_worker();
    let mut damaged = 0;
    for file in files(product).into_iter().filter(|file| objects_of(file) == Some(namespace)) {
        let mut bytes = fs::read(&file).expect("a file");
        let texts = sealed_texts(&bytes);
        for text in &texts {
            let middle = text.start + text.len() / 2;
            bytes[middle..middle + 16].fill(b'A');
        }
        if !texts.is_empty() {
            fs::write(&file, bytes).expect("damaged");
            damaged += 1;
        }
    }
    assert!(damaged > 0, "nothing is stored in {namespace}");
    product.restart_worker(built()).expect("workerd starts again");
}
