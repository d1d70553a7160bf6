//! Which methods are lost together.

use contract::AuthenticationMethod;
use serde_json::{Value, json};

use super::{super::method, assign};

fn listed(entries: &[Value]) -> Vec<AuthenticationMethod> {
    let mut methods: Vec<_> =
        entries.iter().map(|entry| method(entry).expect("a method")).collect();
    assign(&mut methods);
    methods
}

fn entry(kind: &str, id: &str, more: Value) -> Value {
    let mut entry = json!({ "@odata.type": format!("#microsoft.graph.{kind}"), "id": id });
    if let (Some(entry), Value::Object(more)) = (entry.as_object_mut(), more) {
        entry.extend(more);
    }
    entry
}

fn authenticator(id: &str, name: &str, year: u16) -> Value {
    let created = format!("{year}-01-01T00:00:00Z");
    let more = json!({ "displayName": name, "createdDateTime": created });
    entry("microsoftAuthenticatorAuthenticationMethod", id, more)
}

fn number(kind: &str) -> Value {
    let more = json!({ "phoneNumber": "+1 2065550100", "phoneType": kind });
    entry("phoneAuthenticationMethod", kind, more)
}

fn passkey(id: &str, kind: &str, model: &str) -> Value {
    let more = json!({ "passkeyType": kind, "model": model, "displayName": id });
    entry("fido2AuthenticationMethod", id, more)
}

#[test]
fn the_app_its_codes_and_the_number_fall_with_the_phone() {
    let codes = entry("softwareOathAuthenticationMethod", "codes", json!({}));
    let in_app = passkey("app", "deviceBound", "Microsoft Authenticator");
    let methods = listed(&[authenticator("new", "Phone", 2026), codes, number("mobile"), in_app]);
    assert!(methods.iter().all(|method| method.device == methods[0].device), "{methods:?}");
    assert!(methods[0].device.is_some());
    // Without the app, the codes and the number still fall together.
    let codes = entry("softwareOathAuthenticationMethod", "codes", json!({}));
    let methods = listed(&[codes, number("mobile")]);
    assert_eq!(methods[0].device, methods[1].device);
}

#[test]
fn a_passkey_in_windows_hello_falls_with_the_computer_that_is_registered() {
    let computer = |name: &str| {
        let more = json!({ "displayName": name, "createdDateTime": "2026-01-01T00:00:00Z" });
        entry("windowsHelloForBusinessAuthenticationMethod", name, more)
    };
    let in_hello = |id: &str| {
        let mut passkey = passkey(id, "deviceBound", "Windows Hello Hardware Authenticator");
        passkey["aaGuid"] = json!("08987058-cadc-4b81-b6e1-30de50dcbe96");
        passkey
    };
    let methods =
        listed(&[computer("Laptop"), in_hello("a"), passkey("key", "deviceBound", "Key")]);
    assert_eq!(methods[0].device, methods[1].device);
    assert_ne!(methods[0].device, methods[2].device);
    let mut shouted = in_hello("a");
    shouted["aaGuid"] = json!("08987058-CADC-4B81-B6E1-30DE50DCBE96");
    let methods = listed(&[computer("Laptop"), shouted]);
    assert_eq!(methods[0].device, methods[1].device, "in capitals it is the same");
    // A Mac has a credential of its own, and no Windows Hello.
    let mac =
        entry("platformCredentialAuthenticationMethod", "mac", json!({ "displayName": "Mac" }));
    let methods = listed(&[mac, in_hello("a")]);
    assert_ne!(methods[0].device, methods[1].device);
    // Without one, nobody knows whether two of them are on the same.
    let methods = listed(&[in_hello("a"), in_hello("b")]);
    assert_ne!(methods[0].device, methods[1].device);
}

#[test]
fn what_is_on_other_devices_stands_alone() {
    let methods = listed(&[
        authenticator("old", "Old phone", 2024),
        authenticator("new", "New phone", 2026),
        number("mobile"),
        number("alternateMobile"),
        number("office"),
        passkey("key", "deviceBound", "YubiKey 5 NFC"),
        passkey("other", "deviceBound", "YubiKey 5 NFC"),
        entry(
            "windowsHelloForBusinessAuthenticationMethod",
            "hello",
            json!({ "displayName": "PC" }),
        ),
    ]);
    assert_eq!(methods[1].device, methods[2].device, "the number is that of the newest phone");
    let mut devices: Vec<_> = methods.iter().filter_map(|method| method.device.clone()).collect();
    devices.sort();
    devices.dedup();
    assert_eq!(devices.len(), 7, "{devices:?}");
}

#[test]
fn what_outlives_a_device_has_none() {
    let methods = listed(&[
        passkey("synced", "synced", "iCloud Keychain"),
        entry("passwordAuthenticationMethod", "password", json!({})),
        entry("emailAuthenticationMethod", "email", json!({ "emailAddress": "a@b.example" })),
    ]);
    assert!(methods.iter().all(|method| method.device.is_none()), "{methods:?}");
}
