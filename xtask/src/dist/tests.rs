//! Both configurations bind what the local one binds, and weaken no check.

use std::fs;

use super::{CONFIGURATIONS, write};
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
    assert_eq!(objects.len(), 2);
    assert_eq!(after(&machine, "durableObjectNamespace = \""), objects);
    assert_eq!(after(&cloudflare, "class_name = \""), objects);
    assert_eq!(
        after(&cloudflare, "compatibility_date = \""),
        after(&local, "compatibilityDate = \"")
    );
    let migrated: Vec<_> = objects.iter().map(|class| format!("\"{class}\"")).collect();
    assert!(cloudflare.contains(&format!("new_sqlite_classes = [{}]", migrated.join(", "))));
    for binding in ["SESSIONS", "PEOPLE", "ASSETS"] {
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
    write(&dist, &worker, &bundle).expect("the bundle is written");
    for there in [
        "assets/app.js.br",
        "assets/messages/en.json",
        "worker/index.js",
        "worker/index_bg.wasm",
        "wrangler.toml",
        "worker.capnp",
    ] {
        assert!(bundle.join(there).is_file(), "{there}");
    }
    for gone in ["old", "assets/index.html", "assets/index.html.br"] {
        assert!(!bundle.join(gone).exists(), "{gone}");
    }
}
