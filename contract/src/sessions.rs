//! Where a person is signed in here, and what this service has seen of their account lately.
//!
//! The page is drawn by the edge alone; nothing of this travels to the app.

use crate::{MethodId, MethodKind, Person, Timestamp};

/// What the page of a person's sessions shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sessions {
    /// The edge's clock when this was read.
    pub now: Timestamp,
    /// Who is signed in.
    pub person: Person,
    /// The live sessions: this one first, then the others, the last used first.
    pub sessions: Vec<LiveSession>,
    /// Sessions that began before this moment may be missing, since what was known of them was lost.
    pub lacks_before: Option<Timestamp>,
    /// Whether signing out everywhere is offered.
    pub everywhere: Everywhere,
    /// What this service did and saw lately, the latest first.
    pub activity: Vec<Activity>,
}

/// Whether a person is offered to sign out everywhere, at the directory too.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Everywhere {
    /// Yes.
    Offered,
    /// No: they might not get in again.
    NoWayBack,
    /// No: the organization has not granted the permission.
    NotGranted,
    /// Nobody knows: the directory cannot be asked.
    Unknown,
}

/// A live session of a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LiveSession {
    /// What names it, so that it can be ended; nobody is signed in with it.
    pub name: String,
    /// Whether it is the session of the browser that asks.
    pub is_this: bool,
    /// The browser that it began in.
    pub browser: Browser,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used, accurate to a minute.
    pub used_at: Timestamp,
    /// Whether the person may have signed in with a pass.
    pub may_be_of_pass: bool,
}

/// A kind of browser in coarse words, as it says itself. Tells no version and no device.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Browser {
    /// Which one it is.
    pub program: Program,
    /// What it runs on.
    pub system: System,
}

/// A browser. Others count as the one that they are built on, or as unknown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(missing_docs, reason = "names of products")]
pub enum Program {
    Edge,
    Opera,
    SamsungInternet,
    Firefox,
    Chrome,
    Safari,
    /// None of these, or it does not say.
    #[default]
    Unknown,
}

/// An operating system.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(missing_docs, reason = "names of products")]
pub enum System {
    Windows,
    Android,
    Iphone,
    Ipad,
    Mac,
    ChromeOs,
    Linux,
    /// None of these, or it does not say.
    #[default]
    Unknown,
}

impl Browser {
    /// Reads what a browser says of itself (`User-Agent`, RFC 9110 §10.1.5). Most claim to be several;
    /// the rarest claim counts.
    #[must_use]
    pub fn parse(user_agent: &str) -> Self {
        let says = |word: &str| user_agent.contains(word);
        let first = |claims: &[&str]| claims.iter().position(|claim| says(claim));
        let program = match first(&["Edg", "OPR/", "SamsungBrowser", "Firefox/", "FxiOS"]) {
            Some(0) => Program::Edge,
            Some(1) => Program::Opera,
            Some(2) => Program::SamsungInternet,
            Some(_) => Program::Firefox,
            None if says("Chrome/") || says("CriOS") => Program::Chrome,
            None if says("Safari/") => Program::Safari,
            None => Program::Unknown,
        };
        let systems = ["Windows", "Android", "iPhone", "iPad", "Mac OS X", "CrOS", "Linux"];
        let system = match first(&systems) {
            Some(0) => System::Windows,
            Some(1) => System::Android,
            Some(2) => System::Iphone,
            Some(3) => System::Ipad,
            Some(4) => System::Mac,
            Some(5) => System::ChromeOs,
            Some(_) => System::Linux,
            None => System::Unknown,
        };
        Self { program, system }
    }
}

/// Something that this service did or saw for a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Activity {
    /// What it was.
    pub what: Happened,
    /// When it was.
    pub at: Timestamp,
    /// The browser that it was done in.
    pub browser: Browser,
}

/// What was done or seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Happened {
    /// The person signed in.
    SignedIn,
    /// A method was added.
    Added(ActiveMethod),
    /// A method was removed.
    Removed(ActiveMethod),
    /// The pass was ended.
    PassEnded,
    /// Other sessions were ended.
    SessionsEnded,
    /// Every session was ended, at the directory too.
    SignedOutEverywhere,
}

/// A method as it was called when something was done with it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ActiveMethod {
    /// Its id.
    pub id: MethodId,
    /// Its kind.
    pub kind: MethodKind,
    /// What distinguishes it from others of its kind, masked where it is a number or an address.
    pub label: Option<String>,
}

#[cfg(test)]
mod tests;
