//! The built product, started for tests.
//!
//! It stops with the test program, however that ends.

use std::sync::OnceLock;

use url::Url;

use xtask::{
    build::{self, Built},
    product::{self, Options, Product},
};

use crate::faulty_upstream::FaultyUpstream;

/// The built product; builds it first if the sources have changed.
#[must_use]
pub fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| build::build().expect("the product builds"))
}

/// Starts a product of its own for a test, on free ports and with fresh state.
#[must_use]
pub fn of_its_own(name: &str) -> Product {
    product::start(built(), &Options::for_test(name)).expect("the product starts")
}

/// Starts a product of its own for a test, beside a directory as unhelpful as the real one.
#[must_use]
pub fn as_real(name: &str) -> Product {
    let options = Options { as_real: true, ..Options::for_test(name) };
    product::start(built(), &options).expect("the product starts")
}

/// Starts a product of its own for a test, with these bindings of the worker replaced.
#[must_use]
pub fn with_bindings(name: &str, bindings: &[(&str, &str)]) -> Product {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let bindings = bindings.iter().map(owned).collect();
    let options = Options { bindings, ..Options::for_test(name) };
    product::start(built(), &options).expect("the product starts")
}

/// Starts a product of its own for a test, whose way to Graph is this one, and whose tenant keeps its state.
#[must_use]
pub fn behind(name: &str, upstream: &FaultyUpstream) -> Product {
    started_behind(Options { keeps_directory: true, ..Options::for_test(name) }, upstream)
}

/// The same beside a directory as unhelpful as the real one.
#[must_use]
pub fn as_real_behind(name: &str, upstream: &FaultyUpstream) -> Product {
    started_behind(Options { as_real: true, ..Options::for_test(name) }, upstream)
}

fn started_behind(options: Options, upstream: &FaultyUpstream) -> Product {
    let graph = ("GRAPH".to_owned(), format!("{}/v1.0", upstream.origin));
    let options = Options { bindings: vec![graph], ..options };
    let product = product::start(built(), &options).expect("the product starts");
    let tenant = Url::parse(&product.tenant.address).expect("an address");
    upstream.leads_to(tenant.port().expect("a port"));
    product
}

/// The pass that this person has when the tenant starts.
#[must_use]
pub fn pass_of(product: &Product, account: &str) -> String {
    let person = product.person(account);
    let person = person.unwrap_or_else(|| panic!("the tenant does not know {account}"));
    person.pass.clone().unwrap_or_else(|| panic!("{account} has no pass"))
}
