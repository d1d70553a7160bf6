//! What the browser is, and what it can do, as the app finds out when it takes over.

/// What the app finds out about its browser.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Browser {
    /// Whether it can make passkeys at all; assumed until it is known.
    pub makes_passkeys: bool,
    /// Whether the device keeps passkeys itself (WebAuthn §5.1.7); `None` until the browser has said.
    pub keeps_passkeys: Option<bool>,
    /// Whether it runs on a phone.
    pub is_on_phone: bool,
    /// Whether the page is on the home screen of an iPhone or iPad, where Safari leaves its name out.
    pub is_on_home_screen: bool,
    /// The origin of the page, for an address to copy.
    pub origin: String,
    /// What it calls itself (`navigator.userAgent`), for the help desk.
    pub name: String,
}

impl Default for Browser {
    fn default() -> Self {
        Self {
            makes_passkeys: true,
            keeps_passkeys: None,
            is_on_phone: false,
            is_on_home_screen: false,
            origin: String::new(),
            name: String::new(),
        }
    }
}

impl Browser {
    /// Whether it is a web view inside another app, as far as it says so: on Android it calls itself one, on
    /// Apple's systems it leaves out that it is Safari, and some apps name themselves. `static/why.js` looks for
    /// the same.
    #[must_use]
    pub fn is_in_app(&self) -> bool {
        let says = |part: &str| contains(&self.name, part);
        IN_APP.iter().any(|part| says(part))
            || (says("AppleWebKit/") && !says("Safari/") && !self.is_on_home_screen)
    }
}

/// What a web view on Android says, and what apps add that are known for theirs.
const IN_APP: [&str; 6] = ["; wv)", "FBAN", "FBAV", "Instagram", "MicroMessenger", "Line/"];

/// Whether a text contains another; in bytes, because the search in strings weighs a kilobyte.
fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests;
