//! The embedded tenant's program: native, dev profile, never shipped.

use std::path::PathBuf;

use anyhow::Result;

use super::{sources, stamp};
use crate::{step, workspace};

pub(super) fn build() -> Result<PathBuf> {
    let program = program();
    let stamp = stamp("tenant");
    let sources = sources(&["tenant"])?;
    if program.is_file() && sources.is_in(&stamp) {
        return Ok(program);
    }
    step::run(
        "Building the embedded tenant (about 2 minutes the first time)",
        "tenant",
        workspace::cargo()
            .args(["build", "--package", "latchkey-tenant", "--bin", "latchkey-tenant"])
            .env("CARGO_NET_OFFLINE", "true"),
    )?;
    sources.write(&stamp)?;
    Ok(program)
}

/// Where cargo puts it.
pub(super) fn program() -> PathBuf {
    workspace::target().join("debug").join("latchkey-tenant")
}
