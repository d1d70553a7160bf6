//! The language of a page.

use contract::routes::{LANGUAGE_QUERY, ZONE_COOKIE};
use intl::Locale;

use crate::{
    page,
    web::{
        incoming::{Incoming, field},
        negotiation,
    },
};

/// A language with a message catalog.
pub(super) struct Language {
    /// Its tag (BCP 47).
    pub(super) name: &'static str,
    /// The address of the first part of its catalog among the built files.
    pub(super) address: &'static str,
    /// The address of the later part; empty if the first has everything.
    pub(super) later: &'static str,
}

impl Language {
    /// The language of the page at this address, for the one who makes the request.
    pub(super) fn of(incoming: &Incoming, address: &str) -> Self {
        let (_, query) = address.split_once('?').unwrap_or_default();
        let known: Vec<&'static str> = page::CATALOGS.iter().map(|(name, _)| *name).collect();
        let asked = field(query, LANGUAGE_QUERY);
        let accept = incoming.header("accept-language").unwrap_or_default();
        let chosen = negotiation::language(&known, asked.as_deref(), &accept);
        let found = page::CATALOGS.iter().find(|(name, _)| *name == chosen);
        let (name, [address, later]) = found.copied().unwrap_or(("en", ["", ""]));
        Self { name, address, later }
    }

    /// How dates are written for the one who asks: in this language, with the region that their
    /// browser prefers and the time zone that an earlier page noted.
    pub(super) fn locale(&self, incoming: &Incoming) -> Locale {
        self.locale_in(incoming, incoming.cookie_of_app(ZONE_COOKIE))
    }

    /// The same in the time zone that is told otherwise, if it is one.
    pub(super) fn locale_in(&self, incoming: &Incoming, zone: Option<String>) -> Locale {
        let accept = incoming.header("accept-language").unwrap_or_default();
        Locale::choose(self.name, negotiation::preferred(&accept).into_iter(), zone.as_deref())
    }
}
