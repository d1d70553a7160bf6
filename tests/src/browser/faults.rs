//! What is wrong with the page that a browser shows.

use anyhow::{Context, Result};
use xtask::workspace;

use super::Browser;

impl Browser {
    /// Runs axe with all its rules on the current page. Returns the violations; none is ignored.
    ///
    /// # Errors
    /// When axe is not installed or does not run.
    pub async fn broken_accessibility_rules(&self) -> Result<Vec<String>> {
        let axe = workspace::root().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&axe)
            .context("axe-core is not installed: `cargo xtask test` installs it")?;
        self.driver.execute(&axe, Vec::new()).await?;
        let answer = self
            .driver
            .execute_async(
                "const done = arguments[0]; axe.run(document).then(r => done(r.violations.map(v => \
                 `${v.id}: ${v.help} (${v.nodes.map(n => n.html).join(' | ')})`)), e => done([String(e)]))",
                Vec::new(),
            )
            .await?;
        Ok(answer.convert()?)
    }

    /// What lies outside of the window, and words outside of their box: the beginning of each such element.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn outside_of_boxes(&self) -> Result<Vec<String>> {
        const OUTSIDE: &str = "
            const seen = [...document.querySelectorAll('body *')].filter((element) =>
                !element.closest('.unseen, script, svg') && element.getClientRects().length);
            // A button may reach over the edge of its line into the padding of the card: what has words itself counts.
            const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
            return seen.filter((element) => {
                const box = element.getBoundingClientRect();
                const holds = speaks(element) && getComputedStyle(element).overflowX === 'visible';
                return box.right > innerWidth + 1 || box.left < -1
                    || holds && element.clientWidth && element.scrollWidth > element.clientWidth + 1;
            }).map((element) => element.outerHTML.slice(0, 200));";
        Ok(self.driver.execute(OUTSIDE, Vec::new()).await?.convert()?)
    }

    /// The errors, warnings and CSP violations that the browser logged since the last call.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let entries = self.driver.browser_log().await?;
        Ok(entries
            .into_iter()
            .map(|entry| format!("{:?}", entry))
            .filter(|entry| entry.contains("SEVERE") || entry.contains("WARNING"))
            .collect())
    }
}
