//! How a kind of browser is written where it is stored or travels: two words.

use contract::sessions::{Browser, Program, System};
use serde::{Deserialize, Deserializer, Serializer};

/// The two words.
pub(crate) fn written(browser: Browser) -> String {
    let program = PROGRAMS.iter().find(|(known, _)| *known == browser.program);
    let system = SYSTEMS.iter().find(|(known, _)| *known == browser.system);
    let word = |found: Option<&'static str>| found.unwrap_or("unknown");
    [word(program.map(|(_, word)| *word)), " ", word(system.map(|(_, word)| *word))].concat()
}

/// The kind of browser of these words; what is not known is unknown.
pub(crate) fn read(text: &str) -> Browser {
    let (program, system) = text.split_once(' ').unwrap_or_default();
    let program = PROGRAMS.iter().find(|(_, word)| *word == program);
    let system = SYSTEMS.iter().find(|(_, word)| *word == system);
    Browser {
        program: program.map_or(Program::Unknown, |(known, _)| *known),
        system: system.map_or(System::Unknown, |(known, _)| *known),
    }
}

pub(crate) fn serialize<S: Serializer>(
    browser: &Browser,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(*browser))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Browser, D::Error> {
    Ok(read(&String::deserialize(deserializer)?))
}

const PROGRAMS: [(Program, &str); 6] = [
    (Program::Edge, "edge"),
    (Program::Opera, "opera"),
    (Program::SamsungInternet, "samsung-internet"),
    (Program::Firefox, "firefox"),
    (Program::Chrome, "chrome"),
    (Program::Safari, "safari"),
];

const SYSTEMS: [(System, &str); 7] = [
    (System::Windows, "windows"),
    (System::Android, "android"),
    (System::Iphone, "iphone"),
    (System::Ipad, "ipad"),
    (System::Mac, "mac"),
    (System::ChromeOs, "chrome-os"),
    (System::Linux, "linux"),
];
