//! A federated credential: the platform that this application runs on issues it a token, which the
//! directory trusts by its issuer, subject and audience (RFC 7523 §2.2 and §3).
//!
//! The platform renews the token, and it is read anew for each request that needs it. Only its times
//! are looked at here: the directory verifies the rest. It is never logged.

use crate::{Gateway, Ports, Secret, encoding, fault::UpstreamFault, json};

/// Where the platform keeps the assertion: the path of a file, whose last segment is its name for
/// the host of the gateway.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AssertionPlace(String);

impl AssertionPlace {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let place = Self(text.trim().to_owned());
        let name = place.name();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let is_name = !name.is_empty() && !name.starts_with('.') && name.bytes().all(is_plain);
        is_name.then_some(place)
    }

    /// The path as it is set; a name alone where no file of this machine is meant.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The last segment of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The assertion, if it is there and valid now.
    pub(crate) async fn assertion<P: Ports>(
        &self,
        gateway: &Gateway<'_, P>,
    ) -> Result<Secret, UpstreamFault> {
        let misconfigured = |what| UpstreamFault::Misconfigured { what };
        let text = gateway.ports.read_assertion(self).await.ok_or(misconfigured(ABSENT))?;
        let text = text.expose().trim();
        let claims = Claims::read(text).ok_or(misconfigured(MALFORMED))?;
        let now = gateway.ports.now().0.div_euclid(1000);
        if claims.exp <= now {
            return Err(misconfigured(EXPIRED));
        }
        if claims.nbf.is_some_and(|begin| now < begin.saturating_sub(LEEWAY_SECONDS)) {
            return Err(misconfigured(TOO_EARLY));
        }
        Ok(Secret::new(text))
    }
}

/// The claims of an assertion that are looked at (RFC 7519 §4.1); times are in seconds.
struct Claims {
    exp: i64,
    nbf: Option<i64>,
}

impl Claims {
    /// The claims of a signed token in compact form; `None` if it is none.
    fn read(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (_header, claims, _signature) = (parts.next()?, parts.next()?, parts.next()?);
        let is_whole = parts.next().is_none() && token.len() <= LENGTH_MAX;
        let claims = is_whole.then(|| encoding::decode_base64url(claims)).flatten()?;
        let claims = json::value(&claims)?;
        let number = |name| encoding::member(&claims, name, encoding::whole);
        Some(Self { exp: number("exp")??, nbf: number("nbf")? })
    }
}

const ABSENT: &str = "CLIENT_ASSERTION: the platform gives no assertion there";
const MALFORMED: &str = "CLIENT_ASSERTION: what the platform gives there is no assertion";
const EXPIRED: &str = "CLIENT_ASSERTION: it has expired, and the platform has not renewed it";
const TOO_EARLY: &str = "CLIENT_ASSERTION: it is not valid yet: do the clocks differ?";

/// The longest assertion, in bytes; those of Kubernetes have some 1,000.
const LENGTH_MAX: usize = 16 * 1024;
/// How far the clock of the platform's issuer may be ahead.
const LEEWAY_SECONDS: i64 = 300;

#[cfg(test)]
mod tests;
