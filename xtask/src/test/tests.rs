//! Tests for `test`.

use super::*;

#[test]
fn a_result_line_is_counted_and_nothing_else_is() {
    let line = "test result: FAILED. 11 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
    assert_eq!(counted(line), Some(Outcome { passed: 11, failed: 2 }));
    assert_eq!(counted("test a_thing ... ok"), None);
}

#[test]
fn a_tier_that_does_not_compile_is_a_failure() -> Result<()> {
    let outcome = run("edge", Command::new("/bin/sh").args(["-c", "exit 101"]))?;
    assert_eq!(outcome, Outcome { passed: 0, failed: 1 });
    Ok(())
}

#[test]
fn what_drives_firefox_is_left_out_where_there_is_none_and_nothing_else_ever() {
    assert_eq!(left_out("browser", true), ["--", "--skip", "firefox::"]);
    assert!(left_out("browser", false).is_empty());
    for tier in TIERS.into_iter().filter(|tier| *tier != "browser") {
        assert!(left_out(tier, true).is_empty(), "{tier}");
    }
}
