//! A form of a page, found without a parser: the load shares the machine with what it measures.
//!
//! Reads only what the edge and the tenant write: attributes in double quotes.

use anyhow::{Context, Result};
use url::form_urlencoded::Serializer;

/// A form with the values of its fields.
#[derive(Debug)]
pub(crate) struct Form {
    /// Where it is sent to; empty for the page's own address.
    pub(crate) action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// The form of the page that has a field of this name.
    pub(crate) fn with_field(page: &str, field: &str) -> Result<Self> {
        let marked = format!("name=\"{field}\"");
        let form = page
            .split("<form")
            .skip(1)
            .map(|rest| rest.split("</form>").next().unwrap_or_default())
            .find(|form| form.contains(&marked))
            .with_context(|| format!("no form with a field {field}"))?;
        let head = form.split('>').next().unwrap_or_default();
        let inputs = form.split("<input").skip(1);
        let inputs = inputs.map(|rest| rest.split('>').next().unwrap_or_default());
        let fields = inputs.filter_map(|input| {
            Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default()))
        });
        Ok(Self { action: attribute(head, "action").unwrap_or_default(), fields: fields.collect() })
    }

    /// Fills in one field.
    pub(crate) fn fill(mut self, field: &str, value: &str) -> Self {
        self.fields.retain(|(name, _)| name != field);
        self.fields.push((field.to_owned(), value.to_owned()));
        self
    }

    /// The request body, `application/x-www-form-urlencoded`.
    pub(crate) fn body(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

/// The text that stands in an attribute.
pub(crate) fn unescaped(text: &str) -> String {
    [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[cfg(test)]
mod tests;
