//! Where a request comes from, and the named locations of an organization.
//!
//! A place that is not known may be any that a policy includes, and none that it excludes.

use contract::sessions::Browser;
use serde::{Deserialize, Serialize};

use super::{
    address::{Address, Range},
    matching::Match,
    node::{Node, Reason, Unreadable},
};

/// Where a request comes from, as far as it is known. Prints nothing of it.
#[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Origin {
    /// The client's address.
    pub address: Option<String>,
    /// The country of that address: two letters (ISO 3166-1), or `XX` where it is in none.
    pub country: Option<String>,
    /// The kind of browser, as it says itself; no policy looks at it.
    #[serde(with = "crate::sessions::browser")]
    pub browser: Browser,
}

impl std::fmt::Debug for Origin {
    /// Personal: an address tells where somebody is.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Origin { [redacted] }")
    }
}

/// A named location.
#[derive(Clone, Debug)]
pub(super) struct NamedLocation {
    id: String,
    is_trusted: bool,
    extent: Extent,
}

#[derive(Clone, Debug)]
enum Extent {
    Ranges(Vec<Range>),
    Countries {
        codes: Vec<String>,
        /// Whether addresses that are in no country belong to it.
        has_unknown: bool,
    },
}

/// Reads an `ipNamedLocation` or a `countryNamedLocation`.
pub(super) fn read(node: &Node<'_>) -> Result<NamedLocation, Unreadable> {
    let id = node.member("id");
    let id = if id.is_empty() { "" } else { id.text()? }.to_owned();
    node.member("displayName").text()?;
    match node.kind() {
        "ipNamedLocation" => {
            node.only(&[COMMON, &["ipRanges", "isTrusted"]].concat())?;
            let ranges = node.member("ipRanges");
            if ranges.is_empty() {
                return Err(ranges.is(Reason::Missing));
            }
            let ranges = ranges.items()?.iter().map(read_range).collect::<Result<_, _>>()?;
            let is_trusted = node.member("isTrusted").flag()?;
            Ok(NamedLocation { id, is_trusted, extent: Extent::Ranges(ranges) })
        }
        "countryNamedLocation" => {
            node.only(&[COMMON, COUNTRY].concat())?;
            // The phone tells where it is to the directory alone.
            let method = node.member("countryLookupMethod");
            if !method.is_empty() && method.text()? != "clientIpAddress" {
                return Err(method.is(Reason::Unknown));
            }
            let codes = node.member("countriesAndRegions");
            let is_code = |code: &&str| {
                code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic())
            };
            let listed = codes.texts()?;
            if listed.is_empty() || !listed.iter().all(is_code) {
                return Err(codes.is(Reason::Malformed));
            }
            let codes = listed.into_iter().map(str::to_owned).collect();
            let has_unknown = node.member("includeUnknownCountriesAndRegions").flag()?;
            let extent = Extent::Countries { codes, has_unknown };
            Ok(NamedLocation { id, is_trusted: false, extent })
        }
        _ => Err(node.member("@odata.type").is(Reason::Unknown)),
    }
}

fn read_range(node: &Node<'_>) -> Result<Range, Unreadable> {
    node.only(&["cidrAddress"])?;
    let text = node.member("cidrAddress");
    let range = Range::parse(text.text()?).filter(|range| match node.kind() {
        "iPv4CidrRange" => range.is_v4(),
        "iPv6CidrRange" => !range.is_v4(),
        _ => false,
    });
    range.ok_or_else(|| text.is(Reason::Malformed))
}

impl NamedLocation {
    fn contains(&self, origin: &Origin) -> Option<bool> {
        match &self.extent {
            Extent::Ranges(ranges) => {
                let address = Address::parse(origin.address.as_deref()?)?;
                Some(ranges.iter().any(|range| range.contains(address)))
            }
            Extent::Countries { codes, has_unknown } => {
                let country = origin.country.as_deref()?;
                if country == NO_COUNTRY {
                    return Some(*has_unknown);
                }
                Some(codes.iter().any(|code| code.eq_ignore_ascii_case(country)))
            }
        }
    }
}

/// From where a policy applies, and from where it does not.
#[derive(Clone, Debug)]
pub(super) struct Places {
    include: Vec<Place>,
    exclude: Vec<Place>,
}

#[derive(Clone, Debug)]
enum Place {
    Anywhere,
    Trusted,
    /// By its position in the list.
    Named(usize),
}

/// Reads `conditionalAccessLocations`.
pub(super) fn read_places(
    node: &Node<'_>,
    locations: &[NamedLocation],
) -> Result<Places, Unreadable> {
    node.only(&["excludeLocations", "includeLocations"])?;
    let side = |name| {
        let read = |item: &Node<'_>| match item.text()? {
            "All" => Ok(Place::Anywhere),
            "AllTrusted" => Ok(Place::Trusted),
            id => locations
                .iter()
                .position(|location| location.id.eq_ignore_ascii_case(id))
                .map(Place::Named)
                .ok_or_else(|| item.is(Reason::NoSuchLocation)),
        };
        node.member(name).items()?.iter().map(read).collect::<Result<Vec<_>, _>>()
    };
    let places = Places { include: side("includeLocations")?, exclude: side("excludeLocations")? };
    if places.include.is_empty() {
        return Err(node.member("includeLocations").is(Reason::Missing));
    }
    Ok(places)
}

impl Places {
    /// Whether the policy applies from there.
    pub(super) fn find(&self, locations: &[NamedLocation], origin: &Origin) -> Match {
        let among = |places: &[Place]| {
            let find = |place: &Place| place.find(locations, origin);
            places.iter().map(find).fold(Match::No, Match::or)
        };
        match among(&self.exclude) {
            Match::Yes(_) => Match::No,
            Match::No | Match::Maybe(_) => among(&self.include),
        }
    }

    /// Whether the policy would not apply from elsewhere.
    pub(super) fn spare_some(&self) -> bool {
        !self.exclude.is_empty() || !self.include.iter().any(|it| matches!(it, Place::Anywhere))
    }
}

impl Place {
    fn find(&self, locations: &[NamedLocation], origin: &Origin) -> Match {
        match self {
            Self::Anywhere => Match::Yes("any location"),
            Self::Trusted => locations
                .iter()
                .filter(|location| location.is_trusted)
                .map(|location| Match::of(location.contains(origin), "a trusted location"))
                .fold(Match::No, Match::or),
            Self::Named(index) => {
                let contains = locations.get(*index).and_then(|it| it.contains(origin));
                Match::of(contains, "a named location")
            }
        }
    }
}

/// What stands for no country.
const NO_COUNTRY: &str = "XX";

const COMMON: &[&str] = &["createdDateTime", "displayName", "id", "modifiedDateTime"];
const COUNTRY: &[&str] =
    &["countriesAndRegions", "countryLookupMethod", "includeUnknownCountriesAndRegions"];
