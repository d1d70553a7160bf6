//! Finishes what Trunk built: a small module, minified scripts and styles, message catalogs, and
//! compressed twins.
//!
//! Names a file after its new content and corrects its integrity. The inline scripts stay as they are:
//! `worker/build.rs` computes the hashes of the policy from them.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};

use super::{
    Options, Profile, authenticators, catalog, compress,
    fingerprint::short_hash,
    glue::ShortNames,
    panics,
    split::{self, Halves},
};
use crate::{tools::Tools, workspace};

/// Finishes the files of this folder in place.
pub(super) fn finish(tools: &Tools, dist: &Path, options: &Options) -> Result<()> {
    let index = dist.join("index.html");
    let mut page = fs::read_to_string(&index).context("Trunk wrote no index.html")?;
    for marker in ["<!--head-->", "<!--drawn-->"] {
        if page.matches(marker).count() != 1 {
            bail!("static/index.html must hold the marker {marker} exactly once");
        }
    }
    page = match options.profile {
        Profile::Release => small(tools, dist, page)?,
        Profile::Dev => {
            let script = only(dist, "js")?;
            fs::write(&script, with_beside(&fs::read_to_string(&script)?)?)?;
            without_integrity(&page, |_| true)
        }
    };
    // Once more for the worker to read: some hosts serve an `index.html` themselves.
    fs::write(dist.join("page.txt"), &page)?;
    fs::write(&index, page)?;
    embedding(tools, dist, options)?;
    authenticators::write(&dist.join("authenticators.txt"))?;
    catalog::publish(&dist.join("messages"), options)?;
    match options.profile {
        Profile::Release => compress::folder(dist),
        // Nobody asks for compressed files: `dev/proxy.rs` stands in front.
        Profile::Dev => Ok(()),
    }
}

/// The parts of the card and of pages that the edge draws alone, whose hashes the worker knows, and the
/// script of an intranet page.
fn embedding(tools: &Tools, dist: &Path, options: &Options) -> Result<()> {
    for (source, name) in [
        ("static/card.css", "card.css"),
        ("static/card.js", "card.js"),
        ("static/card-window.js", "card-window.js"),
        ("static/leaflet.css", "leaflet.css"),
        ("static/why.css", "why.css"),
        ("static/why.js", "why.js"),
        ("embed/latchkey-card.js", "embed.js"),
    ] {
        let path = workspace::root().join(source);
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let loader = if name.ends_with(".css") { "--loader=css" } else { "--loader=js" };
        let content = match options.profile {
            Profile::Release => esbuild(tools, &[loader, "--minify", "--target=es2022"], &content)?,
            Profile::Dev => content,
        };
        fs::write(dist.join(name), content.trim_ascii_end())?;
    }
    own_parts(dist)
}

/// What stands in the head of one page alone: its style, and its script, which runs once the page is there.
fn own_parts(dist: &Path) -> Result<()> {
    let read = |name: &str| fs::read_to_string(dist.join(name));
    let style =
        |name: &str| Ok::<_, std::io::Error>(["<style>", &read(name)?, "</style>"].concat());
    let script = ["<script type=\"module\">", &read("why.js")?, "</script>"].concat();
    fs::write(dist.join("why.txt"), style("why.css")? + &script)?;
    fs::write(dist.join("leaflet.txt"), style("leaflet.css")?)?;
    Ok(())
}

/// The page with its styles and scripts minified.
fn small(tools: &Tools, dist: &Path, page: String) -> Result<String> {
    let mut page = small_styles(tools, &page)?;
    let (script, module) = (only(dist, "js")?, only(dist, "wasm")?);
    let names;
    (page, names) = small_module(tools, &module, &page)?;
    page = small_script(tools, &script, &names, &page)?;
    // Browsers ignore the integrity of a preload that is fetched, and warn of it.
    Ok(without_integrity(&page, |link| link.contains("rel=\"preload\"")))
}

/// The only file of a folder with this extension.
fn only(folder: &Path, wanted: &str) -> Result<PathBuf> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == wanted));
    match <[PathBuf; 1]>::try_from(paths) {
        Ok([path]) => Ok(path),
        Err(paths) => bail!("Trunk wrote {} files that end in .{wanted}", paths.len()),
    }
}

/// The script of the app with what runs beside it. In the page itself, that would hold the first paint up.
fn with_beside(script: &str) -> Result<String> {
    let beside = fs::read_to_string(workspace::root().join("static/app.js"))?;
    Ok([&beside, script].concat())
}

/// The page with every inline style minified.
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

/// Runs wasm-opt with these passes.
pub(super) fn optimize(tools: &Tools, passes: &[&str], from: &Path, to: &Path) -> Result<()> {
    let status = Command::new(tools.wasm_opt())
        .args(passes)
        .args(WASM_FEATURES.iter().map(|feature| format!("--enable-{feature}")))
        .arg(from)
        .arg("--output")
        .arg(to)
        .status()
        .context("cannot start wasm-opt")?;
    if !status.success() {
        bail!("wasm-opt refused {}; what it said is above", from.display());
    }
    Ok(())
}

/// Makes the module small, splits it, and names both parts after their new content; returns the page with the new
/// names, and the names that its script has to use.
fn small_module(tools: &Tools, path: &Path, page: &str) -> Result<(String, ShortNames)> {
    let name =
        path.file_name().and_then(|name| name.to_str()).context("a module without a name")?;
    let stem = name.rsplit_once('-').map_or("module", |(stem, _)| stem);
    let (wasm, names) = ShortNames::of(&panics::without_texts(&fs::read(path)?)?)?;
    // What the optimizer takes out need not be split; what is split is written anew.
    let named = optimized(tools, path, &wasm, &[&SMALL, &["--debuginfo"][..]].concat())?;
    let Halves { first, later } = split::split(&named, split::DOORS)?;
    fs::remove_file(path)?;
    let write = |part: &str, wasm: &[u8]| -> Result<String> {
        let small = optimized(tools, path, wasm, &SMALL)?;
        let name = format!("{stem}-{}_{part}.wasm", short_hash(&small));
        fs::write(path.with_file_name(&name), small)?;
        Ok(name)
    };
    let (first, later) = (write("bg", &first)?, write("later", &later)?);
    let later = format!("<meta name=\"later\" content=\"/assets/{later}\"></head>");
    Ok((page.replace(name, &first).replacen("</head>", &later, 1), names))
}

/// Smaller than `-Oz` once it is compressed, and quicker. What is inlined differs a little each time, so that it
/// compresses worse than a call. The lowest kilobyte is the end of the stack: no address that is computed begins
/// there, and offsets may be folded.
const SMALL: [&str; 9] = [
    "--low-memory-unused",
    "-O2",
    "--always-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "--merge-locals",
    "--coalesce-locals-learning",
    "--strip-producers",
    "--strip-target-features",
];

/// What the optimizer makes of a module, by way of files beside this one.
fn optimized(tools: &Tools, beside: &Path, wasm: &[u8], passes: &[&str]) -> Result<Vec<u8>> {
    let (from, to) = (beside.with_extension("from"), beside.with_extension("to"));
    fs::write(&from, wasm)?;
    optimize(tools, passes, &from, &to)?;
    let optimized = fs::read(&to)?;
    fs::remove_file(&from)?;
    fs::remove_file(&to)?;
    Ok(optimized)
}

/// What Rust and wasm-bindgen use of WebAssembly beyond its first version.
const WASM_FEATURES: &[&str] = &[
    "bulk-memory",
    "nontrapping-float-to-int",
    "sign-ext",
    "mutable-globals",
    "reference-types",
    "multivalue",
];

/// Minifies one script and names it after its new content; returns the page with the new name.
fn small_script(tools: &Tools, path: &Path, names: &ShortNames, page: &str) -> Result<String> {
    let name =
        path.file_name().and_then(|name| name.to_str()).context("a script without a name")?;
    let content = fs::read_to_string(path)?;
    let arguments = ["--loader=js", "--minify", "--format=esm", "--target=es2022"];
    let whole = with_beside(&names.apply(&content))?;
    let small = esbuild(tools, &arguments, whole.as_bytes())?;
    let stem = name.rsplit_once('-').map_or("script", |(stem, _)| stem);
    let new_name = format!("{stem}-{}.js", short_hash(&small));
    if !page.contains(&integrity(content.as_bytes())) {
        bail!("the page does not carry the integrity of {name}: has Trunk's output changed?");
    }
    fs::remove_file(path)?;
    fs::write(path.with_file_name(&new_name), &small)?;
    Ok(page.replace(name, &new_name).replace(&integrity(content.as_bytes()), &integrity(&small)))
}

/// The page without the integrity attribute of these elements.
fn without_integrity(page: &str, of: impl Fn(&str) -> bool) -> String {
    let elements = page.split_inclusive('>');
    let without = elements.map(|element| match element.split_once(" integrity=\"") {
        Some((before, rest)) if of(element) => {
            format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after))
        }
        _ => element.to_owned(),
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
