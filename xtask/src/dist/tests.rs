//! The bundle, and its two configurations: they bind what the local one binds, and weaken no check.

use std::fs;

use super::{CONFIGURATIONS, write_from};
use crate::workspace;

fn read(path: &str) -> String {
    fs::read_to_string(workspace::root().join(path)).expect("a file of the layout")
}

/// The texts that follow this prefix, up to the next quotation mark.
fn after(text: &str, prefix: &str) -> Vec<String> {
    let found = text.split(prefix).skip(1);
    found.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn both_ways_have_the_classes_names_and_date_of_the_local_run() {
    let local = read("xtask/src/product/configuration.rs");
    let machine = read("deploy/worker.capnp");
    let cloudflare = read("deploy/wrangler.toml");
    for prefix in ["(className = \"", "uniqueKey = \"", "compatibilityDate = \""] {
        assert_eq!(after(&machine, prefix), after(&local, prefix), "{prefix}");
    }
    let objects = after(&local, "durableObjectNamespace = \"");
    assert_eq!(objects.len(), 3);
    assert_eq!(after(&machine, "durableObjectNamespace = \""), objects);
    assert_eq!(after(&cloudflare, "class_name = \""), objects);
    assert_eq!(
        after(&cloudflare, "compatibility_date = \""),
        after(&local, "compatibilityDate = \"")
    );
    // A class that came later has a migration of its own.
    let migrated: Vec<&str> = cloudflare
        .split("new_sqlite_classes = [")
        .skip(1)
        .filter_map(|rest| rest.split_once(']'))
        .flat_map(|(classes, _)| classes.split(", ").map(|class| class.trim_matches('"')))
        .collect();
    assert_eq!(migrated, objects);
    for binding in ["SESSIONS", "PEOPLE", "ATTEMPTS", "ASSETS"] {
        for text in [&machine, &cloudflare] {
            assert!(text.contains(&format!("\"{binding}\"")), "{binding}");
        }
    }
}

#[test]
fn no_deployment_weakens_a_check_or_reaches_a_private_network() {
    for name in CONFIGURATIONS {
        assert!(!read(&format!("deploy/{name}")).contains("DANGER"), "{name}");
    }
    assert!(read("deploy/worker.capnp").contains("network = (allow = [\"public\"],"));
}

#[test]
fn the_bundle_holds_the_files_without_the_page_and_nothing_of_an_earlier_one() {
    let home = workspace::target().join("test-run/bundle");
    let (dist, worker, bundle) = (home.join("dist"), home.join("worker"), home.join("bundle"));
    for folder in [&dist.join("messages"), &worker, &bundle] {
        fs::create_dir_all(folder).expect("a folder");
    }
    for file in [
        dist.join("index.html"),
        dist.join("index.html.br"),
        dist.join("app.js.br"),
        dist.join("messages/en.json"),
        worker.join("index.js"),
        worker.join("index_bg.wasm"),
        bundle.join("old"),
    ] {
        fs::write(file, "x").expect("a file");
    }
    write_from(&dist, &worker, &bundle).expect("the bundle is written");
    for there in [
        "assets/app.js.br",
        "assets/messages/en.json",
        "worker/index.js",
        "worker/index_bg.wasm",
        "wrangler.toml",
        "worker.capnp",
        "latchkey.env.example",
        "latchkey.service",
    ] {
        assert!(bundle.join(there).is_file(), "{there}");
    }
    for gone in ["old", "assets/index.html", "assets/index.html.br"] {
        assert!(!bundle.join(gone).exists(), "{gone}");
    }
}

#[test]
fn every_setting_is_bound_documented_and_in_the_example() {
    let gateway = [
        "settings.rs",
        "settings/client_address.rs",
        "settings/embedding.rs",
        "settings/metrics.rs",
        "settings/organization.rs",
        "settings/rates.rs",
        "settings/scopes.rs",
        "client_credential.rs",
    ]
    .map(|file| read(&format!("worker/gateway/src/{file}")))
    .concat();
    let is_setting = |text: &&str| {
        text.len() > 4 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let mut settings: Vec<_> = gateway.split('"').filter(is_setting).collect();
    settings.retain(|name| !name.starts_with("DANGER") && *name != "CERTIFICATE");
    settings.sort_unstable();
    settings.dedup();
    assert!(settings.len() > 9, "the settings are found: {settings:?}");
    let (machine, cloudflare) = (read("deploy/worker.capnp"), read("deploy/wrangler.toml"));
    let (example, page) = (read("deploy/latchkey.env.example"), read("docs/deploy.md"));
    for name in &settings {
        assert!(machine.contains(&format!("(name = \"{name}\", fromEnvironment = \"{name}\")")));
        assert!(example.lines().any(|line| line.starts_with(&format!("{name}="))), "{name}");
        assert!(page.contains(&format!("| `{name}` |")), "{name}");
    }
    for secret in ["METRICS_TOKEN", "SEAL_KEYS", "CLIENT_SECRET", "CLIENT_KEY"] {
        assert!(!cloudflare.contains(&format!("{secret} =")), "{secret} is no variable");
    }
}

/// The scopes of a sign-in, in the order of the settings.
fn scopes() -> Vec<String> {
    let settings = read("worker/gateway/src/settings/scopes.rs");
    let scopes = settings.split("const SCOPES").nth(1).expect("the scopes");
    let scopes = scopes.split("];").next().expect("their end");
    scopes.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The texts in quotation marks between two markers.
fn between(text: &str, begin: &str, end: &str) -> Vec<String> {
    let list = text.split(begin).nth(1).and_then(|rest| rest.split(end).next());
    let list = list.unwrap_or_else(|| panic!("{begin} is not there"));
    quoted(list, '"')
}

/// The texts between pairs of this quotation mark.
fn quoted(list: &str, mark: char) -> Vec<String> {
    list.split(mark).skip(1).step_by(2).map(str::to_owned).collect()
}

/// What stands in `deploy/registration.bicep` between two markers, without its marks of quotation.
fn between_in_bicep(begin: &str, end: &str) -> Vec<String> {
    let text = read("deploy/registration.bicep");
    let list = text.split(begin).nth(1).and_then(|rest| rest.split(end).next());
    quoted(list.unwrap_or_else(|| panic!("{begin} is not there")), '\'')
}

#[test]
fn the_guide_its_script_and_the_registration_name_the_scopes_of_a_sign_in() {
    let scopes = scopes();
    assert!(scopes.len() > 9, "the scopes are found: {scopes:?}");
    let guide = read("docs/connect.md");
    let registration = read("deploy/registration.tf");
    assert_eq!(between(&guide, "$names = ", "$graph = "), scopes, "the script");
    assert_eq!(between(&registration, "permissions = [", "]"), scopes, "Terraform");
    assert_eq!(between_in_bicep("var permissions = [", "]"), scopes, "Bicep");
    for scope in &scopes {
        assert!(guide.contains(&format!("`{scope}`")), "{scope} has no reason");
    }
}

#[test]
fn the_guide_its_script_and_the_registration_name_addresses_and_claims() {
    let guide = read("docs/connect.md");
    let registration = read("deploy/registration.tf");
    let callback = &after(&read("contract/src/routes.rs"), "CALLBACK: &str = \"")[0];
    let addresses = [callback.as_str(), "/"].map(|address| format!("${{origin}}{address}"));
    assert_eq!(between_in_bicep("redirectUris: [", "]"), addresses, "Bicep");
    let claims = between_in_bicep("idToken: [", "]");
    assert_eq!(claims, ["auth_time", "login_hint", "sid"], "Bicep");
    assert!(guide.contains(&format!("latchkey.example.com{callback}`")));
    for address in [callback.as_str(), "/"] {
        assert!(guide.contains(&format!("\"$origin{address}\"")), "{address}: the script");
        assert!(registration.contains(&format!("\"${{var.origin}}{address}\"")), "{address}");
    }
    for claim in ["auth_time", "login_hint", "sid"] {
        assert!(guide.contains(&format!("@{{ Name = \"{claim}\" }}")), "{claim}: the script");
        assert!(registration.contains(&format!("name = \"{claim}\"")), "{claim}");
    }
}
