//! The cookies of the edge: the session, the sign-in attempts and a notice for the next page.
//!
//! Never readable by script, never sent in the clear, never scoped wider than this host
//! (`__Host-`, RFC 6265bis §4.1.3.2). Over plain http, in a local configuration alone, they are
//! named and kept otherwise: Safari keeps no `Secure` cookie there.

use contract::{Problem, ProblemCode, StartScreen, TraceId, start::WelcomeReason};

/// The cookie with the session id; the record itself stays in the session object.
pub(crate) const SESSION: &str = "latchkey-session";
/// The beginning of the name of each cookie with a sealed sign-in attempt, set while the person is
/// at the directory. The attempt's tag follows, so that two sign-ins at once both finish.
pub(crate) const ATTEMPT: &str = "latchkey-attempt-";
/// The cookie with a notice for the next page, which is shown once.
pub(crate) const NOTICE: &str = "latchkey-notice";

/// The cookie with the tag of the language that the person chose.
pub(crate) const LANGUAGE: &str = "latchkey-language";
/// How long the choice is kept, in seconds: a year.
pub(crate) const LANGUAGE_SECONDS: i64 = 365 * 24 * 60 * 60;

/// The cookie with the sealed code of the card whose window this is.
pub(crate) const CARD_CODE: &str = "latchkey-card-code";
/// The cookie with the sealed session of a card, which only its own frame sends.
pub(crate) const CARD: &str = "latchkey-card";

/// How many sign-ins may be under way in a browser. Each weighs about a kilobyte in every request.
const ATTEMPTS_MAX: usize = 4;
/// Lifetime of a sign-in attempt, in seconds.
pub(crate) const ATTEMPT_SECONDS: i64 = 600;
/// Lifetime of a notice, in seconds: time enough to come back from the directory.
pub(crate) const NOTICE_SECONDS: i64 = 300;
/// What stands between the notice of a problem and the sealed account.
pub(crate) const AND_ACCOUNT: &str = "!";
/// The notice that the person has signed out.
pub(crate) const SIGNED_OUT: &str = "signed-out";
/// The notice that other sessions have ended.
pub(crate) const SESSIONS_ENDED: &str = "sessions-ended";

/// How cookies are named and kept.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Jar {
    /// Without `Secure` and the prefix that demands it.
    pub(crate) danger_plain: bool,
}

impl Jar {
    /// The value of a cookie in a `Cookie` header; the first value if the name is repeated.
    pub(crate) fn read<'a>(self, header: &'a str, name: &str) -> Option<&'a str> {
        let (_, value) = pairs(header).find(|(key, _)| self.bare(key) == Some(name))?;
        Some(value)
    }

    /// The value of a `Set-Cookie` header that keeps a cookie for some seconds.
    pub(crate) fn keep(self, name: &str, value: &str, seconds: i64) -> String {
        let (prefix, secure) = if self.danger_plain { ("", "") } else { (HOST, " Secure;") };
        format!("{prefix}{name}={value}; Path=/; Max-Age={seconds};{secure} HttpOnly; SameSite=Lax")
    }

    /// The value of a `Set-Cookie` header that keeps a cookie for the frame that it was set in, and
    /// for frames below the same page alone (CHIPS). It is always `Secure`: others are not kept there.
    pub(crate) fn keep_in_frame(self, name: &str, value: &str, seconds: i64) -> String {
        let prefix = if self.danger_plain { "" } else { HOST };
        format!(
            "{prefix}{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=None; \
             Partitioned"
        )
    }

    /// The value of a `Set-Cookie` header that deletes a cookie.
    pub(crate) fn forget(self, name: &str) -> String {
        self.keep(name, "", 0)
    }

    /// The names of the attempts that must go before another begins: the earliest, which browsers
    /// send first (RFC 6265 §5.4).
    pub(crate) fn surplus_attempts(self, header: &str) -> Vec<&str> {
        let names = pairs(header).filter_map(|(key, _)| self.bare(key));
        let attempts: Vec<_> = names.filter(|name| name.starts_with(ATTEMPT)).collect();
        let surplus = (attempts.len() + 1).saturating_sub(ATTEMPTS_MAX);
        attempts.into_iter().take(surplus).collect()
    }

    /// A name without the prefix; `None` if it has another than ours.
    fn bare(self, name: &str) -> Option<&str> {
        if self.danger_plain { Some(name) } else { name.strip_prefix(HOST) }
    }
}

/// The prefix that binds a cookie to this host and to https.
const HOST: &str = "__Host-";

/// The names and values in a `Cookie` header. What else Unicode counts as white space belongs to the
/// name: browsers let a sister domain set a cookie whose name has the prefix only behind it.
fn pairs(header: &str) -> impl Iterator<Item = (&str, &str)> {
    let blank = [' ', '\t'];
    header.split(';').filter_map(move |pair| {
        let (key, value) = pair.split_once('=')?;
        Some((key.trim_matches(blank), value.trim_matches(blank)))
    })
}

/// The first page with a notice on it; `None` for a value that the edge never sets.
pub(crate) fn screen_of_notice(notice: Option<&str>) -> Option<StartScreen> {
    let notice = notice?;
    let reason = if notice == SIGNED_OUT {
        WelcomeReason::SignedOut
    } else {
        WelcomeReason::Problem { problem: problem_of_notice(notice)? }
    };
    Some(StartScreen::Welcome { account: String::new(), reason: Some(reason) })
}

/// The notice of a problem: its code, its trace and the directory's number, and nothing of a person.
pub(crate) fn notice_of_problem(problem: &Problem) -> String {
    let number = problem.directory_code.as_deref().unwrap_or_default();
    let wait = problem.retry_after.map(|seconds| seconds.to_string()).unwrap_or_default();
    [problem.code.as_str(), &problem.trace.0, number, &wait].join(".")
}

/// Only what [`notice_of_problem`] can have written: a known code, a trace and a number of their form.
pub(crate) fn problem_of_notice(notice: &str) -> Option<Problem> {
    let mut parts = notice.split('.');
    let [code, trace, number, wait] = [(); 4].map(|()| parts.next().unwrap_or_default());
    let code = ProblemCode::parse(code);
    let is_trace =
        trace.len() == 36 && trace.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_digits =
        |digits: &str| digits.len() < 12 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = number.is_empty() || number.strip_prefix("AADSTS").is_some_and(is_digits);
    (code != ProblemCode::Unknown && is_trace && is_number && parts.next().is_none()).then(|| {
        Problem {
            code,
            trace: TraceId(trace.to_owned()),
            retry_after: wait.parse().ok(),
            directory_code: (!number.is_empty()).then(|| number.to_owned()),
        }
    })
}

#[cfg(test)]
mod tests;
