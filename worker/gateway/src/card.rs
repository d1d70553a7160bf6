//! The card that an intranet page frames: a session of its own, which can only be looked at.
//!
//! The frame makes a secret and opens a pop-up with its hash. The pop-up's first page hands a code
//! back; once somebody is signed in in that window, the code and the secret are worth a session of
//! the card, once and for a minute. It is the person's session, seen from afar: it changes nothing,
//! it does not count as activity, and it ends with the other.

use contract::{Overview, Timestamp, card::TradeCode};
use subtle::ConstantTimeEq;

use crate::{
    Gateway, PersonKey, Ports, Secret, encoding,
    fault::{Fault, Refusal},
    overview,
    session::{self, Session, SessionId},
};

/// A code, sealed while the person is at the directory.
struct Code {
    /// Random; the name of what is left for the frame follows from it.
    name: String,
    /// The SHA-256 of the frame's secret, in base64url.
    challenge: String,
    /// Whether the window has nothing more to do once somebody is signed in.
    is_sign_in: bool,
    ends_at: Timestamp,
}

impl Code {
    /// As plain text, since a reader of JSON weighs more than all of it.
    fn text(&self) -> String {
        let Self { name, challenge, is_sign_in, ends_at } = self;
        format!("{name} {challenge} {} {}", u8::from(*is_sign_in), ends_at.0)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ').map(str::to_owned);
        let (name, challenge) = (parts.next()?, parts.next()?);
        let is_sign_in = parts.next()? == "1";
        Some(Self { name, challenge, is_sign_in, ends_at: Timestamp(parts.next()?.parse().ok()?) })
    }
}

/// What came of a trade.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Traded {
    /// Nobody has signed in yet, or a minute has passed since.
    Waiting,
    /// The session of the card: the value of its cookie, and when it ends at the latest.
    Session {
        /// The value of the cookie.
        cookie: Secret,
        /// When the session ends at the latest.
        ends_at: Timestamp,
        /// Whose it is.
        person: PersonKey,
    },
}

/// Makes a code for the frame whose secret has this hash; `None` when it is no SHA-256 in base64url.
///
/// # Errors
///
/// [`Fault::Broken`] when it cannot be sealed.
pub fn begin<P: Ports>(
    gateway: &Gateway<'_, P>,
    challenge: &str,
    is_sign_in: bool,
) -> Result<Option<Secret>, Fault> {
    let is_hash = encoding::decode_base64url(challenge).is_some_and(|hash| hash.len() == 32);
    if !is_hash {
        return Ok(None);
    }
    let mut name = [0_u8; 32];
    gateway.ports.fill_random(&mut name);
    let code = Code {
        name: encoding::base64url(&name),
        challenge: challenge.to_owned(),
        is_sign_in,
        ends_at: gateway.ports.now().plus_minutes(gateway.settings.limits.attempt),
    };
    seal(gateway, CODE, &code.text()).map(|code| Some(Secret::new(code)))
}

/// Names a code in the address of the page that its window goes on to. Whoever signs in from there does
/// so for the card, and nobody else: no other page can know it.
#[must_use]
pub fn tag(code: &str) -> String {
    let mut tag = encoding::digest(&[b"latchkey window of a card", code.as_bytes()]);
    tag.truncate(16);
    tag
}

/// Whether a code was made here and is not too old.
#[must_use]
pub fn is_code<P: Ports>(gateway: &Gateway<'_, P>, code: &str) -> bool {
    open_code(gateway, code).is_some()
}

/// Leaves the session for the frame that has the code, for a minute. Whether the window has nothing
/// more to do; a code that was not made here, or is too old, leaves nothing.
///
/// # Errors
///
/// [`Fault::Broken`] when the store fails.
pub async fn leave<P: Ports>(
    gateway: &Gateway<'_, P>,
    code: &str,
    session: &SessionId,
) -> Result<bool, Fault> {
    let Some(code) = open_code(gateway, code) else {
        return Ok(false);
    };
    let until = gateway.ports.now().plus_seconds(LEFT_SECONDS);
    let left = seal(gateway, LEFT, &format!("{} {}", until.0, session.expose()))?;
    let noted = gateway.ports.leave(&object_name(&code), &left, until).await;
    noted.map_err(|_| Fault::Broken("nothing can be left for the card"))?;
    Ok(code.is_sign_in)
}

/// Trades a code and the frame's secret for a session of the card.
///
/// # Errors
///
/// [`Refusal::SignInMismatch`] when the code was not made here, is too old, or belongs to another
/// secret, and when the session has ended since; [`Fault::Broken`] when the store fails.
pub async fn trade<P: Ports>(
    gateway: &Gateway<'_, P>,
    request: &TradeCode,
) -> Result<Traded, Fault> {
    let code = open_code(gateway, &request.code)
        .ok_or(Refusal::SignInMismatch("a code that was not made here, or is too old"))?;
    let hash = encoding::base64url(&encoding::sha256(request.secret.as_bytes()));
    // Before anything is taken, so that another frame cannot use it up.
    if !bool::from(hash.as_bytes().ct_eq(code.challenge.as_bytes())) {
        return Err(Refusal::SignInMismatch("the code of another frame").into());
    }
    let left = gateway.ports.take(&object_name(&code)).await;
    let left = left.map_err(|_| Fault::Broken("what was left for the card cannot be read"))?;
    let opened = left.as_deref().and_then(|left| unseal(gateway, LEFT, left));
    let opened = opened.as_deref().and_then(|left| left.split_once(' '));
    let opened =
        opened.and_then(|(until, session)| Some((Timestamp(until.parse().ok()?), session)));
    let Some((until, session)) = opened.filter(|(until, _)| gateway.ports.now() < *until) else {
        return Ok(Traded::Waiting);
    };
    let ended = || Refusal::SignInMismatch("the session has ended since");
    let keys = &gateway.settings.seal_keys;
    let id = SessionId::parse(keys, session).ok_or_else(ended)?;
    let record = match session::read(gateway, &id).await {
        Ok(record) => record.ok_or_else(ended)?,
        Err(fault) => {
            // The frame asks again in a moment. If this fails too, its window has to open once more.
            let left = left.unwrap_or_default();
            let _ = gateway.ports.leave(&object_name(&code), &left, until).await;
            return Err(fault);
        }
    };
    let cookie = seal(gateway, SESSION, session)?;
    let (cookie, person) = (Secret::new(cookie), record.person.key());
    Ok(Traded::Session { cookie, ends_at: record.ends_at, person })
}

/// Opens the session that a card shows, by its cookie. That is no activity.
///
/// # Errors
///
/// [`Refusal::SignInRequired`] when the cookie is none of a card, or the person's session has ended;
/// an upstream fault when a necessary refresh fails.
pub async fn open<P: Ports>(gateway: &Gateway<'_, P>, cookie: &str) -> Result<Session, Fault> {
    let id = session(gateway, cookie).ok_or(Refusal::SignInRequired("a cookie of no card"))?;
    session::glance(gateway, id).await
}

/// Reads what the card shows. `is_automatic` says that nobody asked, and counts among the looks of
/// the session.
///
/// # Errors
///
/// Those of [`overview::look`].
pub async fn read<P: Ports>(
    gateway: &Gateway<'_, P>,
    session: &mut Session,
    is_automatic: bool,
) -> Result<Overview, Fault> {
    if is_automatic {
        overview::look(gateway, session).await
    } else {
        overview::read(gateway, session).await
    }
}

/// The person's session that a card shows, by its cookie. It may have ended.
pub fn session<P: Ports>(gateway: &Gateway<'_, P>, cookie: &str) -> Option<SessionId> {
    SessionId::parse(&gateway.settings.seal_keys, &unseal(gateway, SESSION, cookie)?)
}

fn open_code<P: Ports>(gateway: &Gateway<'_, P>, code: &str) -> Option<Code> {
    let code = Code::parse(&unseal(gateway, CODE, code)?)?;
    (gateway.ports.now() < code.ends_at).then_some(code)
}

fn object_name(code: &Code) -> String {
    encoding::digest(&[OBJECT_NAME, code.name.as_bytes()])
}

fn seal<P: Ports>(gateway: &Gateway<'_, P>, purpose: &str, text: &str) -> Result<String, Fault> {
    let sealed = gateway.settings.seal_keys.seal(gateway.ports, purpose, text.as_bytes());
    sealed.ok_or(Fault::Broken("a code cannot be sealed"))
}

fn unseal<P: Ports>(gateway: &Gateway<'_, P>, purpose: &str, sealed: &str) -> Option<String> {
    String::from_utf8(gateway.settings.seal_keys.open(purpose, sealed)?).ok()
}

/// How long a session is left for the frame, in seconds.
const LEFT_SECONDS: i64 = 60;

/// What the name of the object is digested for.
const OBJECT_NAME: &[u8] = b"latchkey card code";

const CODE: &str = "card code";
const LEFT: &str = "left for a card";
const SESSION: &str = "card session";

#[cfg(test)]
mod tests;
