//! Graph's list as it comes, and what is made of it.

use contract::{Factor, MethodKind, PassUsability, PhoneType, ProblemCode, Timestamp};
use serde_json::{Value, json};

use super::{Listing, read_page};
use crate::testing::{
    World, authenticator, email, json_answer, list, pass, passkey, password, phone, red_key, run,
    used_one_time_pass,
};

fn entry(name: &str, changes: &Value) -> Value {
    let mut entry = json!({
        "@odata.type": format!("#microsoft.graph.{name}"), "id": "x", "createdDateTime": null,
    });
    for (name, value) in changes.as_object().expect("changes") {
        entry[name] = value.clone();
    }
    entry
}

fn one(entry: Value) -> contract::AuthenticationMethod {
    let body = json!({ "value": [entry] }).to_string();
    let mut listing = parse(body.as_bytes()).expect("a list");
    listing.methods.pop().expect("a method")
}

#[test]
fn every_kind_is_told_with_what_can_be_done_with_it() {
    let masked = |number: &str| MethodKind::Phone {
        number: number.to_owned(),
        phone_type: PhoneType::Mobile,
    };
    for (name, kind, factor, is_removable) in [
        ("passwordAuthenticationMethod", MethodKind::Password, Factor::Neither, false),
        ("phoneAuthenticationMethod", masked(""), Factor::AfterPassword, true),
        (
            "emailAuthenticationMethod",
            MethodKind::Email { address: "•••".to_owned() },
            Factor::ResetOnly,
            true,
        ),
        (
            "fido2AuthenticationMethod",
            MethodKind::Passkey { model: None, aaguid: None, is_synced: None },
            Factor::Alone,
            true,
        ),
        (
            "microsoftAuthenticatorAuthenticationMethod",
            MethodKind::MicrosoftAuthenticator,
            Factor::AfterPassword,
            true,
        ),
        (
            "passwordlessMicrosoftAuthenticatorAuthenticationMethod",
            MethodKind::MicrosoftAuthenticator,
            Factor::Alone,
            false,
        ),
        ("softwareOathAuthenticationMethod", MethodKind::SoftwareOath, Factor::AfterPassword, true),
        (
            "hardwareOathAuthenticationMethod",
            MethodKind::HardwareOath,
            Factor::AfterPassword,
            false,
        ),
        (
            "windowsHelloForBusinessAuthenticationMethod",
            MethodKind::WindowsHello,
            Factor::Alone,
            true,
        ),
        (
            "platformCredentialAuthenticationMethod",
            MethodKind::PlatformCredential,
            Factor::Alone,
            true,
        ),
        ("qrCodePinAuthenticationMethod", MethodKind::QrCodePin, Factor::Alone, false),
        ("externalAuthenticationMethod", MethodKind::External, Factor::AfterPassword, false),
        ("fromTheFutureAuthenticationMethod", MethodKind::Unknown, Factor::Neither, false),
    ] {
        let method = one(entry(name, &json!({})));
        assert_eq!(method.kind, kind, "{name}");
        assert_eq!(method.factor, factor, "{name}");
        assert_eq!(method.is_removable, is_removable, "{name}");
    }
}

#[test]
fn a_number_that_is_ready_for_it_starts_a_sign_in() {
    for (state, factor) in [
        ("ready", Factor::Alone),
        ("notEnabled", Factor::AfterPassword),
        ("notAllowedByPolicy", Factor::AfterPassword),
    ] {
        let number = entry("phoneAuthenticationMethod", &json!({ "smsSignInState": state }));
        assert_eq!(one(number).factor, factor, "{state}");
    }
    for (name, kind) in [
        ("mobile", PhoneType::Mobile),
        ("alternateMobile", PhoneType::AlternateMobile),
        ("office", PhoneType::Office),
    ] {
        let number = entry("phoneAuthenticationMethod", &json!({ "phoneType": name }));
        let MethodKind::Phone { phone_type, .. } = one(number).kind else { panic!("a number") };
        assert_eq!(phone_type, kind);
    }
}

#[test]
fn numbers_and_nothing_else_may_end() {
    let world = World::new();
    let mut session = world.signed_in();
    world.answers(METHODS, list(&[phone(), red_key()]));
    let overview = run(crate::overview::read(&world.gateway(), &mut session)).expect("read");
    let ends: Vec<_> = overview.methods.iter().map(|method| method.may_end_at.is_some()).collect();
    let is_number =
        |method: &contract::AuthenticationMethod| matches!(method.kind, MethodKind::Phone { .. });
    assert_eq!(ends, overview.methods.iter().map(is_number).collect::<Vec<_>>());
}

#[test]
fn a_passkey_tells_its_model_and_both_spellings_of_its_date_are_read() {
    let method = one(red_key());
    assert_eq!(method.name.as_deref(), Some("Red key"));
    assert_eq!(method.created_at, Some(Timestamp(1_597_041_849_000)));
    assert_eq!(
        method.kind,
        MethodKind::Passkey {
            model: Some("NFC key".to_owned()),
            aaguid: Some("2fc0579f-8113-47ea-b116-555a8db9202a".to_owned()),
            is_synced: Some(false),
        }
    );
    assert_eq!(one(authenticator()).created_at, Some(Timestamp(1_607_037_372_000)));
    let mut synced = red_key();
    synced["passkeyType"] = json!("synced");
    assert!(matches!(one(synced).kind, MethodKind::Passkey { is_synced: Some(true), .. }));
}

#[test]
fn numbers_and_addresses_are_masked() {
    let number =
        |text: &str| one(entry("phoneAuthenticationMethod", &json!({ "phoneNumber": text })));
    for (text, masked) in [
        ("+1 5555550123", "+• ••••••••23"),
        ("+46 (0)70-123 45 67", "+•• (•)••-••• •• 67"),
        ("123", "•••"),
    ] {
        assert_eq!(
            number(text).kind,
            MethodKind::Phone { number: masked.to_owned(), phone_type: PhoneType::Mobile }
        );
    }
    assert_eq!(one(email()).kind, MethodKind::Email { address: "a•••@example.org".to_owned() });
}

#[test]
fn nothing_in_a_list_makes_it_fail() {
    let body = json!({ "value": [
        null, 1, "text", [], {}, { "id": null }, { "id": 5 }, { "id": "no type" },
        { "@odata.type": 7, "id": "odd type" },
        { "@odata.type": "#microsoft.graph.fido2AuthenticationMethod", "id": "odd values",
          "displayName": 5, "createdDateTime": "yesterday", "aaGuid": {}, "model": null },
        { "@odata.type": "#microsoft.graph.temporaryAccessPassAuthenticationMethod", "id": "p",
          "startDateTime": null, "lifetimeInMinutes": null },
        password(), phone(),
    ] });
    let listing = parse(body.to_string().as_bytes()).expect("a list");
    let ids: Vec<_> = listing.methods.iter().map(|method| method.id.0.as_str()).collect();
    assert_eq!(ids[..3], ["no type", "odd type", "odd values"]);
    assert_eq!(ids.len(), 5);
    assert!(listing.passes.is_empty());
}

#[test]
fn what_is_no_list_is_no_list() {
    for body in ["", "{\"value\": [", "[]", "{}", "{\"value\": {}}", "null", "<html>"] {
        assert!(parse(body.as_bytes()).is_none(), "{body}");
    }
    assert!(parse(b"{\"value\": []}").expect("empty").methods.is_empty());
}

#[test]
fn a_pass_ends_its_lifetime_after_its_start_and_tells_why_it_does_not_work() {
    let read = |changes: Value| {
        let mut entry = pass();
        for (name, value) in changes.as_object().expect("changes") {
            entry[name] = value.clone();
        }
        let body = json!({ "value": [entry, passkey("k", "Key", "2020-01-01T00:00:00Z")] });
        let listing = parse(body.to_string().as_bytes()).expect("a list");
        assert_eq!(listing.methods.len(), 1, "the pass is not among the methods");
        listing.passes.into_iter().next().map(|listed| listed.pass)
    };
    let good = read(json!({})).expect("a pass");
    assert_eq!(good.ends_at, good.starts_at.plus_minutes(480));
    assert!(!good.is_one_time);
    for (reason, usability) in [
        (json!("EnabledByPolicy"), PassUsability::Usable),
        (json!("DisabledByPolicy"), PassUsability::DisabledByPolicy),
        (json!("Expired"), PassUsability::Expired),
        (json!("NotYetValid"), PassUsability::NotYetValid),
        (json!("OneTimeUsed"), PassUsability::Used),
        (json!("FromTheFuture"), PassUsability::Unknown),
        (json!(null), PassUsability::Usable),
    ] {
        let pass = read(json!({ "methodUsabilityReason": reason })).expect("a pass");
        assert_eq!(pass.usability, usability);
    }
    assert!(read(json!({ "isUsableOnce": true })).expect("a pass").is_one_time);
    assert_eq!(read(json!({ "lifetimeInMinutes": null })), None);
    let created = read(json!({ "startDateTime": null })).expect("the date of its making");
    assert_eq!(created.starts_at, good.starts_at);
    assert_eq!(used_one_time_pass()["methodUsabilityReason"], json!("OneTimeUsed"));
}

fn parse(body: &[u8]) -> Option<Listing> {
    let mut listing = Listing::default();
    read_page(body, &mut listing).map(|_| listing)
}

const METHODS: &str = "GET /v1.0/me/authentication/methods";
const GRAPH: &str = "https://graph.contoso.example/v1.0";

fn page(entries: &[Value], next: &str) -> crate::testing::Answer {
    json_answer(200, &json!({ "value": entries, "@odata.nextLink": next }))
}

#[test]
fn a_list_in_pages_is_read_to_its_end() {
    let world = World::new();
    let mut session = world.signed_in();
    let next = format!("{GRAPH}/me/authentication/methods?$skiptoken=a%2Fb");
    world.answers(METHODS, page(&[red_key(), phone()], &next));
    world.answers(METHODS, list(&[authenticator(), pass()]));
    let snapshot = run(super::read(&world.gateway(), &mut session)).expect("a list");
    assert_eq!(snapshot.methods.len(), 3);
    assert!(snapshot.pass.is_some());
    assert_eq!(snapshot.learned.ids.len(), 4);
    assert_eq!(world.last_request().uri().query(), Some("$skiptoken=a%2Fb"));
}

#[test]
fn a_next_page_elsewhere_never_gets_the_token() {
    for link in [
        "https://evil.example/v1.0/me/authentication/methods",
        "https://graph.contoso.example:8443/v1.0/me/authentication/methods",
        "http://graph.contoso.example/v1.0/me/authentication/methods",
        "https://graph.contoso.example/v1.0evil/me",
        "https://graph.contoso.example/v1.0/../beta/me",
        "https://graph.contoso.example/v1.0/%2e%2e/beta/me",
        "https://someone@graph.contoso.example/v1.0/me",
        "/v1.0/me/authentication/methods",
        "",
    ] {
        let world = World::new();
        let mut session = world.signed_in();
        world.answers(METHODS, page(&[red_key()], link));
        let before = world.asked().len();
        let fault = run(super::read(&world.gateway(), &mut session)).expect_err(link);
        assert_eq!(fault.code(), ProblemCode::DirectoryMisbehaved, "{link}");
        assert_eq!(world.asked().len() - before, 1, "{link}");
    }
}

#[test]
fn a_list_without_an_end_is_a_failure_and_not_half_a_list() {
    let world = World::new();
    let mut session = world.signed_in();
    let next = format!("{GRAPH}/me/authentication/methods?$skiptoken=again");
    for _ in 0..6 {
        world.answers(METHODS, page(&[red_key()], &next));
    }
    let before = world.asked().len();
    let fault = run(super::read(&world.gateway(), &mut session)).expect_err("no end");
    assert_eq!(fault.code(), ProblemCode::DirectoryMisbehaved);
    assert!(world.asked().len() - before <= 6);
}

#[test]
fn a_second_page_that_fails_fails_the_list() {
    let world = World::new();
    let mut session = world.signed_in();
    let next = format!("{GRAPH}/me/authentication/methods?$skiptoken=b");
    world.answers(METHODS, page(&[red_key()], &next));
    world.answers(METHODS, json_answer(404, &json!({})));
    assert!(run(super::read(&world.gateway(), &mut session)).is_err());
    assert!(parse(br#"{"value":[],"@odata.nextLink":7}"#).is_none());
}

#[test]
fn a_listed_name_neither_deceives_nor_fills_the_page() {
    for (listed, shown) in [
        ("Ada's key", Some("Ada's key".to_owned())),
        ("tfos\u{202e}orciM", Some("tfosorciM".to_owned())),
        ("\u{200b}\u{2060}", None),
        ("\u{3164}", None),
        ("  \u{feff} Blue\u{0}  ", Some("Blue".to_owned())),
        (&"x".repeat(64), Some("x".repeat(64))),
        (&"x".repeat(5000), Some("x".repeat(64) + "…")),
    ] {
        let entry = passkey("id", listed, "2021-01-01T00:00:00Z");
        assert_eq!(one(entry).name, shown, "{listed:?}");
    }
}

#[test]
fn one_name_that_cannot_be_read_does_not_hide_the_others() {
    for name in [&br"\ud83d"[..], b"\xff", br"\ude00\ud83d"] {
        let world = World::new();
        let mut session = world.signed_in();
        let keys = [red_key(), passkey("odd", "ODD", "2021-01-01T00:00:00Z")];
        let body = json!({ "value": keys }).to_string();
        let (before, after) = body.split_once("ODD").expect("a name");
        let body = [b"\xef\xbb\xbf", before.as_bytes(), name, after.as_bytes()].concat();
        world.answers(METHODS, crate::testing::Answer::Reply(http::Response::new(body)));
        let snapshot = run(super::read(&world.gateway(), &mut session)).expect("a list");
        let odd = snapshot.methods.iter().find(|method| method.id.0 == "odd").expect("listed");
        assert!(odd.name.as_deref().is_some_and(|name| name.starts_with('\u{fffd}')), "{odd:?}");
        assert_eq!(snapshot.methods.len(), 2);
    }
}

#[test]
fn what_was_registered_in_the_visit_is_noticed_although_our_clock_is_ahead() {
    for (behind, is_noticed) in [(-180, true), (0, false), (180, false)] {
        let world = World::new();
        world.directory_ahead.set(Some(behind));
        world.claims.replace(json!({ "auth_time": null }));
        let mut session = world.signed_in();
        world.answers(METHODS, list(&[password()]));
        let snapshot = run(super::read(&world.gateway(), &mut session)).expect("a list");
        run(session.learn(&world.gateway(), &snapshot.learned)).expect("learned");
        let made = passkey("new", "New key", "2026-03-02T08:58:00Z");
        world.answers(METHODS, list(&[password(), made]));
        let snapshot = run(super::read(&world.gateway(), &mut session)).expect("a list");
        assert_eq!(!snapshot.learned.registered.is_empty(), is_noticed, "{behind}");
    }
}
