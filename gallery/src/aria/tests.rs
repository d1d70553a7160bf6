//! What is said of files that differ from the pages.

use std::collections::BTreeMap;

use super::compared;

#[test]
fn the_first_line_that_differs_is_named_and_what_has_no_counterpart() {
    let kept = [("gone", "document\n"), ("same", "document\n"), ("short", "document\n  main\n")];
    let kept: BTreeMap<_, _> =
        kept.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter().collect();
    let read = [("new", "document\n"), ("same", "document\n"), ("short", "document\n")];
    let read: BTreeMap<_, _> =
        read.map(|(name, text)| (name, text.to_owned())).into_iter().collect();
    assert_eq!(
        compared(&kept, &read),
        [
            "gone: there is a file, and no page",
            "new: no file has what is read of it",
            "short, line 2: was main, is nothing",
        ]
    );
}
