//! Cargo's progress bar, read out of what a command says.
//!
//! The bar is redrawn with carriage returns: `    Building [==>   ] 12/345: serde, syn`. It never reaches the log.

/// How far a build is: how many of its crates are done, and which one is compiled.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Progress {
    done: usize,
    all: usize,
    now: String,
}

impl Progress {
    /// As the end of a line; empty for a command that has not shown a bar yet.
    pub(super) fn spoken(&self) -> String {
        match self.all {
            0 => String::new(),
            all => {
                format!(", {} of {all} left, now {}", all.saturating_sub(self.done), self.now)
            }
        }
    }

    /// Reads one state of the bar.
    fn parse(line: &str) -> Option<Self> {
        let (_, rest) = line.trim_start().strip_prefix("Building [")?.split_once("] ")?;
        let (count, crates) = rest.split_once(':').unwrap_or((rest, ""));
        let (done, all) = count.trim().split_once('/')?;
        // The one that has been compiled for longest stands first.
        let now = crates.split(',').next().unwrap_or_default().trim();
        let now = now.strip_suffix("...").unwrap_or(now).to_owned();
        Some(Self { done: done.parse().ok()?, all: all.parse().ok()?, now })
    }
}

/// What a command says, cut into lines as it comes.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pending: Vec<u8>,
}

/// What was found in a piece of output.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The whole lines, without the bar.
    pub(super) log: Vec<u8>,
    /// The last state of the bar, if there was one.
    pub(super) progress: Option<Progress>,
}

impl Lines {
    /// Takes the next piece.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Found {
        self.pending.extend_from_slice(bytes);
        let mut found = Found::default();
        while let Some(end) = self.pending.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            let line: Vec<u8> = self.pending.drain(..=end).collect();
            found.take(&line);
        }
        found
    }

    /// Takes what is left at the end.
    pub(super) fn rest(&mut self) -> Found {
        let mut found = Found::default();
        found.take(&std::mem::take(&mut self.pending));
        found
    }
}

impl Found {
    fn take(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let text = plain(&text);
        match Progress::parse(text.trim_end()) {
            Some(progress) => self.progress = Some(progress),
            // Cargo wipes its bar with spaces.
            None if line.ends_with(b"\r") && text.trim().is_empty() => {}
            None => self.log.extend_from_slice(text.replace('\r', "\n").as_bytes()),
        }
    }
}

/// The text without the escape sequences that colour it (ECMA-48, section 5.4).
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, sequence)) = rest.split_once("\x1b[") {
        plain.push_str(before);
        let end = sequence.find(|last: char| matches!(last, '@'..='~'));
        rest = end.map_or("", |end| &sequence[end + 1..]);
    }
    plain.push_str(rest);
    plain
}
