//! Dates, times and plurals by the browser's `Intl`, as the app writes them.
//!
//! A view asks while it is drawn, and a host has no `Intl`: what is not known yet is noted, asked of the browser, and
//! the page drawn again.

use std::{cell::RefCell, collections::BTreeMap};

use anyhow::Result;
use contract::Timestamp;
use latchkey_tests::browser::Browser;
use serde_json::json;
use views::{Catalog, Format, Plural};

/// Somebody's own time zone, which a time does not name.
const ZONE: &str = "Europe/London";

/// What the browser writes, by what it is asked: which function, of which number.
type Written = BTreeMap<(&'static str, i64), String>;

/// What is known of a language.
pub(crate) struct Answers {
    language: String,
    known: Written,
    missing: RefCell<Vec<(&'static str, i64)>>,
}

impl Answers {
    /// Nothing is known yet.
    pub(crate) fn of(language: &str) -> Self {
        Self { language: language.to_owned(), known: Written::new(), missing: RefCell::default() }
    }

    /// Asks the browser for what was missing; whether something was.
    pub(crate) async fn learn(&mut self, browser: &Browser) -> Result<bool> {
        let missing = self.missing.take();
        if missing.is_empty() {
            return Ok(false);
        }
        let script = include_str!("format.js");
        let arguments = vec![json!(self.language), json!(ZONE), json!(missing)];
        let written: Vec<String> = browser.driver.execute(script, arguments).await?.convert()?;
        self.known.extend(missing.into_iter().zip(written));
        Ok(true)
    }

    fn ask(&self, function: &'static str, number: i64) -> String {
        let known = self.known.get(&(function, number)).cloned();
        known.unwrap_or_else(|| {
            self.missing.borrow_mut().push((function, number));
            String::new()
        })
    }
}

impl Format for Answers {
    fn date(&self, at: Timestamp, _words: &Catalog) -> String {
        self.ask("date", at.0)
    }

    fn moment(&self, at: Timestamp, now: Timestamp, words: &Catalog) -> String {
        let time = self.ask("time", at.0);
        if self.ask("date", at.0) == self.ask("date", now.0) {
            return words.fill("format.today", &[("time", &time)]).to_string();
        }
        let date = self.ask("day", at.0);
        words.fill("format.another-day", &[("date", &date), ("time", &time)]).to_string()
    }

    fn plural(&self, count: i64) -> Plural {
        Plural::parse(&self.ask("plural", count))
    }
}
