//! A page that goes on to the directory by itself, after a form of this origin was posted.
//!
//! Drawn by the edge alone and never taken over. A redirect would not do: browsers check every
//! address that answers a form against `form-action`, and a directory may send people on.

use contract::routes;
use yew::{AttrValue, Html};

use crate::{
    Catalog,
    element::{link, node, nothing, words},
    frame,
};

/// Which of the directory's pages it goes on to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Destination {
    /// The page where the person signs in.
    SignIn,
    /// The page that ends the directory's own session.
    SignOut,
}

/// The whole page body. What it says is seen only when the next page is slow to come.
pub fn onward(
    destination: Destination,
    address: AttrValue,
    catalog: &Catalog,
    company: &str,
) -> Html {
    let keys = Keys::of(destination);
    let content = vec![
        frame::heading(catalog.text(keys.title)),
        words("p", "lead", catalog.text(keys.detail)),
        frame::acts(vec![link("button main", address, catalog.text(keys.link))]),
    ];
    frame::body(
        catalog,
        company,
        AttrValue::from(routes::HOME),
        nothing(),
        node("div", "late", content),
        AttrValue::default(),
    )
}

/// The title of the page.
#[must_use]
pub fn onward_title(destination: Destination, catalog: &Catalog) -> AttrValue {
    catalog.fill("title", &[("page", &catalog.text(Keys::of(destination).title))])
}

struct Keys {
    title: &'static str,
    detail: &'static str,
    link: &'static str,
}

impl Keys {
    const fn of(destination: Destination) -> Self {
        match destination {
            Destination::SignIn => Self {
                title: "onward.sign-in.title",
                detail: "onward.sign-in.detail",
                link: "onward.sign-in.link",
            },
            Destination::SignOut => Self {
                title: "onward.sign-out.title",
                detail: "onward.sign-out.detail",
                link: "onward.sign-out.link",
            },
        }
    }
}
