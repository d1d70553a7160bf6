//! What was done in a recovery, with its times: on its own page, and on the one that it ends with.

use contract::AuthenticationMethod;
use journey::recovery::{Done, Summary};
use yew::Html;

use crate::{
    View,
    element::{node, section, section_heading, words},
    methods,
};

/// A section about what was done, with times to tell the help desk.
pub(crate) fn section_of(view: &View<'_>, summary: &Summary, title: &str) -> Html {
    let heading = section_heading("so-far", view.text(title));
    section("so-far", "session", vec![heading, done(view, summary)])
}

/// What was done, and when.
#[inline(never)] // In the later module: before that is here, no recovery is dealt with.
pub(crate) fn done(view: &View<'_>, Summary(done): &Summary) -> Html {
    let named = |key: &str, method: &AuthenticationMethod| {
        view.fill(key, &[("method", &methods::full_name(view, method))])
    };
    let lines = done.iter().map(|(what, at)| {
        let what = match what {
            Done::Told => view.text("recover.done.told"),
            Done::Added(method) => named("recover.done.added", method),
            Done::Removed(method) => named("recover.done.removed", method),
            Done::SignedOut => view.text("recover.done.signed-out"),
            Done::PassEnded => view.text("recover.done.pass-ended"),
        };
        let at = view.moment(*at).into();
        node("div", "", vec![words("dt", "", what), words("dd", "", at)])
    });
    node("dl", "", lines.collect())
}
