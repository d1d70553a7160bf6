//! Builds the app with Trunk and finishes its files (`finish.rs`).

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result};

use super::{Options, Profile, fingerprint::Fingerprint, finish, shipped_flags, sources};
use crate::{step, tools::Tools, workspace};

pub(super) fn build(tools: &Tools, options: &Options) -> Result<()> {
    let dist = options.dist();
    let stamp = options.stamp("app");
    let sources = with_languages(
        &sources(&["contract", EMBED, "frontend", "package-lock.json", "static", "Trunk.toml"])?,
        options,
    );
    if dist.join("index.html").is_file() && sources.is_in(&stamp) {
        return Ok(());
    }
    // Built beside and moved in when it is whole, so that nobody copies half an app.
    let fresh = dist.with_extension("fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh).with_context(|| step::unwritable(&fresh))?;
    }
    step::run(
        what(options),
        &options.log("app"),
        trunk(tools, options)?.arg("--dist").arg(&fresh),
    )?;
    finish::finish(tools, &fresh, options)?;
    if options.profile == Profile::Dev {
        take_page(&fresh, &options.page())?;
        page_sources(options)?.write(&options.stamp("page"))?;
    }
    if dist.exists() {
        fs::remove_dir_all(&dist).with_context(|| step::unwritable(&dist))?;
    }
    fs::rename(&fresh, &dist).with_context(|| step::unwritable(&dist))?;
    sources.write(&stamp)
}

/// Whether the page that the worker is built with is already there for these sources.
pub(super) fn has_page(options: &Options) -> Result<bool> {
    let page = options.page().join("index.html");
    Ok(page.is_file() && page_sources(options)?.is_in(&options.stamp("page")))
}

/// What the page depends on in the dev profile, where it holds no hash of anything compiled.
fn page_sources(options: &Options) -> Result<Fingerprint> {
    Ok(with_languages(&sources(&[EMBED, "static", "Trunk.toml"])?, options))
}

fn with_languages(sources: &Fingerprint, options: &Options) -> Fingerprint {
    sources.with(if options.pseudo_language { "and the pseudo-language" } else { "" })
}

/// Copies the page, the catalogs and the names of the other files, if anything of it has changed: the
/// worker is compiled again for a page that is newer.
fn take_page(fresh: &Path, page: &Path) -> Result<()> {
    let (old, new) = (names(page), names(fresh));
    let embedded = |folder: &Path| EMBEDDED.map(|name| fs::read(folder.join(name)).ok());
    if old == new && embedded(page) == embedded(fresh) {
        return Ok(());
    }
    if page.exists() {
        fs::remove_dir_all(page).with_context(|| step::unwritable(page))?;
    }
    fs::create_dir_all(page.join("messages")).with_context(|| step::unwritable(page))?;
    for name in new {
        fs::copy(fresh.join(&name), page.join(&name)).with_context(|| step::unwritable(page))?;
    }
    Ok(())
}

/// The script of an intranet page. The samples beside it are for others to build.
const EMBED: &str = "embed/latchkey-card.js";

/// What the worker knows the hashes of, under names that do not change with the content.
const EMBEDDED: [&str; 8] = [
    "index.html",
    "card.css",
    "card.js",
    "card-window.js",
    "embed.js",
    "leaflet.css",
    "why.css",
    "why.js",
];

/// The files of a built app, its catalogs included.
fn names(folder: &Path) -> BTreeSet<String> {
    let files = |below: &str| -> Vec<String> {
        let entries = fs::read_dir(folder.join(below)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        files.map(|file| format!("{below}{}", file.file_name().to_string_lossy())).collect()
    };
    files("").into_iter().chain(files("messages/")).collect()
}

fn what(options: &Options) -> &'static str {
    match options.profile {
        Profile::Release => "Building the app (about 2 minutes the first time)",
        Profile::Dev => "Building the app (about a minute the first time, then seconds)",
    }
}

fn trunk(tools: &Tools, options: &Options) -> Result<std::process::Command> {
    let mut trunk = workspace::command(tools.trunk());
    trunk
        .args(["build", "--offline", "--config"])
        .arg(workspace::root().join("Trunk.toml"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("PATH", tools.path()?)
        // Trunk takes a bare `NO_COLOR=1` for a value of its own flag and refuses it.
        .env_remove("NO_COLOR");
    match options.profile {
        Profile::Release => {
            let flags = shipped_flags()?;
            trunk.arg("--release").env(flags.0, flags.1);
        }
        Profile::Dev => {
            trunk
                .args(["--release=false", "--filehash=false"])
                .envs(super::DEV)
                .env("CARGO_TARGET_DIR", workspace::dev().join("app-build"));
        }
    }
    Ok(trunk)
}
