//! Elements as plain calls, in the manner of Elm.
//!
//! `html!` writes out some three hundred bytes of WebAssembly for each element, a call a fifth of
//! that: over all screens it is what keeps the app within its budget.

use std::rc::Rc;

use yew::{
    AttrValue, Callback, Html, MouseEvent,
    html::onclick,
    virtual_dom::{AttributeOrProperty, Attributes, Listener, VNode, VTag, VText},
};

/// An element with a class; an empty class is none.
pub(crate) fn node(tag: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    with(tag, &["class"], vec![named(class)], children)
}

/// An element with a class and nothing but words in it.
pub(crate) fn words(tag: &'static str, class: &'static str, words: AttrValue) -> Html {
    node(tag, class, vec![text(words)])
}

/// An element with attributes; a value that is `None` leaves its attribute out.
pub(crate) fn with(
    tag: &'static str,
    keys: &'static [&'static str],
    values: Vec<Option<AttrValue>>,
    children: Vec<Html>,
) -> Html {
    listening(tag, keys, values, children, None)
}

/// An element with attributes that hears one kind of event.
pub(crate) fn listening(
    tag: &'static str,
    keys: &'static [&'static str],
    values: Vec<Option<AttrValue>>,
    children: Vec<Html>,
    listener: Option<Rc<dyn Listener>>,
) -> Html {
    let mut element = VTag::new(tag);
    element.set_attributes(Attributes::Dynamic {
        keys,
        values: values.into_iter().map(|value| value.map(AttributeOrProperty::Attribute)).collect(),
    });
    element.add_children(children);
    if listener.is_some() {
        element.set_listeners(Box::new([listener]));
    }
    VNode::from(element)
}

/// Words alone.
pub(crate) fn text(words: AttrValue) -> Html {
    VNode::from(VText::new(words))
}

/// Nothing, where something may stand in another state.
pub(crate) fn nothing() -> Html {
    Html::default()
}

/// Several elements side by side.
pub(crate) fn group(children: Vec<Html>) -> Html {
    children.into_iter().collect()
}

/// A link.
pub(crate) fn link(class: &'static str, address: AttrValue, label: AttrValue) -> Html {
    with("a", &["class", "href"], vec![named(class), Some(address)], vec![text(label)])
}

/// A button that does something here; a disabled one stays in the tab order.
pub(crate) fn button(
    class: &'static str,
    label: AttrValue,
    is_disabled: bool,
    onclick: Callback<MouseEvent>,
) -> Html {
    listening(
        "button",
        &["type", "class", "aria-disabled"],
        vec![fixed("button"), fixed(class), disabled(is_disabled)],
        vec![text(label)],
        Some(Rc::new(onclick::Wrapper::new(onclick))),
    )
}

/// A section named by its heading, which has the id `name`.
pub(crate) fn section(name: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    with("section", &["class", "aria-labelledby"], vec![named(class), fixed(name)], children)
}

/// The heading of a section.
pub(crate) fn section_heading(name: &'static str, title: AttrValue) -> Html {
    with("h2", &["id"], vec![fixed(name)], vec![text(title)])
}

/// A value that is known beforehand.
#[expect(clippy::unnecessary_wraps, reason = "attributes take values that may be absent")]
pub(crate) const fn fixed(value: &'static str) -> Option<AttrValue> {
    Some(AttrValue::Static(value))
}

/// The value of `class`; an empty one is none.
pub(crate) const fn named(class: &'static str) -> Option<AttrValue> {
    if class.is_empty() { None } else { fixed(class) }
}

/// The value of `aria-disabled`.
pub(crate) const fn disabled(is_disabled: bool) -> Option<AttrValue> {
    if is_disabled { fixed("true") } else { None }
}
