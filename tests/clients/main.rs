//! Microsoft's own libraries against the tenant's program, over https: MSAL Node, MSAL Python, the Graph SDK; and the
//! compiler of TypeScript over the types of the card.
//!
//! The cases are in the scripts beside this file, one line for each; this program installs what they import, runs
//! them, and checks what they print.

mod installed;
mod running;

use std::process::Command;

use anyhow::{Result, ensure};
use installed::installed;
use latchkey_tests::samples;
use running::Running;
use xtask::workspace;

#[test]
fn msal_node_signs_in_with_code_and_pkce_and_refreshes_silently() -> Result<()> {
    script("node", &["msal.mjs"])
}

#[test]
fn the_graph_sdk_reads_methods_creates_passes_and_registers_a_passkey() -> Result<()> {
    script("node", &["graph.mjs"])
}

#[test]
fn msal_python_signs_in_with_code_and_pkce_and_refreshes_silently() -> Result<()> {
    let python = installed()?.join("venv").join("bin").join("python");
    // MSAL recommends another response mode at every sign-in.
    script(&python.to_string_lossy(), &["-W", "ignore", "clients.py"])
}

#[test]
fn a_pass_of_the_command_line_is_printed_once_and_signs_in_after_a_restart() -> Result<()> {
    let mut running = Running::start("pass")?;
    let issued = running.command(&["pass", "per", "--minutes", "90", "--once"])?;
    ensure!(issued.status.success(), "{issued:?}");
    let pass = String::from_utf8(issued.stdout)?;
    ensure!(pass.trim().len() >= 8, "no value was printed");
    let refused = running.command(&["pass", "per", "--as", "ada"])?;
    ensure!(refused.status.code() == Some(1) && refused.stdout.is_empty());
    running.restart()?;
    let description = running.description()?;
    ensure!(!description.contains(pass.trim()), "the value is told again after a restart");
    let mut node = Command::new("node");
    node.args(["one_sign_in.mjs", "per", pass.trim()]);
    run(node, &running)
}

#[test]
fn the_types_of_the_card_take_every_right_use_and_no_wrong_one() -> Result<()> {
    let output = workspace::command("npm")
        .args(["run", "--silent", "types"])
        .current_dir(samples::installed()?)
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}

/// Runs a script against its own tenant.
fn script(program: &str, arguments: &[&str]) -> Result<()> {
    let name = arguments.last().unwrap_or(&program);
    let running = Running::start(name)?;
    let mut command = Command::new(program);
    command.args(arguments);
    run(command, &running)
}

fn run(mut command: Command, running: &Running) -> Result<()> {
    let output = command
        .arg(running.description_file())
        .current_dir(installed()?)
        .env("NODE_EXTRA_CA_CERTS", running.ca_file())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    ensure!(
        output.status.success() && text.contains("ok "),
        "{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
