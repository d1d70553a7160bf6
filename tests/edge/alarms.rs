//! Alarms that come early, as after a change of the machine's clock: they free nothing.
//!
//! workerd keeps the time of an alarm in the object's own file and in the list of all objects.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use latchkey_tests::{
    client::{Client, SESSION_COOKIE, path_of},
    product::{built, of_its_own, pass_of},
};
use xtask::product::Product;

use crate::disk::{files, objects_of};

#[tokio::test]
async fn an_alarm_that_comes_early_frees_no_attempt_that_was_used() {
    let mut product = of_its_own("early-alarm");
    let client = Client::new(&product);
    let account = "ada@contoso.example";
    let directory = client.begin_sign_in(account, "/").await;
    let callback = client.type_pass(directory, account, &pass_of(&product, "ada")).await;
    // The same browser, seen by somebody who kept its cookies.
    let copy = client.copy();
    client.get(&path_of(&callback)).await;
    assert!(client.cookie(SESSION_COOKIE).is_some());

    product.stop_worker();
    let ends = ends(&product);
    assert!(!ends.is_empty(), "the end of the attempt is kept");
    let soon = now() + 1_500;
    for end in &ends {
        assert!(replace(&product, *end, soon) >= 2, "in the object, and in the list of all");
    }
    product.restart_worker(built()).expect("workerd starts again");
    tokio::time::sleep(Duration::from_millis(4_000)).await;

    copy.get(&path_of(&callback)).await;
    assert!(copy.cookie(SESSION_COOKIE).is_none());
    let log = fs::read_to_string(product.tenant_log()).expect("a log");
    assert_eq!(log.matches("/oauth2/v2.0/token").count(), 1, "the code is not sent again");
    product.stop_worker();
    for end in ends {
        assert!(replace(&product, end, end) >= 2, "the alarm ran, and was set again");
    }
}

fn files_of_attempts(product: &Product) -> impl Iterator<Item = PathBuf> {
    files(product).into_iter().filter(|file| objects_of(file) == Some("latchkey-attempt"))
}

/// The times within the next quarter of an hour that stand in the files as text, in milliseconds.
fn ends(product: &Product) -> BTreeSet<i64> {
    let mut ends = BTreeSet::new();
    for file in files_of_attempts(product) {
        let bytes = fs::read(file).expect("a file");
        for run in bytes.split(|byte| !byte.is_ascii_digit()).filter(|run| run.len() == 13) {
            let end = String::from_utf8_lossy(run).parse().expect("digits");
            if (now()..now() + 900_000).contains(&end) {
                ends.insert(end);
            }
        }
    }
    ends
}

/// Puts one time of an alarm in place of another wherever it stands; returns in how many places.
fn replace(product: &Product, old: i64, new: i64) -> usize {
    let [old, new] = [old, new].map(|time| (time * 1_000_000).to_be_bytes());
    let mut places = 0;
    for file in files_of_attempts(product) {
        let mut bytes = fs::read(&file).expect("a file");
        let found: Vec<_> =
            (0..bytes.len().saturating_sub(7)).filter(|at| bytes[*at..*at + 8] == old).collect();
        for at in &found {
            bytes[*at..*at + 8].copy_from_slice(&new);
        }
        if !found.is_empty() {
            fs::write(&file, bytes).expect("replaced");
        }
        places += found.len();
    }
    places
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    since.as_millis().try_into().expect("not that late")
}
