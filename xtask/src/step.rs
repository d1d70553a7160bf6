//! One step of a longer work: what it does, how far it is, how long it took.
//!
//! All output of a step goes to a log in `target/run/logs`; it is shown only when the step fails.

mod progress;

use std::{
    fs::{self, File},
    io::{self, IsTerminal, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use self::progress::{Lines, Progress};
use crate::workspace;

/// How often a step that is not watched on a terminal says how far it is.
const REPORTS: Duration = Duration::from_secs(15);

/// Held by the step whose progress is shown.
static SHOWN: Mutex<()> = Mutex::new(());

/// The steps that are done, in their order.
static TOOK: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// Runs `command`, whose output goes to the log of this name, and shows cargo's progress meanwhile.
///
/// # Errors
/// When the command cannot be started or fails; its output has then been shown.
pub fn run(what: &str, log: &str, command: &mut Command) -> Result<()> {
    run_quietly(what, log, command).inspect_err(|_| {
        eprintln!("\n{}", tail(&self::log(log), 200));
    })
}

/// The same for a caller that shows the output of a failure itself.
///
/// # Errors
/// When the command cannot be started or fails.
pub(crate) fn run_quietly(what: &str, log: &str, command: &mut Command) -> Result<()> {
    let path = self::log(log);
    let file = create(&path)?;
    let begun = Instant::now();
    // Of steps at the same time, the first is the one that is shown.
    let shown = SHOWN.try_lock();
    if shown.is_ok() {
        announce(what);
    }
    let (output, input) = io::pipe().context("the system gives no pipe")?;
    let started = command
        .stdin(Stdio::null())
        .stdout(input.try_clone()?)
        .stderr(input)
        // Cargo shows how far it is on a terminal alone, unless it is told to.
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "120")
        .spawn();
    // The command holds the writing end of the pipe, whose closing ends the reading.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = started.with_context(|| {
        format!("cannot start `{}`: is it installed?", command.get_program().display())
    })?;
    let (tell, told) = mpsc::channel();
    let reader = thread::spawn(move || read(output, file, &tell));
    follow(what, begun, &told, shown.is_ok());
    let status = child.wait()?;
    if let Ok(copied) = reader.join() {
        copied.with_context(|| unwritable(&path))?;
    }
    if status.success() {
        finish(what, begun.elapsed());
        return Ok(());
    }
    clear();
    bail!("{what}: failed ({status}); its output is in {}", path.display())
}

/// Copies what a command says to its log, except its progress, which is told.
fn read(mut output: impl Read, mut log: File, tell: &Sender<Progress>) -> io::Result<()> {
    let mut lines = Lines::default();
    let mut bytes = [0_u8; 8192];
    loop {
        let read = output.read(&mut bytes)?;
        let found = if read == 0 { lines.rest() } else { lines.push(&bytes[..read]) };
        log.write_all(&found.log)?;
        if let Some(progress) = found.progress {
            // Nobody listens any more when the step has ended.
            let _ = tell.send(progress);
        }
        if read == 0 {
            return Ok(());
        }
    }
}

/// Shows how far the step is: on a terminal one line that moves, elsewhere a line now and then.
fn follow(what: &str, begun: Instant, told: &mpsc::Receiver<Progress>, shown: bool) {
    let is_terminal = io::stderr().is_terminal();
    let mut last = Progress::default();
    let mut reported = Instant::now();
    loop {
        match told.recv_timeout(Duration::from_millis(500)) {
            Ok(progress) => last = progress,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if !shown {
            continue;
        }
        if is_terminal {
            let took = spoken(begun.elapsed());
            show(&fitting(&format!("  {what} … {took}{}", last.spoken())));
        } else if reported.elapsed() >= REPORTS {
            reported = Instant::now();
            eprintln!("    {}{}", spoken(begun.elapsed()), last.spoken());
        }
    }
}

/// Says what is being done, for as long as it takes.
pub fn announce(what: &str) {
    if io::stderr().is_terminal() {
        show(&fitting(&format!("  {what} …")));
    } else {
        eprintln!("  {what} …");
    }
}

/// Says that it is done.
pub fn finish(what: &str, took: Duration) {
    let name = what.split(" (").next().unwrap_or(what).to_owned();
    TOOK.lock().unwrap_or_else(PoisonError::into_inner).push((name, took));
    clear();
    eprintln!("  {what}: done in {}", spoken(took));
}

/// How long each step of this command took, a line for each.
pub fn summary() -> String {
    let took = TOOK.lock().unwrap_or_else(PoisonError::into_inner);
    let line = |(name, took): &(String, Duration)| format!("  {:>10}  {name}\n", spoken(*took));
    took.iter().map(line).collect()
}

fn clear() {
    if io::stderr().is_terminal() {
        show("");
    }
}

/// Replaces the line that moves.
fn show(line: &str) {
    eprint!("\r\x1b[K{line}");
    // A line that stays in the buffer says nothing; there is nobody to tell when it cannot be written.
    let _ = io::stderr().flush();
}

/// As much of a line as a narrow terminal shows: one that wraps could not be replaced.
fn fitting(line: &str) -> String {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    line.chars().take(columns.unwrap_or(80_usize).saturating_sub(1)).collect()
}

/// Creates a file, and its folder where that is missing.
///
/// # Errors
/// When the disk is full or the folder is not writable.
pub fn create(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| unwritable(folder))?;
    }
    // For its owner alone: a log says who signed in.
    let mut options = File::options();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path).with_context(|| unwritable(path))
}

/// The message about a path that cannot be written.
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

/// The path of the log of this name.
pub fn log(name: &str) -> PathBuf {
    workspace::run().join("logs").join(format!("{name}.log"))
}

/// A duration as a person reads it.
pub(crate) fn spoken(took: Duration) -> String {
    match took.as_secs() {
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        10..120 => format!("{} s", took.as_secs()),
        more => format!("{} min {} s", more / 60, more % 60),
    }
}

#[cfg(test)]
mod tests;
