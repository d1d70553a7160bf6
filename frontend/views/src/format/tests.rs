//! Tests for `format`.

use contract::Timestamp;

use super::{Date, Format, Plural, UtcFormat};
use crate::Catalog;

#[test]
fn days_are_those_of_the_calendar() {
    for (seconds, expected) in [
        (0, (1970, 1, 1)),
        (951_782_400, (2000, 2, 29)),
        (951_868_800, (2000, 3, 1)),
        (1_735_689_599, (2024, 12, 31)),
        (1_735_689_600, (2025, 1, 1)),
        (4_107_542_400, (2100, 3, 1)),
        (-1, (1969, 12, 31)),
    ] {
        let date = Date::of(Timestamp(seconds * 1000));
        assert_eq!((date.year, date.month, date.day), expected, "{seconds}");
    }
}

#[test]
fn a_moment_names_its_day_only_when_it_is_another() {
    let words = Catalog::parse(
        r#"{"format.date":"{day} {month} {year}","format.time":"{hour}:{minute} UTC",
            "format.moment":"{date}, {time}","month.1":"January"}"#,
    )
    .expect("json");
    let at = Timestamp(1_735_693_500_000);
    assert_eq!(UtcFormat.moment(at, at, &words), "01:05 UTC");
    let day_before = at.plus_minutes(-120);
    assert_eq!(UtcFormat.moment(at, day_before, &words), "1 January 2025, 01:05 UTC");
}

#[test]
fn plural_categories_are_written_and_read_the_same() {
    for plural in [Plural::Zero, Plural::One, Plural::Two, Plural::Few, Plural::Many, Plural::Other]
    {
        assert_eq!(Plural::parse(plural.as_str()), plural);
    }
    assert_eq!(UtcFormat.plural(1), Plural::One);
    assert_eq!(UtcFormat.plural(0), Plural::Other);
}
