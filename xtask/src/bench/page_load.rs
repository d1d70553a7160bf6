//! One load of a page in a new browser: when it paints, when it answers, what it takes.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::chromium::{Chromium, Tab};
use crate::tools::Browser;

/// A page to measure.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) name: &'static str,
    pub(super) address: String,
    /// `Cookie` of a session, as `name=value` pairs; empty for a stranger.
    pub(super) cookie: String,
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
pub(super) fn measure(browser: &Browser, page: &Page, network: Network) -> Result<Figures> {
    let mut figures = load(browser, page, network, false)?;
    if !page.native {
        figures.answers = load(browser, page, network, true)?.answers;
    }
    Ok(figures)
}

fn load(browser: &Browser, page: &Page, network: Network, probe: bool) -> Result<Figures> {
    let mut chromium = Chromium::launch(&browser.chromium)?;
    warm(&mut chromium)?;
    let tab = chromium.open()?;
    prepare(&mut chromium, &tab, page, network, probe)?;
    let mut seen = Seen::default();
    chromium.send(&tab, "Page.navigate", &json!({ "url": page.address }))?;
    let begun = Instant::now();
    let quiet = Duration::from_secs(if network == Network::Slow { 2 } else { 1 });
    loop {
        if let Some(event) = chromium.event(Duration::from_millis(50))? {
            seen.note(&event);
        }
        let still = seen.flying == 0 && seen.moved.is_some_and(|at| at.elapsed() > quiet);
        let done =
            if probe { seen.at("answers").is_some() } else { still && seen.at("shown").is_some() };
        if done {
            break;
        }
        if begun.elapsed() > Duration::from_secs(60) {
            bail!(
                "{}: {} was not {} within a minute",
                page.name,
                page.control,
                if probe { "answering" } else { "to be seen" }
            );
        }
    }
    let mut figures = seen.figures();
    if !probe {
        figures.heap = heap(&mut chromium, &tab)?;
        figures.wasm_memory = wasm_memory(&mut chromium, &tab)?;
        figures.answers = seen.at("shown");
    }
    Ok(figures)
}

/// A first page wakes the browser up and is not measured.
fn warm(chromium: &mut Chromium) -> Result<()> {
    let tab = chromium.open()?;
    chromium.send(&tab, "Page.enable", &json!({}))?;
    chromium.send(
        &tab,
        "Page.navigate",
        &json!({ "url": "data:text/html,<h1>warm</h1><p>up <input> <button>go</button>" }),
    )?;
    let until = Instant::now() + Duration::from_millis(300);
    while let Some(patience) = until.checked_duration_since(Instant::now()) {
        chromium.event(patience)?;
    }
    chromium.send(&tab, "Page.close", &json!({}))?;
    Ok(())
}

fn prepare(
    chromium: &mut Chromium,
    tab: &Tab,
    page: &Page,
    network: Network,
    probe: bool,
) -> Result<()> {
    let view = json!({ "width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": false });
    let script = format!(
        "const SELECTOR = {}, PROBE = {probe};\n{}",
        Value::from(page.control),
        include_str!("in_page.js")
    );
    for (method, parameters) in [
        ("Emulation.setDeviceMetricsOverride", view),
        ("Runtime.enable", json!({})),
        ("Runtime.addBinding", json!({ "name": "__measure" })),
        ("Network.enable", json!({})),
        ("Page.enable", json!({})),
        ("Performance.enable", json!({ "timeDomain": "timeTicks" })),
        // In a block, so that the page's own names stay free.
        ("Page.addScriptToEvaluateOnNewDocument", json!({ "source": format!("{{ {script} }}") })),
    ] {
        chromium.send(tab, method, &parameters)?;
    }
    for (name, value) in page.cookie.split("; ").filter_map(|pair| pair.split_once('=')) {
        let cookie = json!({
            "name": name, "value": value, "url": page.address, "path": "/",
            "secure": true, "httpOnly": true, "sameSite": "Lax",
        });
        chromium.send(tab, "Network.setCookie", &cookie)?;
    }
    if network == Network::Slow {
        let slow = json!({
            "offline": false, "latency": 150,
            "downloadThroughput": 1.6e6 / 8.0, "uploadThroughput": 750e3 / 8.0,
        });
        chromium.send(tab, "Network.emulateNetworkConditions", &slow)?;
        chromium.send(tab, "Emulation.setCPUThrottlingRate", &json!({ "rate": 4 }))?;
    }
    Ok(())
}

fn heap(chromium: &mut Chromium, tab: &Tab) -> Result<f64> {
    chromium.send(tab, "HeapProfiler.enable", &json!({}))?;
    for _ in 0..2 {
        chromium.send(tab, "HeapProfiler.collectGarbage", &json!({}))?;
    }
    let metrics = chromium.send(tab, "Performance.getMetrics", &json!({}))?;
    let metrics = metrics["metrics"].as_array().into_iter().flatten();
    let heap = metrics
        .filter(|metric| metric["name"] == "JSHeapUsedSize")
        .find_map(|metric| metric["value"].as_f64());
    Ok(heap.unwrap_or_default())
}

fn wasm_memory(chromium: &mut Chromium, tab: &Tab) -> Result<f64> {
    let expression = "[...(window.__wasmMemories ?? [])].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)";
    let answer = chromium.send(
        tab,
        "Runtime.evaluate",
        &json!({ "expression": expression, "returnByValue": true }),
    )?;
    Ok(answer["result"]["value"].as_f64().unwrap_or_default())
}

/// What was told during a load.
#[derive(Default)]
struct Seen {
    told: Vec<Value>,
    flying: usize,
    moved: Option<Instant>,
    requests: u32,
    wire: f64,
}

impl Seen {
    fn note(&mut self, event: &Value) {
        let parameters = &event["params"];
        let moves = match event["method"].as_str() {
            Some("Runtime.bindingCalled") => {
                let told: Value = parameters["payload"]
                    .as_str()
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default();
                let moves = told["kind"] != "shift";
                self.told.push(told);
                moves
            }
            Some("Network.requestWillBeSent") => {
                let address = parameters["request"]["url"].as_str().unwrap_or_default();
                // The browser's own wish for an icon is no part of the page.
                let counts = address.starts_with("http") && !address.ends_with("/favicon.ico");
                if counts {
                    self.requests += 1;
                    if parameters["redirectResponse"].is_null() {
                        self.flying += 1;
                    }
                }
                counts
            }
            Some("Network.loadingFinished" | "Network.loadingFailed") => {
                self.flying = self.flying.saturating_sub(1);
                self.wire += parameters["encodedDataLength"].as_f64().unwrap_or_default();
                true
            }
            _ => false,
        };
        if moves {
            self.moved = Some(Instant::now());
        }
    }

    /// When the first of this kind was told, from the document's own start.
    fn at(&self, kind: &str) -> Option<f64> {
        self.times(kind).next()
    }

    fn times<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = f64> + 'a {
        let zero = self
            .told
            .iter()
            .filter(|told| told["kind"] == "document")
            .filter_map(|told| told["origin"].as_f64())
            .fold(f64::INFINITY, f64::min);
        self.told
            .iter()
            .filter(move |told| told["kind"] == kind)
            .filter_map(move |told| Some(told["origin"].as_f64()? + told["at"].as_f64()? - zero))
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
            requests: self.requests,
            wire: self.wire,
            ..Figures::default()
        }
    }
}
