//! The company's own look: its colour and its logo, as a style beside that of the page.
//!
//! Written once, from the settings; the content security policy names its hash.

use gateway::{Accent, Color, Logo, hash_source};

/// The style; empty where nothing is set.
#[derive(Debug, Default)]
pub(crate) struct Brand {
    /// The element, for the head of a page.
    pub(crate) style: String,
    /// Its CSP source; empty with the style.
    pub(crate) hash: String,
    /// Whether a logo stands for our own mark, also as the icon of every page.
    pub(crate) has_logo: bool,
}

impl Brand {
    /// The look of this colour and this logo; `has_note` where something stands above the first page.
    pub(crate) fn of(accent: Option<Accent>, logo: Option<&Logo>, has_note: bool) -> Self {
        let accent = accent.map(colors).unwrap_or_default();
        let has_logo = logo.is_some();
        let logo = logo.map(mark).unwrap_or_default();
        let note = if has_note { NOTE } else { "" };
        let css = accent + &logo + note;
        if css.is_empty() {
            return Self::default();
        }
        let style = ["<style>", &css, "</style>"].concat();
        Self { hash: hash_source(&css), style, has_logo }
    }
}

/// The colours of both themes. A selector of more weight than that of the page's own: it may stand before
/// it. The card's theme may be chosen by the page around it.
fn colors(Accent { light, dark, .. }: Accent) -> String {
    let [light, dark] = [declared(light, "#fff"), declared(dark, "#0b1210")];
    [
        "html:root{",
        &light,
        "}@media(prefers-color-scheme:dark){html:root:not([data-theme=light]){",
        &dark,
        "}}html:root[data-theme=dark]{",
        &dark,
        "}",
    ]
    .concat()
}

fn declared(accent: Color, ink: &str) -> String {
    let mut hex = String::from("--accent:#");
    for part in accent {
        for digit in [part >> 4, part & 15] {
            hex.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
        }
    }
    hex + ";--accent-ink:" + ink + ";--wash:color-mix(in srgb,var(--accent) 10%,var(--card))"
}

/// What the company adds to the first page: a bar above it.
const NOTE: &str =
    ".note{background:var(--wash);padding:.75rem 1rem;text-align:center;text-wrap:balance}";

/// The logo as the icon of a page.
pub(crate) const ICON: &str = "<link rel=\"icon\" href=\"/logo\">";

/// The logo in place of the mark, which the app draws too: a style alone reaches both.
fn mark(logo: &Logo) -> String {
    [
        ".brand .mark{display:none}.brand::before{content:\"\";flex:none;block-size:2rem;inline-size:calc(.02rem*",
        &logo.width.to_string(),
        ");background:url(/logo) center/contain no-repeat;print-color-adjust:exact}",
    ]
    .concat()
}

#[cfg(test)]
mod tests;
