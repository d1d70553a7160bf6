//! Removes the names of functions from a wasm file: a quarter of its size. They are kept beside it, since a
//! stack in a log names functions by their numbers alone.

use std::fmt::Write;

use anyhow::{Context, Result, bail};
use rustc_demangle::demangle;
use walrus::Module;

/// A line for each function that has a name: its number, as in `wasm-function[7]`, and the name.
pub(super) fn listed(wasm: &[u8]) -> Result<String> {
    let module = Module::from_buffer(wasm).context("no wasm module")?;
    let mut lines = String::new();
    // A module that was just read has its functions in the order of their numbers.
    for (number, function) in module.funcs.iter().enumerate() {
        if let Some(name) = &function.name {
            writeln!(lines, "{number} {:#}", demangle(name))?;
        }
    }
    Ok(lines)
}

/// The module without its `name` and `producers` sections (WebAssembly core specification, section 5.5).
pub(super) fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let (header, mut rest) = wasm.split_at_checked(8).context("a wasm file that is too short")?;
    if !header.starts_with(b"\0asm") {
        bail!("not a wasm file");
    }
    let mut small = header.to_vec();
    while let [id, after @ ..] = rest {
        let (length, content) = number(after)?;
        let (content, next) =
            content.split_at_checked(length).context("a wasm section that ends early")?;
        let whole = &rest[..rest.len() - next.len()];
        let drop = *id == CUSTOM && matches!(name(content)?, b"name" | b"producers");
        if !drop {
            small.extend_from_slice(whole);
        }
        rest = next;
    }
    Ok(small)
}

fn name(content: &[u8]) -> Result<&[u8]> {
    let (length, content) = number(content)?;
    content.get(..length).context("a wasm section whose name ends early")
}

/// An unsigned LEB128 number, and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0_usize;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((value, &bytes[index + 1..]));
        }
    }
    bail!("a wasm file with a number that does not end")
}

const CUSTOM: u8 = 0;

#[cfg(test)]
mod tests;
