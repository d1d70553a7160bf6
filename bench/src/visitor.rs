//! A person with a browser without scripts, over kept connections: signs in, reads, removes, signs out.
//!
//! Walks the same way as the client of the edge's tests, for a tenth of its work.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use contract::routes;
use latchkey_tests::client::SESSION_COOKIE;
use serde_json::Value;
use xtask::product::Product;

use crate::{
    connection::{Answer, Connection, request},
    form::{Form, unescaped},
};

/// Who signs in, and with what.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) account: String,
    pub(crate) pass: String,
}

/// A session, as the browser knows it.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// The header with its cookie.
    cookies: String,
    /// The key of the person whom its page was drawn for.
    key: String,
}

/// Where the edge and the tenant are.
#[derive(Debug)]
pub(crate) struct Site {
    app: String,
    port: u16,
    tenant: String,
    tenant_port: u16,
}

/// A browser that one person after the other uses, each with no cookies at first.
#[derive(Debug)]
pub(crate) struct Visitor<'a> {
    site: &'a Site,
    app: Connection,
    /// Opened when it is first needed: a tenant closes what is idle.
    tenant: Option<Connection>,
}

type Cookies = BTreeMap<String, String>;

impl Site {
    pub(crate) fn of(product: &Product) -> Result<Self> {
        let tenant = product.tenant.address.clone();
        let port = tenant.rsplit(':').next().and_then(|port| port.parse().ok());
        let tenant_port = port.context("the tenant's address has no port")?;
        Ok(Self { app: product.app.clone(), port: product.port, tenant, tenant_port })
    }
}

impl<'a> Visitor<'a> {
    pub(crate) fn new(site: &'a Site) -> Result<Self> {
        Ok(Self { site, app: Connection::open(site.port)?, tenant: None })
    }

    /// Goes on with new connections.
    pub(crate) fn renew(&mut self) -> Result<()> {
        *self = Self::new(self.site)?;
        Ok(())
    }

    /// Signs in from the first page to the page that the sign-in leads to.
    pub(crate) fn sign_in(&mut self, person: &Person) -> Result<Session> {
        let mut cookies = Cookies::new();
        let (_, page) = self.page("/", &mut cookies)?;
        let form = Form::with_field(&page, routes::ACCOUNT_FIELD)?;
        let form = form.fill(routes::ACCOUNT_FIELD, &person.account);
        let (answer, page) = self.submit(&form.action, &form.body(), &mut cookies)?;
        let onward = page.split("content=\"0; url=").nth(1).and_then(|rest| rest.split('"').next());
        let onward = onward.with_context(|| format!("{} and no way on", answer.status))?;
        let mut path = self.type_pass(&unescaped(onward), person)?;
        for _ in 0..PAGES_MAX {
            let (answer, page) = self.page(&path, &mut cookies)?;
            match answer.location {
                Some(location) => path = location.trim_start_matches(&self.site.app).to_owned(),
                None => {
                    let key = key_of(&page)
                        .with_context(|| format!("{} and nobody is signed in", answer.status))?;
                    let session = cookies.get(SESSION_COOKIE).context("there is no session")?;
                    let cookies = format!("{SESSION_COOKIE}={session}");
                    return Ok(Session { cookies, key });
                }
            }
        }
        bail!("the app's pages lead nowhere")
    }

    /// Reads the overview as the app does. Returns its text.
    pub(crate) fn overview(&mut self, session: &Session) -> Result<String> {
        let request = request("GET", self.site.port, routes::OVERVIEW, &self.call(session), None);
        let (answer, body) = self.app.read(&request)?;
        ensure!(answer.status == 200, "{} for an overview: {body}", answer.status);
        Ok(body)
    }

    /// The security keys of an overview.
    pub(crate) fn keys(overview: &str) -> Result<Vec<String>> {
        let overview: Value = serde_json::from_str(overview)?;
        let methods = overview["methods"].as_array().context("no list of methods")?;
        let is_key = |method: &&Value| method["factor"] == "alone";
        let ids = methods.iter().filter(is_key).filter_map(|method| method["id"].as_str());
        Ok(ids.map(str::to_owned).collect())
    }

    /// Removes a method.
    pub(crate) fn remove(&mut self, session: &Session, method: &str) -> Result<()> {
        let body = serde_json::json!({ "method": method }).to_string();
        let mut headers = self.call(session);
        headers.push(("Content-Type", "application/json"));
        let path = routes::REMOVE_METHOD;
        let request = request("POST", self.site.port, path, &headers, Some(&body));
        let (answer, body) = self.app.read(&request)?;
        ensure!(answer.status == 200, "{} for a removal: {body}", answer.status);
        Ok(())
    }

    /// Ends the session by the app's form.
    pub(crate) fn sign_out(&mut self, session: &Session) -> Result<()> {
        let (name, value) = session.cookies.split_once('=').unwrap_or_default();
        let mut cookies = Cookies::from([(name.to_owned(), value.to_owned())]);
        let (answer, _) = self.submit(routes::SIGN_OUT, "", &mut cookies)?;
        ensure!(matches!(answer.status, 200 | 303), "{} for a sign-out", answer.status);
        Ok(())
    }

    fn call<'s>(&'s self, session: &'s Session) -> Vec<(&'s str, &'s str)> {
        vec![
            ("Cookie", &session.cookies),
            (contract::VERSION_HEADER, contract::VERSION),
            (contract::PERSON_HEADER, &session.key),
            ("Origin", &self.site.app),
            ("Sec-Fetch-Site", "same-origin"),
        ]
    }

    fn page(&mut self, path: &str, cookies: &mut Cookies) -> Result<(Answer, String)> {
        let header = header(cookies);
        let (answer, page) =
            self.app.read(&request("GET", self.site.port, path, &[("Cookie", &header)], None))?;
        keep(&answer, cookies);
        Ok((answer, page))
    }

    fn submit(
        &mut self,
        path: &str,
        body: &str,
        cookies: &mut Cookies,
    ) -> Result<(Answer, String)> {
        let header = header(cookies);
        let headers = [
            ("Cookie", header.as_str()),
            ("Origin", &self.site.app),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", FORM),
        ];
        let request = request("POST", self.site.port, path, &headers, Some(body));
        let (answer, page) = self.app.read(&request)?;
        keep(&answer, cookies);
        Ok((answer, page))
    }

    /// Walks through the tenant's pages with the pass. Returns the path that leads back to the app.
    fn type_pass(&mut self, address: &str, person: &Person) -> Result<String> {
        let Site { tenant, tenant_port, app, .. } = self.site;
        let mut connection = match self.tenant.take() {
            Some(connection) => connection,
            None => Connection::open(*tenant_port)?,
        };
        let mut cookies = Cookies::new();
        let mut path = address.trim_start_matches(tenant).to_owned();
        let mut body: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let header = header(&cookies);
            let verb = if body.is_some() { "POST" } else { "GET" };
            let mut headers = vec![("Cookie", header.as_str())];
            if body.is_some() {
                headers.extend([("Origin", tenant.as_str()), ("Content-Type", FORM)]);
            }
            let sent = request(verb, *tenant_port, &path, &headers, body.as_deref());
            let (answer, page) = connection.read(&sent)?;
            keep(&answer, &mut cookies);
            if let Some(location) = answer.location {
                if let Some(back) = location.strip_prefix(app) {
                    self.tenant = Some(connection);
                    return Ok(back.to_owned());
                }
                (path, body) = (location.trim_start_matches(tenant).to_owned(), None);
                continue;
            }
            let form = match Form::with_field(&page, "pass") {
                Ok(form) => form.fill("pass", &person.pass),
                Err(_) => Form::with_field(&page, "account")?.fill("account", &person.account),
            };
            if !form.action.is_empty() {
                path = form.action.trim_start_matches(tenant).to_owned();
            }
            body = Some(form.body());
        }
        bail!("the tenant's pages lead nowhere")
    }
}

fn header(cookies: &Cookies) -> String {
    let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("; ")
}

fn keep(answer: &Answer, cookies: &mut Cookies) {
    for (name, value) in &answer.set_cookies {
        if value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.clone(), value.clone());
        }
    }
}

/// The key of the person whom a page was drawn for.
fn key_of(page: &str) -> Option<String> {
    let (_, person) = page.split_once("\"person\":{")?;
    let (_, key) = person.split_once("\"key\":\"")?;
    Some(key.split_once('"')?.0.to_owned())
}

const FORM: &str = "application/x-www-form-urlencoded";
/// Longer than any way through the pages.
const PAGES_MAX: usize = 10;
