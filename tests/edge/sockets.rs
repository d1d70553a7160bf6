//! Faults on real sockets between the worker and Graph: an answer comes in time with the code that fits,
//! and afterwards everything goes on, done once. The loop over all of them is `tests/flows/every_fault.rs`.

use std::time::{Duration, Instant};

use contract::{deadline, routes};
use latchkey_tests::{
    client::{Answer, Client},
    faulty_upstream::{Fault, FaultyUpstream},
    product::behind,
};
use serde_json::{Value, json};

/// What the person is told while this goes wrong.
fn code(fault: Fault) -> &'static str {
    match fault {
        Fault::Refused
        | Fault::Reset
        | Fault::ResetAfterwards
        | Fault::Cut
        | Fault::Silent
        | Fault::Swallowed
        | Fault::Status(503) => "directory-unreachable",
        Fault::Nonsense => "directory-misbehaved",
        Fault::Status(_) => "throttled",
    }
}

/// The answer, which comes before the app gives up.
async fn in_time(asks: impl Future<Output = Answer>, case: &str) -> Answer {
    let begun = Instant::now();
    let answer = asks.await;
    let longest = Duration::from_millis(deadline::APP_MILLISECONDS.into());
    assert!(begun.elapsed() < longest, "{case}: {:?}", begun.elapsed());
    answer
}

#[tokio::test]
async fn an_overview_tells_what_goes_wrong_on_the_wire_and_comes_when_it_is_over() {
    let upstream = FaultyUpstream::start();
    let product = behind("wire-overview", &upstream);
    let client = Client::new(&product);
    client.sign_in(&product, "lena").await;
    for fault in Fault::EVERY {
        let case = format!("{fault:?}");
        upstream.fails("GET", fault);
        if fault == Fault::Refused {
            upstream.shuts(false);
        }
        let answer = in_time(client.overview(), &case).await;
        upstream.calms_down();
        assert_eq!(answer.code(), code(fault), "{case}: {answer:?}");
        let answer = client.overview().await;
        assert_eq!(answer.status.as_u16(), 200, "{case}: {answer:?}");
    }
}

#[tokio::test]
async fn a_removal_is_made_once_whatever_goes_wrong_on_the_wire() {
    for fault in Fault::EVERY {
        let case = format!("{fault:?}");
        let upstream = FaultyUpstream::start();
        let product = behind("wire-removal", &upstream);
        let client = Client::new(&product);
        client.sign_in(&product, "lena").await;
        let before = methods(&client).await;
        let phone = before.iter().find(|method| method["kind"]["type"] == "phone");
        let id = phone.unwrap_or_else(|| panic!("a phone: {before:?}"))["id"].clone();
        let body = json!({ "method": id, "acceptsPassword": true });

        upstream.fails("DELETE", fault);
        if fault == Fault::Refused {
            upstream.shuts(true);
        }
        let answer = in_time(client.call(routes::REMOVE_METHOD, &body), &case).await;
        upstream.calms_down();
        assert_eq!(answer.code(), code(fault), "{case}: {answer:?}");
        let sent = usize::from(fault != Fault::Refused);
        assert_eq!(upstream.exchanges("DELETE").len(), sent, "{case}: a change is never repeated");

        let answer = in_time(client.call(routes::REMOVE_METHOD, &body), &case).await;
        assert_eq!(answer.status.as_u16(), 200, "{case}: {answer:?}");
        let after = methods(&client).await;
        assert_eq!(after.len(), before.len() - 1, "{case}: {after:?}");
        assert!(!after.iter().any(|method| method["id"] == id), "{case}: {after:?}");
        let made = upstream.exchanges("DELETE");
        let made = made.iter().filter(|(_, status)| *status == Some(204)).count();
        assert_eq!(made, 1, "{case}: it is made once");
    }
}

async fn methods(client: &Client) -> Vec<Value> {
    client.overview().await.json()["methods"].as_array().expect("a list").clone()
}
