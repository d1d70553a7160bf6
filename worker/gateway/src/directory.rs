//! The directory's metadata: endpoints (OpenID Connect Discovery 1.0) and signing keys (RFC 7517).
//!
//! Cached in memory and fetched again when stale. The keys are also fetched again when a token
//! names one that is not in the cache. However many requests want a document, one fetches it.

mod turn;

use std::sync::{Arc, Mutex, PoisonError};

use contract::Timestamp;
use http::Request;
use serde_json::Value;

use self::turn::Turn;
use crate::{
    Gateway, Ports, encoding,
    fault::{Fault, UpstreamFault},
    json, settings, upstream,
};

/// The cached metadata of the directory.
#[derive(Debug, Default)]
pub struct DirectoryCache {
    discovery: Mutex<Option<Held<Discovery>>>,
    discovery_turn: Turn,
    keys: Mutex<Option<Held<Vec<SigningKey>>>>,
    keys_turn: Turn,
    /// When an ID token last told when its person proved themselves (`auth_time`).
    proof_told: Mutex<Option<Timestamp>>,
}

type Held<T> = (Timestamp, Arc<T>);

/// The members of the discovery document that the gateway uses.
#[derive(Clone, Debug)]
pub(crate) struct Discovery {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) end_session_endpoint: Option<String>,
}

impl Discovery {
    fn read(document: &Value) -> Option<Self> {
        let text = |name| encoding::text(document, name);
        Some(Self {
            issuer: text("issuer")??,
            authorization_endpoint: text("authorization_endpoint")??,
            token_endpoint: text("token_endpoint")??,
            jwks_uri: text("jwks_uri")??,
            end_session_endpoint: text("end_session_endpoint")?,
        })
    }
}

/// One key of the directory's key set (RFC 7517 §4).
#[derive(Clone, Debug)]
pub(crate) struct SigningKey {
    pub(crate) kty: String,
    pub(crate) kid: Option<String>,
    pub(crate) usage: Option<String>,
    pub(crate) n: Option<String>,
    pub(crate) e: Option<String>,
}

impl SigningKey {
    fn read(key: &Value) -> Option<Self> {
        let text = |name| encoding::text(key, name);
        Some(Self {
            kty: text("kty")??,
            kid: text("kid")?,
            usage: text("use")?,
            n: text("n")?,
            e: text("e")?,
        })
    }
}

impl DirectoryCache {
    /// The discovery document, from the cache or from the directory; while that is down, one that is stale.
    pub(crate) async fn discovery<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
    ) -> Result<Arc<Discovery>, UpstreamFault> {
        self.discovery_of(gateway, STALE_SECONDS).await
    }

    /// The discovery document, fetched unless it is younger than this many seconds.
    async fn discovery_of<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        stale: i64,
    ) -> Result<Arc<Discovery>, UpstreamFault> {
        let waiting = self.discovery_turn.wait(gateway.ports.now());
        let fault = loop {
            if let Some(discovery) = current(&self.discovery, gateway.ports.now(), stale) {
                return Ok(discovery);
            }
            match waiting.is_next(gateway).await {
                Ok(false) => {}
                Ok(true) => {
                    let fetched = self.fetch_discovery(gateway).await;
                    waiting.end(fetched.as_ref().err(), gateway.ports.now());
                    match fetched {
                        Ok(discovery) => return Ok(discovery),
                        Err(fault) => break fault,
                    }
                }
                Err(fault) => break fault,
            }
        };
        // Whoever asks whether it answers now is not told of earlier.
        let stale = if stale < STALE_SECONDS { 0 } else { STALE_SECONDS_MAX };
        in_need(&self.discovery, gateway.ports.now(), stale, fault)
    }

    async fn fetch_discovery<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
    ) -> Result<Arc<Discovery>, UpstreamFault> {
        let address = format!("{}/.well-known/openid-configuration", gateway.settings.authority);
        let what = "the discovery document";
        let document = fetch(gateway, &address, what).await?;
        let discovery = Discovery::read(&document).ok_or(UpstreamFault::Misbehaved { what })?;
        check(&discovery, &gateway.settings.authority)?;
        Ok(hold(&self.discovery, gateway.ports.now(), discovery))
    }

    /// The RSA signing key with this id. An unknown id makes the cache fetch the key set again. While the
    /// directory is down, a key of a stale set that was fetched from it.
    pub(crate) async fn key<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
        kid: &str,
    ) -> Result<Option<SigningKey>, UpstreamFault> {
        let waiting = self.keys_turn.wait(gateway.ports.now());
        let fault = loop {
            if let Some(keys) = current(&self.keys, gateway.ports.now(), STALE_SECONDS) {
                let key = find(&keys, kid);
                // Keys that arrived meanwhile are as new as those that this request would fetch.
                if key.is_some() || waiting.has_seen_an_end() {
                    return Ok(key);
                }
            }
            match waiting.is_next(gateway).await {
                Ok(false) => {}
                Ok(true) => {
                    let fetched = self.fetch_keys(gateway).await;
                    waiting.end(fetched.as_ref().err(), gateway.ports.now());
                    match fetched {
                        Ok(keys) => return Ok(find(&keys, kid)),
                        Err(fault) => break fault,
                    }
                }
                Err(fault) => break fault,
            }
        };
        let held = in_need(&self.keys, gateway.ports.now(), STALE_SECONDS_MAX, fault.clone())?;
        find(&held, kid).map(Some).ok_or(fault)
    }

    async fn fetch_keys<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
    ) -> Result<Arc<Vec<SigningKey>>, UpstreamFault> {
        let address = self.discovery(gateway).await?.jwks_uri.clone();
        let what = "the key set";
        let set = fetch(gateway, &address, what).await?;
        let listed = set["keys"].as_array().ok_or(UpstreamFault::Misbehaved { what })?;
        // RFC 7517 §5: keys of an unknown type are ignored.
        let keys = listed.iter().filter_map(SigningKey::read).collect();
        Ok(hold(&self.keys, gateway.ports.now(), keys))
    }
}

/// Whether this directory tells when people proved themselves, which a registration of the application
/// may leave out (`auth_time` is an optional claim of Entra ID).
impl DirectoryCache {
    /// Notes that an ID token told it now.
    pub(crate) fn note_proof_told(&self, now: Timestamp) {
        *self.proof_told.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// Whether an ID token told it in the last half a day: longer, and an administrator who takes the
    /// claim away would keep people from every change until a restart.
    pub(crate) fn has_told_proof(&self, now: Timestamp) -> bool {
        let told = *self.proof_told.lock().unwrap_or_else(PoisonError::into_inner);
        told.is_some_and(|at| now < at.plus_seconds(STALE_SECONDS))
    }
}

/// Whether the directory answers, as of the last ten seconds.
///
/// # Errors
///
/// An upstream fault, if it does not.
pub async fn ready<P: Ports>(gateway: &Gateway<'_, P>) -> Result<(), Fault> {
    gateway.directory.discovery_of(gateway, READY_SECONDS).await?;
    Ok(())
}

fn current<T>(held: &Mutex<Option<Held<T>>>, now: Timestamp, stale: i64) -> Option<Arc<T>> {
    let held = held.lock().unwrap_or_else(PoisonError::into_inner);
    let (since, value) = held.as_ref()?;
    (now < since.plus_seconds(stale)).then(|| Arc::clone(value))
}

/// What is held although it is stale, if the directory is down: it answers nothing that could say otherwise.
fn in_need<T>(
    held: &Mutex<Option<Held<T>>>,
    now: Timestamp,
    stale: i64,
    fault: UpstreamFault,
) -> Result<Arc<T>, UpstreamFault> {
    let answers = matches!(fault, UpstreamFault::Misbehaved { .. });
    current(held, now, stale).filter(|_| !answers).ok_or(fault)
}

fn hold<T>(held: &Mutex<Option<Held<T>>>, now: Timestamp, value: T) -> Arc<T> {
    let value = Arc::new(value);
    *held.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&value)));
    value
}

fn find(keys: &[SigningKey], kid: &str) -> Option<SigningKey> {
    keys.iter()
        .find(|key| {
            key.kid.as_deref() == Some(kid)
                && key.kty == "RSA"
                && key.usage.as_deref().is_none_or(|usage| usage == "sig")
        })
        .cloned()
}

/// Checks that the document is the configured issuer's (Discovery §4.3) and that every endpoint has
/// the issuer's origin, so that no secret goes elsewhere.
fn check(discovery: &Discovery, authority: &str) -> Result<(), UpstreamFault> {
    if discovery.issuer != authority {
        return Err(UpstreamFault::Misbehaved { what: "the discovery document of another issuer" });
    }
    let home = settings::origin(authority);
    let endpoints = [
        Some(&discovery.authorization_endpoint),
        Some(&discovery.token_endpoint),
        Some(&discovery.jwks_uri),
        discovery.end_session_endpoint.as_ref(),
    ];
    let is_at_home =
        endpoints.into_iter().flatten().all(|endpoint| settings::origin(endpoint) == home);
    if home.is_none() || !is_at_home {
        return Err(UpstreamFault::Misbehaved { what: "an endpoint of another origin" });
    }
    Ok(())
}

async fn fetch<P: Ports>(
    gateway: &Gateway<'_, P>,
    address: &str,
    what: &'static str,
) -> Result<Value, UpstreamFault> {
    let misbehaved = UpstreamFault::Misbehaved { what };
    let request = Request::get(address)
        .header(http::header::ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(|_| misbehaved.clone())?;
    let response = upstream::read(gateway, &request).await?;
    if response.status().is_server_error() {
        return Err(UpstreamFault::Unreachable("a server error of the directory's metadata"));
    }
    if !response.status().is_success() {
        return Err(misbehaved);
    }
    json::value(response.body()).ok_or(misbehaved)
}

/// When cached metadata is stale. Entra asks clients to check for new keys at least once a day.
const STALE_SECONDS: i64 = 12 * 60 * 60;
/// When it is no longer used even while the directory is down.
const STALE_SECONDS_MAX: i64 = 24 * 60 * 60;
/// How long ago an answer of the directory may be that still says that it answers: whoever asks for
/// that, however often, costs it one request in this time.
const READY_SECONDS: i64 = 10;

#[cfg(test)]
mod tests;
