//! Named locations: ranges of addresses, trusted or not, and lists of countries.
//!
//! An address that is not known is in no range, and so never in a trusted place.

use std::{borrow::Cow, net::IpAddr};

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
        lookup: Cow<'static, str>,
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
        Ok(Self { display_name: String::from(display_name), place })
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
            Place::Countries { codes, includes_unknown, lookup } => json!({
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
        matches!(self.place, Place::Ranges { is_trusted: true, .. })
    }

    pub(crate) fn contains(&self, origin: &Origin) -> bool {
        match &self.place {
            Place::Ranges { ranges, .. } => is_within(ranges, origin.address),
            Place::Countries { codes, includes_unknown, .. } => match &origin.country {
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
    text.parse::<IpNet>().ok().filter(|range| range.prefix_len() >= 8)
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
            return Err(Refusal::location("1027: isTrusted of the NamedLocation is a boolean."));
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
        return Err(Refusal::location("1027: a country NamedLocation cannot be trusted."));
    }
    let lookup = match document["countryLookupMethod"].as_str() {
        None | Some("clientIpAddress") => "clientIpAddress",
        Some("authenticatorAppGps") => "authenticatorAppGps",
        Some(_) => return Err(Refusal::location("1030: countryLookupMethod is not known.")),
    };
    Ok(Place::Countries {
        codes,
        includes_unknown: document["includeUnknownCountriesAndRegions"] == true,
        lookup: Cow::Borrowed(lookup),
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
mod tests;
