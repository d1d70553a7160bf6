//! Why the program ends: something that the person can put right, or something that broke.

use std::{fmt, io};

/// The program's own failure.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Refused before anything was started or changed; the text says what to do. Exit code 2.
    Refused(String),
    /// Something that was under way did not work. Exit code 1.
    Broken(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(text) => formatter.write_str(text),
            Self::Broken(error) => error.fmt(formatter),
        }
    }
}
