//! Firefox and its driver, for the browser tests, where the machine has Firefox.
//!
//! Firefox itself is never installed here; its driver is, since Debian has none.

use std::path::PathBuf;

use anyhow::Result;

use super::{GECKODRIVER, browser::program, cargo, lock};

/// Firefox and its WebDriver server.
#[derive(Debug, Clone)]
pub struct Firefox {
    /// The browser.
    pub firefox: PathBuf,
    /// Its driver, which works with several versions of it.
    pub geckodriver: PathBuf,
}

/// The installed Firefox, if there is one, with a driver: that of this machine, or one that is compiled now.
///
/// # Errors
/// When the driver cannot be compiled.
pub fn firefox() -> Result<Option<Firefox>> {
    let Some(firefox) = program("FIREFOX", &["firefox-esr", "firefox"]) else {
        return Ok(None);
    };
    if let Some(geckodriver) = program("GECKODRIVER", &["geckodriver"]) {
        return Ok(Some(Firefox { firefox, geckodriver }));
    }
    let _one_at_a_time = lock()?;
    let geckodriver = GECKODRIVER.ensure()?;
    cargo::tidy();
    Ok(Some(Firefox { firefox, geckodriver }))
}
