//! What is told of a tree, and what is left out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Attributes, BLOCK, CLOSED, ambiguous_links, outline};

/// A node with what the browser says of it, and the numbers of its children; the first is the root.
fn node(id: i64, parent: i64, role: &str, name: &str, children: &[i64]) -> Value {
    let children: Vec<String> = children.iter().map(i64::to_string).collect();
    let mut node = json!({
        "nodeId": id.to_string(), "backendDOMNodeId": id, "ignored": false, "childIds": children,
        "role": { "value": role }, "name": { "value": name },
    });
    if parent > 0 {
        node["parentId"] = json!(parent.to_string());
    }
    node
}

fn with(mut node: Value, name: &str, value: Value) -> Value {
    let property = json!({ "name": name, "value": { "value": value } });
    match node["properties"].as_array_mut() {
        Some(properties) => properties.push(property),
        None => node["properties"] = json!([property]),
    }
    node
}

fn attributes(of: &[(i64, &[(&str, &str)])]) -> Attributes {
    let owned = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        pairs.collect::<BTreeMap<_, _>>()
    };
    of.iter().map(|(id, pairs)| (*id, owned(pairs))).collect()
}

#[test]
fn what_only_lays_out_is_left_out_and_text_stands_together_up_to_the_end_of_its_block() {
    let ignored = |id, parent, children: &[i64]| {
        let mut node = node(id, parent, "none", "", children);
        node["ignored"] = json!(true);
        node
    };
    let nodes = [
        node(1, 0, "RootWebArea", "A page", &[2, 8, 11]),
        node(2, 1, "paragraph", "", &[3, 5]),
        ignored(3, 2, &[4]),
        node(4, 3, "StaticText", "Ends \u{2068}today\u{2069} ", &[6]),
        node(5, 2, "StaticText", "at\u{a0}14:42", &[]),
        node(6, 4, "InlineTextBox", "Ends today ", &[]),
        node(8, 1, "generic", "", &[9]),
        node(9, 8, "StaticText", "One block", &[]),
        node(11, 1, "generic", "", &[12, 14]),
        ignored(12, 11, &[13]),
        node(13, 12, "StaticText", "Another", &[]),
        ignored(14, 11, &[15]),
        node(15, 14, "StaticText", "One more", &[]),
    ];
    assert_eq!(
        outline(&nodes, &attributes(&[(14, &[(BLOCK, "")])])),
        "document \"A page\"\n  paragraph: Ends today at 14:42\n  text: One block\n  text: Another\n  \
         text: One more\n"
    );
}

#[test]
fn a_name_is_not_told_twice_and_what_is_not_in_it_is_told() {
    let nodes = [
        node(1, 0, "RootWebArea", "", &[2, 5, 8, 10, 12]),
        with(node(2, 1, "heading", "Add a passkey", &[3]), "level", json!(1)),
        node(3, 2, "StaticText", "Add a passkey", &[]),
        node(5, 1, "link", "Contoso Latchkey", &[6, 7]),
        node(6, 5, "StaticText", "Contoso", &[]),
        node(7, 5, "StaticText", "Latchkey", &[]),
        node(8, 1, "timer", "42 minutes", &[9]),
        node(9, 8, "StaticText", "42", &[]),
        node(10, 1, "link", "Remove Pixel 9", &[11]),
        node(11, 10, "StaticText", "Remove", &[]),
        node(12, 1, "link", "Remove Pixel 9", &[13]),
        node(13, 12, "StaticText", "Delete", &[]),
    ];
    assert_eq!(
        outline(&nodes, &attributes(&[(5, &[("href", "/")])])),
        "document\n  heading 1 \"Add a passkey\"\n  link \"Contoso Latchkey\" to \"/\"\n  \
         timer \"42 minutes\"\n    text: 42\n  link \"Remove Pixel 9\"\n  \
         link \"Remove Pixel 9\"\n    text: Delete\n"
    );
}

#[test]
fn the_states_that_matter_are_told() {
    let mut field = with(node(2, 1, "textbox", "Name", &[9]), "invalid", json!("true"));
    field["value"] = json!({ "value": "ada" });
    field["description"] = json!({ "value": "That is no name." });
    let nodes = [
        node(1, 0, "RootWebArea", "", &[2, 3, 4, 5, 6, 7, 8]),
        with(with(field, "required", json!(true)), "focusable", json!(true)),
        with(node(3, 1, "checkbox", "Pixel 9", &[]), "checked", json!("false")),
        with(node(4, 1, "button", "My phone", &[]), "pressed", json!("true")),
        with(node(5, 1, "button", "Remove it", &[]), "disabled", json!(true)),
        with(node(6, 1, "DisclosureTriangle", "Steps", &[]), "expanded", json!(true)),
        with(node(7, 1, "DisclosureTriangle", "Help", &[]), "expanded", json!(true)),
        node(8, 1, "status", "", &[]),
        node(9, 2, "StaticText", "ada", &[]),
    ];
    let attributes = attributes(&[(7, &[(CLOSED, "")])]);
    assert_eq!(
        outline(&nodes, &attributes),
        "document\n  textbox \"Name\" value \"ada\" described \"That is no name.\" required invalid\n  \
         checkbox \"Pixel 9\" not checked\n  button \"My phone\" pressed\n  \
         button \"Remove it\" disabled\n  disclosure \"Steps\" expanded\n  \
         disclosure \"Help\" collapsed\n  status\n"
    );
}

#[test]
fn two_links_with_one_name_are_found_where_they_lead_to_different_places() {
    let outline = "document\n  link \"Remove\" to \"/a\"\n  link \"Back\" to \"/\"\n    \
                   link \"Remove\" to \"/b\" in a new tab\n  link \"Back\" to \"/\"\n";
    assert_eq!(ambiguous_links(outline), ["link \"Remove\" to {\"/a\", \"/b\"}"]);
}
