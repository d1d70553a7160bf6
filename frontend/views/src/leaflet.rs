//! The sheet for the first day, to be printed and handed out: for nobody in particular.
//!
//! Drawn by the edge alone, the same for everyone, with a style of its own for paper.

use contract::routes;
use yew::{AttrValue, Html};

use crate::{
    Catalog,
    element::{fixed, group, image, node, nothing, text, with, words},
    frame,
};

/// The whole page body: `site` is the origin of this site, `sign_in` that of the directory's page where the
/// pass is typed.
pub fn leaflet(catalog: &Catalog, company: &str, site: &str, sign_in: &str) -> Html {
    let say = |key: &str| words("li", "", catalog.text(key));
    let and_address =
        |key: &str, address: String| node("li", "", vec![text(catalog.text(key)), code(address)]);
    let part = |key: &str, list: &'static str, class: &'static str, items: Vec<Html>| {
        node("section", "", vec![words("h2", "", catalog.text(key)), node(list, class, items)])
    };
    let button = catalog.text("recovery.begin");
    let lost = catalog.fill("leaflet.lost", &[("button", &button)]);
    let content = vec![
        frame::heading(catalog.text(TITLE)),
        words("p", "lead", catalog.text("leaflet.lead")),
        words("p", "hint print", catalog.text("leaflet.print")),
        address(catalog, site),
        part(
            "leaflet.have",
            "ul",
            "",
            vec![say("leaflet.have.account"), say("leaflet.have.pass"), say("leaflet.have.device")],
        ),
        part(
            "leaflet.steps",
            "ol",
            "steps",
            vec![
                say("leaflet.step.sign-in"),
                say("leaflet.step.passkey"),
                say("leaflet.step.second"),
            ],
        ),
        part(
            "leaflet.trouble",
            "ul",
            "",
            vec![
                say("leaflet.trouble.typed"),
                say("leaflet.trouble.ended"),
                and_address("leaflet.trouble.passkey", [site, routes::WHY].concat()),
            ],
        ),
        part(
            "leaflet.keep",
            "ul",
            "",
            vec![
                say("leaflet.keep.second"),
                say("leaflet.keep.never"),
                and_address("leaflet.keep.address", [sign_in, "/"].concat()),
                words("li", "", lost),
            ],
        ),
    ];
    let home = AttrValue::from(routes::HOME);
    let main = node("div", "leaflet", content);
    frame::body(catalog, company, home, nothing(), group(vec![main]), AttrValue::default())
}

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

fn code(address: String) -> Html {
    words("code", "", AttrValue::from(address))
}

const TITLE: &str = "leaflet.title";
