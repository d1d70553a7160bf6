//! Notices that a source was saved, by looking: a few hundred files take a few milliseconds.
//!
//! Works where notifications do not: on shared folders and in containers. What changed is for the build's
//! fingerprints to find out.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::workspace;

/// Everything that the product is built from, below the root.
const SOURCES: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "contract",
    "frontend",
    "static",
    "embed",
    "tenant",
    "worker",
];

/// The time and size of each file.
type Seen = BTreeMap<PathBuf, (SystemTime, u64)>;

/// What was seen last.
pub(super) struct Watch {
    paths: Vec<PathBuf>,
    seen: Seen,
    /// What has changed since, but may still be in the middle of being written.
    unsettled: Option<Seen>,
}

impl Watch {
    /// Watches the sources of the product.
    pub(super) fn of_sources() -> Self {
        Self::of(SOURCES.map(|name| workspace::root().join(name)).to_vec())
    }

    fn of(paths: Vec<PathBuf>) -> Self {
        let seen = look(&paths);
        Self { paths, seen, unsettled: None }
    }

    /// Whether files were saved, and none is being saved any more: an editor or a branch change writes many.
    pub(super) fn has_changed(&mut self) -> bool {
        let now = look(&self.paths);
        if now == self.seen {
            self.unsettled = None;
            return false;
        }
        if self.unsettled.as_ref() == Some(&now) {
            self.seen = now;
            self.unsettled = None;
            return true;
        }
        self.unsettled = Some(now);
        false
    }
}

fn look(paths: &[PathBuf]) -> Seen {
    let mut seen = Seen::new();
    for path in paths {
        visit(path, &mut seen);
    }
    seen
}

fn visit(path: &Path, seen: &mut Seen) {
    // A file that is gone before it is looked at is a change like any other.
    let Ok(metadata) = fs::metadata(path) else {
        return;
    };
    if !metadata.is_dir() {
        let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        seen.insert(path.to_path_buf(), (modified, metadata.len()));
        return;
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // `build` is what worker-build writes; names with a dot in front are an editor's.
        if !matches!(&*name, "target" | "node_modules" | "build") && !name.starts_with('.') {
            visit(&entry.path(), seen);
        }
    }
}

#[cfg(test)]
mod tests;
