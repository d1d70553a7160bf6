//! Dates, times and plurals by ECMAScript's `Intl` (ECMA-402), which the browser and workerd both
//! have, so that a page reads the same before and after the app takes it over.
//!
//! Decides only which locale and time zone are written, in [`Locale`]; never fails.

mod locale;

use std::cell::OnceCell;

use contract::Timestamp;
use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, PluralRules},
    Object, Reflect,
};
use views::{Catalog, Format, Plural};
use wasm_bindgen::{JsCast, JsValue};

pub use self::locale::Locale;

/// The formats of one locale and time zone, each made when something is first written in it: the first of
/// them costs a browser that has made none a hundred times as much as the next.
#[derive(Debug)]
pub struct IntlFormat {
    locale: Locale,
    date: OnceCell<Function>,
    day: OnceCell<Function>,
    time: OnceCell<Function>,
    plural: OnceCell<PluralRules>,
}

impl IntlFormat {
    /// The formats of `locale`.
    #[must_use]
    pub fn of(locale: &Locale) -> Self {
        Self {
            locale: locale.clone(),
            date: OnceCell::new(),
            day: OnceCell::new(),
            time: OnceCell::new(),
            plural: OnceCell::new(),
        }
    }

    /// Writes a moment in this format, whose fields are these.
    fn write(&self, format: &OnceCell<Function>, fields: &[(&str, &str)], at: Timestamp) -> String {
        write(format.get_or_init(|| formatter(&self.locale, fields)), at)
    }
}

impl Format for IntlFormat {
    fn date(&self, at: Timestamp, _words: &Catalog) -> String {
        self.write(&self.date, &[("dateStyle", "long")], at)
    }

    fn moment(&self, at: Timestamp, now: Timestamp, words: &Catalog) -> String {
        let time = &[("hour", "numeric"), ("minute", "2-digit"), ("timeZoneName", "short")];
        let time = if self.locale.names_zone() { &time[..] } else { &time[..2] };
        let time = self.write(&self.time, time, at);
        // Compared as written: the same day in the time zone of the page.
        if self.date(at, words) == self.date(now, words) {
            return words.fill("format.today", &[("time", &time)]).to_string();
        }
        let date = self.write(&self.day, &[("day", "numeric"), ("month", "long")], at);
        words.fill("format.another-day", &[("date", &date), ("time", &time)]).to_string()
    }

    fn plural(&self, count: i64) -> Plural {
        // The tag of a catalog or of a browser, never anyone's text: it is well-formed.
        let rules = || PluralRules::new(&tags(&self.locale.language), &Object::new());
        Plural::parse(&String::from(self.plural.get_or_init(rules).select(number(count))))
    }
}

/// The time zone of this program's surroundings, an IANA name: in a browser the person's own.
#[must_use]
pub fn own_zone() -> Option<String> {
    // The first date of a browser takes a quarter of what taking a page over does; `Temporal` tells without one.
    let temporal = Reflect::get(&js_sys::global(), &JsValue::from_str("Temporal")).ok();
    let now = temporal.and_then(|it| Reflect::get(&it, &JsValue::from_str("Now")).ok());
    let asks = now.as_ref().and_then(|it| Reflect::get(it, &JsValue::from_str("timeZoneId")).ok());
    let asks = asks.and_then(|it| it.dyn_into::<Function>().ok());
    if let Some(zone) = asks.zip(now).and_then(|(asks, now)| asks.call0(&now).ok()?.as_string()) {
        return Some(zone);
    }
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

/// A formatter of the locale in its zone; by the language alone where the runtime does not know the locale, and
/// in UTC, which a time then names, where it does not know the zone.
fn formatter(locale: &Locale, fields: &[(&str, &str)]) -> Function {
    let attempts = [
        (&locale.tag, locale.zone.as_str()),
        (&locale.language, locale.zone.as_str()),
        (&locale.tag, Locale::UTC),
        (&locale.language, Locale::UTC),
    ];
    attempts
        .into_iter()
        .find_map(|(tag, zone)| {
            let options = Object::new();
            // The digits of the page's own numbers, whatever those of the locale are.
            let always = [("timeZone", zone), ("numberingSystem", "latn")];
            let is_foreign = zone != locale.zone && fields.iter().any(|(key, _)| *key == "hour");
            let named = if is_foreign { &[("timeZoneName", "short")][..] } else { &[] };
            for (key, value) in fields.iter().chain(&always).chain(named) {
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
    let text = format.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string());
    // No line ends within a date or a time.
    text.unwrap_or_default()
        .chars()
        .map(|letter| if letter == ' ' { '\u{a0}' } else { letter })
        .collect()
}

#[expect(clippy::as_conversions, reason = "moments and counts stay far below 2^53")]
const fn number(value: i64) -> f64 {
    value as f64
}
