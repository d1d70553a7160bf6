//! What every view works with, and the short ways to words and events.

use contract::Timestamp;
use journey::{Event, Route, State, registration};
use yew::{AttrValue, Callback, MouseEvent};

use crate::{Catalog, Dispatch, Format};

/// A state, with what it takes to draw it.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "a format has no text of its own")]
pub struct View<'a> {
    /// The state.
    pub state: &'a State,
    /// The words.
    pub words: &'a Catalog,
    /// How dates and numbers are written.
    pub format: &'a dyn Format,
    /// The way back for events.
    pub dispatch: &'a Dispatch,
}

impl View<'_> {
    pub(crate) fn text(&self, key: &str) -> AttrValue {
        self.words.text(key)
    }

    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> AttrValue {
        self.words.fill(key, values)
    }

    /// The words of a key for a number, which also fills `{count}`.
    pub(crate) fn count(&self, key: &str, count: i64) -> AttrValue {
        let form = self.format.plural(count);
        self.words.plural(key, form, &[("count", &count.to_string())])
    }

    pub(crate) fn date(&self, at: Timestamp) -> String {
        self.format.date(at, self.words)
    }

    pub(crate) fn moment(&self, at: Timestamp) -> String {
        self.format.moment(at, self.state.now, self.words)
    }

    /// A click that hands over one event, which is made when it happens.
    pub(crate) fn click(&self, event: impl Fn() -> Event + 'static) -> Callback<MouseEvent> {
        let send = self.dispatch.send.clone();
        Callback::from(move |_| send.emit(event()))
    }

    /// A click that chooses a name.
    pub(crate) fn choose_name(&self, name: AttrValue) -> Callback<MouseEvent> {
        let send = self.dispatch.send.clone();
        Callback::from(move |_| {
            send.emit(Event::Registration(registration::Event::NameTyped(name.to_string())))
        })
    }

    pub(crate) fn address(&self, route: &Route) -> AttrValue {
        AttrValue::from(self.state.address(route))
    }
}
