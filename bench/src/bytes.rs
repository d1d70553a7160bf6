//! What a first visit transfers: the page and everything that it names, raw and compressed.
//!
//! Reads the drawn page as a browser does and fetches what it names; no browser is needed to weigh files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Result, bail};
use latchkey_tests::client::Client;
use scraper::{Html, Selector};
use xtask::{
    build::{
        Built,
        compress::{brotli, gzip},
    },
    product::Product,
};

use crate::{Part, figure::Figure};

/// The size of some files.
#[derive(Debug, Default, Clone, Copy)]
pub struct Weight {
    /// The number of files.
    pub files: usize,
    /// Uncompressed, in bytes.
    pub raw: usize,
    /// Compressed with gzip at level 9, in bytes.
    pub gzip: usize,
    /// Compressed with brotli at quality 11, in bytes.
    pub brotli: usize,
}

/// A page and everything that it loads.
#[derive(Debug)]
pub struct Page {
    /// Its name in the table.
    pub name: &'static str,
    /// The size of each kind of file.
    pub kinds: BTreeMap<&'static str, Weight>,
    /// The document and everything else that the first paint waits for.
    pub before_paint: Weight,
}

/// The measured sizes.
#[derive(Debug)]
pub struct Weights {
    /// The first page and the signed-in page.
    pub pages: Vec<Page>,
    /// The script of an intranet page.
    pub embed: Weight,
    /// The card's document, which loads nothing else.
    pub card: Weight,
    /// The part of the app's code that a first visit does not fetch.
    pub later: Weight,
    /// The worker's own module.
    pub worker: Weight,
}

/// Fails when a figure exceeds its limit.
///
/// # Errors
/// Names each figure that is too large.
pub async fn check(built: &Built) -> Result<()> {
    let product = super::start(built)?;
    let weights = weigh(built, &product).await?;
    let exceeded: Vec<String> = weights
        .figures()
        .into_iter()
        .filter(Figure::fails)
        .map(|figure| {
            let must = figure.must.unwrap_or_default();
            format!("{}: {} and must be {must} at most", figure.name, figure.value)
        })
        .collect();
    if exceeded.is_empty() {
        return Ok(());
    }
    bail!("{}\n\n{}", exceeded.join("\n"), weights.table())
}

/// Measures the first page, the signed-in page and the worker.
///
/// # Errors
/// When a file of the worker cannot be read.
pub async fn weigh(built: &Built, product: &Product) -> Result<Weights> {
    let client = Client::new(product);
    let embed = Weight::of(&client.bytes(contract::routes::EMBED).await)?;
    let card = format!("{}?host={}", contract::routes::CARD, product.intranet);
    let card = Weight::of(&client.bytes(&card).await)?;
    let first = page("first page", &client).await?;
    client.sign_in(product, "ada").await;
    let signed_in = page("signed in", &client).await?;
    let module = fs::read(built.worker.join("index_bg.wasm"))?;
    let (later, worker) = (later(&built.dist)?, Weight::of(&module)?);
    Ok(Weights { pages: vec![first, signed_in], embed, card, later, worker })
}

/// The later module among the built files.
fn later(dist: &Path) -> Result<Weight> {
    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with("_later.wasm") {
            return Weight::of(&fs::read(path)?);
        }
    }
    bail!("the app has no later module");
}

async fn page(name: &'static str, client: &Client) -> Result<Page> {
    let document = client.bytes("/").await;
    let named = Named::read(&String::from_utf8_lossy(&document))?;
    let mut page = Page { name, kinds: BTreeMap::new(), before_paint: Weight::of(&document)? };
    page.add("html", Weight::of(&document)?);
    for address in &named.all {
        let weight = Weight::of(&client.bytes(address).await)?;
        page.add(kind(address), weight);
        if named.blocking.contains(address) {
            page.before_paint = page.before_paint.and(weight);
        }
    }
    Ok(page)
}

/// The addresses of this origin that a page makes a browser fetch.
#[derive(Debug, Default)]
struct Named {
    all: BTreeSet<String>,
    /// Those that the first paint waits for: style sheets, and scripts that are neither modules nor deferred.
    blocking: BTreeSet<String>,
}

impl Named {
    fn read(html: &str) -> Result<Self> {
        let selector = |text: &str| {
            Selector::parse(text).map_err(|fault| anyhow::anyhow!("not a selector: {fault}"))
        };
        let fetched = selector("link[href]:not([rel=canonical]), script[src], img[src]")?;
        let modules = selector("script[type=module]")?;
        let blocking =
            selector("link[rel=stylesheet], script[src]:not([type=module], [defer], [async])")?;
        let document = Html::parse_document(html);
        let mut named = Self::default();
        for element in document.select(&fetched) {
            let address = element.attr("src").or(element.attr("href")).unwrap_or_default();
            if !address.starts_with('/') {
                continue;
            }
            named.all.insert(address.to_owned());
            if blocking.matches(&element) {
                named.blocking.insert(address.to_owned());
            }
        }
        // The page's own module names what it imports and the module of WebAssembly.
        for module in document.select(&modules) {
            let text: String = module.text().collect();
            let addresses = text.split(['\'', '"']).filter(|part| part.starts_with("/assets/"));
            named.all.extend(addresses.map(str::to_owned));
        }
        Ok(named)
    }
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
    fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for page in &self.pages {
            let mut figure = |what: &str, is, unit, must, aim| {
                let name = format!("{}, {what}", page.name);
                figures.push(Figure::counted(name, is, unit).at_most(must, aim));
            };
            let (all, first) = (page.all(), page.before_paint);
            figure("everything, brotli", all.brotli, "bytes", 120_000.0, 105_000.0);
            figure("before the first paint, brotli", first.brotli, "bytes", 14_000.0, 8_000.0);
            figure("before the first paint", first.files, "files", 1.0, 1.0);
            figure("requests", all.files, "requests", 5.0, 3.0);
        }
        for (what, weight, must, aim) in [
            ("script of an intranet page, brotli", self.embed, 5_000.0, 2_000.0),
            ("card's document, brotli", self.card, 8_000.0, 5_000.0),
            ("later code of the app, brotli", self.later, 25_000.0, 20_000.0),
            // What it has, and little more: see docs/decisions/byte-budget.md.
            ("worker's wasm, brotli", self.worker, 390_000.0, 250_000.0),
        ] {
            figures.push(Figure::counted(what, weight.brotli, "bytes").at_most(must, aim));
        }
        figures
    }

    /// The bytes by kind of file, and the figures beside their goals.
    pub fn part(&self) -> Part {
        Part { text: self.table(), figures: self.figures() }
    }

    fn table(&self) -> String {
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
        row("intranet", "js", &self.embed);
        row("card", "html", &self.card);
        row("later", "wasm", &self.later);
        row("worker", "wasm", &self.worker);
        text
    }
}

#[cfg(test)]
mod tests;
