//! Dates, times and plurals by the browser's own `Intl`, in the person's time zone.
//!
//! The edge does not know that time zone, and writes with [`views::UtcFormat`].

use contract::Timestamp;
use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, PluralRules},
    Object,
};
use views::{Catalog, Format, Plural};
use wasm_bindgen::JsValue;

use crate::member;

/// The browser's formats of one language.
pub(crate) struct IntlFormat {
    date: Function,
    time: Function,
    both: Function,
    plural: PluralRules,
}

impl IntlFormat {
    /// The formats of `language`.
    pub(crate) fn of(language: &str) -> Self {
        let languages = Array::of1(&JsValue::from_str(language));
        let formatter =
            |options: &[(&str, &str)]| DateTimeFormat::new(&languages, &object(options)).format();
        Self {
            date: formatter(&[("dateStyle", "long")]),
            time: formatter(&[("timeStyle", "short")]),
            both: formatter(&[("dateStyle", "long"), ("timeStyle", "short")]),
            plural: PluralRules::new(&languages, &Object::new()),
        }
    }
}

impl Format for IntlFormat {
    fn date(&self, at: Timestamp, _words: &Catalog) -> String {
        write(&self.date, at)
    }

    fn moment(&self, at: Timestamp, now: Timestamp, _words: &Catalog) -> String {
        // The same day in the person's own time zone, which the edge does not know.
        if write(&self.date, at) == write(&self.date, now) {
            write(&self.time, at)
        } else {
            write(&self.both, at)
        }
    }

    fn plural(&self, count: i64) -> Plural {
        let category = String::from(self.plural.select(number(count)));
        Plural::parse(&category)
    }
}

fn write(format: &Function, at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(number(at.0)));
    format
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn object(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        member::set(&object, key, &JsValue::from_str(value));
    }
    object
}

#[expect(clippy::as_conversions, reason = "moments and counts stay far below 2^53")]
pub(crate) const fn number(value: i64) -> f64 {
    value as f64
}
