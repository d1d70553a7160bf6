//! The settings, one changed at a time.

use serde_json::{Value, json};

use super::{SettingFault, Settings, SettingsFault};
use crate::testing::settings as good;

fn parse(change: &str, value: Option<&str>) -> Result<Settings, SettingsFault> {
    Settings::parse(|name| match name {
        _ if name == change => value.map(str::to_owned),
        _ => good(name),
    })
}

#[test]
fn good_settings_are_understood_and_normalized() {
    let settings = parse("APP_ORIGIN", Some("https://Latchkey.Contoso.com/")).expect("good");
    assert_eq!(settings.app_origin, "https://latchkey.contoso.com");
    assert_eq!(settings.callback(), "https://latchkey.contoso.com/callback");
    let settings = parse("GRAPH", Some("https://graph.microsoft.com/v1.0/")).expect("good");
    assert_eq!(settings.graph, "https://graph.microsoft.com/v1.0");
}

#[test]
fn the_security_info_page_is_microsofts_unless_another_is_set() {
    let address = |value| parse("SECURITY_INFO", value).map(|settings| settings.security_info);
    let tenant = crate::testing::TENANT;
    let microsofts = format!("https://mysignins.microsoft.com/security-info?tenantId={tenant}");
    assert_eq!(address(None).as_deref(), Ok(microsofts.as_str()));
    let other = "https://mysignins.azure.us/security-info?tenantId=x&whr=y";
    assert_eq!(address(Some(other)).as_deref(), Ok(other));
    for (value, fault) in [
        ("security-info", SettingFault::Malformed),
        ("javascript:alert(1)", SettingFault::Malformed),
        ("https://u:p@directory.example/", SettingFault::Malformed),
        ("http://directory.example/?a=b", SettingFault::Insecure),
    ] {
        let refused = parse("SECURITY_INFO", Some(value)).expect_err(value);
        assert_eq!(refused, SettingsFault { name: "SECURITY_INFO", fault });
    }
}

#[test]
fn the_sessions_clocks_can_be_set_and_have_defaults() {
    let limits = parse("IDLE_SECONDS", Some("90")).expect("good").limits;
    assert_eq!((limits.idle_seconds, limits.session_seconds), (90, 8 * 60 * 60));
    let limits = parse("SESSION_SECONDS", Some("3600")).expect("good").limits;
    assert_eq!((limits.idle_seconds, limits.session_seconds), (30 * 60, 60 * 60));
    // From a minute to a day; what is blank is not set.
    for (value, seconds) in [("60", 60), (" 86400 ", 24 * 60 * 60), (" ", 8 * 60 * 60)] {
        let limits = parse("SESSION_SECONDS", Some(value)).expect(value).limits;
        assert_eq!(limits.session_seconds, seconds);
    }
}

#[test]
fn what_is_missing_or_not_understood_is_refused_by_name() {
    use SettingFault::{Insecure, Malformed, Missing};
    for (name, value, fault) in [
        ("APP_ORIGIN", None, Missing),
        ("AUTHORITY", Some("  "), Missing),
        ("CLIENT_ID", None, Missing),
        ("CLIENT_SECRET", Some(""), Missing),
        ("SEAL_KEYS", None, Missing),
        ("GRAPH", None, Missing),
        ("APP_ORIGIN", Some("latchkey"), Malformed),
        ("APP_ORIGIN", Some("https://a.example/app"), Malformed),
        ("APP_ORIGIN", Some("https://user@a.example"), Malformed),
        ("APP_ORIGIN", Some("https://:password@a.example"), Malformed),
        ("APP_ORIGIN", Some("https://a.example/#fragment"), Malformed),
        ("APP_ORIGIN", Some("ftp://a.example"), Malformed),
        ("APP_ORIGIN", Some("http://a.example"), Insecure),
        ("APP_ORIGIN", Some("http://localhost:8787"), Insecure),
        ("AUTHORITY", Some("https://login.example/common/v2.0"), Malformed),
        ("AUTHORITY", Some("https://login.example/"), Malformed),
        ("GRAPH", Some("http://graph.example/v1.0"), Insecure),
        ("GRAPH", Some("https://graph.example/v1.0?x=1"), Malformed),
        ("SEAL_KEYS", Some("k1:short"), Malformed),
        ("DANGER_LOCAL", Some("yes"), Malformed),
        ("IDLE_SECONDS", Some("soon"), Malformed),
        ("IDLE_SECONDS", Some("0"), Malformed),
        ("SESSION_SECONDS", Some("59"), Malformed),
        ("SESSION_SECONDS", Some("86401"), Malformed),
    ] {
        let refused = parse(name, value).expect_err(name);
        assert_eq!(refused, SettingsFault { name, fault }, "{value:?}");
    }
}

#[test]
fn plain_http_needs_both_the_dangerous_setting_and_the_loopback_interface() {
    for (origin, is_good) in [
        ("http://localhost:8787", true),
        ("http://127.0.0.1:8787", true),
        ("http://[::1]:8787", true),
        ("http://localhost.example", false),
        ("http://192.168.0.1", false),
        ("https://latchkey.example", true),
    ] {
        let parsed = Settings::parse(|name| match name {
            "DANGER_LOCAL" => Some("true".to_owned()),
            "APP_ORIGIN" => Some(origin.to_owned()),
            _ => good(name),
        });
        assert_eq!(parsed.is_ok(), is_good, "{origin}");
    }
}

#[test]
fn settings_print_no_secret() {
    let printed = format!("{:?}", parse("", None).expect("good"));
    assert!(!printed.contains("client-secret-value"), "{printed}");
    assert!(printed.contains("[redacted]"));
}

#[test]
fn the_directory_is_written_as_its_tokens_write_it() {
    let id = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    let upper = id.to_uppercase();
    for written in [
        format!("https://login.example/{id}/v2.0"),
        format!(" https://login.example/{upper}/v2.0/ \n"),
        format!("https://LOGIN.example/{{{upper}}}"),
        format!("https://login.example/{id}/"),
    ] {
        let settings = parse("AUTHORITY", Some(&written)).expect(&written);
        assert_eq!(settings.authority, format!("https://login.example/{id}/v2.0"), "{written}");
    }
    for written in
        [format!("{id}/v1.0"), format!("{id}/v2.0/x"), format!("x/{id}"), "common".into()]
    {
        let address = format!("https://login.example/{written}");
        assert!(parse("AUTHORITY", Some(&address)).is_err(), "{address}");
    }
}

#[test]
fn the_policies_and_the_places_are_read_and_what_cannot_be_understood_stops_the_start() {
    let policies = |value: &str| parse("POLICIES", Some(value)).map(|settings| settings.policies);
    let table: Value =
        serde_json::from_str(include_str!("../../../../tests/policy/cases.json")).expect("JSON");
    let set = policies(&json!([table["base"]]).to_string()).expect("a policy");
    assert_eq!((set.read(), set.concerned().count()), (1, 1));
    assert_eq!(policies(" ").expect("none").read(), 0);
    for name in ["POLICIES", "NAMED_LOCATIONS"] {
        let refused = parse(name, Some("[{}]")).expect_err(name);
        assert_eq!((refused.name, refused.fault.code()), (name, "unreadable"));
    }
}

#[test]
fn numbers_end_as_a_way_to_sign_in_on_microsofts_day_unless_another_is_set() {
    let day = |value| parse("PHONES_END_ON", value).map(|settings| settings.phones_end_at);
    let midnight = |date: &str| crate::encoding::parse_date(&format!("{date}T00:00:00Z"));
    assert_eq!(day(None), Ok(midnight("2027-02-01")));
    assert_eq!(day(Some(" 2026-06-30 ")), Ok(midnight("2026-06-30")));
    assert_eq!(day(Some("never")), Ok(None));
    for wrong in ["soon", "2026-06-31", "2026-06-30T12:00:00Z"] {
        let refused = day(Some(wrong)).expect_err(wrong);
        assert_eq!(refused.name, "PHONES_END_ON");
    }
}

#[test]
fn cookies_do_without_secure_only_where_the_app_itself_is_on_plain_http() {
    for (danger, origin, is_plain) in [
        ("true", "http://localhost:8787", true),
        ("true", "https://latchkey.example", false),
        ("false", "https://latchkey.example", false),
    ] {
        let parsed = Settings::parse(|name| match name {
            "DANGER_LOCAL" => Some(danger.to_owned()),
            "APP_ORIGIN" => Some(origin.to_owned()),
            _ => good(name),
        });
        assert_eq!(parsed.expect(origin).danger_plain_cookies(), is_plain, "{danger} {origin}");
    }
}

#[test]
fn people_sign_in_at_the_origin_of_the_directory() {
    assert_eq!(parse("", None).expect("good").sign_in_origin(), crate::testing::LOGIN);
}
