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
fn free_ports_are_chosen_once_and_are_none_that_a_connection_may_get() -> Result<()> {
    let mut chosen = std::collections::HashSet::new();
    for _ in 0..100 {
        let ports = choose(&Options { plain_files: true, ..Options::default() })?;
        for port in [Some(ports.app), Some(ports.tenant), ports.plain_files].into_iter().flatten() {
            assert!(RANGE.contains(&port) && chosen.insert(port), "{port}");
        }
    }
    Ok(())
}

#[test]
fn a_port_that_is_taken_on_one_loopback_address_is_not_free() -> Result<()> {
    // Whatever is next: taken on IPv4 here, so that another one is chosen.
    let next = free()?.wrapping_add(1);
    let held = TcpListener::bind((Ipv4Addr::LOCALHOST, next));
    let chosen = free()?;
    assert!(held.is_err() || chosen != next, "{chosen}");
    Ok(())
}
