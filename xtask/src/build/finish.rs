//! Finishes what Trunk built: small scripts and styles under names of their content, catalogs, and compressed twins.
//!
//! Trunk's own module script and its integrity attributes stay; `worker/build.rs` computes the policy hashes from them.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};

use super::{catalog, compress, fingerprint::short_hash};
use crate::tools::Tools;

/// Finishes the files of this folder in place.
pub(super) fn finish(tools: &Tools, dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let mut page = fs::read_to_string(&index).context("Trunk wrote no index.html")?;
    for marker in ["<!--head-->", "<!--drawn-->"] {
        if page.matches(marker).count() != 1 {
            bail!("static/index.html must hold the marker {marker} exactly once");
        }
    }
    page = small_styles(tools, &page)?;
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js") {
            page = small_script(tools, &path, &page)?;
        }
    }
    fs::write(&index, without_ignored_integrity(&page))?;
    catalog::publish(&dist.join("messages"))?;
    compress::folder(dist)
}

/// Every inline style, made small.
fn small_styles(tools: &Tools, page: &str) -> Result<String> {
    let mut small = String::new();
    let mut rest = page;
    while let Some((before, style)) = rest.split_once("<style>") {
        let (style, after) = style.split_once("</style>").context("a style is not closed")?;
        let style = esbuild(tools, &["--loader=css", "--minify"], style.as_bytes())?;
        small.push_str(before);
        small.push_str("<style>");
        small.push_str(String::from_utf8(style)?.trim_end());
        small.push_str("</style>");
        rest = after;
    }
    small.push_str(rest);
    Ok(small)
}

/// One script, made small and named after its new content; answers the page that names it so.
fn small_script(tools: &Tools, path: &Path, page: &str) -> Result<String> {
    let name =
        path.file_name().and_then(|name| name.to_str()).context("a script without a name")?;
    let content = fs::read(path)?;
    let small =
        esbuild(tools, &["--loader=js", "--minify", "--format=esm", "--target=es2022"], &content)?;
    let stem = name.rsplit_once('-').map_or("script", |(stem, _)| stem);
    let new_name = format!("{stem}-{}.js", short_hash(&small));
    if !page.contains(&integrity(&content)) {
        bail!("the page does not carry the integrity of {name}: has Trunk's output changed?");
    }
    fs::remove_file(path)?;
    fs::write(path.with_file_name(&new_name), &small)?;
    Ok(page.replace(name, &new_name).replace(&integrity(&content), &integrity(&small)))
}

/// The page without the integrity of preloads that are fetched: browsers ignore it and warn of it.
fn without_ignored_integrity(page: &str) -> String {
    let links: Vec<_> = page.split_inclusive('>').collect();
    let without = links.into_iter().map(|link| match link.split_once(" integrity=\"") {
        Some((before, rest)) if link.contains("rel=\"preload\"") => {
            format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after))
        }
        _ => link.to_owned(),
    });
    without.collect()
}

/// Subresource Integrity, section 3.5: the hash in the form that an `integrity` attribute carries.
fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

fn esbuild(tools: &Tools, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>> {
    let mut child = Command::new(tools.esbuild())
        .args(arguments)
        .arg("--log-level=warning")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start esbuild")?;
    // It reads everything before it writes anything, so this cannot wait for itself.
    child.stdin.take().context("esbuild has no input")?.write_all(input)?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("esbuild refused a file of the app; what it said is above");
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests;
