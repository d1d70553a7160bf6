//! Compressed twins of files, which the worker sends in their place.

use std::{
    fs,
    io::{Read, Write},
    path::Path,
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::step;

/// Writes `.br` and `.gz` beside every file of a folder, so that the worker need not look for them.
pub(super) fn folder(folder: &Path) -> Result<()> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            self::folder(&path)?;
            continue;
        }
        let content = fs::read(&path)?;
        for (suffix, packed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            let mut twin = path.clone().into_os_string();
            twin.push(".");
            twin.push(suffix);
            fs::write(&twin, packed).with_context(|| step::unwritable(Path::new(&twin)))?;
        }
    }
    Ok(())
}

/// Brotli at quality 11, the best there is.
///
/// # Errors
/// Never for content in memory.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    brotli::CompressorReader::new(content, 4096, 11, 22).read_to_end(&mut packed)?;
    Ok(packed)
}

/// Gzip at level 9, the best there is.
///
/// # Errors
/// Never for content in memory.
pub fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
