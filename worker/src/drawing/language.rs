//! The language of a page.

use contract::routes::{LANGUAGE_QUERY, ZONE_COOKIE};
use intl::Locale;

use crate::{
    page::{self, Written},
    web::{
        cookies,
        incoming::{Incoming, field},
        negotiation,
    },
};

/// The language of a page.
#[derive(Clone, Copy)]
pub(super) struct Language(pub(super) &'static Written);

impl Language {
    /// The language of the page at this address, for the one who makes the request: the one that the
    /// address pins, else the one that they chose, else the one that their browser prefers.
    pub(super) fn of(incoming: &Incoming, address: &str) -> Self {
        let (_, query) = address.split_once('?').unwrap_or_default();
        let asked = field(query, LANGUAGE_QUERY);
        let chosen = incoming.cookie(cookies::LANGUAGE);
        let accept = incoming.header("accept-language").unwrap_or_default();
        let known: Vec<&str> = page::LANGUAGES.iter().map(|language| language.tag).collect();
        let wishes = [asked, chosen];
        let wishes = wishes.iter().flatten().map(String::as_str);
        let tag = negotiation::language(&known, wishes, &accept);
        let [english, ..] = page::LANGUAGES;
        Self(page::LANGUAGES.iter().find(|language| language.tag == tag).unwrap_or(english))
    }

    /// How dates are written for the one who asks: in this language, with the region that their
    /// browser prefers and the time zone that an earlier page noted.
    pub(super) fn locale(&self, incoming: &Incoming) -> Locale {
        self.locale_in(incoming, incoming.cookie_of_app(ZONE_COOKIE))
    }

    /// The same in the time zone that is told otherwise, if it is one.
    pub(super) fn locale_in(&self, incoming: &Incoming, zone: Option<String>) -> Locale {
        let accept = incoming.header("accept-language").unwrap_or_default();
        Locale::choose(self.0.tag, negotiation::preferred(&accept).into_iter(), zone.as_deref())
    }
}
