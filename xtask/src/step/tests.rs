//! Tests for `step`.

use super::*;

const SAID: &str = "   Compiling serde v1.0.229\n\
    \x1b[1m\x1b[36m    Building\x1b[0m [=>         ] 12/345: syn, serde(build)\r\
    \x1b[K   Compiling syn v2.0.119\n    Building [==>        ] 13/345: regex...\r     \r\
    warning: a lint\nthe end";

#[test]
fn the_bar_is_told_and_everything_else_is_in_the_log_however_it_is_cut() {
    let log = "   Compiling serde v1.0.229\n   Compiling syn v2.0.119\nwarning: a lint\nthe end";
    for size in [1, 7, 1000] {
        let (mut lines, mut said, mut told) = (Lines::default(), Vec::new(), Vec::new());
        let pieces = SAID.as_bytes().chunks(size).map(|piece| lines.push(piece));
        let mut found: Vec<_> = pieces.collect();
        found.push(lines.rest());
        for found in found {
            said.extend(found.log);
            told.extend(found.progress.map(|progress| progress.spoken()));
        }
        assert_eq!(String::from_utf8_lossy(&said), log, "{size}");
        assert_eq!(told.last().map(String::as_str), Some(", 332 of 345 left, now regex"));
        if size == 1 {
            assert_eq!(told[0], ", 333 of 345 left, now syn");
        }
    }
}

#[test]
fn a_failed_step_says_where_its_output_is_and_the_log_holds_it_in_full() {
    let name = format!("step-test-{}", std::process::id());
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "echo out; echo err >&2; exit 3"]);
    let fault = run_quietly("A step that fails", &name, &mut command).unwrap_err().to_string();
    assert!(fault.contains("3") && fault.contains(&name), "{fault}");
    assert_eq!(tail(&log(&name), 9), "out\nerr");
    fs::remove_file(log(&name)).unwrap();
}

#[test]
fn the_summary_names_each_step_and_its_time() {
    finish("Making something (about a minute)", Duration::from_secs(75));
    assert!(summary().contains("        75 s  Making something\n"), "{}", summary());
}
