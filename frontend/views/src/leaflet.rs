//! The sheet for the first day, to be printed and handed out: for nobody in particular.
//!
//! Drawn by the edge alone, the same for everyone, with a style of its own for paper.

use contract::routes;
use yew::{AttrValue, Html};

use crate::{
    Catalog,
    element::{fixed, image, node, nothing, text, with, words},
    frame,
};

/// The whole page body: `site` is the origin of this site, `sign_in` that of the directory's page where the
/// pass is typed.
pub fn leaflet(catalog: &Catalog, company: &str, site: &str, sign_in: &str) -> Html {
    let button = catalog.text("recovery.begin");
    let item = |key: &&'static str| {
        let mut said = vec![text(catalog.fill(key, &[("button", &button)]))];
        match *key {
            TROUBLE_PASSKEY => said.push(code([site, routes::WHY].concat())),
            KEEP_ADDRESS => said.push(code([sign_in, "/"].concat())),
            _ => {}
        }
        node("li", "", said)
    };
    let part = |(title, list, class, items): &Part| {
        let items = node(list, class, items.iter().map(item).collect());
        node("section", "", vec![words("h2", "", catalog.text(title)), items])
    };
    let mut content = vec![
        frame::heading(catalog.text(TITLE)),
        words("p", "lead", catalog.text("leaflet.lead")),
        words("p", "hint print", catalog.text("leaflet.print")),
        address(catalog, site),
    ];
    content.extend(PARTS.iter().map(part));
    let home = AttrValue::from(routes::HOME);
    let main = node("div", "leaflet", content);
    frame::body(catalog, company, home, nothing(), main, AttrValue::default())
}

/// The title, the kind of list, its class, and its items.
type Part = (&'static str, &'static str, &'static str, &'static [&'static str]);

const PARTS: [Part; 4] = [
    (
        "leaflet.have",
        "ul",
        "",
        &["leaflet.have.account", "leaflet.have.pass", "leaflet.have.device"],
    ),
    (
        "leaflet.steps",
        "ol",
        "steps",
        &["leaflet.step.sign-in", "leaflet.step.passkey", "leaflet.step.second"],
    ),
    (
        "leaflet.trouble",
        "ul",
        "",
        &["leaflet.trouble.typed", "leaflet.trouble.ended", TROUBLE_PASSKEY],
    ),
    (
        "leaflet.keep",
        "ul",
        "",
        &["leaflet.keep.second", "leaflet.keep.never", KEEP_ADDRESS, "leaflet.lost"],
    ),
];

/// The title of the page.
#[must_use]
pub fn leaflet_title(catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(TITLE))])
}

/// Where the site is, as text and as a code.
fn address(catalog: &Catalog, site: &str) -> Html {
    let about = vec![
        words("h2", "", catalog.text("leaflet.address")),
        node("p", "", vec![code(site.to_owned())]),
        words("p", "hint", catalog.text("leaflet.address.hint")),
    ];
    let picture = image("code", AttrValue::from(routes::LEAFLET_CODE), AttrValue::default());
    let class = vec![fixed("card address")];
    with("section", &["class"], class, vec![node("div", "", about), picture])
}

/// An address. A narrow page breaks it after what parts it, and not within a word.
fn code(address: String) -> Html {
    let mut pieces: Vec<String> = Vec::new();
    for piece in address.split_inclusive(['/', '.', '-']) {
        match pieces.last_mut() {
            // The slashes of a scheme stay together.
            Some(before) if piece == "/" => before.push('/'),
            _ => pieces.push(piece.to_owned()),
        }
    }
    let part = |piece: String| [text(piece.into()), node("wbr", "", Vec::new())];
    node("code", "", pieces.into_iter().flat_map(part).collect())
}

/// What the address of the page that says why follows.
const TROUBLE_PASSKEY: &str = "leaflet.trouble.passkey";
/// What the address of the directory's sign-in page follows.
const KEEP_ADDRESS: &str = "leaflet.keep.address";
const TITLE: &str = "leaflet.title";
