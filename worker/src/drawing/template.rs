//! The page of the built app, cut at its markers: `BEFORE_HEAD` | head | `BEFORE_APP` | app | `AFTER_APP`.

/// The address of the page among the built files.
pub(super) const PAGE: &str = "/assets/page.txt";

/// How the page's own icon begins.
const ICON: &str = "<link rel=\"icon\" ";

/// The parts of the page.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Template {
    /// Up to the marker of the head.
    pub(super) before_head: String,
    /// From there to the marker of the app, inside `body`.
    pub(super) before_app: String,
    /// The rest.
    pub(super) after_app: String,
}

impl Template {
    /// Cuts the page; `None` when a marker is missing.
    pub(super) fn cut(page: &str) -> Option<Self> {
        let (before_head, rest) = page.split_once("<!--head-->")?;
        let (before_app, after_app) = rest.split_once("<!--drawn-->")?;
        let [before_head, before_app, after_app] =
            [before_head, before_app, after_app].map(str::to_owned);
        Some(Self { before_head, before_app, after_app })
    }

    /// The same page with this icon in the place of its own.
    pub(super) fn with_icon(mut self, icon: &str) -> Self {
        let (before, rest) = self.before_head.split_once(ICON).unwrap_or((&self.before_head, ""));
        if let Some((_, after)) = rest.split_once('>') {
            self.before_head = [before, icon, after].concat();
        }
        self
    }

    /// The inline style; empty if there is none.
    pub(super) fn style(&self) -> &str {
        const END: &str = "</style>";
        let style = self.before_app.find("<style").zip(self.before_app.find(END));
        style.and_then(|(from, to)| self.before_app.get(from..to + END.len())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
