//! A visitor without a browser: fetches pages, and signs in with a pass through the real forms.
//!
//! Knows only what the pages say: follows redirects and fills the fields of the forms that it meets.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::{
    http::{Connection, Reply},
    product::{Person, Product},
};

/// Someone at the product's door, with their cookies.
pub struct Visitor<'a> {
    product: &'a Product,
    /// By origin, then by name.
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

impl<'a> Visitor<'a> {
    /// Someone who was never here.
    pub fn new(product: &'a Product) -> Self {
        Self { product, cookies: BTreeMap::new() }
    }

    /// The body of a page or file of the app, uncompressed.
    ///
    /// # Errors
    /// When the answer is not 200.
    pub fn get(&mut self, path: &str) -> Result<Vec<u8>> {
        let reply = self.ask("GET", &format!("{}{path}", self.product.app), &[], "")?;
        if reply.status != 200 {
            bail!("{path} answers {}", reply.status);
        }
        Ok(reply.body)
    }

    /// The `Cookie` header for the app.
    pub fn cookie(&self) -> String {
        self.cookies
            .get(&self.product.app)
            .into_iter()
            .flatten()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Signs in from the first page to the overview.
    ///
    /// # Errors
    /// When the forms do not lead back to the app with a session.
    pub fn sign_in(&mut self, person: &Person) -> Result<()> {
        let pass = person.pass.as_deref().context("this person has no pass")?;
        let app = self.product.app.clone();
        let mut address = format!("{app}/");
        let mut reply = self.ask("GET", &address, &[], "")?;
        // Far more steps than any sign-in takes.
        for _ in 0..12 {
            if let Some(location) = reply.header("location").map(str::to_owned) {
                address = absolute(&address, &location);
                reply = self.ask("GET", &address, &[], "")?;
                continue;
            }
            let html = String::from_utf8_lossy(&reply.body).into_owned();
            if self.cookie().contains("session=") && address.starts_with(&app) {
                return Ok(());
            }
            let Some((action, fields)) = form(&html) else {
                bail!("the page at {} ({}) has no form to fill", path(&address), reply.status);
            };
            let body = fields
                .into_iter()
                .map(|(name, value)| {
                    let value = match name.as_str() {
                        "account" => person.account.clone(),
                        "pass" => pass.to_owned(),
                        _ => value,
                    };
                    format!("{}={}", encoded(&name), encoded(&value))
                })
                .collect::<Vec<_>>()
                .join("&");
            let target = absolute(&address, &action);
            let origin = origin(&address);
            let headers = [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Origin", origin.as_str()),
                ("Sec-Fetch-Site", "same-origin"),
            ];
            reply = self.ask("POST", &target, &headers, &body)?;
            address = target;
        }
        bail!("the sign-in does not come to an end; it is at {}", path(&address))
    }

    fn ask(
        &mut self,
        verb: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Reply> {
        let origin = origin(address);
        let port = origin.rsplit(':').next().and_then(|port| port.parse().ok());
        let port = port.with_context(|| format!("{origin} is not on loopback"))?;
        let cookie = self
            .cookies
            .get(&origin)
            .into_iter()
            .flatten()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let mut headers = headers.to_vec();
        headers.push(("Accept", "text/html"));
        headers.push(("Connection", "close"));
        if !cookie.is_empty() {
            headers.push(("Cookie", &cookie));
        }
        let reply = Connection::open(port)?.send(verb, path(address), &headers, body.as_bytes())?;
        let jar = self.cookies.entry(origin).or_default();
        for (_, cookie) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            if value.is_empty() {
                jar.remove(name.trim());
            } else {
                jar.insert(name.trim().to_owned(), value.to_owned());
            }
        }
        Ok(reply)
    }
}

/// The first form of a page that is sent by POST and does not sign out: its action, and its fields with their values.
fn form(html: &str) -> Option<(String, Vec<(String, String)>)> {
    html.split("<form").skip(1).find_map(|form| {
        let form = form.split("</form>").next()?;
        let (head, inside) = form.split_once('>')?;
        let action = attribute(head, "action").unwrap_or_default();
        if !head.to_ascii_lowercase().contains("post")
            || action.contains("sign-out")
            || action.contains("cancel")
        {
            return None;
        }
        let mut fields: Vec<(String, String)> = Vec::new();
        for input in inside.split("<input").skip(1) {
            let input = input.split('>').next()?;
            if attribute(input, "type").as_deref() == Some("submit") {
                continue;
            }
            if let Some(name) = attribute(input, "name") {
                fields.push((name, attribute(input, "value").unwrap_or_default()));
            }
        }
        Some((action, fields))
    })
}

/// An attribute's value, in any quotes or in none, with the references that our pages use resolved.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(&format!(" {name}="))? + name.len() + 2;
    let value = &tag[at..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '/', '>']).next()?,
    };
    let mut value = value.to_owned();
    for (reference, character) in [
        ("&quot;", "\""),
        ("&#x2F;", "/"),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        value = value.replace(reference, character);
    }
    Some(value)
}

fn absolute(base: &str, target: &str) -> String {
    if target.starts_with("http") {
        return target.to_owned();
    }
    if target.starts_with('/') {
        return format!("{}{target}", origin(base));
    }
    let without_query = base.split('?').next().unwrap_or(base);
    if target.is_empty() {
        return base.to_owned();
    }
    if target.starts_with('?') {
        return format!("{without_query}{target}");
    }
    let folder = without_query.rsplit_once('/').map_or(without_query, |(folder, _)| folder);
    format!("{folder}/{target}")
}

fn origin(address: &str) -> String {
    address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
}

/// The path with its query.
fn path(address: &str) -> &str {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    after.find('/').map_or("/", |slash| after[slash..].split('#').next().unwrap_or("/"))
}

/// application/x-www-form-urlencoded, as the URL standard says.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                encoded.push(char::from(byte))
            }
            b' ' => encoded.push('+'),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
        encoded
    })
}

#[cfg(test)]
mod tests;
