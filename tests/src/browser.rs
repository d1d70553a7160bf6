//! Headless Chromium with its own driver, and the checks that every browser test makes.
//!
//! No request is intercepted: pages come from the running product, refusals from the tenant's test accounts.
//! The authenticator is Chromium's virtual one (WebAuthn §11).

mod faults;
mod firefox;

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use thirtyfour::{
    BrowserLogEntry, ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel,
    PageLoadStrategy, error::WebDriverErrorInner, prelude::*,
};
use xtask::{tools, workspace};

/// How long to wait for a page to show something.
const PATIENCE: Duration = Duration::from_secs(15);

/// A browser window with a new, empty profile.
pub struct Browser {
    /// The WebDriver session.
    pub driver: WebDriver,
    server: Child,
    /// What ends the browser, where the end of its driver does not.
    firefox: Option<firefox::Running>,
}

impl Browser {
    /// Opens a window of the given size in CSS pixels.
    ///
    /// # Errors
    /// When chromedriver or Chromium cannot be started.
    pub async fn open(width: u32, height: u32) -> Result<Self> {
        Self::open_with(width, height, |_| Ok(())).await
    }

    /// Opens a window in which scripts are switched off.
    ///
    /// # Errors
    /// When chromedriver or Chromium cannot be started.
    pub async fn open_without_scripts(width: u32, height: u32) -> Result<Self> {
        let blocked = json!({ "profile.managed_default_content_settings.javascript": 2 });
        let block = |capabilities: &mut ChromeCapabilities| {
            capabilities.add_experimental_option("prefs", &blocked)
        };
        Self::open_with(width, height, block).await
    }

    /// Opens a window that blocks third-party cookies, as a person can choose.
    ///
    /// # Errors
    /// When chromedriver or Chromium cannot be started.
    pub async fn open_without_third_party_cookies(width: u32, height: u32) -> Result<Self> {
        let blocked = json!({
            "profile.cookie_controls_mode": 1,
            "profile.block_third_party_cookies": true,
        });
        let block = |capabilities: &mut ChromeCapabilities| {
            capabilities.add_experimental_option("prefs", &blocked)
        };
        Self::open_with(width, height, block).await
    }

    /// Opens a window that keeps its protocol's events for [`Self::events`], and whose [`Self::goto`] returns before
    /// the page is there: for measuring.
    ///
    /// # Errors
    /// When chromedriver or Chromium cannot be started.
    pub async fn open_watched(width: u32, height: u32) -> Result<Self> {
        let watch = |capabilities: &mut ChromeCapabilities| {
            capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
            capabilities.set_page_load_strategy(PageLoadStrategy::None)
        };
        Self::open_with(width, height, watch).await
    }

    async fn open_with(
        width: u32,
        height: u32,
        adjust: impl FnOnce(&mut ChromeCapabilities) -> WebDriverResult<()>,
    ) -> Result<Self> {
        let programs = tools::browser()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let chromedriver = Command::new(&programs.chromedriver)
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver does not start")?;
        let mut server = Starting(Some(chromedriver));
        let address = answering(port).await?;
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            capabilities.add_arg(argument)?;
        }
        capabilities.add_arg(&format!("--window-size={width},{height}"))?;
        capabilities.set_binary(&programs.chromium.to_string_lossy())?;
        capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        adjust(&mut capabilities)?;
        let driver =
            WebDriver::new(address, capabilities).await.context("Chromium does not start")?;
        driver.set_page_load_timeout(Duration::from_secs(30)).await?;
        let server = server.0.take().context("the driver runs")?;
        let browser = Self { driver, server, firefox: None };
        browser.resize(width, height).await?;
        Ok(browser)
    }

    /// Sets the size of the page in CSS pixels; it may be smaller than Chromium's smallest window.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.override_size(&json!(width), &json!(height)).await
    }

    async fn override_size(&self, width: &Value, height: &Value) -> Result<()> {
        self.command(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        )
        .await?;
        Ok(())
    }

    /// Sets the color scheme that the page sees: `light` or `dark`.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn prefer_color_scheme(&self, scheme: &str) -> Result<()> {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.command("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
        Ok(())
    }

    /// Adds a virtual authenticator that consents to everything. Returns its id.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn plug_in_authenticator(&self) -> Result<String> {
        self.command("WebAuthn.enable", json!({})).await?;
        let options = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "automaticPresenceSimulation": true,
        });
        let answer =
            self.command("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await?;
        let id = answer["authenticatorId"].as_str().context("an authenticator has an id")?;
        Ok(id.to_owned())
    }

    /// Sets whether the authenticator verifies the person (fingerprint, PIN).
    ///
    /// # Errors
    /// When the browser or the authenticator is gone.
    pub async fn verify_user(&self, authenticator: &str, is_verified: bool) -> Result<()> {
        let values = json!({ "authenticatorId": authenticator, "isUserVerified": is_verified });
        self.command("WebAuthn.setUserVerified", values).await?;
        Ok(())
    }

    /// Sends one command of the Chrome DevTools Protocol.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn command(&self, name: &str, parameters: Value) -> Result<Value> {
        self.driver.cdp().send_raw(name, parameters).await.with_context(|| format!("{name} failed"))
    }

    /// Opens an address and waits until the page has loaded.
    ///
    /// # Errors
    /// When it does not load.
    pub async fn goto(&self, address: &str) -> Result<()> {
        self.driver.goto(address).await.with_context(|| format!("{address} does not open"))
    }

    /// Waits for the first visible element that matches the selector.
    ///
    /// # Errors
    /// When none appears; the page's text is in the message.
    pub async fn find(&self, selector: &str) -> Result<WebElement> {
        // A page that is just being left ends a query with an error: ask the next page.
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let query = self.driver.query(By::Css(selector));
            let query = query.wait(Duration::from_secs(1), Duration::from_millis(50));
            if let Ok(element) = query.and_displayed().first().await {
                return Ok(element);
            }
            if tokio::time::Instant::now() > deadline {
                bail!("{selector} does not appear; the page says:\n{}", self.text().await?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the first field that this selector finds, in place of what it holds.
    ///
    /// # Errors
    /// When there is none.
    pub async fn type_into(&self, selector: &str, content: &str) -> Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let field = self.find(selector).await?;
            let typed = async {
                field.clear().await?;
                field.send_keys(content).await
            };
            match typed.await {
                // What is redrawn meanwhile is looked for again.
                Err(fault) if is_stale(&fault) && tokio::time::Instant::now() < deadline => {}
                typed => return Ok(typed?),
            }
        }
    }

    /// Presses the button or link with exactly this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press(&self, label: &str) -> Result<()> {
        let path = format!(
            "//*[self::button or self::a][normalize-space(.)=\"{label}\" or @aria-label=\"{label}\"]"
        );
        // What is redrawn while it is looked for is looked for again: nothing was pressed yet.
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let query = self.driver.query(By::XPath(path.as_str()));
            let query = query.wait(Duration::from_secs(1), Duration::from_millis(50));
            if let Ok(element) = query.and_clickable().first().await {
                match element.click().await {
                    Err(fault) if is_stale(&fault) => {}
                    pressed => return Ok(pressed?),
                }
            }
            if tokio::time::Instant::now() > deadline {
                bail!("nothing to press says {label:?}; the page says:\n{}", self.text().await?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the page's text contains this.
    ///
    /// # Errors
    /// When it does not; the page's text is in the message.
    pub async fn sees(&self, text: &str) -> Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let page = self.text().await.unwrap_or_default();
            if page.contains(text) {
                return Ok(());
            }
            ensure!(
                tokio::time::Instant::now() < deadline,
                "the page never says {text:?}; it says:\n{page}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The visible text of the page, without the marks that isolate names from the text around them
    /// (Unicode UAX #9, 2.4).
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self) -> Result<String> {
        let text = loop {
            match self.driver.find(By::Tag("body")).await?.text().await {
                // The page has just been left.
                Err(fault) if is_stale(&fault) => {}
                text => break text?,
            }
        };
        Ok(text.replace(['\u{2068}', '\u{2069}'], ""))
    }

    /// The events of the DevTools protocol's Network and Page domains since the last call, of a browser that was
    /// opened with [`Self::open_watched`].
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn events(&self) -> Result<Vec<Value>> {
        let entries = self.driver.get_log("performance").await?;
        let event = |entry: BrowserLogEntry| {
            let mut entry: Value = serde_json::from_str(&entry.message)?;
            Ok(entry["message"].take())
        };
        entries.into_iter().map(event).collect()
    }

    /// Saves a screenshot of the whole page under `target/screenshots`.
    ///
    /// # Errors
    /// When the browser is gone or the disk is full.
    pub async fn picture(&self, name: &str) -> Result<()> {
        let folder = workspace::target().join("screenshots");
        std::fs::create_dir_all(&folder)?;
        let metrics = self.command("Page.getLayoutMetrics", json!({})).await?;
        let (window, page) = (&metrics["cssLayoutViewport"], &metrics["cssContentSize"]);
        // The window grows to the page for a moment: Chromium's own picture of what lies beyond
        // the window leaves later clicks off their mark.
        self.override_size(&window["clientWidth"], &page["height"]).await?;
        let answer = self.command("Page.captureScreenshot", json!({ "format": "png" })).await?;
        self.override_size(&window["clientWidth"], &window["clientHeight"]).await?;
        use base64::Engine as _;
        let png = base64::engine::general_purpose::STANDARD
            .decode(answer["data"].as_str().unwrap_or_default())?;
        std::fs::write(folder.join(format!("{name}.png")), png)?;
        Ok(())
    }

    /// Closes the window and ends its driver.
    ///
    /// # Errors
    /// When the browser is gone already.
    pub async fn close(mut self) -> Result<()> {
        let quit = self.driver.clone().quit().await;
        self.firefox = None;
        self.server.kill()?;
        self.server.wait()?;
        Ok(quit?)
    }
}

impl Drop for Browser {
    /// Stops the driver, and the browser with it, so that a failed test leaves no browser behind.
    fn drop(&mut self) {
        self.firefox = None;
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// The address of the driver on this port, once it answers.
async fn answering(port: u16) -> Result<String> {
    let address = format!("http://127.0.0.1:{port}");
    let client = reqwest::Client::new();
    let mut attempts = 0;
    while client.get(format!("{address}/status")).send().await.is_err() {
        attempts += 1;
        ensure!(attempts < 100, "the driver of the browser does not answer");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(address)
}

/// A driver that is stopped again when its browser does not start.
struct Starting(Option<Child>);

impl Drop for Starting {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            child.kill().ok();
            child.wait().ok();
        }
    }
}

/// Headless, runnable as root in a container, and without network traffic of its own.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=en-US",
];

/// Whether an element was redrawn, or its page left, since it was found.
fn is_stale(fault: &WebDriverError) -> bool {
    matches!(fault.as_inner(), WebDriverErrorInner::StaleElementReference(_))
}
