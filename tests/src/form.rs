//! Plain HTML forms, as a browser without scripts sends them.

use scraper::{Html, Selector};

/// A form of a page, with the values of its fields.
#[derive(Clone, Debug)]
pub struct Form {
    /// The `action` attribute; empty for the page's own address.
    pub action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// Finds the form of the page that has a field of this name.
    ///
    /// # Panics
    /// When the page has no such form; the page is in the message.
    #[must_use]
    pub fn with_field(page: &str, field: &str) -> Self {
        let document = Html::parse_document(page);
        let forms = Selector::parse("form").expect("a selector");
        let named = Selector::parse("input[name], button[name]").expect("a selector");
        for form in document.select(&forms) {
            let fields: Vec<_> = form
                .select(&named)
                .filter(|input| input.value().name() == "input")
                .map(|input| {
                    let of = |name| input.value().attr(name).unwrap_or_default().to_owned();
                    (of("name"), of("value"))
                })
                .collect();
            if fields.iter().any(|(name, _)| name == field) {
                let action = form.value().attr("action").unwrap_or_default().to_owned();
                return Self { action, fields };
            }
        }
        panic!("no form with a field {field:?} on this page:\n{page}");
    }

    /// Fills in one field.
    #[must_use]
    pub fn fill(mut self, field: &str, value: &str) -> Self {
        for (name, content) in &mut self.fields {
            if name == field {
                value.clone_into(content);
            }
        }
        self
    }

    /// Presses a button that has a name and a value.
    #[must_use]
    pub fn press(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The request body, `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn body(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}
