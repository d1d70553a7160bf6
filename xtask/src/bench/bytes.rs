//! What a first visit transfers: the page and everything that it names, raw and compressed.
//!
//! Reads the drawn page as a browser does and follows what it names; a browser is not needed to weigh files.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, bail};

use super::person::Visitor;
use crate::{
    build::{
        Built,
        compress::{brotli, gzip},
    },
    product::Product,
};

/// The weight of some files.
#[derive(Debug, Default, Clone, Copy)]
pub struct Weight {
    /// How many.
    pub files: usize,
    /// As they are, in bytes.
    pub raw: usize,
    /// With gzip at level 9.
    pub gzip: usize,
    /// With brotli at quality 11.
    pub brotli: usize,
}

/// A page with all that it loads.
#[derive(Debug)]
pub struct Page {
    /// What it is called in the table.
    pub name: &'static str,
    /// The weight of each kind of file.
    pub kinds: BTreeMap<&'static str, Weight>,
    /// The document and what else stands between a visitor and the first paint.
    pub before_paint: Weight,
}

/// Everything that was weighed.
#[derive(Debug)]
pub struct Weights {
    /// The first page and the signed-in page.
    pub pages: Vec<Page>,
    /// The worker's own module.
    pub worker: Weight,
}

/// A figure, and what it must not pass.
struct Goal {
    what: String,
    is: usize,
    must: usize,
    aim: usize,
}

/// Fails when a figure of the *must* column is passed.
///
/// # Errors
/// Names each figure that is too large.
pub fn check(built: &Built) -> Result<()> {
    let product = super::start(built)?;
    let weights = weigh(built, &product)?;
    let passed: Vec<String> = weights
        .goals()
        .into_iter()
        .filter(|goal| goal.is > goal.must)
        .map(|goal| format!("{}: {} and must be {} at most", goal.what, goal.is, goal.must))
        .collect();
    if passed.is_empty() {
        return Ok(());
    }
    bail!("{}\n\n{}", passed.join("\n"), weights.table())
}

/// Weighs the first page, the signed-in page, and the worker.
///
/// # Errors
/// When a page or a file that it names does not come.
pub fn weigh(built: &Built, product: &Product) -> Result<Weights> {
    let mut visitor = Visitor::new(product);
    let first = page("first page", &mut visitor)?;
    let person = product
        .person("ada")
        .or(product.tenant.people.first())
        .context("the tenant has no people")?;
    visitor.sign_in(person)?;
    let signed_in = page("signed in", &mut visitor)?;
    Ok(Weights {
        pages: vec![first, signed_in],
        worker: Weight::of(&fs::read(built.worker.join("index_bg.wasm"))?)?,
    })
}

fn page(name: &'static str, visitor: &mut Visitor<'_>) -> Result<Page> {
    let document = visitor.get("/")?;
    let html = String::from_utf8_lossy(&document).into_owned();
    let mut page = Page { name, kinds: BTreeMap::new(), before_paint: Weight::of(&document)? };
    page.add("html", Weight::of(&document)?);
    let mut named = addresses(&html);
    named.sort();
    named.dedup();
    for address in named {
        let weight = Weight::of(&visitor.get(&address)?)?;
        page.add(kind(&address), weight);
        if blocks_paint(&html, &address) {
            page.before_paint = page.before_paint.and(weight);
        }
    }
    Ok(page)
}

/// The addresses of this origin that a page makes a browser fetch: in `link`, `script` and `img`, and in its own
/// module script.
fn addresses(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
        let fetches =
            tag.starts_with("link ") || tag.starts_with("script") || tag.starts_with("img ");
        if !fetches || tag.contains(r#"rel="canonical""#) {
            continue;
        }
        found.extend(["src=\"", "href=\""].into_iter().filter_map(|attribute| {
            let (_, value) = tag.split_once(attribute)?;
            value.split('"').next().map(str::to_owned)
        }));
        if tag.contains("module") {
            found.extend(
                text.split(['\'', '"'])
                    .filter(|part| part.starts_with("/assets/"))
                    .map(str::to_owned),
            );
        }
    }
    found.retain(|address| address.starts_with('/'));
    found
}

/// Whether the first paint waits for it: a style sheet, or a script that is neither a module nor deferred.
fn blocks_paint(html: &str, address: &str) -> bool {
    html.split('<').any(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        let waits = tag.contains(r#"rel="stylesheet""#)
            || (tag.starts_with("script")
                && !["module", "defer", "async"].iter().any(|word| tag.contains(word)));
        waits && tag.contains(address)
    })
}

fn kind(address: &str) -> &'static str {
    match address.rsplit('.').next() {
        Some("wasm") => "wasm",
        Some("js" | "mjs") => "js",
        Some("css") => "css",
        Some("svg" | "png" | "webp" | "ico") => "image",
        Some("woff2" | "woff") => "font",
        _ => "data",
    }
}

impl Weight {
    fn of(content: &[u8]) -> Result<Self> {
        Ok(Self {
            files: 1,
            raw: content.len(),
            gzip: gzip(content)?.len().min(content.len()),
            brotli: brotli(content)?.len().min(content.len()),
        })
    }

    fn and(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

impl Page {
    fn add(&mut self, kind: &'static str, weight: Weight) {
        let sum = self.kinds.entry(kind).or_default();
        *sum = sum.and(weight);
    }

    fn all(&self) -> Weight {
        self.kinds.values().fold(Weight::default(), |sum, weight| sum.and(*weight))
    }
}

impl Weights {
    fn goals(&self) -> Vec<Goal> {
        let mut goals = Vec::new();
        for page in &self.pages {
            let mut goal = |what: &str, is, must, aim| {
                goals.push(Goal { what: format!("{}, {what}", page.name), is, must, aim });
            };
            goal("everything, brotli bytes", page.all().brotli, 100_000, 80_000);
            goal("before the first paint, brotli bytes", page.before_paint.brotli, 14_000, 8_000);
            goal("before the first paint, documents", page.before_paint.files, 1, 1);
            goal("requests", page.all().files, 5, 3);
        }
        goals.push(Goal {
            what: "worker's wasm, brotli bytes".to_owned(),
            is: self.worker.brotli,
            must: 400_000,
            aim: 250_000,
        });
        goals
    }

    /// The bytes by kind of file, and the figures beside their goals.
    pub fn table(&self) -> String {
        let mut text = format!(
            "\nBytes of a cold load\n\n  {:12} {:8} {:>5} {:>9} {:>9} {:>9}\n",
            "page", "kind", "files", "raw", "gzip 9", "brotli 11"
        );
        let mut row = |page: &str, kind: &str, weight: &Weight| {
            text.push_str(&format!(
                "  {page:12} {kind:8} {:>5} {:>9} {:>9} {:>9}\n",
                weight.files, weight.raw, weight.gzip, weight.brotli
            ));
        };
        for page in &self.pages {
            for (kind, weight) in &page.kinds {
                row(page.name, kind, weight);
            }
            row(page.name, "all", &page.all());
        }
        row("worker", "wasm", &self.worker);
        text.push_str(&format!("\n  {:48} {:>9} {:>9} {:>9}\n", "figure", "is", "must be", "aim"));
        for goal in self.goals() {
            let mark = match goal.is {
                is if is <= goal.aim => "",
                is if is <= goal.must => "  (over the aim)",
                _ => "  TOO LARGE",
            };
            text.push_str(&format!(
                "  {:48} {:>9} {:>9} {:>9}{mark}\n",
                goal.what, goal.is, goal.must, goal.aim
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests;
