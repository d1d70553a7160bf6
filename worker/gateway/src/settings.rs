//! The configuration of an installation, read once at the start.
//!
//! An invalid setting stops the start; it is never skipped. Outside a local configuration every
//! URL must be https.

mod accent;
mod client_address;
mod embedding;
mod fault;
mod faults;
mod logo;
mod metrics;
mod note;
mod organization;
mod rates;
mod scopes;

use contract::{Organization, Timestamp};
use url::{Host, Origin, Url};

pub use self::{
    accent::{Accent, Color},
    client_address::ClientAddress,
    fault::{SettingFault, SettingsFault},
    faults::faults,
    logo::Logo,
    note::Note,
    rates::RateLimits,
};
use crate::{
    ClientCredential, SealKeys, Secret, encoding,
    policy::{Document, Policies},
};

/// The settings of one installation.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The origin of the app, without a trailing slash, for example
    /// `https://latchkey.contoso.com`.
    pub app_origin: String,
    /// The issuer, for example `https://login.microsoftonline.com/<tenant id>/v2.0`.
    pub authority: String,
    /// The base URL of Microsoft Graph with its version, for example
    /// `https://graph.microsoft.com/v1.0`.
    pub graph: String,
    /// The client id of the app registration.
    pub client_id: String,
    /// How this application proves itself to the directory.
    pub client_credential: ClientCredential,
    /// The directory's own page for sign-in methods (`SECURITY_INFO`), with the directory pinned.
    pub security_info: String,
    /// The scopes that a sign-in requests (`SCOPES`).
    pub scopes: Vec<String>,
    /// The keys that seal cookies and stored tokens.
    pub seal_keys: SealKeys,
    /// The time limits.
    pub limits: Limits,
    /// When text messages and calls may end as a way to sign in (`PHONES_END_ON`, a date, or
    /// `never`; Microsoft's own end on 1 February 2027).
    pub phones_end_at: Option<Timestamp>,
    /// The organization's own policies for changes (`POLICIES`, `NAMED_LOCATIONS`).
    pub policies: Policies,
    /// How the client's address is found (`CLIENT_ADDRESS_HEADER`, `CLIENT_COUNTRY_HEADER`,
    /// `TRUSTED_PROXIES`).
    pub client_address: ClientAddress,
    /// Whose installation it is (`COMPANY_NAME`, `HELP_DESK_NAME`, `HELP_DESK_PHONE`,
    /// `HELP_DESK_MAIL`, `HELP_DESK_HOURS`, `HELP_DESK_LINK`, `PRODUCT_NAME`, `PRIVACY_LINK`).
    pub organization: Organization,
    /// The company's colour (`ACCENT_COLOR`).
    pub accent: Option<Accent>,
    /// Its logo (`LOGO`).
    pub logo: Option<Logo>,
    /// What it adds to the first page (`WELCOME_NOTE`).
    pub note: Note,
    /// How often requests may come.
    pub rates: RateLimits,
    /// What whoever reads the metrics has to show (`METRICS_TOKEN`); nobody may where it is not set.
    pub metrics_token: Option<Secret>,
    /// The origins whose pages may frame the card (`EMBED_ORIGINS`); nobody may where it is empty.
    pub embed_origins: Vec<String>,
    /// Whether plain http on the loopback interface is accepted; only for local use.
    pub danger_local: bool,
}

/// Time limits, in minutes unless the name says otherwise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// The maximum lifetime of a session (`SESSION_SECONDS`, one minute to a day).
    pub session_seconds: i64,
    /// How long a session lasts without a request (`IDLE_SECONDS`, one second to a day).
    pub idle_seconds: i64,
    /// How long a sign-in may take.
    pub attempt: i64,
    /// How long the directory accepts changes after a strong sign-in.
    pub freshness: i64,
    /// How long it lets a passkey be registered after one.
    pub freshness_to_register: i64,
    /// How long after the sign-in a one-time pass allows registering.
    pub one_time_window: i64,
    /// How long a challenge is valid at most; the directory may set an earlier end.
    pub challenge: i64,
    /// How long the directory's lists may lag behind a change.
    pub replication: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            session_seconds: 8 * 60 * 60,
            idle_seconds: 30 * 60,
            attempt: 10,
            freshness: 10,
            freshness_to_register: 5,
            one_time_window: 10,
            challenge: 5,
            replication: 5,
        }
    }
}

/// Reads a setting. Not a type parameter: all of the parsing would be compiled for each reader.
pub(crate) type Read<'a> = dyn Fn(&str) -> Option<String> + 'a;

impl Settings {
    /// Reads `APP_ORIGIN`, `AUTHORITY`, `GRAPH`, `CLIENT_ID`, `CLIENT_SECRET` or
    /// `CLIENT_CERTIFICATE` and `CLIENT_KEY` or `CLIENT_ASSERTION`, `SEAL_KEYS` (see [`SealKeys::parse`]) and,
    /// optionally, `SCOPES`, `SECURITY_INFO`, `SESSION_SECONDS`, `IDLE_SECONDS`, `PHONES_END_ON`,
    /// `ACCENT_COLOR`, `LOGO`, `WELCOME_NOTE`, `POLICIES`, `NAMED_LOCATIONS`,
    /// `CLIENT_ADDRESS_HEADER`, `CLIENT_COUNTRY_HEADER`,
    /// `TRUSTED_PROXIES`, `EMBED_ORIGINS`, `METRICS_TOKEN`, those of [`Settings::organization`] and
    /// [`Settings::rates`], and `DANGER_LOCAL` (`true` or `false`).
    ///
    /// # Errors
    ///
    /// The first missing or invalid setting, for the administrator to correct.
    pub fn parse(read: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsFault> {
        Self::parse_with(&read)
    }

    fn parse_with(read: &Read<'_>) -> Result<Self, SettingsFault> {
        let text = |name: &'static str| {
            read(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .ok_or(SettingsFault { name, fault: SettingFault::Missing })
        };
        let danger_local = match text("DANGER_LOCAL").as_deref() {
            Ok("true") => true,
            Ok("false") | Err(_) => false,
            Ok(_) => return Err(malformed("DANGER_LOCAL")),
        };
        let limits = Limits {
            session_seconds: parse_seconds("SESSION_SECONDS", read, 60)?
                .unwrap_or(Limits::default().session_seconds),
            idle_seconds: parse_seconds("IDLE_SECONDS", read, 1)?
                .unwrap_or(Limits::default().idle_seconds),
            ..Limits::default()
        };
        let address = |name| parse_address(name, &text(name)?, danger_local);

        let app_origin = address("APP_ORIGIN")?;
        let authority = one_directory(&address("AUTHORITY")?).ok_or(malformed("AUTHORITY"))?;
        let graph = address("GRAPH")?;
        if app_origin.path() != "/" {
            return Err(malformed("APP_ORIGIN"));
        }
        Ok(Self {
            app_origin: app_origin.origin().ascii_serialization(),
            authority: without_slash(&authority),
            graph: without_slash(&graph),
            client_id: text("CLIENT_ID")?,
            client_credential: ClientCredential::parse(read)?,
            security_info: security_info(read, &authority, danger_local)?,
            scopes: scopes::parse(read)?,
            seal_keys: SealKeys::parse(&text("SEAL_KEYS")?).ok_or(malformed("SEAL_KEYS"))?,
            limits,
            phones_end_at: phones_end_at(read)?,
            policies: policies(read)?,
            client_address: client_address::parse(read)?,
            organization: organization::parse(read)?,
            accent: accent::parse(read)?,
            logo: logo::parse(read)?,
            note: note::parse(read)?,
            rates: RateLimits::parse(read)?,
            metrics_token: metrics::parse(read)?,
            embed_origins: embedding::parse(read, danger_local)?,
            danger_local,
        })
    }

    /// The redirect URI, to which the directory returns the browser.
    #[must_use]
    pub fn callback(&self) -> String {
        format!("{}{}", self.app_origin, contract::routes::CALLBACK)
    }

    /// The origin of the directory's page where people sign in.
    #[must_use]
    pub fn sign_in_origin(&self) -> String {
        origin(&self.authority).unwrap_or_default()
    }

    /// Whether cookies must do without `Secure`: the app's own origin is http, which only a local
    /// configuration may have, and Safari keeps no `Secure` cookie there.
    #[must_use]
    pub fn danger_plain_cookies(&self) -> bool {
        self.danger_local && self.app_origin.starts_with("http://")
    }
}

/// Reads an optional number of seconds between `least` and one day.
fn parse_seconds(
    name: &'static str,
    read: &Read<'_>,
    least: i64,
) -> Result<Option<i64>, SettingsFault> {
    let Some(text) = read(name).filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    match text.trim().parse() {
        Ok(seconds) if (least..=24 * 60 * 60).contains(&seconds) => Ok(Some(seconds)),
        Ok(_) | Err(_) => Err(malformed(name)),
    }
}

/// Reads `PHONES_END_ON`; Microsoft's own date where it is not set.
fn phones_end_at(read: &Read<'_>) -> Result<Option<Timestamp>, SettingsFault> {
    const NAME: &str = "PHONES_END_ON";
    let text = read(NAME).unwrap_or_default();
    let date = match text.trim() {
        "never" => return Ok(None),
        "" => "2027-02-01",
        date => date,
    };
    let at = encoding::parse_date(&[date, "T00:00:00Z"].concat());
    at.map(Some).ok_or(malformed(NAME))
}

/// Reads `POLICIES` and `NAMED_LOCATIONS`.
fn policies(read: &Read<'_>) -> Result<Policies, SettingsFault> {
    const POLICIES: &str = "POLICIES";
    const LOCATIONS: &str = "NAMED_LOCATIONS";
    let text = |name| read(name).unwrap_or_default();
    Policies::parse(&text(POLICIES), &text(LOCATIONS)).map_err(|(document, place)| SettingsFault {
        name: match document {
            Document::Policies => POLICIES,
            Document::Locations => LOCATIONS,
        },
        fault: SettingFault::Unreadable(Box::new(place)),
    })
}

/// The address of the directory's Security info page: as configured, else Microsoft's own in the
/// global cloud.
fn security_info(
    read: &Read<'_>,
    authority: &Url,
    danger_local: bool,
) -> Result<String, SettingsFault> {
    const NAME: &str = "SECURITY_INFO";
    match read(NAME).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) {
        Some(text) => parse_link(NAME, &text, danger_local).map(Into::into),
        None => {
            let tenant = tenant_id(authority).unwrap_or_default();
            Ok(format!("https://mysignins.microsoft.com/security-info?tenantId={tenant}"))
        }
    }
}

/// The origin of a URL, or `None` when it has none.
pub(crate) fn origin(address: &str) -> Option<String> {
    match Url::parse(address).ok()?.origin() {
        Origin::Opaque(_) => None,
        tuple @ Origin::Tuple(..) => Some(tuple.ascii_serialization()),
    }
}

/// The tenant id in an issuer: the first segment of its path.
pub(crate) fn tenant_id(issuer: &Url) -> Option<&str> {
    issuer.path_segments()?.next().filter(|id| is_guid(id))
}

/// Reads an address that people follow, which may have a query.
fn parse_link(name: &'static str, text: &str, danger_local: bool) -> Result<Url, SettingsFault> {
    let mut address = Url::parse(text).map_err(|_| malformed(name))?;
    let query = address.query().map(str::to_owned);
    address.set_query(None);
    let mut address = parse_address(name, address.as_str(), danger_local)?;
    address.set_query(query.as_deref());
    Ok(address)
}

fn parse_address(name: &'static str, text: &str, danger_local: bool) -> Result<Url, SettingsFault> {
    let address = Url::parse(text).map_err(|_| malformed(name))?;
    let is_plain = address.username().is_empty()
        && address.password().is_none()
        && address.query().is_none()
        && address.fragment().is_none();
    match address.scheme() {
        _ if !is_plain => Err(malformed(name)),
        "https" => Ok(address),
        "http" if danger_local && is_loopback(&address) => Ok(address),
        "http" => Err(SettingsFault { name, fault: SettingFault::Insecure }),
        _ => Err(malformed(name)),
    }
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// The issuer of a single directory, as its tokens write it: the id in lower case and without
/// braces, then `v2.0`, which may be left out. `common` and its like admit everyone, and their issuer
/// is not the one in the tokens.
fn one_directory(authority: &Url) -> Option<Url> {
    let mut segments = authority.path_segments()?.filter(|segment| !segment.is_empty());
    let id = segments.next()?.to_ascii_lowercase().replace("%7b", "").replace("%7d", "");
    let is_whole = matches!((segments.next(), segments.next()), (None | Some("v2.0"), None));
    if !is_whole || !is_guid(&id) {
        return None;
    }
    let mut issuer = authority.clone();
    issuer.set_path(&format!("/{id}/v2.0"));
    Some(issuer)
}

pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn without_slash(address: &Url) -> String {
    address.as_str().trim_end_matches('/').to_owned()
}

const fn malformed(name: &'static str) -> SettingsFault {
    SettingsFault { name, fault: SettingFault::Malformed }
}

#[cfg(test)]
mod tests;
