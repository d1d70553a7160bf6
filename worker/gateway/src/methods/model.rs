//! The models of passkeys: what an AAGUID stands for, where the directory names no model.
//!
//! What the directory names stays, since it tells keys apart. Never fails: a model that nobody knows
//! has no name.

use contract::{AuthenticationMethod, MethodKind};

use crate::{Gateway, Ports};

/// Names the models that the directory does not. The table is read only if there is one to name.
pub(crate) async fn complete<P: Ports>(
    gateway: &Gateway<'_, P>,
    methods: &mut [AuthenticationMethod],
) {
    let mut table = None;
    for method in methods {
        let MethodKind::Passkey { model: model @ None, aaguid: Some(aaguid), .. } =
            &mut method.kind
        else {
            continue;
        };
        if tells_nothing(aaguid) {
            continue;
        }
        if table.is_none() {
            table = gateway.ports.read_authenticators(&gateway.trace).await;
        }
        let Some(table) = table else { return };
        *model = find(table, aaguid).map(str::to_owned);
    }
}

/// Whether it is no AAGUID, or that of an authenticator that does not say what it is (WebAuthn §6.5.1).
fn tells_nothing(aaguid: &str) -> bool {
    aaguid.len() != 36 || aaguid.bytes().all(|letter| matches!(letter, b'0' | b'-'))
}

/// The name in a table with a line for each AAGUID.
fn find<'a>(table: &'a str, aaguid: &str) -> Option<&'a str> {
    table.lines().find_map(|line| {
        let (known, name) = line.split_once(' ')?;
        known.eq_ignore_ascii_case(aaguid).then_some(name)
    })
}

#[cfg(test)]
mod tests;
