//! The tenant's program: starts it with its policies and waits until it has described itself.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use super::{Description, answers, child::Child, wait};
use crate::{step, workspace};

/// How the tenant is started.
#[derive(Debug)]
pub struct Arguments<'a> {
    /// Its program.
    pub program: &'a Path,
    /// Its port.
    pub port: u16,
    /// The origin of the application that its people sign in to.
    pub app_origin: &'a str,
    /// The folder for its description and its certificate authority.
    pub home: &'a Path,
    /// The file for its log.
    pub log: std::path::PathBuf,
    /// Whether it speaks https.
    pub tls: bool,
    /// Whether it starts with every kindness off.
    pub as_real: bool,
    /// How many people without a story it has beside those of the table.
    pub crowd: usize,
    /// The folder that its state is kept in across restarts; nothing is kept where there is none.
    pub data: Option<&'a Path>,
}

/// A running tenant; it stops when this is dropped.
#[derive(Debug)]
pub struct Directory {
    /// What it says about itself.
    pub description: Description,
    child: Child,
}

impl Directory {
    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// When it does not come up; its log has then been shown.
    pub fn start(arguments: Arguments<'_>) -> Result<Self> {
        fs::create_dir_all(arguments.home).with_context(|| step::unwritable(arguments.home))?;
        let described = arguments.home.join("tenant.json");
        if described.exists() {
            fs::remove_file(&described).with_context(|| step::unwritable(&described))?;
        }
        let mut program = Command::new(arguments.program);
        program.args(["--port", &arguments.port.to_string(), "--app-origin", arguments.app_origin]);
        program.arg("--describe").arg(&described);
        program.arg("--policies").arg(workspace::root().join("tenant/policies"));
        if arguments.tls {
            program.args(["--tls", "--authority"]).arg(arguments.home.join("authority"));
        }
        if arguments.as_real {
            program.arg("--as-real");
        }
        if arguments.crowd > 0 {
            program.args(["--crowd", &arguments.crowd.to_string()]);
        }
        if let Some(data) = arguments.data {
            program.arg("--data").arg(data);
        }
        let mut child = Child::start("the tenant", &mut program, arguments.log)?;
        wait(&mut child, || described.is_file())?;
        let description: Description = serde_json::from_str(&fs::read_to_string(&described)?)
            .context("the tenant's description of itself cannot be read")?;
        // It listens before it describes itself; over http it can be asked, too.
        if !arguments.tls {
            let discovery =
                format!("/{}/v2.0/.well-known/openid-configuration", description.tenant_id);
            wait(&mut child, || answers(arguments.port, &discovery))?;
        }
        Ok(Self { description, child })
    }

    /// The id of its process, while it runs.
    pub fn process(&self) -> Option<u32> {
        self.child.process()
    }

    /// Kills it, as a crash does.
    pub fn kill(&mut self) {
        self.child.kill();
    }

    /// Stops it.
    pub fn stop(&mut self) {
        self.child.stop();
    }

    /// The message about a tenant that has ended by itself, if it has.
    pub fn fault(&mut self) -> Option<String> {
        self.child.fault()
    }
}
