//! The origins whose pages may frame the card (`EMBED_ORIGINS`).
//!
//! Exact ones: no wildcard, no path. The same list stands in `frame-ancestors` and decides with whom
//! the card speaks.

use url::{Host, Url};

use super::{Read, SettingFault, SettingsFault, malformed};

const NAME: &str = "EMBED_ORIGINS";

/// Reads the list, whose origins stand apart by spaces, commas or lines; empty where it is not set.
pub(super) fn parse(read: &Read<'_>, danger_local: bool) -> Result<Vec<String>, SettingsFault> {
    let text = read(NAME).unwrap_or_default();
    let mut origins = Vec::new();
    for word in text.split([' ', ',', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
        let origin = origin(word, danger_local)?;
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    Ok(origins)
}

fn origin(word: &str, danger_local: bool) -> Result<String, SettingsFault> {
    let address = Url::parse(word).map_err(|_| malformed(NAME))?;
    let origin = address.origin().ascii_serialization();
    let is_origin = address.as_str() == format!("{origin}/") && !origin.contains('*');
    match address.scheme() {
        _ if !is_origin => Err(malformed(NAME)),
        "https" => Ok(origin),
        "http" if danger_local && is_loopback(&address) => Ok(origin),
        "http" => Err(SettingsFault { name: NAME, fault: SettingFault::Insecure }),
        _ => Err(malformed(NAME)),
    }
}

/// Whether it is this machine, under any of its names (RFC 6761 §6.3).
fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
