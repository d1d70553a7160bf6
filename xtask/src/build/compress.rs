//! Compressed twins of files, which the worker sends in their place.

use std::{fs, io::Write, path::Path};

use anyhow::{Context, Result};
use brotli::enc::{BrotliEncoderParams, backward_references::BrotliEncoderMode};
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

/// Brotli at quality 11, the best there is, for whichever kind of content comes out smallest: a module is
/// smaller as a font than as anything.
///
/// # Errors
/// Never for content in memory.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut smallest: Option<Vec<u8>> = None;
    for mode in [
        BrotliEncoderMode::BROTLI_MODE_GENERIC,
        BrotliEncoderMode::BROTLI_MODE_TEXT,
        BrotliEncoderMode::BROTLI_MODE_FONT,
    ] {
        let parameters =
            BrotliEncoderParams { quality: 11, mode, ..BrotliEncoderParams::default() };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)?;
        if smallest.as_ref().is_none_or(|smallest| packed.len() < smallest.len()) {
            smallest = Some(packed);
        }
    }
    Ok(smallest.unwrap_or_default())
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
