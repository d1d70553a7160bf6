//! The product's pages in Chromium beside the static page of the same run, each page in turn.

use anyhow::{Context, Result};
use contract::routes::DEVICE_COOKIE;
use latchkey_tests::client::{Client, SESSION_COOKIE};
use xtask::{
    build::{self, Built},
    product::Product,
    step,
};

use crate::{
    Part,
    figure::Figure,
    floor,
    page_load::{Figures, Network, Page, measure as load},
};

/// Loads each page `loads` times on both networks.
///
/// # Errors
/// When there is no Chromium, or a page is never quiet.
pub async fn measure(built: &Built, product: &Product, loads: u32) -> Result<Part> {
    let pages = pages(built, product).await?;
    let (mut text, mut compared) = (String::new(), Vec::new());
    for network in [Network::Full, Network::Slow] {
        let mut measured: Vec<Vec<Figures>> = vec![Vec::new(); pages.len()];
        for round in 1..=loads {
            step::announce(&format!("{network:?} network, round {round} of {loads}"));
            for (page, figures) in pages.iter().zip(&mut measured) {
                figures.push(load(page, network).await?);
            }
        }
        text.push_str(&set(network, loads, &pages, &measured));
        if network == Network::Slow {
            compared = figures(&pages, &measured);
        }
    }
    Ok(Part { text, figures: compared })
}

async fn pages(built: &Built, product: &Product) -> Result<Vec<Page>> {
    let client = Client::new(product);
    client.sign_in(product, "ada").await;
    let session = client.cookie(SESSION_COOKIE).context("Ada is not signed in")?;
    let floors = floor::serve(&build::floor::build(&built.tools)?)?;
    Ok(vec![
        Page {
            name: "static page",
            address: format!("http://localhost:{floors}{}", floor::STATIC),
            cookies: Vec::new(),
            control: "#go",
            native: true,
        },
        Page {
            name: "Yew floor",
            address: format!("http://localhost:{floors}{}", floor::YEW),
            cookies: Vec::new(),
            control: "#count",
            native: false,
        },
        Page {
            name: "first page",
            address: format!("{}/", product.app),
            cookies: Vec::new(),
            control: "form button",
            native: true,
        },
        Page {
            name: "signed-in page",
            address: format!("{}/", product.app),
            // This browser's device keeps no passkeys, and the page before has noted it.
            cookies: vec![(SESSION_COOKIE, session), (DEVICE_COOKIE, "false".to_owned())],
            // A link that the app takes over once it is there.
            control: r#"a[href^="/add-passkey"]"#,
            native: false,
        },
    ])
}

fn set(network: Network, loads: u32, pages: &[Page], measured: &[Vec<Figures>]) -> String {
    let how = match network {
        Network::Full => "no throttling",
        Network::Slow => "1.6 Mbit/s down, 150 ms, CPU four times slower",
    };
    let mut text = format!(
        "\nIn Chromium, {how}: minimum / median of {loads} loads, a new profile for each; times in ms\n\n  \
         {:15} {:>11} {:>11} {:>11} {:>9} {:>8} {:>12} {:>8} {:>6}\n",
        "page", "FCP", "LCP", "answers", "blocking", "wire kB", "heap+wasm MB", "requests", "shift"
    );
    for (page, loads) in pages.iter().zip(measured) {
        let time = |figure: fn(&Figures) -> Option<f64>| {
            let all = Spread::of(loads.iter().filter_map(figure));
            all.map_or_else(
                || "none".to_owned(),
                |all| format!("{:.0} / {:.0}", all.minimum, all.median),
            )
        };
        text.push_str(&format!(
            "  {:15} {:>11} {:>11} {:>11} {:>9.0} {:>8.1} {:>12} {:>8} {:>6.3}\n",
            page.name,
            time(|figures| figures.first_paint),
            time(|figures| figures.largest_paint),
            time(|figures| figures.answers),
            median(loads, |figures| figures.blocking),
            median(loads, |figures| figures.wire) / 1000.0,
            format!(
                "{:.2} + {:.2}",
                median(loads, |figures| figures.heap) / 1e6,
                median(loads, |figures| figures.wasm_memory) / 1e6
            ),
            loads.last().map_or(0, |figures| figures.requests),
            median(loads, |figures| figures.shift),
        ));
    }
    text
}

/// The goals of the slow profile. Times are ratios of the minima of this run: a ratio of medians is mostly noise.
fn figures(pages: &[Page], measured: &[Vec<Figures>]) -> Vec<Figure> {
    let mut figures = Vec::new();
    let [plain, yew, rest @ ..] = measured else {
        return figures;
    };
    for (page, loads) in pages.iter().skip(2).zip(rest) {
        let mut goal = |what: &str, is: f64, unit, must: f64, aim: f64| {
            let name = format!("{}, {what}", page.name);
            figures.push(Figure::measured(name, is, unit).at_most(must, aim));
        };
        let ratio = |floor: &[Figures], figure: fn(&Figures) -> Option<f64>| {
            least(loads, figure) / least(floor, figure)
        };
        let first = ratio(plain, |of| of.first_paint);
        goal("FCP / static page", first, "times", 1.25, 1.10);
        let largest = ratio(plain, |of| of.largest_paint);
        goal("LCP / static page", largest, "times", 1.25, 1.10);
        let answers: fn(&Figures) -> Option<f64> = |of| of.answers;
        if page.native {
            let form = ratio(plain, answers);
            goal("the form answers / static page", form, "times", 1.25, 1.10);
        } else {
            let control = ratio(yew, answers);
            goal("a control of the app answers / Yew floor", control, "times", 1.6, 1.25);
        }
        let blocking = median(loads, |of| of.blocking) - median(plain, |of| of.blocking);
        goal("blocking, more than the static page", blocking, "ms", 50.0, 15.0);
        let memory = median(loads, |of| of.heap + of.wasm_memory) / 1e6;
        goal("JS heap + wasm memory", memory, "MB", 2.0, 1.4);
        goal("layout shift", median(loads, |of| of.shift), "", 0.0, 0.0);
    }
    figures
}

fn least(loads: &[Figures], figure: fn(&Figures) -> Option<f64>) -> f64 {
    Spread::of(loads.iter().filter_map(figure)).map_or(f64::NAN, |all| all.minimum)
}

fn median(loads: &[Figures], figure: fn(&Figures) -> f64) -> f64 {
    Spread::of(loads.iter().map(figure)).map_or(f64::NAN, |all| all.median)
}

struct Spread {
    minimum: f64,
    median: f64,
}

impl Spread {
    fn of(figures: impl Iterator<Item = f64>) -> Option<Self> {
        let mut all: Vec<f64> = figures.filter(|figure| figure.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        let (minimum, middle) = (*all.first()?, all.len() / 2);
        let median = if all.len() % 2 == 1 {
            all[middle]
        } else {
            f64::midpoint(all[middle - 1], all[middle])
        };
        Some(Self { minimum, median })
    }
}

#[cfg(test)]
mod tests;
