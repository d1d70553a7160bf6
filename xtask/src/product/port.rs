//! The ports of a product: the requested ones, or free ones.

use std::{
    net::{Ipv4Addr, Ipv6Addr, TcpListener},
    ops::Range,
    sync::atomic::{AtomicU16, Ordering},
};

use anyhow::{Result, bail};

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
    let app = match options.port {
        Some(port) => asked(port, "--port")?,
        None => free()?,
    };
    let tenant = match options.tenant_port {
        Some(port) if port == app => bail!("--port and --tenant-port are both {port}"),
        Some(port) => asked(port, "--tenant-port")?,
        None => free()?,
    };
    let plain_files = options.plain_files.then(free).transpose()?;
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

/// A port that nothing has, on either loopback address, and that this process has not chosen before.
///
/// Not the system's choice: what it gives out is let go again before the program binds it, and may be the
/// port of a connection by then.
fn free() -> Result<u16> {
    static CHOSEN: AtomicU16 = AtomicU16::new(0);
    let range = u32::from(RANGE.end - RANGE.start);
    // Processes at the same time begin in different places.
    let start = std::process::id().wrapping_mul(97);
    for _ in 0..range {
        let next = start.wrapping_add(u32::from(CHOSEN.fetch_add(1, Ordering::Relaxed))) % range;
        let port = RANGE.start + u16::try_from(next)?;
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port));
        let has_other = v6.is_err_and(|fault| fault.kind() == std::io::ErrorKind::AddrInUse);
        if !has_other && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port between {} and {} is free on this machine", RANGE.start, RANGE.end)
}

/// Below the ports that systems give to connections (RFC 6335 §6 and Linux's default), above those that
/// services have.
const RANGE: Range<u16> = 20_000..32_000;

#[cfg(test)]
mod tests;
