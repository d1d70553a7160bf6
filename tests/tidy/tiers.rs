//! Every test target runs: in a plain `cargo test`, or in a tier of `cargo xtask test`.

use std::process::Command;

use serde_json::Value;
use xtask::{
    test::{TIERS, arguments},
    workspace::root,
};

/// The test targets of the workspace that a plain `cargo test` leaves out.
fn left_out() -> Vec<String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    packages
        .iter()
        .flat_map(|package| package["targets"].as_array().expect("targets"))
        .filter(|target| target["kind"][0] == "test" && target["test"] == false)
        .map(|target| target["name"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn what_a_plain_cargo_test_leaves_out_belongs_to_a_tier() {
    let left_out = left_out();
    let in_tiers: Vec<_> = TIERS.into_iter().flat_map(arguments).collect();
    for name in &left_out {
        let runs = in_tiers.windows(2).any(|pair| pair == ["--test", name.as_str()]);
        assert!(runs, "no tier runs the target {name}");
    }
    let slow = ["edge", "clients", "browser", "shipped", "budget", "smoke"];
    for name in slow {
        assert!(left_out.iter().any(|out| out == name), "a plain `cargo test` would run {name}");
    }
}
