//! Listens to the page as a whole: history, links, coming back, the network, visibility.

use gloo_events::{EventListener, EventListenerOptions};
use journey::{Event, Route};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::Callback;

use crate::{effects::location, member};

/// The listeners of the page; dropping this removes them.
pub(crate) struct Listeners {
    _listeners: Vec<EventListener>,
}

/// What the page as a whole reports to the shell.
pub(crate) enum PageEvent {
    /// An event for the journey.
    Happened(Event),
    /// The person came back, or the network did.
    Resumed,
}

impl Listeners {
    /// Starts to listen, and reports to `report`.
    pub(crate) fn start(report: &Callback<PageEvent>) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let mut listeners = Vec::new();

        let tell = report.clone();
        listeners.push(EventListener::new(&window, "popstate", move |_| {
            tell.emit(PageEvent::Happened(Event::HistoryMoved(location::route())));
        }));
        for name in ["online", "focus"] {
            let tell = report.clone();
            listeners.push(EventListener::new(&window, name, move |_| {
                tell.emit(PageEvent::Resumed);
            }));
        }
        let tell = report.clone();
        listeners.push(EventListener::new(&document, "visibilitychange", move |_| {
            if is_visible() {
                tell.emit(PageEvent::Resumed);
            }
        }));
        // A page out of the back-forward cache may belong to a session that is gone.
        listeners.push(EventListener::new(&window, "pageshow", |event| {
            if member::is_set(event, "persisted") {
                location::reload();
            }
        }));
        let tell = report.clone();
        listeners.push(EventListener::new_with_options(
            &document,
            "click",
            EventListenerOptions::enable_prevent_default(),
            move |event| {
                if let Some(route) = followed_route(event) {
                    event.prevent_default();
                    tell.emit(PageEvent::Happened(Event::LinkFollowed(route)));
                }
            },
        ));
        Some(Self { _listeners: listeners })
    }
}

/// Has the browser ask whoever closes, reloads or leaves the page for another (HTML §7.4.2.4); dropping this ends it.
pub(crate) fn ask_before_leaving() -> Option<EventListener> {
    let options = EventListenerOptions::enable_prevent_default();
    let window = web_sys::window()?;
    Some(EventListener::new_with_options(&window, "beforeunload", options, |event| {
        event.prevent_default();
    }))
}

/// Whether anyone can see the page.
pub(crate) fn is_visible() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| !member::is_set(&document, "hidden"))
}

/// The route that a plain click on a link of this app leads to.
fn followed_route(event: &web_sys::Event) -> Option<Route> {
    let is_held = |key| member::is_set(event, key);
    let is_plain = member::get(event, "button").as_f64() == Some(0.0)
        && !["metaKey", "ctrlKey", "shiftKey", "altKey"].into_iter().any(is_held);
    if !is_plain || is_held("defaultPrevented") {
        return None;
    }
    let link =
        event.target()?.dyn_into::<Element>().ok()?.closest("a[href]:not([target])").ok()??;
    match location::route_of(&member::text(&link, "href")?) {
        // The browser follows it: no page of the app.
        Route::Sessions | Route::Why | Route::Missing => None,
        route => Some(route),
    }
}
