//! The cookies of the edge: the session, the sign-in attempt and the parting notice.
//!
//! Never readable by script, never sent in the clear, never scoped wider than this host
//! (`__Host-`, RFC 6265bis §4.1.3.2). Next: `sign_in` and `sign_out` set them.

use contract::{StartScreen, start::WelcomeReason};

/// Names the session; the record itself stays in the session object.
pub(crate) const SESSION: &str = "__Host-latchkey-session";
/// Holds the sealed sign-in attempt while the person is at the directory.
pub(crate) const ATTEMPT: &str = "__Host-latchkey-attempt";
/// Says once, on the next page, why the session is gone; no more than a word.
pub(crate) const NOTICE: &str = "__Host-latchkey-notice";

/// How long a sign-in attempt is kept, in seconds.
pub(crate) const ATTEMPT_SECONDS: i64 = 600;
/// How long a notice waits for the person to come back from the directory, in seconds.
pub(crate) const NOTICE_SECONDS: i64 = 300;
/// The notice after signing out.
pub(crate) const SIGNED_OUT: &str = "signed-out";

/// The value of a cookie in a `Cookie` header; the first where it stands twice.
pub(crate) fn read<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key.trim() == name).then(|| value.trim())
    })
}

/// A `Set-Cookie` header that keeps a value for some seconds.
pub(crate) fn keep(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
}

/// A `Set-Cookie` header that makes the browser forget a cookie.
pub(crate) fn forget(name: &str) -> String {
    keep(name, "", 0)
}

/// The first page that a notice asks for; any value that was not set here asks for none.
pub(crate) fn screen_of_notice(notice: Option<&str>) -> Option<StartScreen> {
    (notice == Some(SIGNED_OUT)).then(|| StartScreen::Welcome {
        account: String::new(),
        reason: Some(WelcomeReason::SignedOut),
    })
}

#[cfg(test)]
mod tests;
