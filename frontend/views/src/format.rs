//! How dates, times and numbers are written.
//!
//! Written with `Intl`, at the edge and in the browser alike; this says only what a view asks for.

use contract::Timestamp;

use crate::Catalog;

/// How dates, times and numbers are written in one language and time zone.
pub trait Format {
    /// The day, for example `12 March 2025`.
    fn date(&self, at: Timestamp, words: &Catalog) -> String;
    /// When it is, as it stands in a sentence: the time, with the day where it is not that of
    /// `now`, for example `today at 14:05` or `on 13 March at 00:06`.
    fn moment(&self, at: Timestamp, now: Timestamp, words: &Catalog) -> String;
    /// The plural form that goes with a number.
    fn plural(&self, count: i64) -> Plural;
}

/// The plural categories of Unicode's CLDR.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names are CLDR's own")]
pub enum Plural {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Plural {
    /// The category as CLDR and `Intl.PluralRules` write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// The category that is written so; anything unknown is `other`.
    #[must_use]
    pub fn parse(category: &str) -> Self {
        match category {
            "zero" => Self::Zero,
            "one" => Self::One,
            "two" => Self::Two,
            "few" => Self::Few,
            "many" => Self::Many,
            _ => Self::Other,
        }
    }
}

/// A number under a hundred with two digits.
pub(crate) fn two_digits(number: i64) -> String {
    let digits = number.to_string();
    if number < 10 { ["0", &digits].concat() } else { digits }
}

#[cfg(test)]
mod tests;
