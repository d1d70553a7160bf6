//! The embedded tenant's program: native, never shipped; in the dev profile, or optimized to be put under load.

use std::path::PathBuf;

use anyhow::Result;

use super::{sources, stamp};
use crate::{step, workspace};

/// How the tenant is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    Dev,
    Load,
}

pub(super) fn build(profile: Profile) -> Result<PathBuf> {
    let (what, name, cargo_name) = match profile {
        Profile::Dev => {
            ("Building the embedded tenant (about 2 minutes the first time)", "tenant", "dev")
        }
        Profile::Load => (
            "Building the embedded tenant, optimized (about 3 minutes the first time)",
            "tenant-load",
            "load",
        ),
    };
    let program = program(profile);
    let stamp = stamp(name);
    let sources = sources(&["tenant"])?;
    if program.is_file() && sources.is_in(&stamp) {
        return Ok(program);
    }
    step::run(
        what,
        name,
        workspace::cargo()
            .args(["build", "--package", "latchkey-tenant", "--bin", "latchkey-tenant"])
            .args(["--profile", cargo_name])
            .env("CARGO_NET_OFFLINE", "true"),
    )?;
    sources.write(&stamp)?;
    Ok(program)
}

/// Where cargo puts it.
pub(super) fn program(profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Load => "load",
    };
    workspace::target().join(folder).join("latchkey-tenant")
}
