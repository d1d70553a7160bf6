//! How dates, times and numbers are written.
//!
//! The edge uses [`UtcFormat`]; the browser writes with its own `Intl` in the person's time zone.

use contract::Timestamp;

use crate::Catalog;

/// How dates, times and numbers are written in one language and time zone.
pub trait Format {
    /// The day, for example `12 March 2025`.
    fn date(&self, at: Timestamp, words: &Catalog) -> String;
    /// The time, with the day where it is not that of `now`.
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

/// Dates and times in UTC with the catalog's month names, and English plurals.
#[derive(Clone, Copy, Debug, Default)]
pub struct UtcFormat;

impl Format for UtcFormat {
    fn date(&self, at: Timestamp, words: &Catalog) -> String {
        let date = Date::of(at);
        let month = words.text(date.month_key());
        words
            .fill(
                "format.date",
                &[
                    ("day", &date.day.to_string()),
                    ("month", &month),
                    ("year", &date.year.to_string()),
                ],
            )
            .to_string()
    }

    fn moment(&self, at: Timestamp, now: Timestamp, words: &Catalog) -> String {
        let seconds = at.0.div_euclid(1000).rem_euclid(86_400);
        let hour = two_digits(seconds / 3600);
        let minute = two_digits(seconds % 3600 / 60);
        let time = words.fill("format.time", &[("hour", &hour), ("minute", &minute)]);
        if days(at) == days(now) {
            return time.to_string();
        }
        let date = self.date(at, words);
        words.fill("format.moment", &[("date", &date), ("time", &time)]).to_string()
    }

    fn plural(&self, count: i64) -> Plural {
        if count == 1 { Plural::One } else { Plural::Other }
    }
}

/// A number under a hundred with two digits.
pub(crate) fn two_digits(number: i64) -> String {
    let digits = number.to_string();
    if number < 10 { ["0", &digits].concat() } else { digits }
}

/// A day of the proleptic Gregorian calendar.
struct Date {
    year: i64,
    month: i64,
    day: i64,
}

const fn days(at: Timestamp) -> i64 {
    at.0.div_euclid(86_400_000)
}

impl Date {
    /// After Howard Hinnant's `civil_from_days`.
    const fn of(at: Timestamp) -> Self {
        let shifted = days(at) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400;
        Self {
            year: if month <= 2 { year + 1 } else { year },
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
        }
    }

    const fn month_key(&self) -> &'static str {
        match self.month {
            1 => "month.1",
            2 => "month.2",
            3 => "month.3",
            4 => "month.4",
            5 => "month.5",
            6 => "month.6",
            7 => "month.7",
            8 => "month.8",
            9 => "month.9",
            10 => "month.10",
            11 => "month.11",
            _ => "month.12",
        }
    }
}

#[cfg(test)]
mod tests;
