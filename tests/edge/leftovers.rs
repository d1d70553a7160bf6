//! What stays on the disk: nothing of a request whose cookie was not made here, and nothing of a
//! session that has ended.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::routes;
use latchkey_tests::{
    client::{Client, SESSION_COOKIE},
    product::{of_its_own, with_bindings},
};
use xtask::product::Product;

use crate::disk::{files, found, objects_of};

#[tokio::test]
async fn a_cookie_that_was_not_made_here_starts_no_object() {
    let product = of_its_own("guessed");
    let client = Client::new(&product);
    client.sign_in(&product, "ada").await;
    let before = object_files(&product);
    let own = client.cookie(SESSION_COOKIE).expect("a session");
    let (_, code) = own.split_once('.').expect("an id and its code");
    for number in 0..40_u8 {
        let random = URL_SAFE_NO_PAD.encode([number; 32]);
        for forged in [random.clone(), format!("{random}.{code}"), format!("{random}.{random}")] {
            let thief = Client::new(&product);
            thief.set_cookie(SESSION_COOKIE, &forged);
            assert_eq!(thief.overview().await.status.as_u16(), 401);
            thief.set_cookie(SESSION_COOKIE, &forged);
            thief.call(routes::REMOVE_METHOD, &serde_json::json!({ "method": "x" })).await;
            thief.set_cookie(SESSION_COOKIE, &forged);
            thief.submit(routes::SIGN_OUT, String::new()).await;
            let step_up = "account=ada%40contoso.example&step_up=true".to_owned();
            thief.set_cookie(SESSION_COOKIE, &forged);
            thief.submit(routes::SIGN_IN, step_up).await;
        }
    }
    assert_eq!(object_files(&product), before, "no object was started");
}

#[tokio::test]
async fn what_has_ended_leaves_nothing_on_the_disk() {
    let product = with_bindings("ended", &[("IDLE_SECONDS", "4")]);
    let mut cookies = Vec::new();
    for person in ["ada", "lena"] {
        let client = Client::new(&product);
        client.sign_in(&product, person).await;
        cookies.push(client.cookie(SESSION_COOKIE).expect("a session"));
        assert!(!session_files(&product).is_empty(), "it was stored");
        // Lena's session ends by itself.
        if person != "lena" {
            client.submit(routes::SIGN_OUT, String::new()).await;
        }
    }
    // The runtime runs an alarm a little late.
    let begun = Instant::now();
    while !session_files(&product).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", session_files(&product));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for file in files(&product) {
        // The runtime deletes a journal when it has been written back.
        let Ok(bytes) = fs::read(&file) else { continue };
        let name = file.display();
        for part in cookies.iter().flat_map(|cookie| cookie.split('.')) {
            assert_eq!(found(&bytes, part), None, "a session's cookie lies in {name}");
        }
        if objects_of(&file) == Some("latchkey-session") {
            for readable in ["contoso.example", "displayName", "expiresAt", "accessEndsAt"] {
                assert_eq!(found(&bytes, readable), None, "{readable} in {name}");
            }
        }
    }
}

/// The files of sessions that hold anything. The runtime keeps an empty database of one page under
/// the name of each object that was there.
fn session_files(product: &Product) -> Vec<PathBuf> {
    let is_metadata = |file: &PathBuf| {
        file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("metadata"))
    };
    let mut files = object_files(product);
    files.retain(|file| objects_of(file) == Some("latchkey-session") && !is_metadata(file));
    files.retain(|file| fs::metadata(file).is_ok_and(|it| it.len() > EMPTY_DATABASE));
    files
}

/// The size of a database without a table, in bytes.
const EMPTY_DATABASE: u64 = 4096;

/// The files of all objects, in order.
fn object_files(product: &Product) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        files(product).into_iter().filter(|file| objects_of(file).is_some()).collect();
    files.sort();
    files
}
