//! One load of a page in a new browser: when it paints, when it answers, what it takes.
//!
//! `in_page.js` notes what the page sees; what goes over the network comes from the browser. Nothing is asked of the
//! page before the network is quiet, so that the questions are in no figure.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use latchkey_tests::browser::Browser;
use serde_json::{Value, json};
use tokio::time::sleep;

/// A page to measure.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) name: &'static str,
    pub(super) address: String,
    /// The cookies that an earlier page has left, each a name and a value; none for a stranger.
    pub(super) cookies: Vec<(&'static str, String)>,
    /// The first control that a person would use.
    pub(super) control: &'static str,
    /// Whether that control works without any script, so that it answers as soon as it is there.
    pub(super) native: bool,
}

/// The figures of one load; times in milliseconds from the navigation's start, sizes in bytes.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Figures {
    pub(super) first_paint: Option<f64>,
    pub(super) largest_paint: Option<f64>,
    pub(super) answers: Option<f64>,
    pub(super) blocking: f64,
    pub(super) shift: f64,
    pub(super) heap: f64,
    pub(super) wasm_memory: f64,
    pub(super) requests: u32,
    pub(super) wire: f64,
}

/// The conditions of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    /// As fast as this machine is.
    Full,
    /// 1.6 Mbit/s down, 750 kbit/s up, 150 ms added to every request, CPU four times slower.
    Slow,
}

/// Loads the page once for its figures, and once more to find out when a control that needs the app answers:
/// the presses of that second load disturb no other figure.
pub(super) async fn measure(page: &Page, network: Network) -> Result<Figures> {
    let mut figures = load(page, network, false).await?;
    if !page.native {
        figures.answers = load(page, network, true).await?.answers;
    }
    Ok(figures)
}

async fn load(page: &Page, network: Network, probe: bool) -> Result<Figures> {
    let browser = Browser::open_watched(1280, 800).await?;
    warm(&browser).await?;
    prepare(&browser, page, network, probe).await?;
    let mut traffic = Traffic::default();
    browser.goto(&page.address).await?;
    let begun = Instant::now();
    let quiet = Duration::from_secs(if network == Network::Slow { 2 } else { 1 });
    let seen = loop {
        sleep(Duration::from_millis(50)).await;
        for event in browser.events().await? {
            traffic.note(&event);
        }
        if traffic.is_quiet(quiet) {
            let seen = Seen::ask(&browser).await?;
            let done = if probe {
                seen.at("answers").is_some()
            } else {
                seen.at("shown").is_some() && seen.is_quiet(quiet)
            };
            if done {
                break seen;
            }
        }
        ensure!(
            begun.elapsed() < Duration::from_secs(60),
            "{}: {} was not {} within a minute",
            page.name,
            page.control,
            if probe { "answering" } else { "to be seen" }
        );
    };
    let mut figures = Figures { requests: traffic.requests, wire: traffic.wire, ..seen.figures() };
    if !probe {
        figures.heap = heap(&browser).await?;
        figures.wasm_memory = wasm_memory(&browser).await?;
        figures.answers = seen.at("shown");
    }
    browser.close().await?;
    Ok(figures)
}

/// A first page wakes the browser up and is not measured; the page to measure gets a tab of its own.
async fn warm(browser: &Browser) -> Result<()> {
    browser.goto("data:text/html,<h1>warm</h1><p>up <input> <button>go</button>").await?;
    sleep(Duration::from_millis(300)).await;
    let warmed = browser.driver.window().await?;
    let tab = browser.driver.new_tab().await?;
    browser.driver.switch_to_window(warmed).await?;
    browser.driver.close_window().await?;
    browser.driver.switch_to_window(tab).await?;
    browser.events().await?;
    Ok(())
}

async fn prepare(browser: &Browser, page: &Page, network: Network, probe: bool) -> Result<()> {
    browser.resize(1280, 800).await?;
    // In a block, so that the page's own names stay free.
    let script = format!(
        "{{ const SELECTOR = {}, PROBE = {probe};\n{} }}",
        Value::from(page.control),
        include_str!("in_page.js")
    );
    let script = json!({ "source": script });
    browser.command("Page.addScriptToEvaluateOnNewDocument", script).await?;
    browser.command("Performance.enable", json!({ "timeDomain": "timeTicks" })).await?;
    for (name, value) in &page.cookies {
        let cookie = json!({
            "name": name, "value": value, "url": page.address, "path": "/",
            "secure": true, "httpOnly": true, "sameSite": "Lax",
        });
        browser.command("Network.setCookie", cookie).await?;
    }
    if network == Network::Slow {
        let slow = json!({
            "offline": false, "latency": 150,
            "downloadThroughput": 1.6e6 / 8.0, "uploadThroughput": 750e3 / 8.0,
        });
        browser.command("Network.emulateNetworkConditions", slow).await?;
        browser.command("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
    }
    Ok(())
}

async fn heap(browser: &Browser) -> Result<f64> {
    browser.command("HeapProfiler.enable", json!({})).await?;
    for _ in 0..2 {
        browser.command("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let metrics = browser.command("Performance.getMetrics", json!({})).await?;
    let metrics = metrics["metrics"].as_array().into_iter().flatten();
    let heap = metrics
        .filter(|metric| metric["name"] == "JSHeapUsedSize")
        .find_map(|metric| metric["value"].as_f64());
    Ok(heap.unwrap_or_default())
}

async fn wasm_memory(browser: &Browser) -> Result<f64> {
    let script = "return [...(window.__wasmMemories ?? [])].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)";
    let answer = browser.driver.execute(script, Vec::new()).await?;
    Ok(answer.json().as_f64().unwrap_or_default())
}

/// What went over the network during a load.
#[derive(Default)]
struct Traffic {
    flying: BTreeSet<String>,
    moved: Option<Instant>,
    requests: u32,
    wire: f64,
}

impl Traffic {
    fn note(&mut self, event: &Value) {
        let parameters = &event["params"];
        let id = parameters["requestId"].as_str().unwrap_or_default();
        match event["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                let address = parameters["request"]["url"].as_str().unwrap_or_default();
                // The browser's own wish for an icon is no part of the page.
                if address.starts_with("http") && !address.ends_with("/favicon.ico") {
                    self.requests += 1;
                    self.flying.insert(id.to_owned());
                    self.moved = Some(Instant::now());
                }
            }
            Some("Network.loadingFinished" | "Network.loadingFailed") if self.flying.remove(id) => {
                self.wire += parameters["encodedDataLength"].as_f64().unwrap_or_default();
                self.moved = Some(Instant::now());
            }
            _ => {}
        }
    }

    fn is_quiet(&self, long_enough: Duration) -> bool {
        self.flying.is_empty() && self.moved.is_some_and(|at| at.elapsed() > long_enough)
    }
}

/// What the page noted during a load; times in milliseconds from the navigation's start.
struct Seen {
    now: f64,
    told: Vec<Value>,
}

impl Seen {
    async fn ask(browser: &Browser) -> Result<Self> {
        let script = "return { now: performance.now(), told: window.__told ?? [] }";
        let answer = browser.driver.execute(script, Vec::new()).await?;
        let told = answer.json()["told"].as_array().cloned().unwrap_or_default();
        Ok(Self { now: answer.json()["now"].as_f64().unwrap_or_default(), told })
    }

    /// When the first of this kind was noted.
    fn at(&self, kind: &str) -> Option<f64> {
        self.times(kind).next()
    }

    fn times<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = f64> + 'a {
        self.told
            .iter()
            .filter(move |told| told["kind"] == kind)
            .filter_map(|told| told["at"].as_f64())
    }

    /// Whether nothing but a shift was noted for this long.
    fn is_quiet(&self, long_enough: Duration) -> bool {
        let since = self.now - long_enough.as_secs_f64() * 1000.0;
        let moves = self.told.iter().filter(|told| told["kind"] != "shift");
        moves.filter_map(|told| told["at"].as_f64()).all(|at| at < since)
    }

    fn figures(&self) -> Figures {
        let sum = |kind: &str, figure: &dyn Fn(&Value) -> f64| -> f64 {
            self.told
                .iter()
                .filter(|told| told["kind"] == kind)
                .map(figure)
                .fold(0.0, |sum, figure| sum + figure)
        };
        Figures {
            first_paint: self.at("fcp"),
            largest_paint: self.times("lcp").last(),
            answers: self.at("answers"),
            blocking: sum("long", &|told| {
                (told["ms"].as_f64().unwrap_or_default() - 50.0).max(0.0)
            }),
            shift: sum("shift", &|told| told["score"].as_f64().unwrap_or_default()),
            ..Figures::default()
        }
    }
}
