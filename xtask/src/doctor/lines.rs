//! The file with the settings: `NAME=value`, one a line, as systemd and container programs read it.
//!
//! Names a faulty line by its number and never shows it: it may hold a secret.

use std::collections::BTreeMap;

use super::finding::{Finding, Step};

/// The settings of a file by name.
pub(super) type Lines = BTreeMap<String, String>;

const CHECK: &str = "file";
/// How PEM begins (RFC 7468); whoever reads it leaves out what stands around it, quotes too.
const PEM: &str = "-----BEGIN ";

/// Reads the lines, and finds those that a program would read differently or not at all.
pub(super) fn read(text: &str, findings: &mut Vec<Finding>) -> Lines {
    let mut lines = Lines::new();
    for (index, line) in text.lines().enumerate() {
        let (line, number) = (line.trim(), index + 1);
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let name = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        let Some((name, value)) = name.filter(|(name, _)| is_name(name)) else {
            let said = format!("line {number} is not of the form NAME=value");
            findings.push(Finding::wrong(CHECK, said, Step::Settings));
            continue;
        };
        let unquoted = unquoted(value);
        let is_quoted = unquoted != value;
        if is_quoted && !unquoted.contains(PEM) {
            let said = format!("line {number}: systemd removes the quotes, a container keeps them");
            findings.push(Finding::note(CHECK, said, Step::Settings));
        }
        if !is_quoted && value.contains('\\') {
            let said =
                format!("line {number}: systemd removes the backslashes of a value without quotes");
            findings.push(Finding::wrong(CHECK, said, Step::Settings));
        }
        if lines.insert(name.to_owned(), unquoted.to_owned()).is_some() {
            let said = format!("line {number} sets {name} a second time");
            findings.push(Finding::wrong(CHECK, said, Step::Settings));
        }
    }
    lines
}

fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests;
