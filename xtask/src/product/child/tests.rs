//! Tests for `child`.

use std::os::unix::fs::PermissionsExt;

use super::*;

fn log(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("latchkey-child-{name}-{}.log", process::id()))
}

/// Whether a process of this id, which the program wrote to its log, still runs.
fn runs(id: &str) -> bool {
    Command::new("kill")
        .args(["-0", id])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn id_in(log: &PathBuf) -> String {
    for _ in 0..200 {
        let text = fs::read_to_string(log).unwrap_or_default();
        if let Some(id) = text.lines().next().filter(|_| text.ends_with('\n')) {
            return id.to_owned();
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the program did not say its id");
}

#[test]
fn a_program_that_is_killed_ends_at_once_and_says_nothing_more() -> Result<()> {
    let log = log("killed");
    let script = "trap 'echo asked' TERM; echo $$; while :; do sleep 0.2; done";
    let mut child =
        Child::start("a program", Command::new("/bin/sh").args(["-c", script]), log.clone())?;
    let id = id_in(&log);
    child.kill();
    assert!(!runs(&id));
    assert!(!fs::read_to_string(&log)?.contains("asked"));
    child.stop();
    Ok(())
}

#[test]
fn a_program_ends_when_it_is_stopped_even_one_that_ignores_the_request() -> Result<()> {
    for (name, script) in [
        ("willing", "echo $$; exec sleep 60"),
        ("stubborn", "trap '' TERM; echo $$; while :; do sleep 0.2; done"),
    ] {
        let log = log(name);
        let mut child =
            Child::start("a program", Command::new("/bin/sh").args(["-c", script]), log.clone())?;
        let id = id_in(&log);
        assert!(runs(&id));
        child.stop();
        assert!(!runs(&id), "{name}");
        fs::remove_file(log)?;
    }
    Ok(())
}

#[test]
fn a_program_that_ends_by_itself_is_a_fault_that_shows_its_log() -> Result<()> {
    let log = log("brief");
    let mut child = Child::start(
        "a program",
        Command::new("/bin/sh").args(["-c", "echo no luck; exit 3"]),
        log.clone(),
    )?;
    let fault = (0..300).find_map(|_| {
        thread::sleep(Duration::from_millis(10));
        child.fault()
    });
    let fault = fault.context("it is said that it ended")?;
    assert!(fault.contains("no luck") && fault.contains('3'), "{fault}");
    fs::remove_file(log)?;
    Ok(())
}

#[test]
fn what_a_program_writes_is_for_its_owner_alone() -> Result<()> {
    let (log, file) = (log("private"), log("private-file"));
    let script = "echo > \"$0\"; echo $$; exec sleep 60";
    let mut program = Command::new("/bin/sh");
    let mut child =
        Child::start("a program", program.args(["-c", script]).arg(&file), log.clone())?;
    id_in(&log);
    child.stop();
    for file in [file, log] {
        let mode = fs::metadata(&file)?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        fs::remove_file(file)?;
    }
    Ok(())
}
