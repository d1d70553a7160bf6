//! `latchkey-tenant pass`: issues a pass through Graph, with an administrator's rights, on the tenant that runs.
//!
//! Graph decides whether the administrator may; this only asks. The value is printed once and kept nowhere.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use http::header;
use serde::Deserialize;
use serde_json::{Value, json};
use tenant::{DOMAIN, LOCAL_SERVER_CLIENT_ID};
use url::Url;

use crate::{arguments::PassArguments, client, clock, failure::Failure};

/// The parts of the running tenant's description that this command needs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Running {
    address: Url,
    ca_file: Option<PathBuf>,
    tenant_id: String,
    clients: Vec<Client>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    client_id: String,
    secret: Option<String>,
}

/// Issues the pass and prints its value on standard output, everything else on standard error.
pub(crate) async fn issue(arguments: &PassArguments) -> Result<(), Failure> {
    let running = read(&arguments.describe)?;
    let administrator = in_domain(&arguments.administrator);
    let token = administrator_token(&running, &administrator).await?;
    let account = in_domain(&arguments.account);
    let mut address = running.address.clone();
    address
        .path_segments_mut()
        .map_err(|()| io::Error::other("the tenant's address cannot be built on"))?
        .clear()
        .extend(["v1.0", "users", &account, "authentication", "temporaryAccessPassMethods"]);
    let headers = [
        (header::AUTHORIZATION, format!("Bearer {token}")),
        (header::CONTENT_TYPE, "application/json".to_owned()),
    ];
    let body = wish(arguments).to_string();
    let (status, answer) = send(&running, &address, &headers, body).await?;
    let Some(value) = answer["temporaryAccessPass"].as_str().filter(|_| status.is_success()) else {
        return Err(Failure::Broken(io::Error::other(format!(
            "Graph did not issue a pass for {account} to {administrator}: {status}, {}: {}",
            answer["error"]["code"].as_str().unwrap_or("no code"),
            answer["error"]["message"].as_str().unwrap_or("no message"),
        ))));
    };
    eprintln!(
        "Pass for {account}, issued by {administrator}: from {}, {} minutes, {}. It is shown once:",
        answer["startDateTime"].as_str().unwrap_or("now"),
        answer["lifetimeInMinutes"],
        if answer["isUsableOnce"] == true { "for one sign-in" } else { "reusable" },
    );
    println!("{value}");
    Ok(())
}

/// The body of the request to Graph; the policy supplies what is absent.
fn wish(arguments: &PassArguments) -> Value {
    let mut body = json!({});
    if let Some(minutes) = arguments.minutes {
        body["lifetimeInMinutes"] = json!(minutes);
    }
    if arguments.once {
        body["isUsableOnce"] = json!(true);
    }
    if let Some(minutes) = arguments.starts_in {
        body["startDateTime"] = json!(clock::now().plus_minutes(minutes).to_rfc3339_seconds());
    }
    body
}

fn read(path: &Path) -> Result<Running, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::Refused(format!(
            "no running tenant is described in {} ({error}). Start one, or say with --describe where it wrote its file",
            path.display()
        ))
    })?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::Refused(format!("{} does not describe a tenant ({error})", path.display()))
    })
}

async fn administrator_token(running: &Running, account: &str) -> Result<String, Failure> {
    let secret = running
        .clients
        .iter()
        .find(|client| client.client_id == LOCAL_SERVER_CLIENT_ID)
        .and_then(|client| client.secret.as_deref())
        .ok_or_else(|| {
            Failure::Refused(String::from(
                "the description of the tenant has no secret for the local server application",
            ))
        })?;
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "urn:latchkey:danger-local")
        .append_pair("client_id", LOCAL_SERVER_CLIENT_ID)
        .append_pair("client_secret", secret)
        .append_pair("username", account)
        .append_pair("scope", ".default")
        .finish();
    let address = running
        .address
        .join(&format!("/{}/oauth2/v2.0/token", running.tenant_id))
        .map_err(io::Error::other)?;
    let form = "application/x-www-form-urlencoded".to_owned();
    let (status, answer) = send(running, &address, &[(header::CONTENT_TYPE, form)], body).await?;
    answer["access_token"].as_str().filter(|_| status.is_success()).map(String::from).ok_or_else(
        || {
            Failure::Broken(io::Error::other(format!(
                "no token for {account}: {}",
                answer["error_description"].as_str().unwrap_or("no reason")
            )))
        },
    )
}

async fn send(
    running: &Running,
    address: &Url,
    headers: &[(header::HeaderName, String)],
    body: String,
) -> Result<(http::StatusCode, Value), Failure> {
    client::send(address, running.ca_file.as_deref(), headers, body).await.map_err(|error| {
        Failure::Broken(io::Error::new(
            error.kind(),
            format!("the tenant at {} does not answer: {error}", running.address),
        ))
    })
}

/// `ada` stands for `ada@` and the tenant's domain.
fn in_domain(account: &str) -> String {
    if account.contains('@') { String::from(account) } else { format!("{account}@{DOMAIN}") }
}
