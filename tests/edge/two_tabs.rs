//! Changes of one person, made in several tabs and sessions at the same time.

use contract::routes;
use latchkey_tests::{
    client::{Client, SESSION_COOKIE},
    product::of_its_own,
};
use serde_json::{Value, json};

fn usable(overview: &Value) -> Vec<Value> {
    let methods = overview["methods"].as_array().expect("a list").clone();
    methods.into_iter().filter(is_way_in).collect()
}

fn is_way_in(method: &Value) -> bool {
    ["alone", "after-password"].iter().any(|factor| method["factor"] == *factor)
}

/// Asks to remove the method, as someone who knows their password.
fn remove(method: &Value) -> Value {
    json!({ "method": method["id"], "acceptsPassword": true })
}

#[tokio::test]
async fn two_tabs_cannot_remove_the_last_two_methods() {
    let product = of_its_own("two-tabs");
    let (first, second) = (Client::new(&product), Client::new(&product));
    first.sign_in(&product, "lena").await;
    second.sign_in(&product, "lena").await;
    // Down to two.
    loop {
        let left = usable(&first.overview().await.json());
        if left.len() <= 2 {
            break;
        }
        let answer = first.call(routes::REMOVE_METHOD, &remove(&left[0])).await;
        assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    }
    let left = usable(&first.overview().await.json());
    assert_eq!(left.len(), 2);
    let (one, other) = (remove(&left[0]), remove(&left[1]));
    let (a, b) = tokio::join!(
        first.call(routes::REMOVE_METHOD, &one),
        second.call(routes::REMOVE_METHOD, &other),
    );
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{a:?} {b:?}");
    let refused = if a.status.as_u16() == 409 { a } else { b };
    assert_eq!(refused.code(), "last-method");
    assert_eq!(usable(&first.overview().await.json()).len(), 1);
}

#[tokio::test]
async fn the_same_removal_twice_at_once_is_one_removal() {
    let product = of_its_own("twice");
    let client = Client::new(&product);
    client.sign_in(&product, "lena").await;
    let methods = usable(&client.overview().await.json());
    let body = remove(&methods[0]);
    let twin = client.copy();
    let (a, b) = tokio::join!(
        client.call(routes::REMOVE_METHOD, &body),
        twin.call(routes::REMOVE_METHOD, &body),
    );
    assert_eq!((a.status.as_u16(), b.status.as_u16()), (200, 200), "{a:?} {b:?}");
    assert_eq!(usable(&client.overview().await.json()).len(), methods.len() - 1);
}

#[tokio::test]
async fn a_page_of_one_person_changes_nothing_of_whoever_signed_in_after_them() {
    let product = of_its_own("another-person");
    let (before, after) = (Client::new(&product), Client::new(&product));
    before.sign_in(&product, "hedy").await;
    after.sign_in(&product, "lena").await;
    let cookie = after.cookie(SESSION_COOKIE).expect("a session");
    // The browser has one cookie; the page of the first person is still open.
    before.set_cookie(SESSION_COOKIE, &cookie);
    let methods = usable(&after.overview().await.json());
    let body = remove(&methods[0]);
    for (path, body) in [
        (routes::REMOVE_METHOD, body),
        (routes::BEGIN_REGISTRATION, json!({})),
        (routes::RETIRE, json!({ "pass": "any" })),
    ] {
        let answer = before.call(path, &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (409, "another-person"),
            "{path}"
        );
    }
    assert_eq!(usable(&after.overview().await.json()).len(), methods.len());
}
