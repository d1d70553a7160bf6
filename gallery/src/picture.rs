//! Small pictures: few colors, and WebP without loss.

use std::{cmp::Reverse, collections::HashMap};

use anyhow::{Result, anyhow, ensure};

/// The most colors of areas.
const AREAS: usize = 8;
/// The most colors: two pixels fit into a byte.
const COLORS: usize = 16;
/// How far two of them are apart at least, as a distance in the cube of red, green and blue.
const APART: u32 = 40;
/// The same for two areas, such as the paper and a card on it.
const APART_AREAS: u32 = 6;
/// The least length of an area in one line, in pixels: no letter has a line as long.
const AREA: usize = 24;

type Color = [u8; 3];

/// Makes a WebP of a PNG without transparency.
pub(crate) fn webp(png: &[u8]) -> Result<Vec<u8>> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info()?;
    let size = reader.output_buffer_size().ok_or_else(|| anyhow!("a picture too large"))?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes)?;
    ensure!(frame.bit_depth == png::BitDepth::Eight, "a picture of {:?}", frame.bit_depth);
    let samples = frame.color_type.samples();
    ensure!(samples >= 3, "a picture of {:?}", frame.color_type);
    let pixels = bytes.chunks_exact(samples).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    let pixels = with_few_colors(pixels.collect());
    let mut config = webp::WebPConfig::new().map_err(|()| anyhow!("no encoder"))?;
    config.lossless = 1;
    config.quality = 90.0;
    config.method = 5;
    let encoder = webp::Encoder::from_rgb(pixels.as_flattened(), frame.width, frame.height);
    let encoded = encoder.encode_advanced(&config);
    Ok(encoded.map_err(|fault| anyhow!("no picture: {fault:?}"))?.to_vec())
}

/// The same picture in few colors: those of its areas, and the most frequent between them; each pixel in the nearest.
fn with_few_colors(mut pixels: Vec<Color>) -> Vec<Color> {
    let mut counts: HashMap<Color, u32> = HashMap::new();
    let mut areas: HashMap<Color, u32> = HashMap::new();
    for run in pixels.chunk_by(|one, next| one == next) {
        let length = u32::try_from(run.len()).unwrap_or(u32::MAX);
        *counts.entry(run[0]).or_default() += length;
        if run.len() >= AREA {
            *areas.entry(run[0]).or_default() += length;
        }
    }
    let mut palette: Vec<Color> = Vec::new();
    for (colors, most, apart) in [(&areas, AREAS, APART_AREAS), (&counts, COLORS, APART)] {
        let mut frequent: Vec<_> = colors.iter().collect();
        frequent.sort_by_key(|&(color, count)| (Reverse(*count), *color));
        for (color, _) in frequent {
            let is_new = palette.iter().all(|known| distance(known, color) >= apart * apart);
            if is_new && palette.len() < most {
                palette.push(*color);
            }
        }
    }
    let nearest = |color: &Color| {
        let known = palette.iter().min_by_key(|known| distance(known, color));
        known.copied().unwrap_or(*color)
    };
    let nearest: HashMap<Color, Color> =
        counts.keys().map(|color| (*color, nearest(color))).collect();
    for run in pixels.chunk_by_mut(|one, next| one == next) {
        run.fill(nearest[&run[0]]);
    }
    pixels
}

/// The square of the distance.
fn distance(one: &Color, other: &Color) -> u32 {
    let squares = one.iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(*other)).pow(2));
    squares.sum()
}

#[cfg(test)]
mod tests;
