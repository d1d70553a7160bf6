//! Takes the texts and the places of panics out of a module: several kilobytes of every first visit for
//! words that nobody reads, and twenty of the worker.
//!
//! A panic still stops the module where it happens. It is the functions that would put its message
//! together that go: their bodies become a trap, and the optimizer drops what only they had used. The
//! builds for development keep them.

mod locations;

use anyhow::{Context, Result};
use rustc_demangle::demangle;
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// The beginnings of the names of the functions that a panic begins with, in `core`, `alloc` and `std`.
const BEGINNINGS: &[&str] = &[
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "console_error_panic_hook::hook",
    "core::cell::panic_",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "std::alloc::rust_oom",
    "std::panicking::",
    "std::thread::local::panic_access_error",
    "worker::init::init::{{closure}}",
];

/// Functions that are called before anything panics: the `worker` crate puts a hook of its own in place, which
/// is among those above.
const KEPT: &[&str] = &["std::panicking::set_hook", "std::panicking::take_hook"];

/// The module with traps in place of those functions. Its names have to be in it.
///
/// # Errors
/// When this is no module, or none of them is found, since the names have changed then.
pub(super) fn without_texts(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm).context("no wasm module")?;
    let found: Vec<FunctionId> = module
        .funcs
        .iter()
        .filter(|function| matches!(function.kind, FunctionKind::Local(_)))
        .filter(|function| function.name.as_deref().is_some_and(begins_a_panic))
        .map(walrus::Function::id)
        .collect();
    anyhow::ensure!(!found.is_empty(), "no function of a panic is in the module: see {}", file!());
    for id in found {
        let signature = module.types.get(module.funcs.get(id).ty());
        let (parameters, results) = (signature.params().to_vec(), signature.results().to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &parameters, &results);
        trap.func_body().unreachable();
        let parameters = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(parameters));
    }
    locations::clear(&mut module);
    Ok(module.emit_wasm())
}

/// Whether a panic begins with the function of this mangled name.
fn begins_a_panic(name: &str) -> bool {
    let name = without_hashes(&format!("{:#}", demangle(name)));
    let name = name.trim_start_matches('<');
    let begins = |with: &[&str]| with.iter().any(|beginning| name.starts_with(beginning));
    begins(BEGINNINGS) && !begins(KEPT)
}

/// A demangled name without the hashes of its crates, as in `core[c5930c85a12de822]::fmt`.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, after)) if hash.len() == 16 => plain.push_str(after),
            _ => {
                plain.push('[');
                plain.push_str(part);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests;
