//! Whose installation it is, and whom to ask for help: drawn by the edge on every page.

/// The company that runs this installation, as its people know it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Organization {
    /// What it calls this product.
    pub product: String,
    /// Its name; empty where none is set.
    pub name: String,
    /// How its help desk is reached, its name first; empty where nothing is set.
    pub help_desk: Vec<Contact>,
    /// The address of what it says on privacy, if it is set.
    pub privacy: Option<String>,
}

impl Default for Organization {
    fn default() -> Self {
        Self {
            product: "Latchkey".to_owned(),
            name: String::new(),
            help_desk: Vec::new(),
            privacy: None,
        }
    }
}

/// One way to reach the help desk, or something to know about it, such as its hours.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contact {
    /// What is shown.
    pub text: String,
    /// What a link on it opens: an `https:`, `tel:` or `mailto:` address.
    pub address: Option<String>,
}
