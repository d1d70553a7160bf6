//! A weakened check has `danger` in its name, and only a local configuration turns it on.

use std::fs;

use xtask::workspace::root;

use crate::sources;

/// The files of the edge that may read or use the local switch.
const MAY_KNOW: [&str; 8] = [
    "worker/gateway/src/settings.rs",
    "worker/gateway/src/settings/embedding.rs",
    "worker/gateway/src/settings/embedding/tests.rs",
    "worker/gateway/src/settings/tests.rs",
    "worker/src/edge.rs",
    "worker/src/web/cookies.rs",
    "worker/src/web/cookies/tests.rs",
    "worker/src/web/incoming.rs",
];

#[test]
fn the_edge_knows_the_local_switch_in_its_settings_alone() {
    let mut knowing: Vec<_> = sources()
        .into_iter()
        .filter(|(name, _)| name.starts_with("worker/") || name.starts_with("frontend/"))
        .filter(|(name, _)| !name.contains("testing"))
        .filter(|(_, text)| text.contains("danger_") || text.contains("DANGER"))
        .map(|(name, _)| name)
        .collect();
    knowing.sort();
    for name in &knowing {
        assert!(MAY_KNOW.contains(&name.as_str()), "{name} weakens a check: {knowing:?}");
    }
    assert!(knowing.contains(&MAY_KNOW[0].to_owned()), "the switch has its name");
}

#[test]
fn only_the_local_run_turns_the_switch_on() {
    let top = root();
    let mut found = Vec::new();
    for (name, text) in sources() {
        if text.contains("DANGER_LOCAL") && !name.starts_with("tests/") {
            found.push(name);
        }
    }
    found.retain(|name| !name.starts_with("worker/gateway/src/"));
    assert_eq!(found, ["xtask/src/product/configuration.rs"]);
    for file in ["Trunk.toml", "static/index.html"] {
        let text = fs::read_to_string(top.join(file)).expect("a file of the layout");
        assert!(!text.contains("DANGER"), "{file}");
    }
}
