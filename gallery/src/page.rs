//! A page to make a picture of, and how it is drawn.

use contract::{Start, StartScreen};
use journey::State;
use screens::fixtures::{COMPANY, NOW, PRODUCT};
use views::{Catalog, Dispatch, Format, View};
use yew::{AttrValue, Html};

/// How a page is drawn in a language.
type Draw = Box<dyn Fn(&Catalog, &dyn Format) -> Html>;

/// What a page is called in a language.
type Title = Box<dyn Fn(&Catalog) -> AttrValue>;

/// A page to make a picture of.
pub(crate) struct Page {
    /// Its name: lower case, with hyphens.
    pub(crate) name: &'static str,
    /// When a person sees it.
    pub(crate) seen: &'static str,
    pub(crate) kind: Kind,
    pub(crate) title: Title,
    pub(crate) draw: Draw,
}

/// What is around the content of a page.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// The app takes it over.
    App,
    /// The edge draws it alone.
    Edge,
    /// The same, with a style of its own.
    Own(&'static str),
    /// The same where the edge does not know whose installation it is.
    Nobodys,
    /// It stands in a frame of an intranet page.
    Card,
}

pub(crate) fn draw(
    state: &State,
    words: &Catalog,
    format: &dyn Format,
    view: impl Fn(&View<'_>) -> Html,
) -> Html {
    view(&View { state, words, format, dispatch: &Dispatch::none() })
}

pub(crate) fn start(address: &str, screen: StartScreen) -> Start {
    Start {
        now: NOW,
        language: String::new(),
        catalog: String::new(),
        later_words: String::new(),
        address: address.to_owned(),
        product: PRODUCT.to_owned(),
        company: COMPANY.to_owned(),
        keeps_passkeys: None,
        screen,
    }
}

/// Where this site is.
pub(crate) const SITE: &str = "https://keys.contoso.example";
