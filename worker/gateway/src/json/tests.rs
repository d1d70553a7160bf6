//! What is read is what `serde_json` reads, but for what is ambiguous.

use contract::{Timestamp, registration::FinishRegistration, removal::RemoveMethod};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{read, value};
use crate::Change;

#[test]
fn json_is_read_as_another_implementation_reads_it() {
    for json in [
        r#"{"a":[1,-1,1.5,1e300,18446744073709551615,null,true,"\u00fc\n",{}],"b":{"a":""}}"#,
        "\"text\"",
        " null ",
        "[]",
        "",
        "{",
        "[1,]",
        "{\"a\":1}}",
        "01",
        "\"\u{1}\"",
    ] {
        assert_eq!(value(json.as_bytes()), serde_json::from_str(json).ok(), "{json}");
    }
    let deep = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert!(value(deep(100).as_bytes()).is_some());
    assert_eq!(value(deep(100_000).as_bytes()), None);
    assert_eq!(value(b"\"\xff\""), None);
}

#[test]
fn a_member_that_is_named_twice_is_refused_at_any_depth() {
    for json in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"a":2}}]"#, r#"{"a":1,"\u0061":2}"#] {
        assert!(serde_json::from_str::<Value>(json).is_ok(), "{json}");
        assert_eq!(value(json.as_bytes()), None, "{json}");
    }
    assert!(value(br#"{"a":{"b":1},"b":[{"b":1},{"b":1}]}"#).is_some());
}

/// Whether the type reads it, in the same way as with another implementation.
fn is_read<T: DeserializeOwned + Serialize>(json: &str) -> bool {
    let written = |read: T| serde_json::to_value(read).expect("it can be written");
    let ours = read(json.as_bytes()).map(written);
    assert_eq!(ours, serde_json::from_str(json).ok().map(written), "{json}");
    ours.is_some()
}

#[test]
fn types_read_what_they_read_elsewhere() {
    for (json, expected) in [
        (r#"{"method":"m","acceptsPassword":true}"#, true),
        (r#"{"method":"m"}"#, true),
        (r#"{"method":"m","acceptsPassword":1}"#, false),
        (r#"{"method":"m","more":0}"#, false),
        (r#"{"method":null}"#, false),
        ("null", false),
        ("\"m\"", false),
    ] {
        assert_eq!(is_read::<RemoveMethod>(json), expected, "{json}");
    }
    let credential = |more: &str| {
        let id = r#""id":"AQ","rawId":"AQ","type":"public-key","extensions":{}"#;
        format!(r#"{{"registration":"r","name":"n","credential":{{{id}{more}}}}}"#)
    };
    let response =
        r#","response":{"attestationObject":"AQ","clientDataJSON":"Ag","transports":["usb"]}"#;
    assert!(is_read::<FinishRegistration>(&credential(response)));
    assert!(!is_read::<FinishRegistration>(&credential("")));
    for (json, expected) in [
        ("-1", true),
        ("9223372036854775807", true),
        ("9223372036854775808", false),
        ("1.0", false),
        ("\"1\"", false),
    ] {
        assert_eq!(is_read::<Timestamp>(json), expected, "{json}");
    }
    for (json, expected) in [
        (r#""sign-out-everywhere""#, true),
        (r#"{"sign-out-everywhere":null}"#, true),
        (r#"{"end-sessions":null}"#, true),
        (r#"{"end-sessions":"s"}"#, true),
        (r#"{"end-sessions":"s","retire-pass":{}}"#, false),
        (r#"{"retire-pass":{"pass":"p"}}"#, true),
        (r#""retire-pass""#, false),
        (r#""none-of-them""#, false),
        ("{}", false),
        ("7", false),
    ] {
        assert_eq!(is_read::<Change>(json), expected, "{json}");
    }
}

#[test]
fn a_list_is_no_object_although_serde_reads_one_from_it() {
    assert!(serde_json::from_str::<RemoveMethod>(r#"["m",true]"#).is_ok());
    assert!(read::<RemoveMethod>(br#"["m",true]"#).is_none());
}
