//! The page that goes on to the directory by itself, as a browser without scripts follows it.

use reqwest::StatusCode;
use scraper::{Html, Selector};
use url::Url;

use crate::client::Answer;

/// Where the page goes on to.
///
/// # Panics
/// When it goes nowhere, when its link leads elsewhere, or when it runs a script or may be kept.
#[must_use]
pub fn onward(answer: &Answer) -> Url {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store, no-transform");
    let page = Html::parse_document(&answer.body);
    let refresh = Selector::parse("meta[http-equiv=refresh]").expect("a selector");
    let refresh = page.select(&refresh).next().and_then(|meta| meta.value().attr("content"));
    let address = refresh.and_then(|content| content.strip_prefix("0; url="));
    let address = address.unwrap_or_else(|| panic!("it goes nowhere: {answer:?}"));
    let link = Selector::parse("main a").expect("a selector");
    let link = page.select(&link).next().and_then(|link| link.value().attr("href"));
    assert_eq!(link, Some(address), "the link leads to the same place");
    assert!(!answer.body.contains("<script"), "it needs no script: {answer:?}");
    Url::parse(address).expect("an address")
}
