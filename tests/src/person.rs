//! A person at a browser, whose every act is counted: a click, a field typed, a touch of the authenticator.
//!
//! Looking and waiting is none. A field that has not got the focus by itself costs a click.

use std::cell::Cell;

use anyhow::{Context, Result};
use serde_json::json;

use crate::browser::Browser;

/// A person at a browser with an authenticator.
pub struct Person<'a> {
    browser: &'a Browser,
    authenticator: String,
    /// The clicks, and the fields typed.
    by_hand: Cell<u64>,
}

impl<'a> Person<'a> {
    /// Sits down at the browser, with an authenticator in hand.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn at(browser: &'a Browser) -> Result<Self> {
        let authenticator = browser.plug_in_authenticator().await?;
        Ok(Self { browser, authenticator, by_hand: Cell::new(0) })
    }

    /// Clicks the button or link with exactly this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn clicks(&self, label: &str) -> Result<()> {
        self.acts_by_hand();
        self.browser.press(label).await
    }

    /// Clicks the first visible element that matches the selector.
    ///
    /// # Errors
    /// When there is none.
    pub async fn clicks_on(&self, selector: &str) -> Result<()> {
        self.acts_by_hand();
        Ok(self.browser.find(selector).await?.click().await?)
    }

    /// Types into the field that matches the selector, and clicks it first if the keys would go elsewhere.
    ///
    /// # Errors
    /// When there is none.
    pub async fn types_into(&self, selector: &str, text: &str) -> Result<()> {
        let field = self.browser.find(selector).await?;
        if self.browser.driver.active_element().await? != field {
            self.clicks_on(selector).await?;
        }
        self.acts_by_hand();
        Ok(self.browser.driver.action_chain().send_keys(text).perform().await?)
    }

    /// How many acts it took so far, with what the authenticator itself has counted: each of its signatures is
    /// a touch, of which the first made the passkey (WebAuthn §6.1.1).
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn acts(&self) -> Result<u64> {
        let authenticator = json!({ "authenticatorId": self.authenticator });
        let answer = self.browser.command("WebAuthn.getCredentials", authenticator).await?;
        let passkeys = answer["credentials"].as_array().context("a list of passkeys")?;
        let touches: Option<u64> = passkeys.iter().map(|it| it["signCount"].as_u64()).sum();
        Ok(self.by_hand.get() + touches.context("a passkey counts its signatures")?)
    }

    fn acts_by_hand(&self) {
        self.by_hand.set(self.by_hand.get() + 1);
    }
}
