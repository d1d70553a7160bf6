//! The element of an intranet page: its script, its types, its package and its page say the same.

use std::{collections::BTreeSet, fs};

use xtask::workspace::root;

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|_| panic!("{name} is there"))
}

/// The quoted words between two marks of a text.
fn quoted(text: &str, from: &str, to: &str) -> BTreeSet<String> {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{from} is there"));
    let (part, _) = rest.split_once(to).unwrap_or_else(|| panic!("{to} is there"));
    part.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_types_and_the_page_name_every_event_and_attribute_of_the_element() {
    let script = read("embed/latchkey-card.js");
    let (types, page) = (read("embed/latchkey-card.d.ts"), read("docs/embedding.md"));
    let events = quoted(&script, "const EVENTS = [", "]");
    assert_eq!(events.len(), 7, "{events:?}");
    for event in &events {
        assert!(
            types.contains(&format!("{event}\": CustomEvent"))
                || types.contains(&format!("{event}: CustomEvent")),
            "{event}"
        );
        assert!(page.contains(&format!("`{event}`")), "{event}");
    }
    let attributes = quoted(&script, "static observedAttributes = [", "]");
    for attribute in &attributes {
        assert!(types.contains(&format!("`{attribute}`")), "{attribute}");
        assert!(page.contains(&format!("| `{attribute}` |")), "{attribute}");
    }
    for reason in quoted(&types, "type LatchkeyCardFault =", ";") {
        assert!(page.contains(&format!("`{reason}`")), "{reason}");
    }
    for property in script.split("var(").skip(1).filter_map(|rest| rest.split(',').next()) {
        assert!(page.contains(&format!("| `{property}` |")), "{property}");
    }
}

#[test]
fn the_package_is_whole_and_of_this_version() {
    let package: serde_json::Value =
        serde_json::from_str(&read("embed/package.json")).expect("a package is JSON");
    assert!(read("Cargo.toml").contains(&format!("\nversion = {}\n", package["version"])));
    assert_eq!(package["private"], true, "it is not published");
    let exported = &package["exports"];
    for file in [&exported["."]["types"], &exported["."]["default"], &exported["./react"]["types"]]
    {
        let file = file.as_str().expect("a file").trim_start_matches("./");
        assert!(root().join("embed").join(file).is_file(), "{file}");
        let files = package["files"].as_array().expect("a list");
        assert!(files.iter().any(|packed| packed == file), "{file} is packed");
    }
    for key in ["dependencies", "peerDependencies", "scripts"] {
        assert!(package.get(key).is_none(), "{key}");
    }
}
