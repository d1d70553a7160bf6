//! Whether the settings are complete and well-formed, by the code that the worker reads them with.

use std::{cell::RefCell, collections::BTreeSet};

use gateway::{
    Settings,
    settings::{SettingFault, SettingsFault},
};

use super::{
    finding::{Finding, Step},
    lines::{self, Lines},
};

const CHECK: &str = "settings";

/// Finds every faulty setting. Gives the settings where there is none.
pub(super) fn examine(lines: &Lines, findings: &mut Vec<Finding>) -> Option<Settings> {
    let before = findings.len();
    let asked = RefCell::new(BTreeSet::new());
    let parse = |lines: &Lines| {
        Settings::parse(|name| {
            asked.borrow_mut().insert(name.to_owned());
            lines.get(name).cloned()
        })
    };
    let mut mended = lines.clone();
    let understood = parse(lines);
    let mut next = understood.as_ref().err().cloned();
    // The worker names the first fault alone: with something good in its place, it names the next.
    while let Some(SettingsFault { name, fault }) = next {
        findings.push(Finding::wrong(
            CHECK,
            format!("{name} {}", spoken(name, &fault)),
            step(name),
        ));
        mend(&mut mended, name, &fault);
        next = parse(&mended).err().filter(|next| next.name != name || next.fault != fault);
    }
    let asked = asked.into_inner();
    for name in lines.keys().filter(|name| !asked.contains(*name)) {
        let said = format!("{name} is no setting of Latchkey: nothing reads it");
        findings.push(Finding::wrong(CHECK, said, Step::Settings));
    }
    for name in unchanged(lines) {
        let said = format!("{name} still has the value of the example");
        findings.push(Finding::wrong(CHECK, said, step(&name)));
    }
    for name in asked.iter().filter(|name| name.starts_with("DANGER")) {
        if lines.get(name).is_some_and(|value| value == "true") {
            let said = format!("{name} weakens the checks: for a run on this machine alone");
            findings.push(Finding::note(CHECK, said, Step::Settings));
        }
    }
    if findings.len() == before {
        findings.push(Finding::fine(CHECK, "complete and well-formed"));
    }
    understood.ok()
}

/// What is wrong, in words for whoever fills in the file.
fn spoken(name: &str, fault: &SettingFault) -> String {
    let form = match (name, fault) {
        ("AUTHORITY", SettingFault::Malformed) => {
            "https://login.microsoftonline.com/<tenant id>/v2.0, with the id and not a name or `common`"
        }
        ("SEAL_KEYS", SettingFault::Malformed) => "`id:key`, the key 32 bytes in base64url",
        ("CLIENT_CERTIFICATE", SettingFault::Malformed) => "a certificate in PEM",
        ("CLIENT_KEY", SettingFault::Malformed) => "PEM that begins with BEGIN PRIVATE KEY",
        ("CLIENT_ASSERTION", SettingFault::Malformed) => "the path of a file, of plain letters",
        ("APP_ORIGIN", SettingFault::Malformed) => "an https origin without a path",
        (_, SettingFault::Malformed) => "the table of settings",
        (
            _,
            SettingFault::Missing
            | SettingFault::Contradictory
            | SettingFault::Insecure
            | SettingFault::UnknownScope(_)
            | SettingFault::LacksScope(_)
            | SettingFault::Unreadable(_),
        ) => {
            return fault.to_string();
        }
    };
    format!("{fault}: {form}")
}

fn step(name: &str) -> Step {
    match name {
        "AUTHORITY" | "CLIENT_ID" => Step::Register,
        _ if name.starts_with("CLIENT_") => Step::Credential,
        _ => Step::Settings,
    }
}

/// Puts something good in the place of a faulty setting.
fn mend(lines: &mut Lines, name: &str, fault: &SettingFault) {
    let good = match (name, fault) {
        (_, SettingFault::Contradictory) => {
            // Of several ways to prove the application, the one that is named stays.
            let is_other = |other: &str| other.starts_with("CLIENT_") && other != "CLIENT_ID";
            lines.retain(|other, _| other == name || !is_other(other));
            return;
        }
        ("APP_ORIGIN", _) => "https://app.example",
        ("AUTHORITY", _) => "https://directory.example/00000000-0000-0000-0000-000000000000/v2.0",
        ("GRAPH", _) => "https://graph.example/v1.0",
        ("SEAL_KEYS", _) => "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ("CLIENT_CERTIFICATE", _) => "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----",
        ("CLIENT_KEY", _) => "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----",
        ("CLIENT_ID" | "CLIENT_SECRET" | "CLIENT_ASSERTION", _) => "set",
        (
            _,
            SettingFault::Missing
            | SettingFault::Malformed
            | SettingFault::Insecure
            | SettingFault::UnknownScope(_)
            | SettingFault::LacksScope(_)
            | SettingFault::Unreadable(_),
        ) => "",
    };
    lines.insert(name.to_owned(), good.to_owned());
}

/// The settings that were not filled in: names whose value is a placeholder of the example.
fn unchanged(lines: &Lines) -> Vec<String> {
    let example =
        lines::read(include_str!("../../../deploy/latchkey.env.example"), &mut Vec::new());
    let is_placeholder =
        |value: &str| value.contains("example") || value.contains("00000000-0000-0000-0000");
    let placeholders = example.into_iter().filter(|(_, value)| is_placeholder(value));
    placeholders
        .filter(|(name, value)| lines.get(name) == Some(value))
        .map(|(name, _)| name)
        .collect()
}

#[cfg(test)]
mod tests;
