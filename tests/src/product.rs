//! The built product, started once for all tests of a program that share it.
//!
//! It ends with the program, however that ends.

use std::sync::OnceLock;

use xtask::{
    build::{self, Built},
    product::{self, Options, Product},
};

/// What was built from these sources, built now if it was not yet.
#[must_use]
pub fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| build::build().expect("the product builds"))
}

/// A product of a test's own, on free ports and with fresh state.
#[must_use]
pub fn of_its_own(name: &str) -> Product {
    product::start(built(), &Options::for_test(name)).expect("the product starts")
}

/// A product of a test's own, with these bindings of the worker changed.
#[must_use]
pub fn with_bindings(name: &str, bindings: &[(&str, &str)]) -> Product {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let bindings = bindings.iter().map(owned).collect();
    let options = Options { bindings, ..Options::for_test(name) };
    product::start(built(), &options).expect("the product starts")
}

/// The pass that the tenant gave this person at its start.
#[must_use]
pub fn pass_of(product: &Product, account: &str) -> String {
    let person = product.person(account);
    let person = person.unwrap_or_else(|| panic!("the tenant does not know {account}"));
    person.pass.clone().unwrap_or_else(|| panic!("{account} has no pass"))
}
