//! Damaged objects: nobody is locked out, and others notice nothing.

use std::{collections::BTreeSet, fs, path::PathBuf, time::Duration};

use contract::routes;
use latchkey_tests::{
    client::{Answer, Client, SESSION_COOKIE},
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

#[tokio::test]
async fn a_session_whose_file_is_damaged_means_signed_out_and_others_live() {
    for ruin in RUINS {
        let mut product = of_its_own("ruined-session");
        let client = Client::new(&product);
        client.sign_in(&product, "lena").await;
        overwrite(&mut product, "latchkey-session", ruin);
        let other = Client::new(&product);
        other.sign_in(&product, "ada").await;
        let [leaver, opener] = [client.copy(), client.copy()];
        let answer = after_a_while(&client).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "sign-in-required"));
        assert!(client.cookie(SESSION_COOKIE).is_none(), "the cookie is dropped");
        let answer = leaver.submit(routes::SIGN_OUT, String::new()).await;
        assert!(answer.body.contains("/logout"), "the directory's session ends too: {answer:?}");
        assert!(leaver.cookie(SESSION_COOKIE).is_none(), "the cookie is dropped");
        assert_eq!(other.overview().await.status.as_u16(), 200);
        opener.sign_in(&product, "lena").await;
        assert_eq!(opener.overview().await.status.as_u16(), 200, "over the damaged one");
        assert_eq!(opener.get(routes::SESSIONS).await.status.as_u16(), 200);
    }
}

#[tokio::test]
async fn the_log_names_the_file_that_keeps_a_person_out_and_without_it_they_are_in() {
    for ruin in RUINS {
        let mut product = of_its_own("ruined-person");
        let client = Client::new(&product);
        client.sign_in(&product, "lena").await;
        overwrite(&mut product, "latchkey-person", ruin);
        if after_a_while(&client).await.status.as_u16() != 200 {
            let log = fs::read_to_string(product.worker_log()).expect("a log");
            let (_, object) = log.split_once(r#""object":""#).expect("the log names it");
            let object = object.split('"').next().expect("an id");
            let named = |file: &PathBuf| file.file_stem().is_some_and(|stem| stem == object);
            let file = files(&product).into_iter().find(named).expect("a file of this name");
            product.stop_worker();
            fs::remove_file(file).expect("removed");
            product.restart_worker(built()).expect("workerd starts again");
        }
        assert_eq!(client.overview().await.status.as_u16(), 200);
        let again = Client::new(&product);
        again.sign_in(&product, "lena").await;
        assert_eq!(again.overview().await.status.as_u16(), 200);
    }
}

/// Asks until what may be a passing trouble has lasted; nobody loses the cookie before.
async fn after_a_while(client: &Client) -> Answer {
    let answer = client.overview().await;
    if answer.status.as_u16() < 500 {
        return answer;
    }
    assert!(client.cookie(SESSION_COOKIE).is_some(), "{answer:?}");
    tokio::time::sleep(Duration::from_secs(16)).await;
    client.overview().await
}

/// What becomes of the bytes of a file.
type Ruin = fn(&[u8]) -> Vec<u8>;

/// Zeros, an earlier length, and what belongs to something else.
const RUINS: [Ruin; 3] = [
    |bytes| vec![0; bytes.len()],
    |bytes| bytes[..bytes.len() / 3].to_vec(),
    |bytes| (0..bytes.len()).map(|at| at.wrapping_mul(7919).to_le_bytes()[0] ^ 0x55).collect(),
];

/// Overwrites the files of the objects of this namespace, while the worker is stopped.
fn overwrite(product: &mut Product, namespace: &str, ruin: Ruin) {
    product.stop_worker();
    let of_objects = files(product).into_iter().filter(|file| objects_of(file) == Some(namespace));
    let mut overwritten = 0;
    // Without the list of all objects workerd does not start.
    for file in of_objects.filter(|file| file.file_stem().is_some_and(|stem| stem != "metadata")) {
        fs::write(&file, ruin(&fs::read(&file).expect("a file"))).expect("overwritten");
        overwritten += 1;
    }
    assert!(overwritten > 0, "nothing is stored in {namespace}");
    product.restart_worker(built()).expect("workerd starts again");
}

#[tokio::test]
async fn a_damaged_count_of_writes_ends_a_session_and_no_change_waits_for_its_end() {
    let mut product = of_its_own("damaged-count");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    // It stands before the sealed text, and the end of the record before it.
    alter(&mut product, "latchkey-session", |before| {
        let last = before.last_mut().expect("a digit");
        *last = if *last == b'7' { b'8' } else { b'7' };
    });
    let answer = client.call(routes::BEGIN_REGISTRATION, &json!({})).await;
    assert_eq!(answer.code(), "sign-in-required", "{answer:?}");
    assert!(client.cookie(SESSION_COOKIE).is_none(), "the cookie is dropped");
    client.sign_in(&product, "ada").await;
    let answer = client.call(routes::BEGIN_REGISTRATION, &json!({})).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
}

#[tokio::test]
async fn a_damaged_end_hides_nothing_of_a_person() {
    let mut product = of_its_own("damaged-end");
    let (here, there) = (Client::new(&product), Client::new(&product));
    there.sign_in(&product, "lena").await;
    here.sign_in(&product, "lena").await;
    let listed = async |client: &Client| {
        let page = client.get(routes::SESSIONS).await;
        page.body.matches("name=\"session\"").count()
    };
    let before = listed(&here).await;
    assert!(before > 0, "the other one is listed");
    alter(&mut product, "latchkey-person", |before| {
        let digits = before.len() - 13;
        before[digits] = b'0';
    });
    assert_eq!(listed(&here).await, before);
}

/// Changes what stands before each sealed text of the objects of this namespace, up to its last space, while
/// the worker is stopped.
fn alter(product: &mut Product, namespace: &str, change: fn(&mut [u8])) {
    product.stop_worker();
    let mut altered = 0;
    for file in files(product).into_iter().filter(|file| objects_of(file) == Some(namespace)) {
        let mut bytes = fs::read(&file).expect("a file");
        // A long text goes on in other pages of the file.
        let spaces: BTreeSet<_> = sealed_texts(&bytes)
            .into_iter()
            .filter_map(|text| bytes[..text.start].iter().rposition(|byte| *byte == b' '))
            .filter(|space| bytes[space - 1].is_ascii_digit())
            .collect();
        for space in spaces {
            change(&mut bytes[..space]);
            altered += 1;
        }
        fs::write(&file, bytes).expect("altered");
    }
    assert!(altered > 0, "nothing is stored in {namespace}");
    product.restart_worker(built()).expect("workerd starts again");
}
