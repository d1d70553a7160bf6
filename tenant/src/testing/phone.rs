//! The stand-in phone in a test's hand: approvals of sign-ins.

use http::Method;

use super::{World, hidden, text};
use crate::{TENANT_ID, web::reply::Reply};

fn address() -> String {
    format!("/{TENANT_ID}/phone")
}

/// Puts the one phone that lies ready into the browser's hand.
pub(crate) fn pick_up_phone(world: &mut World) {
    let page = world.browse(Method::GET, &address(), &[]);
    let phone = hidden(&text(&page), "phone");
    on_phone(world, &[("action", "pick_up"), ("phone", &phone)]);
}

/// Sends a form of the phone.
pub(crate) fn on_phone(world: &mut World, typed: &[(&str, &str)]) -> Reply {
    let page = world.browse(Method::GET, &address(), &[]);
    let canary = hidden(&text(&page), "canary");
    let mut fields = vec![("canary", canary.as_str())];
    fields.extend(typed.iter().copied());
    world.browse(Method::POST, &address(), &fields)
}

pub(crate) fn shown_number(page: &Reply) -> String {
    let text = text(page);
    let before = "id=\"number\">";
    let start = text.find(before).expect("the page shows a number") + before.len();
    text[start..start + 2].to_owned()
}

pub(crate) fn request_id(world: &mut World) -> String {
    hidden(&text(&world.browse(Method::GET, &address(), &[])), "request")
}
