//! What the doctor finds after a sign-in as a test account.

use std::{collections::BTreeMap, ops::ControlFlow, thread};

use latchkey_tests::sign_in_pages::SignInPages;
use serde_json::json;
use tenant::people::ADA;
use url::Url;
use xtask::doctor::{Case, finding::Finding, sign_in};

use crate::{World, wrong};

/// Examines with a browser that signs in as Ada, on its own thread as a person would.
fn signed_in(world: &World) -> Vec<Finding> {
    let text = world.text();
    let pass = world.tenant.pass(ADA.account);
    let case = Case { text: Some(&text), url: None, authorities: None, clock: world.clock };
    sign_in::examine(&case, ADA.account, |address| {
        let address = Url::parse(address).expect("an address");
        thread::spawn(move || browse(address, &pass));
    })
}

fn browse(address: Url, pass: &str) {
    let back = address.query_pairs().find(|(name, _)| name == "redirect_uri").expect("one").1;
    let back = Url::parse(&back).expect("an address").origin();
    let mut jar: BTreeMap<String, String> = BTreeMap::new();
    let mut pages = SignInPages::new(back, address, ADA.account, pass);
    loop {
        let cookies: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = pages.request((!cookies.is_empty()).then(|| cookies.join("; ")));
        let answer = send(request);
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().expect("a cookie is text").split(';').next();
            if let Some((name, value)) = cookie.and_then(|pair| pair.split_once('=')) {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = answer.headers().get("location").cloned();
        let location = location.as_ref().map(|it| it.to_str().expect("a location is text"));
        let page = String::from_utf8(answer.into_body()).expect("a page is text");
        if let ControlFlow::Break(back) = pages.read(location, &page) {
            send(http::Request::get(back.as_str()).body(Vec::new()).expect("a request"));
            return;
        }
    }
}

fn send(request: http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
    let configuration =
        ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build();
    let agent: ureq::Agent = configuration.into();
    let (parts, mut body) = agent.run(request).expect("an answer").into_parts();
    http::Response::from_parts(parts, body.read_to_vec().expect("a body"))
}

fn said<'a>(findings: &'a [Finding], check: &str) -> &'a str {
    let found = findings.iter().find(|finding| finding.check == check);
    &found.unwrap_or_else(|| panic!("{check} is not there: {findings:?}")).said
}

#[test]
fn an_ordinary_directory_lacks_nothing() {
    let world = World::new(tenant::Settings::local(), tenant::LOCAL_SERVER_CLIENT_ID);
    let findings = signed_in(&world);
    assert!(wrong(&findings).is_empty(), "{findings:?}");
    assert_eq!(said(&findings, "consent"), "all 13 permissions are granted");
    assert_eq!(said(&findings, "claims"), "auth_time, login_hint and sid are in the ID token");
    assert!(said(&findings, "passkeys").starts_with("on the app's own page"));
}

#[test]
fn what_the_tokens_do_not_tell_the_policies_is_named() {
    let mut world = World::new(tenant::Settings::local(), tenant::LOCAL_SERVER_CLIENT_ID);
    let policy = include_str!("../../tenant/policies/register-security-information-mfa.json");
    world.settings.insert("POLICIES", format!("[{}]", policy.replace('\n', " ")));
    let findings = signed_in(&world);
    assert!(wrong(&findings).is_empty(), "{findings:?}");
    assert!(said(&findings, "policies").starts_with("the tokens do not tell groups:"));
}

#[test]
fn a_real_directory_hands_off_and_its_missing_claims_are_told() {
    let settings = tenant::Settings::local().as_real();
    let world = World::new(settings, tenant::LOCAL_SERVER_CLIENT_ID);
    world.tenant.switch(&json!({ "replicationSeconds": 0 }));
    let findings = signed_in(&world);
    assert_eq!(
        wrong(&findings),
        ["claims: missing in the ID token: auth_time, login_hint, sid"],
        "{findings:?}"
    );
    assert!(said(&findings, "passkeys").contains("(405)"), "{findings:?}");
}

#[test]
fn without_an_address_on_this_machine_the_sign_in_is_not_tried() {
    for world in World::both() {
        let text = world.text();
        let case = Case { text: Some(&text), url: None, authorities: None, clock: world.clock };
        let findings = sign_in::examine(&case, ADA.account, |_| panic!("nothing to open"));
        assert!(wrong(&findings).is_empty(), "{findings:?}");
        assert!(said(&findings, "sign-in").contains("add http://localhost"), "{findings:?}");
    }
}
