//! The project's own commands, as a library: the tests build and start the product with the same code as a person does.
//!
//! Reads in this order: `tools` (what is installed), `build` (what is made), `product` (what is started).
//! Nothing of this crate is shipped.

pub mod bench;
pub mod build;
pub mod lint;
pub mod product;
pub mod run;
pub mod state;
pub mod step;
pub mod tenant;
pub mod test;
pub mod tools;
pub mod workspace;
