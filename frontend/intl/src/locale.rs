//! Which locale and time zone a page is written in.
//!
//! The language is the page's; the region is the person's, so that en-GB and en-US differ.

/// A locale and a time zone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Locale {
    /// The language of the page (BCP 47), by which plurals are chosen.
    pub language: String,
    /// The language with the person's region, by which dates are written.
    pub tag: String,
    /// The time zone, an IANA name.
    pub zone: String,
}

impl Locale {
    /// The zone of whoever does not tell theirs.
    pub const UTC: &'static str = "UTC";

    /// The locale of a page in `language` for someone who prefers these tags, best first. A zone
    /// that is missing or that cannot be a name is UTC.
    #[must_use]
    pub fn choose<'a>(
        language: &str,
        mut preferred: impl Iterator<Item = &'a str>,
        zone: Option<&str>,
    ) -> Self {
        let tag = preferred.find(|tag| is_within(tag, language)).unwrap_or(language);
        let zone = zone.filter(|zone| is_zone(zone)).unwrap_or(Self::UTC);
        Self { language: language.to_owned(), tag: tag.to_owned(), zone: zone.to_owned() }
    }

    /// Whether a time is written with its zone: UTC, whatever it is called there, is what a browser tells that
    /// hides the person's own, and what the edge writes when it knows none. Firefox tells that of Iceland.
    #[must_use]
    pub fn names_zone(&self) -> bool {
        let hides = [
            Self::UTC,
            "Etc/UTC",
            "UCT",
            "Etc/UCT",
            "GMT",
            "Etc/GMT",
            "Etc/Unknown",
            "Atlantic/Reykjavik",
        ];
        hides.contains(&self.zone.as_str())
    }
}

/// Whether a well-formed tag is the language itself or that language with more subtags.
fn is_within(tag: &str, language: &str) -> bool {
    let is_plain = tag.len() <= TAG_MAX
        && tag.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
    let more = tag.get(..language.len()).filter(|start| start.eq_ignore_ascii_case(language));
    is_plain && more.is_some() && [None, Some(&b'-')].contains(&tag.as_bytes().get(language.len()))
}

/// Whether it is of the form of an IANA name, such as `America/Argentina/Buenos_Aires`.
fn is_zone(zone: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    (1..=TAG_MAX).contains(&zone.len()) && zone.bytes().all(is_letter)
}

/// The maximum length of a tag and of a zone, in bytes.
const TAG_MAX: usize = 64;

#[cfg(test)]
mod tests;
