//! What the directory said when it refused something, as far as it may be logged, and why a sign-in counts
//! as too old: a wrong clock, a rule of the directory and an old sign-in are mended by different people.
//!
//! Never holds a message of the directory, which may name a person.

use std::fmt;

use super::SafeCode;

/// A refusal of the directory in words that are safe to log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Said {
    /// The directory's code.
    pub code: SafeCode,
    /// What its words are about, of a closed list.
    pub about: &'static str,
}

/// What stands in [`Said::about`] where the words tell nothing that is known.
pub(crate) const NOT_KNOWN: &str = "for a reason not known";

impl Said {
    /// Whether nothing of it tells why. Without the rights for it (Graph's `Authorization_RequestDenied`)
    /// nobody may do it, however fresh the sign-in.
    pub(crate) fn tells_no_reason(&self) -> bool {
        self.about == NOT_KNOWN && self.code.as_str() != "Authorization_RequestDenied"
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.code, self.about)
    }
}

/// Why a sign-in counts as too old.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct StaleSignIn {
    /// What the directory said; `None` where our own limit is over.
    pub said: Option<Said>,
    /// How old the last proof of the person is by our clock, in seconds; `None` where the directory does
    /// not tell when it was made.
    pub age: Option<i64>,
    /// By how many seconds the directory's clock is ahead of ours, where an answer told its time.
    pub clock_ahead: Option<i64>,
}

impl fmt::Display for StaleSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(said) = &self.said {
            write!(f, "the directory says {said}; ")?;
        }
        match self.age {
            Some(age) => write!(f, "the last proof is {age} s old")?,
            None => f.write_str("when the last proof was made is not known")?,
        }
        match self.clock_ahead {
            Some(ahead) if ahead > ANSWER_SECONDS => {
                write!(f, "; the directory's clock is {ahead} s ahead of ours")
            }
            Some(ahead) if ahead < -ANSWER_SECONDS => {
                write!(f, "; the directory's clock is {} s behind ours", ahead.saturating_neg())
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// How long an answer may be on its way, in seconds: a smaller difference says nothing of the clocks.
const ANSWER_SECONDS: i64 = 10;
