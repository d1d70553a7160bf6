//! The project's own commands, as a library: the tests build and start the product with the code that a person uses.
//!
//! `tools` installs, `build` builds, `product` starts; `run` and `dev` put them together.
//! Nothing of this crate is shipped.

pub mod bench;
pub mod build;
pub mod dev;
pub mod dist;
pub mod doctor;
pub mod lint;
pub mod logo;
pub mod mutants;
pub mod product;
pub mod run;
pub mod screens;
pub mod state;
pub mod step;
pub mod tenant;
pub mod test;
pub mod tools;
pub mod workspace;
