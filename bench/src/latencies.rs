//! How long requests of one kind took.

use std::time::Duration;

/// The times of all requests of a kind, and how many of them failed.
#[derive(Debug, Default)]
pub(crate) struct Latencies {
    all: Vec<Duration>,
    /// Answers other than what was expected. They count in the rate too, so that an error does not look like slowness.
    pub(crate) failed: usize,
    /// What the first failure was.
    pub(crate) fault: Option<String>,
}

impl Latencies {
    pub(crate) fn add(&mut self, took: Duration) {
        self.all.push(took);
    }

    /// Notes a request that did not lead to what it should.
    pub(crate) fn fail(&mut self, fault: impl Into<String>) {
        self.failed += 1;
        self.fault.get_or_insert_with(|| fault.into());
    }

    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// Those of several connections together.
    pub(crate) fn together(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::default(), |mut sum, part| {
            sum.all.extend(part.all);
            sum.failed += part.failed;
            sum.fault = sum.fault.or(part.fault);
            sum
        })
    }

    /// The smallest time that so many per cent did not exceed (the nearest rank), in milliseconds; not a number where
    /// there is none.
    pub(crate) fn percentile(&self, per_cent: usize) -> f64 {
        let mut sorted = self.all.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
        sorted.get(rank - 1).map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
    }

    /// How many there were in a second.
    pub(crate) fn per_second(&self, during: Duration) -> f64 {
        u32::try_from(self.count()).map_or(f64::NAN, f64::from) / during.as_secs_f64()
    }
}

#[cfg(test)]
mod tests;
