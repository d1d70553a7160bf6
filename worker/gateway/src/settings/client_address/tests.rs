//! Tests for `settings::client_address`.

use super::parse;
use crate::{
    policy::Origin,
    settings::{ClientAddress, SettingFault},
};

fn configured(set: &[(&str, &str)]) -> Result<ClientAddress, (&'static str, SettingFault)> {
    let read =
        |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
    parse(&read).map_err(|fault| (fault.name, fault.fault))
}

/// The address that a request from this peer with this header comes from.
fn found(proxies: &str, peer: Option<&str>, header: &str) -> Option<String> {
    let settings = [("CLIENT_ADDRESS_HEADER", "X-Forwarded-For"), ("TRUSTED_PROXIES", proxies)];
    let settings = configured(&settings).expect("good settings");
    let read = |name: &str| (name == "X-Forwarded-For").then(|| header.to_owned());
    settings.origin(peer, read).address
}

#[test]
fn only_a_named_proxy_is_believed() {
    let at = |address: &str| Some(address.to_owned());
    let ours = "10.0.0.0/24, 2001:db8::/32";
    assert_eq!(found(ours, Some("10.0.0.1"), "192.0.2.1"), at("192.0.2.1"));
    assert_eq!(found(ours, Some("[2001:db8::1]:443"), "192.0.2.1"), at("192.0.2.1"));
    assert_eq!(found(ours, Some("::ffff:10.0.0.1"), "192.0.2.1"), at("192.0.2.1"));
    assert_eq!(found(ours, Some("10.0.1.1"), "192.0.2.1"), None);
    assert_eq!(found(ours, Some("unix:/run/socket"), "192.0.2.1"), None);
    assert_eq!(found(ours, None, "192.0.2.1"), None);
    assert_eq!(found("platform", None, "192.0.2.1"), at("192.0.2.1"));
}

#[test]
fn what_stands_before_the_first_stranger_is_not_believed() {
    let at = |address: &str| Some(address.to_owned());
    let from = |header: &str| found("10.0.0.0/24", Some("10.0.0.1"), header);
    assert_eq!(from("198.51.100.7, 192.0.2.1"), at("192.0.2.1"));
    assert_eq!(from("198.51.100.7, 192.0.2.1, 10.0.0.2"), at("192.0.2.1"));
    assert_eq!(from("192.0.2.1:50123"), at("192.0.2.1"));
    assert_eq!(from("[2001:db8::7]:50123"), at("2001:db8::7"));
    assert_eq!(from("::ffff:192.0.2.1"), at("::ffff:192.0.2.1"));
    assert_eq!(from("10.0.0.3, 10.0.0.2"), at("10.0.0.3"));
    for header in ["", "unknown", "192.0.2.1, unknown", "192.0.2.1, unknown, 10.0.0.2", "192.0.2"] {
        assert_eq!(from(header), None, "{header}");
    }
    // The platform writes one address, and a list is the client's own doing before it.
    assert_eq!(found("platform", None, "198.51.100.7, 192.0.2.1"), at("192.0.2.1"));
}

#[test]
fn without_a_named_header_nothing_is_known() {
    let settings = configured(&[("TRUSTED_PROXIES", "0.0.0.0/0")]).expect("good settings");
    let read = |_: &str| Some("192.0.2.1".to_owned());
    assert_eq!(settings.origin(Some("192.0.2.9"), read), Origin::default());
    assert!(!settings.is_known());
}

#[test]
fn a_country_is_two_letters() {
    let settings = [("CLIENT_COUNTRY_HEADER", "CF-IPCountry"), ("TRUSTED_PROXIES", "platform")];
    let settings = configured(&settings).expect("good settings");
    for (header, country) in
        [("DE", Some("DE")), ("no", Some("NO")), ("T1", None), ("", None), ("Germany", None)]
    {
        let read = |name: &str| (name == "CF-IPCountry").then(|| header.to_owned());
        assert_eq!(settings.origin(None, read).country.as_deref(), country, "{header}");
    }
}

#[test]
fn settings_that_would_believe_anyone_or_read_nothing_are_refused() {
    let (address, proxies) = ("CLIENT_ADDRESS_HEADER", "TRUSTED_PROXIES");
    for (set, name, fault) in [
        (vec![(address, "X-Forwarded-For")], proxies, SettingFault::Missing),
        (vec![("CLIENT_COUNTRY_HEADER", "CF-IPCountry")], proxies, SettingFault::Missing),
        (vec![(address, "Forwarded"), (proxies, "platform")], address, SettingFault::Malformed),
        (vec![(address, "not a header"), (proxies, "platform")], address, SettingFault::Malformed),
        (vec![(address, "X-A"), (proxies, "anyone")], proxies, SettingFault::Malformed),
        (vec![(address, "X-A"), (proxies, "10.0.0.0/33")], proxies, SettingFault::Malformed),
    ] {
        assert_eq!(configured(&set).err(), Some((name, fault)), "{set:?}");
    }
}
