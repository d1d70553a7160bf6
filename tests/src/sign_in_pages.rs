//! The directory's sign-in pages, walked through with an account name and a pass.
//!
//! Sends nothing itself: it turns each answer into the next request, so that the same walk works over HTTP and in
//! memory. No other code of the tests types a pass, except into a browser.

use std::ops::ControlFlow;

use http::{
    Request,
    header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN},
};
use url::{Origin, Url};

use crate::form::Form;

/// Maximum number of requests in a sign-in.
const LONGEST: usize = 10;

/// A sign-in on its way through the directory's pages.
pub struct SignInPages<'a> {
    app: Origin,
    account: &'a str,
    pass: &'a str,
    address: Url,
    body: Option<String>,
    asked: usize,
    /// Whether the account is settled: typed, or taken from the hint.
    is_settled: bool,
}

impl<'a> SignInPages<'a> {
    /// Starts at `location`, where the app has sent the person; ends when the directory sends them back to `app`.
    #[must_use]
    pub fn new(app: Origin, location: Url, account: &'a str, pass: &'a str) -> Self {
        Self { app, account, pass, address: location, body: None, asked: 0, is_settled: false }
    }

    /// The address of the next request.
    #[must_use]
    pub fn address(&self) -> &Url {
        &self.address
    }

    /// The next request: for a page, or with a form.
    ///
    /// # Panics
    /// When the pages lead nowhere.
    #[must_use]
    pub fn request(&mut self, cookies: Option<String>) -> Request<Vec<u8>> {
        self.asked += 1;
        assert!(
            self.asked <= LONGEST,
            "the directory's pages lead nowhere for {}, last at {}",
            self.account,
            self.address
        );
        let body = self.body.take();
        let mut request = Request::builder()
            .method(if body.is_some() { "POST" } else { "GET" })
            .uri(self.address.as_str())
            .header(HOST, self.address.authority());
        if let Some(cookies) = cookies {
            request = request.header(COOKIE, cookies);
        }
        if body.is_some() {
            request = request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(ORIGIN, self.address.origin().ascii_serialization());
        }
        request.body(body.unwrap_or_default().into_bytes()).expect("a request")
    }

    /// Follows a redirect, or fills in the form of the page. Breaks with the address that leads back to the app.
    pub fn read(&mut self, location: Option<&str>, page: &str) -> ControlFlow<Url> {
        if let Some(location) = location {
            self.address = self.address.join(location).expect("a location is an address");
            if self.address.origin() == self.app {
                return ControlFlow::Break(self.address.clone());
            }
            return ControlFlow::Continue(());
        }
        // Whoever is not the one that the app named says so first.
        let is_expected = page.replace("<wbr>", "").contains(&format!(">{}<", self.account));
        let form = if !page.contains("name=\"pass\"") {
            self.is_settled = true;
            Form::with_field(page, "account")
        } else if self.is_settled || is_expected {
            Form::with_field(page, "pass").fill("pass", self.pass)
        } else {
            Form::with_field(page, "pass").press("action", "change_account")
        };
        let form = form.fill("account", self.account);
        self.address = self.address.join(&form.action).expect("an action is an address");
        self.body = Some(form.body());
        ControlFlow::Continue(())
    }
}
