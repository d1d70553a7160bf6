//! Input from outside, damaged at random: what a parser must bear. The same in every run.

/// How many damaged copies each sample gives.
const COPIES: usize = 500;

/// Calls `bear` with each sample, and with many copies of it that are cut, changed, doubled or mixed.
pub(crate) fn damaged(samples: &[&[u8]], mut bear: impl FnMut(&[u8])) {
    let mut seed = 1_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below.max(1)
    };
    for sample in samples {
        bear(sample);
        for _ in 0..COPIES {
            let mut bytes = sample.to_vec();
            for _ in 0..=random(3) {
                let at = random(bytes.len());
                match random(6) {
                    0 => bytes.truncate(at),
                    1 => bytes.insert(at, random(256).to_le_bytes()[0]),
                    2 => bytes.insert(at, b"\"\\,=;:.-0\0"[random(10)]),
                    3 => bytes.extend_from_within(at..),
                    4 => {
                        let other = samples[random(samples.len())];
                        let cut = random(other.len());
                        bytes.splice(at.., other[cut..].iter().copied());
                    }
                    _ => {
                        if let Some(byte) = bytes.get_mut(at) {
                            *byte = random(256).to_le_bytes()[0];
                        }
                    }
                }
            }
            bear(&bytes);
        }
    }
}

/// The same for text; what is no UTF-8 any more is mended.
pub(crate) fn damaged_text(samples: &[&str], mut bear: impl FnMut(&str)) {
    let samples: Vec<_> = samples.iter().map(|sample| sample.as_bytes()).collect();
    damaged(&samples, |bytes| bear(&String::from_utf8_lossy(bytes)));
}
