//! An HTTP client that behaves like a browser without scripts: requests, cookies, forms.
//!
//! Never follows a redirect by itself, so that a test sees each answer.

use std::{cell::RefCell, collections::BTreeMap, ops::ControlFlow};

use reqwest::{
    Method, Response, StatusCode,
    header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE},
};
use serde_json::Value;
use url::Url;
use xtask::product::Product;

use crate::{form::Form, onward::onward, product::pass_of, sign_in_pages::SignInPages};

/// The name of the session cookie, without the prefix that it has over https.
pub const SESSION_COOKIE: &str = "latchkey-session";

/// A client with the cookies of one person.
pub struct Client {
    app: Url,
    http: reqwest::Client,
    cookies: RefCell<BTreeMap<(String, String), String>>,
    /// The key of the person whom the last page was drawn for.
    person: RefCell<String>,
}

/// A complete answer.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The problem code in the body.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_else(|| panic!("no code: {self:?}")).to_owned()
    }

    /// The value of a header; empty if it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header is text"))
    }
}

impl Client {
    /// Creates a client without cookies.
    #[must_use]
    pub fn new(product: &Product) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // A kept connection does not outlive a restart of workerd.
            .pool_max_idle_per_host(0)
            .timeout(std::time::Duration::from_secs(60))
            .build()
            .expect("a client");
        let app = Url::parse(&product.app).expect("an origin");
        Self { app, http, cookies: RefCell::default(), person: RefCell::default() }
    }

    /// Creates another client with the same cookies: a second tab of the same person.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            app: self.app.clone(),
            http: self.http.clone(),
            cookies: RefCell::new(self.cookies.borrow().clone()),
            person: self.person.clone(),
        }
    }

    /// The app's origin, as in an `Origin` header.
    #[must_use]
    pub fn origin(&self) -> String {
        self.app.origin().ascii_serialization()
    }

    /// The value of a cookie of the app, if it is set.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(&(self.app.authority().to_owned(), name.to_owned())).cloned()
    }

    /// Sets a cookie of the app.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let key = (self.app.authority().to_owned(), name.to_owned());
        self.cookies.borrow_mut().insert(key, value.to_owned());
    }

    /// Gets a page of the app.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// The content of a page or file of the app, uncompressed.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let request = self.request(Method::GET, path);
        let response = request.send().await.expect("the product answers");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.bytes().await.expect("an answer has an end").to_vec()
    }

    /// Makes a call with every header that the app's own page sends.
    pub async fn call(&self, path: &str, body: &Value) -> Answer {
        self.send(self.call_request(path, body)).await
    }

    /// The request of [`Self::call`], for a test to change before it is sent.
    pub fn call_request(&self, path: &str, body: &Value) -> reqwest::RequestBuilder {
        self.request(Method::POST, path)
            .header(contract::VERSION_HEADER, contract::VERSION)
            .header("origin", self.origin())
            .header("sec-fetch-site", "same-origin")
            .header(contract::PERSON_HEADER, self.person.borrow().as_str())
            .json(body)
    }

    /// Gets the overview as the app does.
    pub async fn overview(&self) -> Answer {
        let request = self.request(Method::GET, contract::routes::OVERVIEW);
        let request = request
            .header(contract::VERSION_HEADER, contract::VERSION)
            .header("sec-fetch-site", "same-origin");
        self.send(request).await
    }

    /// Submits a form of the app.
    pub async fn submit(&self, path: &str, body: String) -> Answer {
        self.send(self.form_request(path, body)).await
    }

    /// The request of [`Self::submit`], for a test to change before it is sent.
    pub fn form_request(&self, path: &str, body: String) -> reqwest::RequestBuilder {
        let request = self.request(Method::POST, path).header("origin", self.origin());
        let request = request.header("sec-fetch-site", "same-origin");
        request.header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    /// A request to the app with no headers but its cookies.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let address = self.app.join(path).expect("a path");
        let request = self.http.request(method, address.clone());
        match self.cookie_header(&address) {
            Some(cookies) => request.header(COOKIE, cookies),
            None => request,
        }
    }

    /// Sends a request and keeps the cookies of the answer.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("the product answers");
        self.keep_cookies(&response);
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.expect("an answer is text");
        // As a page does: it remembers whom it was drawn for.
        if let Some(key) = person_of(&body) {
            self.person.replace(key);
        }
        Answer { status, headers, body }
    }

    /// Submits the sign-in form of the page at `address`. Returns the directory's address.
    pub async fn begin_sign_in(&self, account: &str, address: &str) -> Url {
        let page = self.get(address).await;
        let form = Form::with_field(&page.body, contract::routes::ACCOUNT_FIELD);
        let form = form.fill(contract::routes::ACCOUNT_FIELD, account);
        let from = self.app.join(address).expect("a path");
        let request = self.form_request(&form.action, form.body());
        onward(&self.send(request.header("referer", from.as_str())).await)
    }

    /// Walks through the directory's pages with the pass. Returns the address that leads back to the app.
    pub async fn type_pass(&self, from: Url, account: &str, pass: &str) -> Url {
        let mut pages = SignInPages::new(self.app.origin(), from, account, pass);
        loop {
            let request = pages.request(self.cookie_header(pages.address()));
            let request = reqwest::Request::try_from(request).expect("a request");
            let response = self.http.execute(request).await.expect("the tenant answers");
            self.keep_cookies(&response);
            let location = response.headers().get(LOCATION).cloned();
            let location = location.as_ref().map(|it| it.to_str().expect("a location is text"));
            let page = response.text().await.expect("a page is text");
            if let ControlFlow::Break(back) = pages.read(location, &page) {
                return back;
            }
        }
    }

    /// Signs in from the first page. Returns the page that the sign-in leads to.
    pub async fn sign_in(&self, product: &Product, person: &str) -> Answer {
        self.sign_in_from(product, person, "/").await
    }

    /// Signs in from the page at `address`. Returns the page that the sign-in leads to.
    pub async fn sign_in_from(&self, product: &Product, person: &str, address: &str) -> Answer {
        let account = product.person(person).expect("a person of the tenant").account.clone();
        let pass = pass_of(product, person);
        let directory = self.begin_sign_in(&account, address).await;
        let callback = self.type_pass(directory, &account, &pass).await;
        let mut answer = self.get(&path_of(&callback)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        while answer.status == StatusCode::SEE_OTHER {
            answer = self.get(answer.header("location")).await;
        }
        answer
    }

    fn cookie_header(&self, address: &Url) -> Option<String> {
        let cookies = self.cookies.borrow();
        let here: Vec<_> = cookies
            .iter()
            .filter(|((authority, _), _)| authority == address.authority())
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        (!here.is_empty()).then(|| here.join("; "))
    }

    fn keep_cookies(&self, response: &Response) {
        let authority = response.url().authority().to_owned();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie is text");
            let pair = cookie.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie has a value");
            let key = (authority.clone(), name.to_owned());
            if value.is_empty() || cookie.contains("Max-Age=0") {
                self.cookies.borrow_mut().remove(&key);
            } else {
                self.cookies.borrow_mut().insert(key, value.to_owned());
            }
        }
    }
}

/// The key of the person in a drawn page or an overview.
fn person_of(body: &str) -> Option<String> {
    let (_, person) = body.split_once("\"person\":{")?;
    let (_, key) = person.split_once("\"key\":\"")?;
    Some(key.split_once('"')?.0.to_owned())
}

/// The path and query of an address.
#[must_use]
pub fn path_of(address: &Url) -> String {
    match address.query() {
        Some(query) => format!("{}?{query}", address.path()),
        None => address.path().to_owned(),
    }
}
