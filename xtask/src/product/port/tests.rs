//! Tests for `port`.

use super::*;

#[test]
fn a_taken_port_is_named_with_the_option_that_chooses_another() -> Result<()> {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = taken.local_addr()?.port();
    let options = Options { tenant_port: Some(port), ..Options::default() };
    let said = choose(&options).map(drop).unwrap_err().to_string();
    assert!(said.contains(&port.to_string()) && said.contains("--tenant-port"), "{said}");
    Ok(())
}

#[test]
fn free_ports_differ() -> Result<()> {
    let ports = choose(&Options::default())?;
    assert_ne!(ports.app, ports.tenant);
    Ok(())
}
