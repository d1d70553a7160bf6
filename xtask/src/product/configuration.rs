//! The configuration of workerd: the worker's modules, its bindings, and the folder of its objects.
//!
//! Never holds a secret: workerd reads those from its environment.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use super::{Description, Options, policies, port::Ports, serving};
use crate::{
    state::{self, State},
    step,
};

/// The company that the embedded tenant belongs to, with a number and addresses that reach nobody.
const EXAMPLE_COMPANY: [(&str, &str); 6] = [
    ("COMPANY_NAME", "Contoso"),
    ("HELP_DESK_NAME", "Contoso IT"),
    ("HELP_DESK_PHONE", "+1 425 555 0100"),
    ("HELP_DESK_MAIL", "help@contoso.example"),
    ("HELP_DESK_HOURS", "Mon–Fri 8–18"),
    ("HELP_DESK_LINK", "https://help.contoso.example/"),
];

/// A written configuration, and the secrets for the environment.
pub(super) struct Configuration {
    pub(super) file: PathBuf,
    pub(super) secrets: Vec<(String, String)>,
}

impl std::fmt::Debug for Configuration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Configuration").field("file", &self.file).finish_non_exhaustive()
    }
}

/// Writes `worker.capnp` into the product's folder, beside the copy that it is served from.
pub(super) fn write(
    state: &State,
    ports: &Ports,
    [app, intranet]: [&str; 2],
    tenant: &Description,
    options: &Options,
) -> Result<Configuration> {
    let client = tenant
        .clients
        .iter()
        .find(|client| client.secret.is_some())
        .context("the tenant has no client with a secret")?;
    let secrets = vec![
        ("CLIENT_SECRET".to_owned(), client.secret.clone().unwrap_or_default()),
        ("SEAL_KEYS".to_owned(), state.seal_keys()?),
    ];
    let mut texts = vec![
        ("APP_ORIGIN".to_owned(), app.to_owned()),
        ("AUTHORITY".to_owned(), format!("{}/{}/v2.0", tenant.address, tenant.tenant_id)),
        ("GRAPH".to_owned(), format!("{}/v1.0", tenant.address)),
        (
            "SECURITY_INFO".to_owned(),
            format!("{}/{}/security-info", tenant.address, tenant.tenant_id),
        ),
        ("CLIENT_ID".to_owned(), client.client_id.clone()),
        ("EMBED_ORIGINS".to_owned(), intranet.to_owned()),
        ("DANGER_LOCAL".to_owned(), "true".to_owned()),
    ];
    texts.extend(policies::bindings()?);
    texts.extend(EXAMPLE_COMPANY.map(|(name, value)| (name.to_owned(), value.to_owned())));
    for (name, value) in &options.bindings {
        texts.retain(|(known, _)| known != name);
        texts.push((name.clone(), value.clone()));
    }
    if let Some(authority) = &tenant.ca_file {
        let copy = state.home().join("authority.pem");
        fs::copy(authority, &copy).with_context(|| step::unwritable(&copy))?;
    }
    let file = state.home().join("worker.capnp");
    let trusted = match tenant.ca_file {
        Some(_) => ", trustedCertificates = [embed \"authority.pem\"]",
        None => "",
    };
    let text = text(state, ports, &texts, &secrets).replace("{trusted}", trusted);
    let text = with_assertions(&text, options);
    state::write_private(&file, &text)?;
    Ok(Configuration { file, secrets })
}

fn text(
    state: &State,
    ports: &Ports,
    texts: &[(String, String)],
    secrets: &[(String, String)],
) -> String {
    let mut sockets = Vec::new();
    for address in ["127.0.0.1", "[::1]"].into_iter().take(if ports.ipv6 { 2 } else { 1 }) {
        sockets.push(socket(&format!("app-{}", sockets.len()), address, ports.app, "latchkey"));
    }
    if let Some(port) = ports.plain_files {
        sockets.push(socket("plain-files", "127.0.0.1", port, "files"));
    }
    let mut bindings: Vec<String> = texts
        .iter()
        .filter(|(name, _)| !secrets.iter().any(|(secret, _)| secret == name))
        .map(|(name, value)| format!("(name = {}, text = {})", quoted(name), quoted(value)))
        .collect();
    bindings.extend(secrets.iter().map(
        |(name, _)| match texts.iter().find(|(text, _)| text == name) {
            // A test that chooses a secret itself.
            Some((_, value)) => format!("(name = {}, text = {})", quoted(name), quoted(value)),
            None => format!("(name = {0}, fromEnvironment = {0})", quoted(name)),
        },
    ));
    TEMPLATE
        .replace("{sockets}", &sockets.join(",\n    "))
        .replace("{bindings}", &bindings.join(",\n    "))
        .replace("{files}", &quoted(&serving::dist(state.home()).to_string_lossy()))
        .replace("{worker}", serving::WORKER)
        .replace("{objects}", &quoted(&state.objects().to_string_lossy()))
}

/// Adds the folder of the platform's assertion, if there is one.
fn with_assertions(text: &str, options: &Options) -> String {
    let Some(folder) = &options.assertions else {
        return text.replace("{assertions}", "").replace("{assertions binding}", "");
    };
    let path = quoted(&folder.to_string_lossy());
    let service = format!("(name = \"assertions\", disk = (path = {path})),");
    let binding = "(name = \"ASSERTIONS\", service = \"assertions\"),";
    text.replace("{assertions}", &service).replace("{assertions binding}", binding)
}

fn socket(name: &str, address: &str, port: u16, service: &str) -> String {
    format!(
        "(name = \"{name}\", address = \"{address}:{port}\", http = (), service = \"{service}\")"
    )
}

/// A Cap'n Proto text literal.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

const TEMPLATE: &str = r#"# Written by `cargo xtask`: the worker as it runs on this machine.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "latchkey", worker = .latchkey),
    (name = "files", disk = (path = {files})),
    (name = "objects", disk = (path = {objects}, writable = true)),
    {assertions}
    # The tenant is on loopback; a deployment allows "public" alone.
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true{trusted}))),
  ],
  sockets = [
    {sockets}
  ],
);

const latchkey :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "{worker}/index.js"),
    (name = "index_bg.wasm", wasm = embed "{worker}/index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "SESSIONS", durableObjectNamespace = "SessionObject"),
    (name = "PEOPLE", durableObjectNamespace = "PersonObject"),
    (name = "ATTEMPTS", durableObjectNamespace = "AttemptObject"),
    (name = "ASSETS", service = "files"),
    {assertions binding}
    {bindings}
  ],
  durableObjectNamespaces = [
    (className = "SessionObject", uniqueKey = "latchkey-session", enableSql = true),
    (className = "PersonObject", uniqueKey = "latchkey-person", enableSql = true),
    (className = "AttemptObject", uniqueKey = "latchkey-attempt", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
"#;
