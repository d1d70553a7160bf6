//! Dependencies run one way: frontend → views → journey → contract ← gateway ← worker → views; `intl`
//! stands on views, for both.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use serde_json::Value;
use xtask::workspace::root;

/// The direct dependencies of each of our crates, from cargo's metadata.
fn direct() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies");
            let shipped = dependencies.iter().filter(|dependency| dependency["kind"].is_null());
            (text(&package["name"]), shipped.map(|dependency| text(&dependency["name"])).collect())
        })
        .collect()
}

/// Every crate in a build of this one for the browser or the edge, as `cargo tree` prints it, which
/// downloads what no build has needed yet.
fn whole_tree(package: &str) -> String {
    let output = Command::new("cargo")
        .args([
            "tree",
            "--locked",
            "--package",
            package,
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ])
        .args(["--target", "wasm32-unknown-unknown"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("names are text")
}

fn ours(names: &BTreeSet<String>) -> Vec<&str> {
    names.iter().filter_map(|name| name.strip_prefix("latchkey-")).collect()
}

#[test]
fn each_crate_depends_on_what_the_design_lets_it() {
    let direct = direct();
    for (package, allowed) in [
        ("latchkey-contract", &[][..]),
        ("latchkey-journey", &["contract"]),
        ("latchkey-screens", &["contract", "journey"]),
        ("latchkey-views", &["contract", "journey"]),
        ("latchkey-frontend", &["contract", "intl", "journey", "views"]),
        ("latchkey-gateway", &["contract"]),
        ("latchkey-worker", &["contract", "gateway", "intl", "journey", "views"]),
        ("latchkey-intl", &["contract", "views"]),
        ("latchkey-tenant", &[]),
    ] {
        for name in ours(&direct[package]) {
            assert!(allowed.contains(&name), "{package} must not depend on {name}");
        }
    }
}

#[test]
fn the_contract_is_a_leaf_of_serde_and_the_webauthn_wire_types() {
    let direct = direct();
    let contract: Vec<_> = direct["latchkey-contract"].iter().map(String::as_str).collect();
    assert_eq!(contract, ["serde", "webauthn-rs-proto"]);
    let journey: Vec<_> = direct["latchkey-journey"].iter().map(String::as_str).collect();
    assert!(
        journey.iter().all(|name| ["latchkey-contract", "webauthn-rs-proto"].contains(name)),
        "{journey:?}"
    );
}

#[test]
fn the_deciding_crates_name_no_web_and_no_workerd_crate() {
    const WEB: [&str; 9] = [
        "gloo",
        "js-sys",
        "wasm-bindgen",
        "wasm-bindgen-futures",
        "web-sys",
        "worker",
        "workerd",
        "reqwest",
        "tokio",
    ];
    let direct = direct();
    for package in ["latchkey-contract", "latchkey-journey", "latchkey-gateway", "latchkey-views"] {
        for name in &direct[package] {
            assert!(!WEB.contains(&name.as_str()), "{package} must not depend on {name}");
            let is_gloo = name.starts_with("gloo");
            assert!(!is_gloo, "{package} must not depend on {name}");
        }
    }
}

#[test]
fn nothing_shipped_depends_on_the_tenant() {
    for package in ["latchkey-frontend", "latchkey-worker"] {
        let tree = whole_tree(package);
        assert!(tree.contains("latchkey-contract"), "the tree is read: {tree}");
        assert!(!tree.contains("latchkey-tenant"), "{package} depends on the tenant");
        assert!(!tree.contains("latchkey-screens"), "{package} depends on what tests draw");
    }
}
