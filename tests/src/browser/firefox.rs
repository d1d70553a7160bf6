//! Headless Firefox with its own driver. What needs the DevTools protocol of Chromium does not work in it.

use std::{
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{
    DesiredCapabilities, WebDriver, common::capabilities::firefox::FirefoxPreferences,
};
use xtask::{tools, workspace};

use super::{Browser, Starting, answering};

/// A running Firefox: it outlives its driver, so that it is told to end when this is dropped.
pub(super) struct Running {
    port: u16,
    session: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.end().ok();
    }
}

impl Running {
    /// Ends the session (WebDriver §8.2), without the runtime of the test, which may have failed.
    fn end(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let Self { port, session } = self;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n"
        )?;
        stream.read_to_end(&mut Vec::new()).map(|_| ())
    }
}

impl Browser {
    /// Opens a window of Firefox, which keeps cookies and storage apart for each site, as it does by default
    /// (Total Cookie Protection).
    ///
    /// # Errors
    /// When Firefox is not on this machine, or it or geckodriver cannot be started.
    pub async fn open_firefox(width: u32, height: u32) -> Result<Self> {
        let programs = tools::firefox()?.context(
            "the tests below `firefox::` need Firefox on PATH (Debian: sudo apt-get install firefox-esr); \
             `cargo xtask test browser` leaves them out without it",
        )?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        // One for each driver, or several at once would meet at the port by which Firefox is driven.
        let marionette = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let geckodriver = Command::new(&programs.geckodriver)
            .args(["--port", &port.to_string(), "--marionette-port", &marionette.to_string()])
            .args(["--binary".as_ref(), programs.firefox.as_os_str()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("geckodriver does not start")?;
        let mut server = Starting(Some(geckodriver));
        let address = answering(port).await?;
        let mut capabilities = DesiredCapabilities::firefox();
        capabilities.set_headless()?;
        let mut preferences = FirefoxPreferences::new();
        preferences.set("network.cookie.cookieBehavior", 5)?;
        preferences.set("intl.accept_languages", "en-US")?;
        // The virtual authenticator of WebDriver, in the place of those that are plugged in.
        preferences.set("security.webauth.webauthn_enable_softtoken", true)?;
        preferences.set("security.webauth.webauthn_enable_usbtoken", false)?;
        // As if the person allowed it: Firefox asks whether the site may know the model of the authenticator.
        preferences.set("security.webauthn.always_allow_direct_attestation", true)?;
        capabilities.set_preferences(preferences)?;
        let driver =
            WebDriver::new(address, capabilities).await.context("Firefox does not start")?;
        let firefox = Some(Running { port, session: driver.handle().session_id().to_string() });
        let browser = Self { driver, server: server.0.take().context("the driver runs")?, firefox };
        browser.driver.set_page_load_timeout(Duration::from_secs(30)).await?;
        browser.driver.set_window_rect(0, 0, width, height).await?;
        Ok(browser)
    }

    /// Adds a virtual authenticator by WebDriver itself (WebAuthn §11.3), to the page that is open.
    ///
    /// # Errors
    /// When the browser has none.
    pub async fn plug_in_authenticator_of_firefox(&self) -> Result<()> {
        let session = self.driver.handle();
        let address = format!(
            "{}session/{}/webauthn/authenticator",
            session.server_url(),
            session.session_id()
        );
        let options = json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserConsenting": true,
            "isUserVerified": true,
        });
        let answer = reqwest::Client::new().post(address).json(&options).send().await?;
        let is_there = answer.status().is_success();
        let said: Value = answer.json().await?;
        anyhow::ensure!(is_there, "no virtual authenticator: {said}");
        Ok(())
    }

    /// Saves a screenshot of what the window shows under `target/screenshots`.
    ///
    /// # Errors
    /// When the browser is gone or the disk is full.
    pub async fn picture_of_firefox(&self, name: &str) -> Result<()> {
        let folder = workspace::target().join("screenshots");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}.png")), self.driver.screenshot_as_png().await?)?;
        Ok(())
    }
}
