//! The address of the directory's Security info page, to which people are handed off.

use gateway::Settings;
use url::Url;

use super::{
    exchange::Exchange,
    finding::{Finding, Step},
};

const CHECK: &str = "security-info";

pub(super) fn examine(settings: &Settings, exchange: &Exchange) -> Vec<Finding> {
    let tenant = Url::parse(&settings.authority).ok();
    let tenant = tenant.as_ref().and_then(|address| address.path_segments()?.next());
    let names_it = tenant.is_some_and(|tenant| {
        settings.security_info.to_lowercase().contains(&tenant.to_lowercase())
    });
    vec![match exchange.get(&settings.security_info, None) {
        Err(fault) => {
            let said = format!("SECURITY_INFO cannot be reached: {fault}");
            Finding::wrong(CHECK, said, Step::Settings)
        }
        Ok(answer) if answer.status().is_client_error() || answer.status().is_server_error() => {
            let said = format!("SECURITY_INFO answers {}", answer.status());
            Finding::wrong(CHECK, said, Step::Settings)
        }
        Ok(_) if !names_it => {
            let said = "reachable, but names no directory: guests may come to another one's page";
            Finding::note(CHECK, said, Step::Settings)
        }
        Ok(_) => Finding::fine(CHECK, "reachable, and names this directory"),
    }]
}
