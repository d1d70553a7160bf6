//! A code of the directory, as it may be logged. Never a sentence.

use std::fmt;

/// An error code from upstream that is safe to log: short, only letters, digits and `._-`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SafeCode(String);

impl SafeCode {
    /// Keeps a code that is safe to log and replaces any other by `unreadable`.
    #[must_use]
    pub fn new(code: &str) -> Self {
        let is_code = (1..=64).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        Self(if is_code { code } else { "unreadable" }.to_owned())
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
