//! What is on the disk of the objects: how many hold anything, and how much.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// The objects of sessions.
pub(super) const SESSIONS: &str = "latchkey-session";

/// What the objects of one class keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) class: String,
    /// How many hold anything.
    pub(super) objects: usize,
    /// How many files there are, with the empty databases that the runtime leaves.
    pub(super) files: usize,
    pub(super) bytes: u64,
}

/// What the objects of each class keep in this folder.
pub(super) fn kept(objects: &Path) -> Result<Vec<Kept>> {
    let mut classes = Vec::new();
    for class in fs::read_dir(objects).context("the folder of the objects cannot be read")? {
        let class = class?.path();
        let name = class.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let (mut bytes, mut holding, mut files) = (0, BTreeMap::new(), 0);
        for file in fs::read_dir(&class)? {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            // The runtime deletes a journal when it has been written back.
            let Ok(metadata) = file.metadata() else { continue };
            if name.starts_with("metadata") {
                continue;
            }
            files += 1;
            bytes += metadata.len();
            let object = name.split('.').next().unwrap_or_default().to_owned();
            *holding.entry(object).or_insert(false) |= metadata.len() > EMPTY_DATABASE;
        }
        let objects = holding.values().filter(|holds| **holds).count();
        classes.push(Kept { class: name, objects, files, bytes });
    }
    classes.sort_by(|one, other| one.class.cmp(&other.class));
    Ok(classes)
}

/// The same once no session keeps anything, or after half a minute.
pub(super) fn kept_when_settled(objects: &Path) -> Result<Vec<Kept>> {
    let begun = Instant::now();
    loop {
        let kept = kept(objects)?;
        let is_settled = kept.iter().all(|kept| kept.class != SESSIONS || kept.objects == 0);
        if is_settled || begun.elapsed() > Duration::from_secs(30) {
            return Ok(kept);
        }
        thread::sleep(Duration::from_secs(1));
    }
}

/// The two side by side.
pub(super) fn table(before: &[Kept], after: &[Kept]) -> String {
    let mut text = format!(
        "\n  {:20} {:20} {:>14} {:>8} {:>10}\n",
        "on the disk", "", "hold anything", "files", "MB"
    );
    for (when, kept) in [("before signing out", before), ("after", after)] {
        for Kept { class, objects, files, bytes } in kept {
            let megabytes = u32::try_from(bytes / 1000).map_or(f64::NAN, f64::from) / 1000.0;
            text.push_str(&format!(
                "  {when:20} {class:20} {objects:>14} {files:>8} {megabytes:>10.1}\n"
            ));
        }
    }
    text
}

/// The size of a database without a table, in bytes: what the runtime leaves of an object.
const EMPTY_DATABASE: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_holds_something_when_one_of_its_files_is_more_than_an_empty_database() -> Result<()>
    {
        let folder = xtask::workspace::target().join("bench-disk-test");
        let class = folder.join(SESSIONS);
        fs::create_dir_all(&class)?;
        for (name, bytes) in [
            ("a.sqlite", 4096),
            ("b.sqlite", 4096),
            ("b.sqlite-wal", 8192),
            ("metadata.sqlite", 9000),
        ] {
            fs::write(class.join(name), vec![0; bytes])?;
        }
        let kept = kept(&folder)?;
        fs::remove_dir_all(&folder)?;
        assert_eq!(
            kept,
            [Kept { class: SESSIONS.to_owned(), objects: 1, files: 3, bytes: 16_384 }]
        );
        Ok(())
    }
}
