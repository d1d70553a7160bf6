//! Takes the places of panics out of a module: the names of source files, each with lines and columns.
//!
//! Nothing reads them once the functions that would are traps, and the optimizer keeps all data.

use std::ops::Range;

use walrus::{ConstExpr, DataId, DataKind, Module, ir::Value};

/// The size of a `core::panic::Location` on wasm32: where the name of the file is, how long it is, the
/// line and the column, four bytes each.
const SIZE: usize = 16;

/// Clears them, so that they weigh nothing once the file is compressed. Returns how many there were.
pub(super) fn clear(module: &mut Module) -> usize {
    let segments: Vec<Segment> = module.data.iter().filter_map(Segment::of).collect();
    let mut places: Vec<(DataId, Range<usize>)> = Vec::new();
    let mut count = 0;
    for segment in &segments {
        let aligned = (0..segment.bytes.len()).filter(|at| (segment.start + at) % 4 == 0);
        for at in aligned {
            let Some(file) = file(&segment.bytes[at..], &segments) else { continue };
            places.extend([(segment.id, at..at + SIZE), file]);
            count += 1;
        }
    }
    for (id, range) in places {
        module.data.get_mut(id).value[range].fill(0);
    }
    count
}

/// Bytes that lie in memory from the beginning.
struct Segment {
    id: DataId,
    start: usize,
    bytes: Vec<u8>,
}

impl Segment {
    fn of(data: &walrus::Data) -> Option<Self> {
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } = data.kind else {
            return None;
        };
        Some(Self { id: data.id(), start: start.try_into().ok()?, bytes: data.value.clone() })
    }
}

/// Where the name of the file lies, if a location begins here.
fn file(bytes: &[u8], segments: &[Segment]) -> Option<(DataId, Range<usize>)> {
    let word = |index: usize| {
        let bytes = bytes.get(index * 4..index * 4 + 4)?;
        usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
    };
    let (address, length, line, column) = (word(0)?, word(1)?, word(2)?, word(3)?);
    if !(4..300).contains(&length) || !(1..100_000).contains(&line) || !(1..1_000).contains(&column)
    {
        return None;
    }
    segments.iter().find_map(|segment| {
        let begin = address.checked_sub(segment.start)?;
        let name = segment.bytes.get(begin..begin + length)?;
        is_source(name).then(|| (segment.id, begin..begin + length))
    })
}

/// Whether this names a file of Rust, perhaps with a null byte at its end.
fn is_source(name: &[u8]) -> bool {
    let name = name.strip_suffix(b"\0").unwrap_or(name);
    name.ends_with(b".rs") && name.iter().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests;
