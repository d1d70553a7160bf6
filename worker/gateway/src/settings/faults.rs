//! Every faulty setting at once, for whoever corrects them.
//!
//! Tells names and what is wrong; never a value.

use super::{SettingFault, Settings, SettingsFault};

/// All faulty settings, in the order in which they are read; empty where there is none.
///
/// [`Settings::parse`] ends at the first one. With something good in its place it finds the next.
pub fn faults(read: impl Fn(&str) -> Option<String>) -> Vec<SettingsFault> {
    let mut found: Vec<SettingsFault> = Vec::new();
    loop {
        let parsed = Settings::parse(|name| {
            let is_contradicted =
                found.iter().any(|known| known.fault == SettingFault::Contradictory);
            match name {
                _ if found.iter().any(|known| known.name == name) => good(name),
                // Of several ways to prove the application, the one that is named stays.
                "CLIENT_SECRET" | "CLIENT_CERTIFICATE" | "CLIENT_KEY" | "CLIENT_ASSERTION"
                    if is_contradicted =>
                {
                    None
                }
                _ => read(name),
            }
        });
        match parsed {
            Err(fault) if found.iter().all(|known| known.name != fault.name) => found.push(fault),
            Err(_) | Ok(_) => return found,
        }
    }
}

/// Something good for a setting; `None` for one that may be left out.
fn good(name: &str) -> Option<String> {
    let good = match name {
        "APP_ORIGIN" => "https://app.example",
        "AUTHORITY" => "https://directory.example/00000000-0000-0000-0000-000000000000/v2.0",
        "GRAPH" => "https://graph.example/v1.0",
        "CLIENT_ID" | "CLIENT_SECRET" | "CLIENT_ASSERTION" => "set",
        "CLIENT_CERTIFICATE" => "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----",
        "CLIENT_KEY" => "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----",
        "TRUSTED_PROXIES" => "platform",
        "SEAL_KEYS" => "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        _ => return None,
    };
    Some(good.to_owned())
}

#[cfg(test)]
mod tests;
