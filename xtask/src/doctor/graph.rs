//! Microsoft Graph: whether it is reachable and of the directory's cloud. Asks without a token.

use gateway::Settings;
use http::StatusCode;
use url::Url;

use super::{
    exchange::Exchange,
    finding::{Finding, Step},
};

/// The sign-in host of each cloud and its hosts of Graph; tokens of one do not work in another.
const CLOUDS: [(&str, &[&str]); 4] = [
    ("login.microsoftonline.com", &["graph.microsoft.com"]),
    ("login.microsoftonline.us", &["graph.microsoft.us", "dod-graph.microsoft.us"]),
    ("login.chinacloudapi.cn", &["microsoftgraph.chinacloudapi.cn"]),
    ("login.partner.microsoftonline.cn", &["microsoftgraph.chinacloudapi.cn"]),
];

const CHECK: &str = "graph";

pub(super) fn examine(settings: &Settings, exchange: &Exchange) -> Vec<Finding> {
    if is_of_another_cloud(&settings.authority, &settings.graph) {
        let said = "GRAPH and AUTHORITY belong to different clouds";
        return vec![Finding::wrong(CHECK, said, Step::Settings)];
    }
    let address = format!("{}/me/authentication/methods", settings.graph);
    vec![match exchange.get(&address, None) {
        // Whoever asks without a token is asked for one.
        Ok(answer) if answer.status() == StatusCode::UNAUTHORIZED => {
            Finding::fine(CHECK, "reachable, and asks for a token")
        }
        Ok(answer) => {
            let said = format!("GRAPH answers {} where it should ask for a token", answer.status());
            Finding::wrong(CHECK, said, Step::Settings)
        }
        Err(fault) => {
            Finding::wrong(CHECK, format!("GRAPH cannot be reached: {fault}"), Step::Settings)
        }
    }]
}

fn is_of_another_cloud(authority: &str, graph: &str) -> bool {
    let host = |address: &str| Url::parse(address).ok()?.host_str().map(str::to_owned);
    let (Some(authority), Some(graph)) = (host(authority), host(graph)) else {
        return false;
    };
    CLOUDS
        .iter()
        .find(|(login, _)| *login == authority)
        .is_some_and(|(_, hosts)| !hosts.contains(&graph.as_str()))
}

#[cfg(test)]
mod tests;
