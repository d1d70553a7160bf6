//! Tests for `location`.

use super::*;

fn office(ranges: &[(&str, &str)]) -> Result<NamedLocation, Refusal> {
    let ranges: Vec<_> = ranges
        .iter()
        .map(|(version, cidr)| {
            json!({ "@odata.type": format!("#microsoft.graph.{version}CidrRange"), "cidrAddress": cidr })
        })
        .collect();
    NamedLocation::parse(&json!({
        "@odata.type": "#microsoft.graph.ipNamedLocation",
        "displayName": "Head office",
        "isTrusted": true,
        "ipRanges": ranges,
    }))
}

fn from(address: &str) -> Origin {
    Origin { address: address.parse().ok(), country: None }
}

#[test]
fn a_range_holds_its_first_and_last_address_and_not_their_neighbors() {
    let office = office(&[("iPv4", "198.51.100.64/26"), ("iPv6", "2001:db8:7::/48")]).unwrap();
    for inside in [
        "198.51.100.64",
        "198.51.100.127",
        "::ffff:198.51.100.70",
        "2001:db8:7::",
        "2001:db8:7:ffff:ffff:ffff:ffff:ffff",
    ] {
        assert!(office.contains(&from(inside)), "{inside}");
    }
    for outside in ["198.51.100.63", "198.51.100.128", "2001:db8:8::", "2001:db8:6:ffff::", "::1"] {
        assert!(!office.contains(&from(outside)), "{outside}");
    }
}

#[test]
fn an_unknown_address_is_in_no_range() {
    let office = office(&[("iPv4", "198.51.100.0/24"), ("iPv6", "2001:db8::/32")]).unwrap();
    assert!(!office.contains(&Origin::default()));
}

#[test]
fn ranges_that_are_not_what_they_say_are_refused() {
    for range in [
        ("iPv4", "198.51.100.0"),
        ("iPv4", "198.51.100.0/33"),
        ("iPv4", "0.0.0.0/0"),
        ("iPv4", "2001:db8::/32"),
        ("iPv6", "198.51.100.0/24"),
        ("iPv6", "::/0"),
        ("iPv9", "198.51.100.0/24"),
    ] {
        assert!(office(&[range]).is_err(), "{range:?}");
    }
    assert!(office(&[]).is_err());
}

#[test]
fn a_country_location_counts_unknown_places_only_where_it_says_so_and_is_never_trusted() {
    let mut document = json!({
        "@odata.type": "#microsoft.graph.countryNamedLocation",
        "displayName": "Nordics",
        "countriesAndRegions": ["SE", "no"],
    });
    let nordics = NamedLocation::parse(&document).unwrap();
    let country = |code: &str| Origin { address: None, country: Some(String::from(code)) };
    assert!(nordics.contains(&country("SE")) && nordics.contains(&country("NO")));
    assert!(!nordics.contains(&country("DE")) && !nordics.contains(&Origin::default()));
    assert!(!nordics.is_trusted());
    document["includeUnknownCountriesAndRegions"] = json!(true);
    assert!(NamedLocation::parse(&document).unwrap().contains(&Origin::default()));
    document["isTrusted"] = json!(true);
    assert!(NamedLocation::parse(&document).is_err());
}

#[test]
fn what_is_written_can_be_read_again() {
    let office = office(&[("iPv4", "198.51.100.0/24"), ("iPv6", "2001:db8::/32")]).unwrap();
    assert_eq!(NamedLocation::parse(&office.to_json()), Ok(office));
}
