//! A browser in which somebody signs in with a password, and approves on the phone where the directory asks for it.
//!
//! It keeps its cookies from one sign-in to the next, so that the directory can remember it.

use std::collections::BTreeMap;

use http::{
    Request,
    header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE},
};
use scraper::{Html, Selector};
use url::Url;

use crate::{
    form::Form,
    world::{APP_ORIGIN, Edge},
};

/// The most pages in a sign-in.
const LONGEST: usize = 12;

/// The directory's cookies in one browser.
#[derive(Debug, Default)]
pub struct PasswordBrowser {
    cookies: BTreeMap<String, String>,
    /// How many approvals were asked for and given.
    pub approvals: usize,
}

impl PasswordBrowser {
    /// Walks from `location` through the directory's pages. Returns the address that leads back to the app.
    ///
    /// # Panics
    /// When the pages lead nowhere, with the last one in the message.
    pub fn signs_in(&mut self, edge: &Edge, location: &str, account: &str) -> Url {
        let app = Url::parse(APP_ORIGIN).expect("an origin").origin();
        let mut address = Url::parse(location).expect("the location is an address");
        let mut body = None;
        let mut page = String::new();
        for _ in 0..LONGEST {
            let (next, answered) = self.ask(edge, &address, body.take());
            page = answered;
            if let Some(next) = next {
                address = next;
                if address.origin() == app {
                    return address;
                }
                continue;
            }
            let form = if page.contains("name=\"password\"") {
                let typed = edge.password_of(account);
                Form::with_field(&page, "password")
                    .fill("password", &typed)
                    .press("action", "password")
            } else if page.contains("id=\"number\"") {
                self.approves(edge, &address, &text_of(&page, "#number"));
                Form::with_field(&page, "attempt").press("action", "approved")
            } else {
                Form::with_field(&page, "account").fill("account", account).press("action", "next")
            };
            address = address.join(&form.action).expect("an action is an address");
            body = Some(form.body());
        }
        panic!("the directory's pages lead nowhere for {account}:\n{page}");
    }

    /// Types the number on the phone that lies ready.
    fn approves(&mut self, edge: &Edge, directory: &Url, number: &str) {
        self.approvals += 1;
        let phone = directory.join(&format!("/{}/phone", tenant::TENANT_ID)).expect("an address");
        for _ in 0..2 {
            let (_, page) = self.ask(edge, &phone, None);
            let (form, is_held) = if page.contains("name=\"number\"") {
                let form = Form::with_field(&page, "number").fill("number", number);
                (form.press("action", "approve"), true)
            } else {
                (Form::with_field(&page, "phone").press("action", "pick_up"), false)
            };
            self.ask(edge, &phone, Some(form.body()));
            if is_held {
                return;
            }
        }
        panic!("the phone asks for no number");
    }

    /// Asks for a page, or sends a form. Returns where it leads, and the page.
    fn ask(&mut self, edge: &Edge, address: &Url, body: Option<String>) -> (Option<Url>, String) {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(if body.is_some() { "POST" } else { "GET" })
            .uri(address.as_str())
            .header(HOST, address.authority())
            .header(ORIGIN, address.origin().ascii_serialization())
            .header(COOKIE, cookies.join("; "))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.unwrap_or_default().into_bytes())
            .expect("a request");
        let answer = edge.surroundings.ask_tenant(&request);
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().expect("a cookie is text").split(';').next();
            if let Some((name, value)) = pair.unwrap_or_default().split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let location = answer.headers().get(LOCATION).map(|it| it.to_str().expect("text"));
        let next = location.map(|it| address.join(it).expect("a location is an address"));
        (next, String::from_utf8(answer.into_body()).expect("a page is text"))
    }
}

fn text_of(page: &str, selector: &str) -> String {
    let selector = Selector::parse(selector).expect("a selector");
    let document = Html::parse_document(page);
    document
        .select(&selector)
        .flat_map(|element| element.text())
        .collect::<String>()
        .trim()
        .to_owned()
}
