//! Words that a browser may translate: each alone in an element that is replaced when they change.

use screens::{Shown, all};
use views::View;
use yew::{Html, virtual_dom::VNode};

use crate::draw::{PlainFormat, english};

#[test]
fn words_stand_alone_in_an_element_keyed_by_what_they_say() {
    for Shown { name, state, .. } in all() {
        let words = english();
        let dispatch = views::Dispatch::none();
        let view = View { state: &state, words: &words, format: &PlainFormat, dispatch: &dispatch };
        check(name, &views::app(&view), None);
    }
}

#[test]
fn no_two_children_are_matched_by_what_they_say() {
    for Shown { name, state, .. } in all() {
        let words = english();
        let dispatch = views::Dispatch::none();
        let view = View { state: &state, words: &words, format: &PlainFormat, dispatch: &dispatch };
        check_lists(name, &views::app(&view));
    }
}

/// `key` is that of the element around the node, if the node is the only thing in it.
fn check(screen: &str, node: &Html, key: Option<&str>) {
    match node {
        VNode::VText(text) => {
            assert_eq!(key, Some(&*text.text), "words with company or without a key on {screen}");
        }
        VNode::VTag(tag) => {
            let key = tag.key.as_ref().map(ToString::to_string);
            if let Some(children) = tag.children() {
                check(screen, children, key.as_deref());
            }
        }
        VNode::VList(list) => {
            let key = key.filter(|_| list.len() == 1);
            list.iter().for_each(|child| check(screen, child, key));
        }
        other => panic!("{other:?} on {screen}"),
    }
}

fn check_lists(screen: &str, node: &Html) {
    match node {
        VNode::VTag(tag) => tag.children().into_iter().for_each(|node| check_lists(screen, node)),
        VNode::VList(list) => {
            let is_matched_by_key = list.len() > 1 && list.iter().all(VNode::has_key);
            assert!(!is_matched_by_key, "a list of keys on {screen}: {list:?}");
            list.iter().for_each(|child| check_lists(screen, child));
        }
        _ => {}
    }
}
