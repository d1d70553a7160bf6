//! The accessibility tree of a page as indented text: role, name, and the states that matter, in the order in which
//! they are read.
//!
//! What only lays out the page is left out. Text that is all there is to an element stands behind it, after a colon.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

/// The attributes of the elements of a page, by their number in the browser.
pub(crate) type Attributes = HashMap<i64, BTreeMap<String, String>>;

/// A page as the browser tells it to assistive technology.
struct Page<'a> {
    nodes: HashMap<&'a str, &'a Value>,
    attributes: &'a Attributes,
}

/// Something inside a node, in the order in which it is read.
enum Part<'a> {
    Text(String),
    /// The end of a line or a block.
    Break,
    Node(&'a Value),
}

/// What is read of the `nodes` that `Accessibility.getFullAXTree` answers.
pub(crate) fn outline(nodes: &[Value], attributes: &Attributes) -> String {
    let by_id = nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node)));
    let page = Page { nodes: by_id.collect(), attributes };
    let mut text = String::new();
    if let Some(root) = nodes.iter().find(|node| node["parentId"].is_null()) {
        page.write(root, 0, &mut text);
    }
    text
}

/// The links of an outline that have the same name and lead to different places.
pub(crate) fn ambiguous_links(outline: &str) -> Vec<String> {
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in outline.lines() {
        let link = line.trim_start().strip_prefix("link ");
        if let Some((name, rest)) = link.and_then(|link| link.split_once("\" to \"")) {
            targets.entry(name).or_default().insert(rest.split('"').next().unwrap_or_default());
        }
    }
    targets.retain(|_, targets| targets.len() > 1);
    targets.into_iter().map(|(name, targets)| format!("link {name}\" to {targets:?}")).collect()
}

impl<'a> Page<'a> {
    fn write(&self, node: &Value, depth: usize, out: &mut String) {
        let parts = merged(self.parts(node));
        let name = clean(node["name"]["value"].as_str().unwrap_or_default());
        out.push_str(&"  ".repeat(depth));
        out.push_str(&self.told(node, &name));
        let texts: Vec<&str> = parts.iter().filter_map(Part::text).collect();
        let has_only_text = texts.len() == parts.len();
        // A link or button is its name; what is seen of it is told where that is no part of the name.
        let is_act = matches!(role(node), "link" | "button");
        let (shown, called) = (squeezed(&texts.concat()), squeezed(&name));
        if has_only_text && (shown == called || is_act && called.contains(&shown)) {
            out.push('\n');
        } else if let ([text], true) = (&texts[..], has_only_text && name.is_empty()) {
            out.push_str(&format!(": {text}\n"));
        } else {
            out.push('\n');
            for part in &parts {
                match part {
                    Part::Node(node) => self.write(node, depth + 1, out),
                    Part::Text(text) => {
                        out.push_str(&format!("{}text: {text}\n", "  ".repeat(depth + 1)));
                    }
                    Part::Break => {}
                }
            }
        }
    }

    /// What is inside a node, with what only lays out replaced by what is inside of that.
    fn parts(&self, node: &Value) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        // What is typed is told as its value.
        if role(node) == "textbox" {
            return parts;
        }
        for id in node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let Some(child) = self.nodes.get(id) else { continue };
            match (child["ignored"].as_bool() == Some(true), role(child)) {
                (true, _) | (_, "strong" | "emphasis" | "code" | "time") => {
                    let is_block = self.attribute(child, BLOCK).is_some();
                    parts.extend(is_block.then_some(Part::Break));
                    parts.extend(self.parts(child));
                    parts.extend(is_block.then_some(Part::Break));
                }
                (_, "ListMarker") => {}
                (_, "LineBreak") => parts.push(Part::Break),
                (_, "StaticText") => {
                    let text = child["name"]["value"].as_str().unwrap_or_default();
                    parts.push(Part::Text(text.to_owned()));
                }
                (_, "generic" | "none") => {
                    parts.push(Part::Break);
                    parts.extend(self.parts(child));
                    parts.push(Part::Break);
                }
                _ => parts.push(Part::Node(child)),
            }
        }
        parts
    }

    fn attribute(&self, node: &Value, name: &str) -> Option<&str> {
        let attributes = self.attributes.get(&node["backendDOMNodeId"].as_i64()?)?;
        attributes.get(name).map(String::as_str)
    }

    /// The line of a node.
    fn told(&self, node: &Value, name: &str) -> String {
        let role = role(node);
        let property = |name: &str| {
            let found = node["properties"].as_array()?.iter().find(|it| it["name"] == name)?;
            Some(found["value"]["value"].clone())
        };
        let is = |name: &str| property(name).is_some_and(|it| it == true || it == "true");
        let attribute = |name: &str| self.attribute(node, name);
        let mut told = vec![spoken(role).to_owned()];
        told.extend(property("level").filter(|_| role == "heading").map(|level| level.to_string()));
        if !name.is_empty() {
            told.push(quoted(name));
        }
        for (key, word) in [("href", "to"), ("lang", "lang")] {
            let value = attribute(key).filter(|_| role != "RootWebArea");
            told.extend(value.map(|value| format!("{word} {}", quoted(value))));
        }
        if attribute("target") == Some("_blank") {
            told.push("in a new tab".to_owned());
        }
        for (of, word) in [("value", "value"), ("description", "described")] {
            let value = clean(node[of]["value"].as_str().unwrap_or_default());
            if !value.is_empty() {
                told.push(format!("{word} {}", quoted(&value)));
            }
        }
        for state in ["disabled", "required", "readonly", "selected", "modal", "busy"] {
            told.extend(is(state).then(|| state.to_owned()));
        }
        for state in ["checked", "pressed"] {
            let told_of = |value: Value| match value.as_str().unwrap_or_default() {
                "true" => state.to_owned(),
                "mixed" => format!("partly {state}"),
                _ => format!("not {state}"),
            };
            told.extend(property(state).map(told_of));
        }
        if let Some(expanded) = property("expanded") {
            let is_open = expanded == true && attribute(CLOSED).is_none();
            told.push(if is_open { "expanded" } else { "collapsed" }.to_owned());
        }
        if property("invalid").is_some_and(|it| it != "false") {
            told.push("invalid".to_owned());
        }
        told.extend(attribute("aria-current").map(|current| format!("current {current}")));
        told.extend(attribute("aria-live").map(|live| format!("live {live}")));
        told.join(" ")
    }
}

impl Part<'_> {
    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// The attribute of an element that begins and ends a line.
pub(crate) const BLOCK: &str = "data-block";
/// The attribute of a summary whose details were closed before all were opened to be read.
pub(crate) const CLOSED: &str = "data-closed";

fn role(node: &Value) -> &str {
    node["role"]["value"].as_str().unwrap_or_default()
}

/// The role as it is spoken, where the browser has a name of its own for it.
fn spoken(role: &str) -> &str {
    match role {
        "RootWebArea" => "document",
        "DisclosureTriangle" | "DisclosureTriangleGrouped" => "disclosure",
        "LabelText" => "label",
        "Legend" => "legend",
        "DescriptionList" => "description list",
        "DescriptionListTerm" => "term",
        "DescriptionListDetail" => "definition",
        "SvgRoot" => "drawing",
        other => other,
    }
}

/// Texts that follow each other as one, without ends of lines.
fn merged(parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    let mut merged: Vec<Part<'_>> = Vec::new();
    for part in parts {
        match (merged.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => merged.push(part),
        }
    }
    let cleaned = merged.into_iter().filter_map(|part| match part {
        Part::Text(text) => Some(clean(&text)).filter(|text| !text.is_empty()).map(Part::Text),
        Part::Break => None,
        Part::Node(node) => Some(Part::Node(node)),
    });
    cleaned.collect()
}

/// Without the marks around names (UAX #9, 2.4), and with single spaces.
fn clean(text: &str) -> String {
    let text = text.replace(['\u{2068}', '\u{2069}', '\u{200b}'], "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests;
