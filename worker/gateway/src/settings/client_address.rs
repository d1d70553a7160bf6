//! Where a request comes from: the headers that the configuration names, from the proxies that it
//! names.
//!
//! A header of anyone else is never believed, and without a named header the address is not known.

use super::{Read, SettingFault, SettingsFault, malformed};
use crate::policy::{Address, Origin, Range};

const ADDRESS: &str = "CLIENT_ADDRESS_HEADER";
const COUNTRY: &str = "CLIENT_COUNTRY_HEADER";
const PROXIES: &str = "TRUSTED_PROXIES";

/// How the client's address and country are found.
#[derive(Clone, Debug, Default)]
pub struct ClientAddress {
    /// The header of the address, if one is named.
    header: Option<String>,
    /// The header of the country, if one is named.
    country_header: Option<String>,
    proxies: Proxies,
}

/// Who may say where a request comes from.
#[derive(Clone, Debug)]
enum Proxies {
    /// Whatever runs the worker: it sets the headers itself and lets no client's through.
    Platform,
    /// These peers.
    Ranges(Vec<Range>),
}

impl Default for Proxies {
    fn default() -> Self {
        Self::Ranges(Vec::new())
    }
}

impl ClientAddress {
    /// Whether a header of the address is named.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.header.is_some()
    }

    /// Where a request comes from: `peer` is who sent it to the worker, if the runtime tells, and
    /// `read` reads a header of it.
    #[must_use]
    pub fn origin(&self, peer: Option<&str>, read: impl Fn(&str) -> Option<String>) -> Origin {
        let is_believed = match &self.proxies {
            Proxies::Platform => true,
            Proxies::Ranges(_) => {
                peer.and_then(address).is_some_and(|(_, peer)| self.is_proxy(peer))
            }
        };
        if !is_believed {
            return Origin::default();
        }
        let sent = |name: &Option<String>| name.as_deref().and_then(&read);
        Origin {
            address: sent(&self.header).and_then(|list| self.nearest_client(&list)),
            country: sent(&self.country_header).and_then(|code| country(&code)),
            browser: contract::sessions::Browser::default(),
        }
    }

    /// Each proxy adds the address that it sees at the end of the list, and what stands before that
    /// of the first one that is not ours may be made up.
    fn nearest_client(&self, list: &str) -> Option<String> {
        let mut nearest = None;
        for text in list.rsplit(',') {
            let (text, found) = address(text)?;
            nearest = Some(text);
            if !self.is_proxy(found) {
                break;
            }
        }
        nearest.map(str::to_owned)
    }

    fn is_proxy(&self, address: Address) -> bool {
        match &self.proxies {
            Proxies::Platform => false,
            Proxies::Ranges(ranges) => ranges.iter().any(|range| range.contains(address)),
        }
    }
}

/// Reads `CLIENT_ADDRESS_HEADER`, `CLIENT_COUNTRY_HEADER` and `TRUSTED_PROXIES`: `platform`, or ranges
/// with spaces or commas between them.
pub(super) fn parse(read: &Read<'_>) -> Result<ClientAddress, SettingsFault> {
    let text = |name| read(name).map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
    let header = |name| match text(name) {
        // Of another form (RFC 7239), which would be read as no address at all.
        Some(header) if header.eq_ignore_ascii_case("forwarded") => Err(malformed(name)),
        Some(header) if !header.bytes().all(is_in_a_name) => Err(malformed(name)),
        Some(header) => Ok(Some(header)),
        None => Ok(None),
    };
    let (header, country_header) = (header(ADDRESS)?, header(COUNTRY)?);
    let proxies = match text(PROXIES).as_deref() {
        None if header.is_some() || country_header.is_some() => {
            return Err(SettingsFault { name: PROXIES, fault: SettingFault::Missing });
        }
        None => Proxies::default(),
        Some("platform") => Proxies::Platform,
        Some(list) => {
            let texts = list.split([',', ' ']).filter(|text| !text.is_empty());
            let ranges = texts.map(Range::parse).collect::<Option<_>>();
            Proxies::Ranges(ranges.ok_or(malformed(PROXIES))?)
        }
    };
    Ok(ClientAddress { header, country_header, proxies })
}

/// An address as proxies write it: alone, or with a port.
fn address(text: &str) -> Option<(&str, Address)> {
    let text = text.trim();
    let text = match text.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => match text.split_once(':') {
            Some((before, port)) if !port.contains(':') => before,
            Some(_) | None => text,
        },
    };
    Some((text, Address::parse(text)?))
}

/// Whether a header's name holds it (a part of RFC 9110 §5.6.2, which is all that proxies use).
const fn is_in_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Two letters; what a proxy does not know it writes as something else or leaves out.
fn country(code: &str) -> Option<String> {
    let code = code.trim();
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_uppercase())
}

#[cfg(test)]
mod tests;
