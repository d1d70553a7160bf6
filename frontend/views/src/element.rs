//! Elements as plain calls, in the manner of Elm.
//!
//! `html!` writes out some three hundred bytes of WebAssembly for each element, a call a fifth of
//! that. Words stand alone in an element keyed by what they say: a browser that translates the page
//! replaces text nodes, and an update of the old node would never be seen.

use std::rc::Rc;

use yew::{
    AttrValue, Callback, Html, MouseEvent,
    html::onclick,
    virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VNode, VTag, VText},
};

/// An element with a class; an empty class is none.
pub(crate) fn node(tag: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    with(tag, &["class"], vec![named(class)], children)
}

/// An element with a class and nothing but words in it, replaced when the words change.
pub(crate) fn words(tag: &'static str, class: &'static str, words: AttrValue) -> Html {
    let mut element = VTag::new(tag);
    element.set_attributes(Attributes::Dynamic {
        keys: &["class"],
        values: Box::new([named(class).map(AttributeOrProperty::Attribute)]),
    });
    element.key = Some(Key::from(&*words));
    element.add_child(VNode::from(VText::new(words)));
    VNode::from(element)
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

/// A picture that the edge draws; one whose words are empty says nothing that the page does not.
pub(crate) fn image(class: &'static str, address: AttrValue, description: AttrValue) -> Html {
    let values = vec![fixed(class), Some(address), Some(description)];
    with("img", &["class", "src", "alt"], values, Vec::new())
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
    element.add_children(unkeyed(children));
    if listener.is_some() {
        element.set_listeners(Box::new([listener]));
    }
    VNode::from(element)
}

/// Words inside an element that stays when they change: a button keeps its focus, a live region is
/// heard. No words are no element.
pub(crate) fn text(words: AttrValue) -> Html {
    if words.is_empty() { nothing() } else { self::words("span", "", words) }
}

/// A space between two parts of a line: in an element like all text, since what stands before it is put in
/// beside it, and a browser that translates may have wrapped it.
pub(crate) fn space() -> Html {
    words("span", "", AttrValue::Static(" "))
}

/// Nothing, where something may stand in another state.
pub(crate) fn nothing() -> Html {
    Html::default()
}

/// Several elements side by side.
pub(crate) fn group(children: Vec<Html>) -> Html {
    unkeyed(children).into_iter().collect()
}

/// Children told apart by where they stand. Yew matches a list by its keys when all children have
/// one, and two that say the same would then be taken for each other.
fn unkeyed(mut children: Vec<Html>) -> Vec<Html> {
    if children.len() > 1 && children.iter().all(VNode::has_key) {
        children.push(nothing());
    }
    children
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

/// The heading of the part that a page is about, or of one below it. The focus moves to the first
/// kind when the scene changes.
pub(crate) fn headline(is_main: bool, name: &'static str, title: AttrValue) -> Html {
    if !is_main {
        return section_heading(name, title);
    }
    with("h1", &["id", "tabindex"], vec![fixed(name), fixed("-1")], vec![text(title)])
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
