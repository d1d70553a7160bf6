//! Named locations: ranges of addresses, trusted or not, and lists of countries.
//!
//! An address that is not known is in no range, and so never in a trusted place.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::{Value, json};

use super::refusal::Refusal;

/// The legacy list of multifactor authentication trusted IPs, as policies name it.
pub(crate) const TRUSTED_IPS: &str = "00000000-0000-0000-0000-000000000000";

/// `ipNamedLocation` or `countryNamedLocation`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct NamedLocation {
    pub(crate) display_name: String,
    pub(crate) place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Place {
    Ranges {
        is_trusted: bool,
        ranges: Vec<IpNet>,
    },
    Countries {
        /// ISO 3166-1 alpha-2, upper case.
        codes: Vec<String>,
        includes_unknown: bool,
        #[serde(deserialize_with = "crate::state::lasting")]
        lookup: crate::state::LastingText,
    },
}

/// Where a request comes from, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) address: Option<IpAddr>,
    pub(crate) country: Option<String>,
}

impl NamedLocation {
    /// Reads the JSON that `POST /identity/conditionalAccess/namedLocations` takes.
    pub(crate) fn parse(document: &Value) -> Result<Self, Refusal> {
        let display_name = document["displayName"]
            .as_str()
            .filter(|name| !name.trim().is_empty() && name.chars().count() <= 256)
            .ok_or_else(|| {
                Refusal::location("1025: displayName of the NamedLocation is missing or too long.")
            })?;
        let place = match kind(document) {
            "ipNamedLocation" => ranges(document)?,
            "countryNamedLocation" => countries(document)?,
            _ => {
                return Err(Refusal::location(
                    "1024: @odata.type of a NamedLocation is #microsoft.graph.ipNamedLocation or \
                     #microsoft.graph.countryNamedLocation.",
                ));
            }
        };
        Ok(Self {
            display_name: String::from(display_name),
            place,
        })
    }

    /// The JSON that Graph answers, without id and dates.
    pub(crate) fn to_json(&self) -> Value {
        match &self.place {
            Place::Ranges { is_trusted, ranges } => json!({
                "@odata.type": "#microsoft.graph.ipNamedLocation",
                "displayName": self.display_name,
                "isTrusted": is_trusted,
                "ipRanges": ranges.iter().map(range_json).collect::<Vec<_>>(),
            }),
            Place::Countries {
                codes,
                includes_unknown,
                lookup,
            } => json!({
                "@odata.type": "#microsoft.graph.countryNamedLocation",
                "displayName": self.display_name,
                "countriesAndRegions": codes,
                "includeUnknownCountriesAndRegions": includes_unknown,
                "countryLookupMethod": lookup,
            }),
        }
    }

    /// Countries cannot be trusted.
    pub(crate) const fn is_trusted(&self) -> bool {
        matches!(
            self.place,
            Place::Ranges {
                is_trusted: true,
                ..
            }
        )
    }

    pub(crate) fn contains(&self, origin: &Origin) -> bool {
        match &self.place {
            Place::Ranges { ranges, .. } => is_within(ranges, origin.address),
            Place::Countries {
                codes,
                includes_unknown,
                ..
            } => match &origin.country {
                Some(country) => codes.iter().any(|code| code.eq_ignore_ascii_case(country)),
                None => *includes_unknown,
            },
        }
    }
}

/// Whether an address lies in one of the ranges; an IPv4 address may come in IPv6 clothes.
pub(crate) fn is_within(ranges: &[IpNet], address: Option<IpAddr>) -> bool {
    address
        .map(|address| address.to_canonical())
        .is_some_and(|address| ranges.iter().any(|range| range.contains(&address)))
}

/// Reads a range such as `198.51.100.0/24`; the real service takes none wider than /8.
pub(crate) fn parse_range(text: &str) -> Option<IpNet> {
    text.parse::<IpNet>()
        .ok()
        .filter(|range| range.prefix_len() >= 8)
}

/// Whether a document is a named location, so that a folder may hold both kinds.
pub(crate) fn is_named_location(document: &Value) -> bool {
    kind(document).ends_with("NamedLocation")
}

fn kind(document: &Value) -> &str {
    document["@odata.type"]
        .as_str()
        .unwrap_or_default()
        .trim_start_matches('#')
        .trim_start_matches("microsoft.graph.")
}

fn ranges(document: &Value) -> Result<Place, Refusal> {
    let listed = document["ipRanges"]
        .as_array()
        .filter(|ranges| !ranges.is_empty() && ranges.len() <= 2000)
        .ok_or_else(|| {
            Refusal::location("1026: ipRanges of the NamedLocation hold between 1 and 2000 ranges.")
        })?;
    let ranges = listed
        .iter()
        .map(|range| {
            let parsed = range["cidrAddress"].as_str().and_then(parse_range);
            match (kind(range), parsed) {
                ("iPv4CidrRange", Some(net @ IpNet::V4(_)))
                | ("iPv6CidrRange", Some(net @ IpNet::V6(_))) => Ok(net),
                _ => Err(Refusal::location(
                    "1028: ipRanges of the NamedLocation hold a range that is not valid CIDR of its @odata.type.",
                )),
            }
        })
        .collect::<Result<_, _>>()?;
    let is_trusted = match &document["isTrusted"] {
        Value::Null => false,
        Value::Bool(is_trusted) => *is_trusted,
        _ => {
            return Err(Refusal::location(
                "1027: isTrusted of the NamedLocation is a boolean.",
            ));
        }
    };
    Ok(Place::Ranges { is_trusted, ranges })
}

fn countries(document: &Value) -> Result<Place, Refusal> {
    let is_code =
        |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    let codes = document["countriesAndRegions"]
        .as_array()
        .filter(|codes| !codes.is_empty())
        .and_then(|codes| {
            codes
                .iter()
                .map(|code| code.as_str().filter(|code| is_code(code)).map(str::to_ascii_uppercase))
                .collect::<Option<Vec<_>>>()
        })
        .ok_or_else(|| {
            Refusal::location("1029: countriesAndRegions of the NamedLocation hold two-letter codes of ISO 3166-1.")
        })?;
    if !document["isTrusted"].is_null() {
        return Err(Refusal::location(
            "1027: a country NamedLocation cannot be trusted.",
        ));
    }
    let lookup = match document["countryLookupMethod"].as_str() {
        None | Some("clientIpAddress") => "clientIpAddress",
        Some("authenticatorAppGps") => "authenticatorAppGps",
        Some(_) => return Err(Refusal::location("1030: countryLookupMethod is not known.")),
    };
    Ok(Place::Countries {
        codes,
        includes_unknown: document["includeUnknownCountriesAndRegions"] == true,
        lookup,
    })
}

fn range_json(range: &IpNet) -> Value {
    let name = match range {
        IpNet::V4(_) => "#microsoft.graph.iPv4CidrRange",
        IpNet::V6(_) => "#microsoft.graph.iPv6CidrRange",
    };
    json!({ "@odata.type": name, "cidrAddress": range.to_string() })
}

#[cfg(test)]
mod tests {
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
        Origin {
            address: address.parse().ok(),
            country: None,
        }
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
        for outside in [
            "198.51.100.63",
            "198.51.100.128",
            "2001:db8:8::",
            "2001:db8:6:ffff::",
            "::1",
        ] {
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
        let country = |code: &str| Origin {
            address: None,
            country: Some(String::from(code)),
        };
        assert!(nordics.contains(&country("SE")) && nordics.contains(&country("NO")));
        assert!(!nordics.contains(&country("DE")) && !nordics.contains(&Origin::default()));
        assert!(!nordics.is_trusted());
        document["includeUnknownCountriesAndRegions"] = json!(true);
        assert!(
            NamedLocation::parse(&document)
                .unwrap()
                .contains(&Origin::default())
        );
        document["isTrusted"] = json!(true);
        assert!(NamedLocation::parse(&document).is_err());
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        let office = office(&[("iPv4", "198.51.100.0/24"), ("iPv6", "2001:db8::/32")]).unwrap();
        assert_eq!(NamedLocation::parse(&office.to_json()), Ok(office));
    }
}
