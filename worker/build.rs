//! Writes `page.rs`: the CSP hashes of the built page, the languages with their catalogs and the file
//! list.
//!
//! `LATCHKEY_DIST` is the folder of the built app. Without it (a fresh clone, an editor) the sources
//! in `static` are used instead, so that the worker compiles before the app was ever built.
//! Lists whatever catalogs it finds there; English alone has to be among them.

use std::{
    collections::BTreeMap,
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
    let mut rust = rust(&page, &catalogs(&folder.join("messages")), &files);
    rust.push_str(&own_parts(folder));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the output folder"));
    fs::write(out.join("page.rs"), rust).expect("the output folder is writable");
}

/// The language of a visitor who accepts none of the others.
const FALLBACK: &str = "en";

/// What the name of the later part of a catalog has after its language.
const LATER: &str = ".later";

/// A language, as the generated source writes it; the type of the worker has the same name and fields.
#[derive(Debug)]
#[expect(dead_code, reason = "read by the derived `Debug`, which writes the source")]
struct Written {
    tag: String,
    name: String,
    is_right_to_left: bool,
    first: String,
    later: String,
}

fn rust(page: &str, catalogs: &[Written], files: &[String]) -> String {
    let mut rust = String::new();
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
            "Addresses of the built files; each also exists with the suffixes `.br` and `.gz`.",
            files,
        ),
    ] {
        writeln!(rust, "/// {what}\npub(crate) const {name}: &[&str] = &{list:?};")
            .expect("writing to a string cannot fail");
    }
    writeln!(
        rust,
        "/// The languages with a catalog; English first.\n\
         pub(crate) const LANGUAGES: &[Written; {}] = &{catalogs:?};",
        catalogs.len()
    )
    .expect("writing to a string cannot fail");
    rust
}

/// The CSP hash sources of what single pages have of their own, and the entity tag of the script that an
/// intranet page loads.
fn own_parts(folder: &Path) -> String {
    let read = |name: &str| {
        // The source of the script lies in its package.
        let path = match folder.join(name) {
            path if name != "embed.js" || path.is_file() => path,
            _ => Path::new("../embed/latchkey-card.js").to_path_buf(),
        };
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is there", path.display()))
    };
    let mut rust = String::new();
    for (name, what, file) in [
        ("CARD_STYLE", "The style of the card", "card.css"),
        ("CARD_SCRIPT", "The script of the card", "card.js"),
        ("CARD_WINDOW_SCRIPT", "The script of the card's window", "card-window.js"),
        ("LEAFLET_STYLE", "The style of the leaflet", "leaflet.css"),
        ("WHY_SCRIPT", "The script of the page that says why", "why.js"),
        ("WHY_STYLE", "Its style", "why.css"),
    ] {
        let hash = hash_source(read(file));
        writeln!(rust, "/// {what}: its CSP source.\npub(crate) const {name}: &str = {hash:?};")
            .expect("writing to a string cannot fail");
    }
    let tag = STANDARD.encode(Sha256::digest(read("embed.js")).as_slice());
    writeln!(
        rust,
        "/// What changes with the script of an intranet page.\npub(crate) const EMBED_TAG: &str = {:?};",
        &tag[..16]
    )
    .expect("writing to a string cannot fail");
    rust
}

/// What the worker draws with, reads itself, or serves at an address of its own.
const NOT_SERVED: [&str; 12] = [
    "authenticators.txt",
    "card.css",
    "card.js",
    "card-window.js",
    "embed.js",
    "index.html",
    "leaflet.css",
    "leaflet.txt",
    "page.txt",
    "why.css",
    "why.js",
    "why.txt",
];

/// The CSP hash source (CSP3 §2.3.1) of each inline element with this name.
fn hashes(page: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    page.split(&open)
        .skip(1)
        .filter_map(|rest| {
            let (attributes, rest) = rest.split_once('>')?;
            let (content, _) = rest.split_once(&close)?;
            (!attributes.contains("src=")).then_some(content)
        })
        .map(hash_source)
        .collect()
}

fn hash_source(content: impl AsRef<[u8]>) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

/// The catalogs of a folder, English first; the name of a built one ends in its hash.
///
/// The sources have no later parts, whose address is then empty: everything is in the first.
fn catalogs(folder: &Path) -> Vec<Written> {
    let mut parts: BTreeMap<String, PathBuf> = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the folder of catalogs can be read") {
        let path = entry.expect("the folder of catalogs can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".json") else {
            continue;
        };
        let part = match stem.rsplit_once('-') {
            Some((part, hash)) if hash.len() == 16 => part,
            _ => stem,
        };
        parts.insert(part.to_owned(), path);
    }
    let address = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ["/assets/messages/", &name].concat()
    };
    let languages = parts.iter().filter(|(part, _)| !part.ends_with(LATER));
    let mut catalogs: Vec<Written> = languages
        .map(|(tag, path)| {
            let later = parts.get(&[tag, LATER].concat());
            let words = words(later.unwrap_or(path));
            let word = |key: &str| {
                let found = words.get(key);
                found.unwrap_or_else(|| panic!("{} lacks {key}", path.display())).clone()
            };
            Written {
                tag: tag.clone(),
                name: word("language.name"),
                is_right_to_left: word("language.direction") == "rtl",
                first: address(path),
                later: later.map(address).unwrap_or_default(),
            }
        })
        .collect();
    // The first language is the one for whoever accepts none of them.
    catalogs.sort_by_cached_key(|language| (language.tag != FALLBACK, language.tag.clone()));
    let has_fallback = catalogs.first().is_some_and(|language| language.tag == FALLBACK);
    assert!(has_fallback, "{} has no English catalog", folder.display());
    catalogs
}

fn words(catalog: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(catalog).expect("a catalog can be read");
    serde_json::from_str(&text).expect("a catalog is a flat object of strings")
}

/// Addresses of the files that the worker serves: all but the page and the compressed copies.
fn collect(folder: &Path, address: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let address = format!("{address}/{name}");
        if path.is_dir() {
            collect(&path, &address, files);
        } else if !NOT_SERVED.contains(&name.as_str())
            && !name.ends_with(".br")
            && !name.ends_with(".gz")
        {
            files.push(address);
        }
    }
}
