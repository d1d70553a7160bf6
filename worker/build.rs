//! Writes `page.rs`: the built page around the drawing, the hashes for its policy, and the message catalogs.
//!
//! `LATCHKEY_DIST` names the built app; without it (a fresh clone, an editor) the page's source stands in,
//! so that the worker compiles and is tested before an app was ever built.

use std::{
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

fn main() {
    println!("cargo::rerun-if-env-changed=LATCHKEY_DIST");
    let source = Path::new("../static");
    let dist = env::var_os("LATCHKEY_DIST")
        .map(PathBuf::from)
        .filter(|dist| dist.join("index.html").is_file());
    let folder = dist.as_deref().unwrap_or(source);
    println!("cargo::rerun-if-changed={}", folder.join("index.html").display());
    println!("cargo::rerun-if-changed={}", folder.join("messages").display());
    let page = fs::read_to_string(folder.join("index.html")).expect("the page can be read");
    let mut files = Vec::new();
    if let Some(dist) = &dist {
        collect(dist, "/assets", &mut files);
        files.sort();
    }
    let rust = rust(&page, &catalogs(&folder.join("messages")), &files);
    let out = PathBuf::from(
        env::var_os("OUT_DIR").expect("cargo names the folder for what is generated"),
    );
    fs::write(out.join("page.rs"), rust).expect("the folder for what is generated is writable");
}

/// A language, the address of its catalog below the app's files, and its content.
type Catalog = (String, String, String);

fn rust(page: &str, catalogs: &[Catalog], files: &[String]) -> String {
    let (before_head, rest) =
        page.split_once("<!--head-->").expect("the page has a place for its head");
    let (before_app, after_app) =
        rest.split_once("<!--drawn-->").expect("the page has a place for the drawing");
    let mut rust = String::new();
    for (name, what, text) in [
        ("BEFORE_HEAD", "The page as far as the place for title, preloads and data.", before_head),
        ("BEFORE_APP", "From there to the place for the drawing, inside `body`.", before_app),
        ("AFTER_APP", "The rest of the page.", after_app),
    ] {
        writeln!(rust, "/// {what}\npub(crate) const {name}: &str = {text:?};")
            .expect("a string takes it");
    }
    for (name, what, list) in [
        (
            "SCRIPT_HASHES",
            "CSP source expressions of the page's inline scripts.",
            &hashes(page, "script")[..],
        ),
        (
            "STYLE_HASHES",
            "CSP source expressions of the page's inline styles.",
            &hashes(page, "style"),
        ),
        (
            "FILES",
            "Addresses of the built files; `.br` and `.gz` twins of each lie beside it.",
            files,
        ),
    ] {
        writeln!(rust, "/// {what}\npub(crate) const {name}: &[&str] = &{list:?};")
            .expect("a string takes it");
    }
    writeln!(
        rust,
        "/// Each language, the address of its catalog, and the catalog; English first.\n\
         pub(crate) const CATALOGS: &[(&str, &str, &str)] = &{catalogs:?};"
    )
    .expect("a string takes it");
    rust
}

/// CSP level 3, section 2.3.1: the `hash-source` of each inline element of this name.
fn hashes(page: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    page.split(&open)
        .skip(1)
        .filter_map(|rest| {
            let (attributes, rest) = rest.split_once('>')?;
            let (content, _) = rest.split_once(&close)?;
            (!attributes.contains("src=")).then_some(content)
        })
        .map(|content| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content))))
        .collect()
}

/// The catalogs of a folder, by language; a built one carries its hash in its name.
fn catalogs(folder: &Path) -> Vec<Catalog> {
    let mut catalogs: Vec<Catalog> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_str()?.to_owned();
            let stem = name.strip_suffix(".json")?;
            let language = match stem.rsplit_once('-') {
                Some((language, hash)) if hash.len() == 16 => language,
                _ => stem,
            };
            let content = fs::read_to_string(&path).ok()?;
            Some((language.to_owned(), format!("/assets/messages/{name}"), content))
        })
        .collect();
    catalogs.sort();
    catalogs
}

/// Addresses of what the worker serves: every file but the page itself and the compressed twins.
fn collect(folder: &Path, address: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let address = format!("{address}/{name}");
        if path.is_dir() {
            collect(&path, &address, files);
        } else if name != "index.html" && !name.ends_with(".br") && !name.ends_with(".gz") {
            files.push(address);
        }
    }
}
