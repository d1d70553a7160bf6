//! How often requests may come: from one address, for one account, in one session.
//!
//! The generic cell rate algorithm (ITU-T I.371): for each key one time, up to which its requests are
//! paid for; what would reach more than a minute ahead is refused. Kept in memory, for each isolate;
//! what must hold everywhere is the platform's or the proxy's to limit.

use std::{
    collections::HashMap,
    net::Ipv6Addr,
    sync::{Mutex, PoisonError},
};

use contract::Timestamp;

/// What is counted.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Counted {
    /// Steps of a sign-in from one address (of IPv6 the network, RFC 6177), where addresses are known.
    Address,
    /// Sign-ins that begin for one account from one address: the key has a space between them.
    Account,
    /// Requests in one session.
    Session,
}

/// A request too many.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Excess {
    /// What was counted.
    pub counted: Counted,
    /// Seconds to wait.
    pub seconds: u32,
}

/// What came lately, by kind and key. Holds names and addresses for a minute; prints none.
#[derive(Default)]
pub struct Rates {
    paid_until: Mutex<HashMap<(Counted, String), Timestamp>>,
}

impl std::fmt::Debug for Rates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rates").finish_non_exhaustive()
    }
}

impl Rates {
    /// Counts a request, of which `most` may come in a minute, or refuses it.
    ///
    /// # Errors
    ///
    /// [`Excess`] with the time to wait. What is refused is not counted.
    pub fn admit(
        &self,
        counted: Counted,
        key: &str,
        most: u32,
        now: Timestamp,
    ) -> Result<(), Excess> {
        let key = match counted {
            Counted::Address => network(key),
            Counted::Account => match key.rsplit_once(' ') {
                Some((account, address)) => {
                    [&account.to_ascii_lowercase(), " ", &network(address)].concat()
                }
                None => key.to_ascii_lowercase(),
            },
            Counted::Session => key.to_owned(),
        };
        let mut held = self.paid_until.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= HELD_MAX {
            held.retain(|_, until| now < *until);
            // More keys than any installation has people: forgetting them costs less than refusing
            // everybody.
            if held.len() >= HELD_MAX {
                held.clear();
            }
        }
        let price = MINUTE / i64::from(most.max(1));
        let until = held.entry((counted, key)).or_insert(now);
        let next = Timestamp((*until).max(now).0 + price);
        let excess = next.0 - now.0 - MINUTE;
        if excess > 0 {
            let seconds = u32::try_from((excess + 999) / 1000).unwrap_or(60);
            return Err(Excess { counted, seconds });
        }
        *until = next;
        Ok(())
    }
}

/// The network of an address: the first 64 bits of IPv6, which one customer has whole, and IPv4 as it is,
/// also where it is written as IPv6 (RFC 4291 §2.5.5.2).
fn network(address: &str) -> String {
    let Ok(address) = address.parse::<Ipv6Addr>() else {
        return address.to_owned();
    };
    match address.to_ipv4_mapped() {
        Some(address) => address.to_string(),
        None => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

const MINUTE: i64 = 60_000;
/// Maximum number of keys that are held.
const HELD_MAX: usize = 20_000;

#[cfg(test)]
mod tests;
