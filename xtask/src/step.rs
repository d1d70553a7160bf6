//! One step of a longer work: says what it does and how long it may take, and keeps its output out of the way.
//!
//! The output lands in `target/run/logs`; it is shown only when the step fails.

use std::{
    fs::{self, File},
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Runs `command`, whose output goes to the log of this name.
///
/// # Errors
/// When the command cannot be started or fails; its output has then been shown.
pub fn run(what: &str, log: &str, command: &mut Command) -> Result<()> {
    let path = workspace::run().join("logs").join(format!("{log}.log"));
    let file = create(&path)?;
    let begun = Instant::now();
    announce(what);
    let status =
        command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).status().with_context(
            || format!("cannot start `{}`: is it installed?", command.get_program().display()),
        )?;
    if status.success() {
        finish(what, begun.elapsed());
        return Ok(());
    }
    eprintln!("\n{}", tail(&path, 200));
    bail!("{what}: failed ({status}); its output is above, and in full in {}", path.display())
}

/// Says what is being done, for as long as it takes.
pub fn announce(what: &str) {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K  {what} …");
        // A line that stays in the buffer would say nothing; there is nobody to tell when it cannot be written.
        let _ = std::io::stderr().flush();
    } else {
        eprintln!("  {what} …");
    }
}

/// Says that it is done.
pub fn finish(what: &str, took: Duration) {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
    eprintln!("  {what}: done in {}", spoken(took));
}

/// A file of its own for each log, with its folder.
///
/// # Errors
/// When the disk is full or the folder is not writable.
pub fn create(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| unwritable(folder))?;
    }
    File::create(path).with_context(|| unwritable(path))
}

/// The sentence for a place that cannot be written.
pub fn unwritable(path: &Path) -> String {
    format!(
        "cannot write {}: is the disk full, or does the folder belong to someone else?",
        path.display()
    )
}

/// The last lines of a log.
pub fn tail(path: &Path, lines: usize) -> String {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// The place of a log of this name.
pub fn log(name: &str) -> PathBuf {
    workspace::run().join("logs").join(format!("{name}.log"))
}

fn spoken(took: Duration) -> String {
    match took.as_secs() {
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        10..120 => format!("{} s", took.as_secs()),
        more => format!("{} min {} s", more / 60, more % 60),
    }
}
