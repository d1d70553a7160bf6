//! Tests for `catalog`.

use super::*;

#[test]
fn the_pseudo_language_is_longer_bracketed_and_keeps_placeholders() {
    let text = pseudo("Remove {name} from <b>your</b> list");
    assert!(text.starts_with("[Ŕémóvé {name} fŕóm <b>ýóúŕ</b> ļíšť"), "{text}");
    assert!(text.ends_with(']'), "{text}");
    assert!(text.chars().count() * 10 >= "Remove {name} from <b>your</b> list".len() * 12);
}

#[test]
fn every_text_of_a_catalog_is_turned_and_no_key() {
    let catalog =
        [("add.one", "key"), ("none", "")].map(|(key, text)| (key.to_owned(), text.to_owned()));
    let turned = in_pseudo(Catalog::from(catalog));
    assert_eq!(turned["none"], "");
    assert!(turned["add.one"].starts_with("[ķéý"), "{turned:?}");
}

#[test]
fn the_parts_of_a_catalog_are_told_by_the_beginnings_of_their_keys() {
    let catalog =
        ["remove.title", "remove", "overview.title"].map(|key| (key.to_owned(), String::new()));
    let (first, later) = parts(Catalog::from(catalog), "# what is rare\n\nremove.\n");
    assert_eq!(first.into_keys().collect::<Vec<_>>(), ["overview.title", "remove"]);
    assert_eq!(later.into_keys().collect::<Vec<_>>(), ["remove.title"]);
}
