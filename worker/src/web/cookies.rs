//! The cookies of the edge: the session, the sign-in attempt and the notice after signing out.
//!
//! Never readable by script, never sent in the clear, never scoped wider than this host
//! (`__Host-`, RFC 6265bis §4.1.3.2).

use contract::{StartScreen, start::WelcomeReason};

/// The cookie with the session id; the record itself stays in the session object.
pub(crate) const SESSION: &str = "__Host-latchkey-session";
/// The cookie with the sealed sign-in attempt, set while the person is at the directory.
pub(crate) const ATTEMPT: &str = "__Host-latchkey-attempt";
/// The cookie with a notice for the next page, which is shown once.
pub(crate) const NOTICE: &str = "__Host-latchkey-notice";

/// Lifetime of a sign-in attempt, in seconds.
pub(crate) const ATTEMPT_SECONDS: i64 = 600;
/// Lifetime of a notice, in seconds: time enough to come back from the directory.
pub(crate) const NOTICE_SECONDS: i64 = 300;
/// The notice that the person has signed out.
pub(crate) const SIGNED_OUT: &str = "signed-out";

/// The value of a cookie in a `Cookie` header; the first value if the name is repeated.
pub(crate) fn read<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split(';').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key.trim() == name).then(|| value.trim())
    })
}

/// The value of a `Set-Cookie` header that keeps a cookie for some seconds.
pub(crate) fn keep(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
}

/// The value of a `Set-Cookie` header that deletes a cookie.
pub(crate) fn forget(name: &str) -> String {
    keep(name, "", 0)
}

/// The first page with a notice on it; `None` for a value that the edge never sets.
pub(crate) fn screen_of_notice(notice: Option<&str>) -> Option<StartScreen> {
    (notice == Some(SIGNED_OUT)).then(|| StartScreen::Welcome {
        account: String::new(),
        reason: Some(WelcomeReason::SignedOut),
    })
}

#[cfg(test)]
mod tests;
