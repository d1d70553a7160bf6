//! Draws the first page beside the one that the edge drew, a part in each task, and puts it in that one's
//! place when it is whole.
//!
//! One task for all of it would leave a slow device deaf for a quarter of a second. Until then the
//! edge's page stays in use as it is.

use std::{cell::Cell, rc::Rc};

use contract::routes;
use web_sys::{Element, Node};
use yew::{Html, virtual_dom::VNode};

use crate::{
    effects::focus::{self, Held},
    member,
};

/// How many more elements each task draws.
const PART: usize = 24;

/// A page that is drawn outside the document.
pub(crate) struct Beside {
    root: Element,
    /// How many elements may be drawn by now.
    limit: usize,
    is_whole: Cell<bool>,
}

impl Beside {
    /// Nothing is drawn in this root yet.
    pub(crate) fn of(root: Element) -> Self {
        Self { root, limit: PART, is_whole: Cell::new(false) }
    }

    /// Takes out of a page what is not to be drawn yet.
    pub(crate) fn shorten(&self, page: &mut Html) {
        let mut left = self.limit;
        shorten(page, &mut left);
        self.is_whole.set(left > 0);
    }

    /// Lets the next drawing go on by a part; `false` if nothing is left to draw.
    pub(crate) fn goes_on(&mut self) -> bool {
        self.limit += PART;
        !self.is_whole.get()
    }

    /// Puts the page in the place of the edge's. Returns where the person was in that one.
    pub(crate) fn move_in(&self) -> Option<Held> {
        let old = root()?;
        let parent: Node = member::get(&old, "parentNode").into();
        let held = Held::now();
        let _ = self.root.set_attribute("id", routes::APP_ELEMENT);
        parent.insert_before(&self.root, Some(&old)).ok()?;
        parent.remove_child(&old).ok()?;
        Some(held)
    }
}

/// The element in which the page stands.
fn root() -> Option<Element> {
    Some(focus::find(&["#", routes::APP_ELEMENT].concat())?.into())
}

/// An element that is in no document yet.
pub(crate) fn outside() -> Option<Element> {
    web_sys::window()?.document()?.create_element("div").ok()
}

/// Leaves the first elements of a page, in the order of the document, and counts them off.
fn shorten(node: &mut VNode, left: &mut usize) {
    match node {
        VNode::VList(list) => {
            let Some(list) = Rc::get_mut(list) else { return };
            for child in list.iter_mut() {
                if *left == 0 {
                    // Nothing in its place: Yew compares lists from their ends, and would draw what stands
                    // in a list that has grown once more.
                    *child = VNode::default();
                } else {
                    shorten(child, left);
                }
            }
        }
        VNode::VTag(tag) => {
            *left = left.saturating_sub(1);
            if let Some(children) = Rc::get_mut(tag).and_then(|tag| tag.children_mut()) {
                shorten(children, left);
            }
        }
        _ => {}
    }
}
