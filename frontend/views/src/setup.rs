//! The page of a worker whose settings are wrong: for whoever runs it, and calm for anyone else.
//!
//! Drawn by the edge alone. Names settings and what is wrong with them, never a value.

use contract::routes;
use yew::{AttrValue, Html};

use crate::{
    Catalog,
    element::{group, node, nothing, space, text, words},
    frame,
};

/// The whole page body. Of each faulty setting: its name, and the last part of the key of what is wrong
/// with it.
pub fn setup(faults: &[(&'static str, &'static str)], catalog: &Catalog) -> Html {
    let fault = |(name, fault): &(&'static str, &'static str)| {
        let name = words("code", "", AttrValue::from(*name));
        node("li", "", vec![name, space(), text(catalog.text(key(fault)))])
    };
    let content = vec![
        frame::heading(catalog.text(TITLE)),
        words("p", "lead", catalog.text("setup.detail")),
        words("p", "", catalog.text("setup.operators")),
        node("ul", "", faults.iter().map(fault).collect()),
    ];
    let home = AttrValue::from(routes::HOME);
    frame::body(catalog, "", home, nothing(), group(content), AttrValue::default())
}

/// The title of the page.
#[must_use]
pub fn setup_title(catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(TITLE))])
}

fn key(fault: &str) -> &'static str {
    match fault {
        "missing" => "setup.fault.missing",
        "contradictory" => "setup.fault.contradictory",
        "insecure" => "setup.fault.insecure",
        "unknown-scope" => "setup.fault.unknown-scope",
        "lacks-scope" => "setup.fault.lacks-scope",
        "unreadable" => "setup.fault.unreadable",
        _ => "setup.fault.malformed",
    }
}

const TITLE: &str = "setup.title";
