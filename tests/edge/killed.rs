//! The worker and the tenant are killed in the middle of each flow: after the restart it goes on, or ends
//! with what is true, and what was to be done once is done once.
//!
//! The tenant forgets its challenges (`tenant/DIFFERENCES.md`); those of Entra ID carry their own state.

use std::time::Duration;

use contract::{
    registration::{FinishRegistration, RegistrationBegun},
    routes,
};
use latchkey_tests::{
    authenticator::SoftwareAuthenticator,
    client::Client,
    faulty_upstream::{Fault, FaultyUpstream},
    product::{behind, built},
};
use serde_json::{Value, json};
use xtask::product::Product;

/// What becomes of the request that is under way when the worker is killed.
const UNDER_WAY: [Fault; 2] = [Fault::Silent, Fault::Swallowed];

/// What is killed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Killed {
    Worker,
    Both,
}

impl Killed {
    const EVERY: [Self; 2] = [Self::Worker, Self::Both];
}

/// Kills it, and starts it again with what it kept.
fn crash(product: &mut Product, killed: Killed) {
    product.kill_worker();
    if killed == Killed::Both {
        product.kill_tenant();
        product.replace_tenant(built()).expect("the tenant starts again");
    }
    product.restart_worker(built()).expect("workerd starts again");
}

/// Makes the call, and kills this while its request of this verb is under way; nobody gets an answer.
async fn crashes_during(
    product: &mut Product,
    upstream: &FaultyUpstream,
    (verb, fault, killed): (&'static str, Fault, Killed),
    call: reqwest::RequestBuilder,
) {
    let before = upstream.exchanges(verb).len();
    upstream.fails(verb, fault);
    let asked = async {
        while upstream.exchanges(verb).len() == before
            || fault == Fault::Silent
                && upstream.exchanges(verb).last().is_some_and(|it| it.1.is_none())
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        crash(product, killed);
    };
    let (answer, ()) = tokio::join!(call.send(), asked);
    assert!(answer.is_err(), "{verb} {fault:?}: the worker is dead: {answer:?}");
    upstream.calms_down();
}

async fn methods(client: &Client) -> Vec<Value> {
    client.overview().await.json()["methods"].as_array().expect("a list").clone()
}

/// How many requests of this verb Graph has carried out.
fn carried_out(upstream: &FaultyUpstream, verb: &str) -> usize {
    let is_done = |status: u16| (200..300).contains(&status);
    upstream.exchanges(verb).iter().filter(|(_, status)| status.is_some_and(is_done)).count()
}

/// Begins a registration; what comes back finishes it.
async fn made(client: &Client) -> Value {
    let begun = client.call(routes::BEGIN_REGISTRATION, &json!({})).await;
    assert_eq!(begun.status.as_u16(), 200, "{begun:?}");
    let begun: RegistrationBegun = serde_json::from_str(&begun.body).expect("creation options");
    let mut authenticator = SoftwareAuthenticator::new();
    let credential = authenticator.create(&client.origin(), &begun.options).await;
    let (registration, name) = (begun.registration, "Blue key".to_owned());
    let credential = credential.expect("a credential");
    serde_json::to_value(FinishRegistration { registration, name, credential }).expect("JSON")
}

fn passkeys(methods: &[Value]) -> usize {
    methods.iter().filter(|method| method["name"] == "Blue key").count()
}

/// A registration from its beginning to its end.
async fn registers(client: &Client) {
    let finish = made(client).await;
    let finished = client.call(routes::FINISH_REGISTRATION, &finish).await;
    assert_eq!(finished.status.as_u16(), 200, "{finished:?}");
}

#[tokio::test]
async fn a_registration_goes_on_after_a_crash_between_its_options_and_its_end() {
    for killed in Killed::EVERY {
        let upstream = FaultyUpstream::start();
        let mut product = behind("killed-ceremony", &upstream);
        let client = Client::new(&product);
        client.sign_in(&product, "ada").await;
        let finish = made(&client).await;
        crash(&mut product, killed);
        let finished = client.call(routes::FINISH_REGISTRATION, &finish).await;
        if killed == Killed::Both {
            // The tenant keeps no challenge, so that it refuses the key, and the next one is made.
            assert_eq!(finished.code(), "registration-refused", "{finished:?}");
            assert_eq!(passkeys(&methods(&client).await), 0);
            registers(&client).await;
        } else {
            assert_eq!(finished.status.as_u16(), 200, "{finished:?}");
        }
        assert_eq!(passkeys(&methods(&client).await), 1, "{killed:?}");
    }
}

#[tokio::test]
async fn a_registration_that_is_being_saved_during_a_crash_ends_with_one_key() {
    for (fault, killed) in UNDER_WAY.into_iter().flat_map(|it| Killed::EVERY.map(|by| (it, by))) {
        let upstream = FaultyUpstream::start();
        let mut product = behind("killed-registration", &upstream);
        let client = Client::new(&product);
        client.sign_in(&product, "ada").await;
        let finish = made(&client).await;
        let call = client.call_request(routes::FINISH_REGISTRATION, &finish);
        crashes_during(&mut product, &upstream, ("POST", fault, killed), call).await;
        let finished = client.call(routes::FINISH_REGISTRATION, &finish).await;
        if (fault, killed) == (Fault::Swallowed, Killed::Both) {
            // The tenant refuses the challenge that it has forgotten; whether the first request has made
            // the key is not known, and nothing else is said.
            assert_eq!(finished.code(), "directory-unreachable", "{finished:?}");
            registers(&client).await;
        } else {
            assert_eq!(finished.status.as_u16(), 200, "{fault:?} {killed:?}: {finished:?}");
        }
        assert_eq!(passkeys(&methods(&client).await), 1, "{fault:?} {killed:?}");
        assert_eq!(carried_out(&upstream, "POST"), 1, "{fault:?} {killed:?}: it is made once");
    }
}

#[tokio::test]
async fn a_removal_that_is_under_way_during_a_crash_is_made_once() {
    for fault in UNDER_WAY {
        let upstream = FaultyUpstream::start();
        let mut product = behind("killed-removal", &upstream);
        let client = Client::new(&product);
        client.sign_in(&product, "lena").await;
        let before = methods(&client).await;
        let phone = before.iter().find(|method| method["kind"]["type"] == "phone");
        let id = phone.expect("a phone")["id"].clone();
        let body = json!({ "method": id, "acceptsPassword": true });
        let call = client.call_request(routes::REMOVE_METHOD, &body);
        crashes_during(&mut product, &upstream, ("DELETE", fault, Killed::Both), call).await;
        let answer = client.call(routes::REMOVE_METHOD, &body).await;
        assert_eq!(answer.status.as_u16(), 200, "{fault:?}: {answer:?}");
        let after = methods(&client).await;
        assert_eq!(after.len(), before.len() - 1, "{fault:?}: {after:?}");
        assert_eq!(carried_out(&upstream, "DELETE"), 1, "{fault:?}: it is made once");
    }
}

#[tokio::test]
async fn a_recovery_goes_on_where_a_crash_has_stopped_it() {
    for fault in UNDER_WAY {
        let upstream = FaultyUpstream::start();
        let mut product = behind("killed-recovery", &upstream);
        let client = Client::new(&product);
        client.sign_in(&product, "lena").await;
        let before = methods(&client).await;
        let is_lost = |method: &&Value| method["factor"] == "after-password";
        let lost: Vec<_> = before.iter().filter(is_lost).map(|it| it["id"].clone()).collect();
        assert!(lost.len() > 1, "{before:?}");
        let begin = json!({ "loss": "lost", "methods": lost });
        let answer = client.call(routes::BEGIN_RECOVERY, &begin).await;
        assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
        crash(&mut product, Killed::Both);
        let overview = client.overview().await.json();
        assert!(!overview["recovery"].is_null(), "it is known: {overview}");
        let body = json!({ "methods": lost, "acceptsPassword": true });
        let call = client.call_request(routes::REMOVE_LOST, &body);
        crashes_during(&mut product, &upstream, ("DELETE", fault, Killed::Both), call).await;
        let answer = client.call(routes::REMOVE_LOST, &body).await;
        assert_eq!(answer.status.as_u16(), 200, "{fault:?}: {answer:?}");
        assert_eq!(answer.json()["kept"], json!([]), "{fault:?}: {answer:?}");
        assert_eq!(methods(&client).await.len(), before.len() - lost.len(), "{fault:?}");
        assert_eq!(carried_out(&upstream, "DELETE"), lost.len(), "{fault:?}: each is made once");
    }
}

#[tokio::test]
async fn the_end_of_a_pass_that_is_under_way_during_a_crash_ends_it_once() {
    for fault in UNDER_WAY {
        let upstream = FaultyUpstream::start();
        let mut product = behind("killed-pass", &upstream);
        let client = Client::new(&product);
        client.sign_in(&product, "ada").await;
        registers(&client).await;
        let body = json!({ "pass": client.overview().await.json()["pass"]["id"] });
        let call = client.call_request(routes::RETIRE, &body);
        crashes_during(&mut product, &upstream, ("DELETE", fault, Killed::Both), call).await;
        let answer = client.call(routes::RETIRE, &body).await;
        // The tokens of a pass end with it, so that who asks again may be told to sign in.
        let is_ended = answer.status.as_u16() == 200
            || fault == Fault::Silent && answer.code() == "sign-in-required";
        assert!(is_ended, "{fault:?}: {answer:?}");
        assert_eq!(client.overview().await.code(), "sign-in-required", "{fault:?}");
        assert_eq!(carried_out(&upstream, "DELETE"), 1, "{fault:?}: it is ended once");
    }
}
