//! Dates, times and plurals by ECMAScript's `Intl` (ECMA-402), which the browser and workerd both
//! have, so that a page reads the same before and after the app takes it over.
//!
//! Decides only which locale and time zone are written, in [`Locale`]; never fails.

mod locale;

use contract::Timestamp;
use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, PluralRules},
    Object, Reflect,
};
use views::{Catalog, Format, Plural};
use wasm_bindgen::{JsCast, JsValue};

pub use self::locale::Locale;

/// The formats of one locale and time zone.
#[derive(Debug)]
pub struct IntlFormat {
    date: Function,
    day: Function,
    time: Function,
    plural: PluralRules,
}

impl IntlFormat {
    /// The formats of `locale`.
    #[must_use]
    pub fn of(locale: &Locale) -> Self {
        let mut time = vec![("hour", "numeric"), ("minute", "2-digit")];
        if locale.names_zone() {
            time.push(("timeZoneName", "short"));
        }
        Self {
            date: formatter(locale, &[("dateStyle", "long")]),
            day: formatter(locale, &[("day", "numeric"), ("month", "long")]),
            time: formatter(locale, &time),
            // The tag of a catalog or of a browser, never anyone's text: it is well-formed.
            plural: PluralRules::new(&tags(&locale.language), &Object::new()),
        }
    }
}

impl Format for IntlFormat {
    fn date(&self, at: Timestamp, _words: &Catalog) -> String {
        write(&self.date, at)
    }

    fn moment(&self, at: Timestamp, now: Timestamp, words: &Catalog) -> String {
        let time = write(&self.time, at);
        // Compared as written: the same day in the time zone of the page.
        if write(&self.date, at) == write(&self.date, now) {
            return words.fill("format.today", &[("time", &time)]).to_string();
        }
        let date = write(&self.day, at);
        words.fill("format.another-day", &[("date", &date), ("time", &time)]).to_string()
    }

    fn plural(&self, count: i64) -> Plural {
        Plural::parse(&String::from(self.plural.select(number(count))))
    }
}

/// The time zone of this program's surroundings, an IANA name: in a browser the person's own.
#[must_use]
pub fn own_zone() -> Option<String> {
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

/// A formatter of the locale in its zone; in UTC where the runtime does not know the zone, and by
/// the language alone where it does not know the locale.
fn formatter(locale: &Locale, fields: &[(&str, &str)]) -> Function {
    let attempts = [
        (&locale.tag, locale.zone.as_str()),
        (&locale.tag, Locale::UTC),
        (&locale.language, Locale::UTC),
    ];
    attempts
        .into_iter()
        .find_map(|(tag, zone)| {
            let options = Object::new();
            for (key, value) in fields.iter().chain(&[("timeZone", zone)]) {
                // A fresh object takes every member.
                let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
            }
            construct(tag, &options)
        })
        .map_or_else(|| Function::new_no_args("return ''"), |format| format.format())
}

/// `new Intl.DateTimeFormat(…)`, which throws a `RangeError` for what it does not know.
fn construct(tag: &str, options: &Object) -> Option<DateTimeFormat> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let class: Function =
        Reflect::get(&intl, &JsValue::from_str("DateTimeFormat")).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&class, &Array::of2(&tags(tag), options)).ok()?;
    Some(format.unchecked_into())
}

fn tags(tag: &str) -> Array {
    Array::of1(&JsValue::from_str(tag))
}

fn write(format: &Function, at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(number(at.0)));
    format
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

#[expect(clippy::as_conversions, reason = "moments and counts stay far below 2^53")]
const fn number(value: i64) -> f64 {
    value as f64
}
