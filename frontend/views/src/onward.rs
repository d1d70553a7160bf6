//! A page that goes on to the directory by itself, after a form of this origin was posted.
//!
//! Drawn by the edge alone and never taken over. A redirect would not do: browsers check every
//! address that answers a form against `form-action`, and a directory may send people on.

use std::rc::Rc;

use contract::routes;
use yew::{AttrValue, Html, Properties, function_component};

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

/// What [`Onward`] draws.
#[derive(Clone, Properties)]
pub struct OnwardProps {
    /// Where it goes on to.
    pub destination: Destination,
    /// The address there.
    pub address: AttrValue,
    /// The words.
    pub catalog: Rc<Catalog>,
    /// The company's name; empty where none is set.
    pub company: AttrValue,
}

impl PartialEq for OnwardProps {
    fn eq(&self, other: &Self) -> bool {
        self.destination == other.destination
            && self.address == other.address
            && Rc::ptr_eq(&self.catalog, &other.catalog)
            && self.company == other.company
    }
}

/// The whole page body. What it says is seen only when the next page is slow to come.
#[function_component]
pub fn Onward(props: &OnwardProps) -> Html {
    let keys = Keys::of(props.destination);
    let content = vec![
        frame::heading(props.catalog.text(keys.title)),
        words("p", "lead", props.catalog.text(keys.detail)),
        frame::acts(vec![link(
            "button main",
            props.address.clone(),
            props.catalog.text(keys.link),
        )]),
    ];
    frame::body(
        &props.catalog,
        &props.company,
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
