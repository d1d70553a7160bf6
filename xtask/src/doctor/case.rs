//! What the doctor is given: a configuration, the running worker, whom to trust, and a clock.

use std::time::SystemTime;

/// A configuration to examine.
#[derive(Debug)]
pub struct Case<'a> {
    /// The text of the file with the settings; none to look at the running worker alone.
    pub text: Option<&'a str>,
    /// The origin of the running worker, if it is to be asked.
    pub url: Option<&'a str>,
    /// Certificate authorities in PEM, to trust in place of the public ones.
    pub authorities: Option<&'a str>,
    /// This machine's clock.
    pub clock: fn() -> SystemTime,
}
