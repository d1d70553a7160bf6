//! What a build is for: to be shipped, to run and be tested on this machine, or to be changed while it runs.
//!
//! Decides where its files lie and under which names it remembers what is up to date.

use std::path::PathBuf;

use crate::workspace;

/// How a build is made. The default is what is shipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// How much the compilers optimize.
    pub profile: Profile,
    /// Whether the pseudo-language is among the languages, which is for looking and for tests alone.
    pub pseudo_language: bool,
}

/// How much the compilers optimize.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// As small as it gets.
    #[default]
    Release,
    /// As soon as it gets. Files keep their names, so that the app and the worker compile at the same time.
    Dev,
}

impl Options {
    /// What `cargo xtask run` and the tests build: what is shipped, and the pseudo-language.
    #[must_use]
    pub fn for_this_machine() -> Self {
        Self { pseudo_language: true, ..Self::default() }
    }

    /// What `cargo xtask dev` builds.
    #[must_use]
    pub fn for_development() -> Self {
        Self { profile: Profile::Dev, pseudo_language: true }
    }

    /// The folder of the app's finished files.
    pub(super) fn dist(&self) -> PathBuf {
        match self.profile {
            Profile::Release => workspace::dist(),
            Profile::Dev => workspace::dev().join("dist"),
        }
    }

    /// The folder of the worker's modules.
    pub(super) fn worker(&self) -> PathBuf {
        match self.profile {
            Profile::Release => workspace::worker(),
            Profile::Dev => workspace::dev().join("worker"),
        }
    }

    /// The folder of the page that the worker is built with.
    pub(super) fn page(&self) -> PathBuf {
        match self.profile {
            Profile::Release => self.dist(),
            Profile::Dev => workspace::dev().join("page"),
        }
    }

    /// Where the fingerprint of the last successful build of this part is kept.
    pub(super) fn stamp(&self, part: &str) -> PathBuf {
        match self.profile {
            Profile::Release => super::stamp(part),
            Profile::Dev => super::stamp(&format!("dev-{part}")),
        }
    }

    /// The name of the log of this part.
    pub(super) fn log(&self, part: &str) -> String {
        match self.profile {
            Profile::Release => part.to_owned(),
            Profile::Dev => format!("dev-{part}"),
        }
    }
}
