//! Whether there is time for a step, and what to do where there may not be.

use journey::{
    Screen,
    clock::{Left, pass_clock},
    time_needed::{Instead, Step, TimeNeeded},
};
use yew::Html;

use crate::{
    View,
    clock::{act, spoken},
    element::{nothing, words},
    fault,
    icon::Icon,
};

/// Whether there is time for what begins on this page.
pub(crate) fn here(view: &View<'_>) -> Html {
    Step::of(view.state.scene()).map_or_else(nothing, |step| for_step(view, step))
}

/// Whether there is time for a step. What takes a minute, or hurries nobody, says so only where that is too long.
pub(crate) fn for_step(view: &View<'_>, step: Step) -> Html {
    let Screen::SignedIn(signed_in) = &view.state.screen else {
        return nothing();
    };
    let now = view.state.now;
    let needed = TimeNeeded::of(step, &signed_in.overview, now);
    // Without a pass that runs only the session ends, and nobody has to hurry for that.
    let pass = pass_clock(&signed_in.overview, now).and_then(|clock| clock.running());
    let is_calm = needed.minutes == 1 || pass.is_none() && !needed.signs_in_first;
    if is_calm && needed.instead.is_none() {
        return nothing();
    }
    let key = if needed.signs_in_first { "time.sign-in" } else { "time.needed" };
    let minutes = view.count("clock.left.minutes", needed.minutes);
    let left = spoken(view, Left::between(now, needed.until));
    let line = words("p", "hint", view.fill(key, &[("needed", &minutes), ("left", &left)]));
    let Some(instead) = needed.instead else {
        return line;
    };
    let advice = match instead {
        Instead::Stay => "time.short.stay",
        Instead::SignIn => "time.short.sign-in",
        Instead::NewPass => "time.short.new-pass",
    };
    let content = vec![line, words("p", "", view.text(advice)), act(view, instead)];
    fault::notice("notice", None, Icon::CLOCK, content)
}
