//! The ports of a product: the requested ones, or free ones.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

use anyhow::{Context, Result, bail};

use super::Options;

/// Ports, and whether the machine has IPv6 on loopback.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ports {
    pub(super) app: u16,
    pub(super) tenant: u16,
    pub(super) plain_files: Option<u16>,
    pub(super) ipv6: bool,
}

pub(super) fn choose(options: &Options) -> Result<Ports> {
    // Held until all are chosen, so that no two are the same.
    let mut held = Vec::new();
    let app = match options.port {
        Some(port) => asked(port, "--port")?,
        None => free(&mut held)?,
    };
    let tenant = match options.tenant_port {
        Some(port) if port == app => bail!("--port and --tenant-port are both {port}"),
        Some(port) => asked(port, "--tenant-port")?,
        None => free(&mut held)?,
    };
    let plain_files = options.plain_files.then(|| free(&mut held)).transpose()?;
    let ipv6 = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    Ok(Ports { app, tenant, plain_files, ipv6 })
}

pub(super) fn asked(port: u16, option: &str) -> Result<u16> {
    // Both loopback addresses: a browser may take either for `localhost`.
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err()
        || std::net::TcpStream::connect((Ipv6Addr::LOCALHOST, port)).is_ok();
    if taken {
        bail!(
            "port {port} is taken by another program: stop that one, or choose another port with `{option}`"
        );
    }
    Ok(port)
}

fn free(held: &mut Vec<TcpListener>) -> Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free on this machine")?;
    let port = listener.local_addr()?.port();
    held.push(listener);
    Ok(port)
}

#[cfg(test)]
mod tests;
