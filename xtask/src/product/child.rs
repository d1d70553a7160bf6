//! A child process that ends when this program ends, even when this program is killed.
//!
//! A shell supervises it: the shell reads from a pipe whose writing end this program alone holds, and
//! ends the child when the pipe closes.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{self, ChildStdin, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result};

use crate::step;

/// A child process and its log.
#[derive(Debug)]
pub(super) struct Child {
    name: &'static str,
    shell: process::Child,
    pipe: Option<ChildStdin>,
    log: PathBuf,
}

impl Child {
    pub(super) fn start(name: &'static str, program: &mut Command, log: PathBuf) -> Result<Self> {
        let output = step::create(&log)?;
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", SUPERVISE, "supervise"])
            .arg(program.get_program())
            .args(program.get_args());
        for (variable, value) in program.get_envs() {
            if let Some(value) = value {
                shell.env(variable, value);
            }
        }
        let mut shell = shell
            // A group of its own: Ctrl-C reaches this program alone, which stops its children in order.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("cannot start /bin/sh")?;
        Ok(Self { name, pipe: shell.stdin.take(), shell, log })
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The id of the program's process, which is the child of the shell that is no shell itself.
    pub(super) fn process(&self) -> Option<u32> {
        let shell = self.shell.id();
        let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).ok()?;
        let is_shell = |process: &u32| {
            let program = |process| fs::read_link(format!("/proc/{process}/exe")).ok();
            program(*process) == program(shell)
        };
        children.split_whitespace().filter_map(|id| id.parse().ok()).find(|id| !is_shell(id))
    }

    /// The end of its log.
    pub(super) fn log(&self) -> String {
        step::tail(&self.log, 40)
    }

    /// The message about a child that has ended by itself, if it has.
    pub(super) fn fault(&mut self) -> Option<String> {
        let status = self.shell.try_wait().ok()??;
        Some(format!("{} has ended by itself ({status}); its log:\n{}", self.name, self.log()))
    }

    /// Ends it at once, in the middle of whatever it does, and waits until nothing of it is left.
    pub(super) fn kill(&mut self) {
        // The shell's group: the shell and the program, but for what began a group of its own.
        let group = format!("-{}", self.shell.id());
        let signal = |name: &str| {
            let script = "kill -\"$1\" \"$2\" 2>/dev/null";
            Command::new("/bin/sh").args(["-c", script, "kill", name, &group]).status()
        };
        let _ = signal("KILL");
        let _ = self.shell.wait();
        for _ in 0..KILL_TRIES {
            if !signal("0").is_ok_and(|status| status.success()) {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks it to end and waits; it is killed after three seconds.
    pub(super) fn stop(&mut self) {
        self.pipe = None;
        // It has either ended already or is ending: there is nobody to tell otherwise.
        let _ = self.shell.wait();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.stop();
    }
}

/// How often it is looked whether what was killed is gone.
const KILL_TRIES: u32 = 100;

/// What it writes is for its owner alone: the state of the objects, and the tenant's passes.
const SUPERVISE: &str = r#"
umask 077
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
(
    read -r _ <&3
    kill -TERM "$child"
    tries=0
    while kill -0 "$child" && [ "$tries" -lt 30 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill -KILL "$child"
) >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait "$child"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
"#;

#[cfg(test)]
mod tests;
