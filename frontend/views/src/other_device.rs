//! The way to another device: a code for its camera, what to do there, and the wait for the passkey.
//!
//! The edge draws the code as a picture, so that nothing of it is in the app.

use contract::{Overview, routes};
use journey::watch::Watcher;
use yew::Html;

use crate::{
    View,
    element::{group, image, node, words},
    frame, hand_off, sign_in,
};

pub(crate) fn page(view: &View<'_>, watcher: &Watcher, overview: &Overview) -> Html {
    let steps = ["other-device.step.scan", "other-device.step.sign-in", "other-device.step.add"];
    let task = if overview.recovery.is_some() { "recover" } else { "add-passkey" };
    let code = [routes::OTHER_DEVICE_CODE, "?", routes::TASK_QUERY, "=", task].concat();
    group(vec![
        frame::heading(view.text("other-device.title")),
        words("p", "lead", view.text("other-device.lead")),
        node(
            "div",
            "card",
            vec![
                image("scan", code.into(), view.text("other-device.code")),
                sign_in::steps(view, steps),
                words("p", "hint", view.text("other-device.lasts")),
            ],
        ),
        hand_off::wait(view, watcher, "hand-off.other", {
            vec![hand_off::finished(view, "button", "hand-off.finished")]
        }),
    ])
}
