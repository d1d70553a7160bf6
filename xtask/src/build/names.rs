//! Removes the names of functions from a wasm file: a quarter of its size, and read by nobody.
//!
//! Before binaryen's optimizer sees it: the worker's is shipped after the level that brotli leaves least of.

use anyhow::{Context, Result, bail};

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
