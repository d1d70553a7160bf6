//! How often requests may come.

use super::{Read, SettingsFault, malformed};
use crate::rates::Counted;

/// How many requests of each kind may come in a minute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RateLimits {
    /// `SIGN_INS_PER_ADDRESS`: a whole office may have one address.
    pub address: u32,
    /// `SIGN_INS_PER_ACCOUNT`.
    pub account: u32,
    /// `REQUESTS_PER_SESSION`.
    pub session: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { address: 300, account: 30, session: 300 }
    }
}

impl RateLimits {
    /// Reads the three settings, each from 1 to 100,000.
    ///
    /// # Errors
    ///
    /// The first that is no such number.
    pub(super) fn parse(read: &Read<'_>) -> Result<Self, SettingsFault> {
        let number = |name: &'static str, otherwise| {
            let text = read(name).unwrap_or_default();
            match text.trim() {
                "" => Ok(otherwise),
                text => text
                    .parse()
                    .ok()
                    .filter(|number| (1..=100_000).contains(number))
                    .ok_or(malformed(name)),
            }
        };
        let otherwise = Self::default();
        Ok(Self {
            address: number("SIGN_INS_PER_ADDRESS", otherwise.address)?,
            account: number("SIGN_INS_PER_ACCOUNT", otherwise.account)?,
            session: number("REQUESTS_PER_SESSION", otherwise.session)?,
        })
    }

    /// How many of these may come in a minute.
    #[must_use]
    pub const fn of(self, counted: Counted) -> u32 {
        match counted {
            Counted::Address => self.address,
            Counted::Account => self.account,
            Counted::Session => self.session,
        }
    }
}

#[cfg(test)]
mod tests;
