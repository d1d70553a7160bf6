//! The pictures that are there are those of the screens that there are.

use std::{collections::BTreeSet, fs};

use super::{languages, picture, write};
use crate::{KEY_SCREENS, THEMES, folder, pages};

#[test]
fn each_screen_has_its_pictures_and_its_place_in_the_index_and_none_is_stale() {
    let folder = folder();
    let flows = pages::by_flow();
    let index = fs::read_to_string(folder.join("README.md")).expect("the index");
    let is_current = index == write(&flows, &languages(&folder));
    assert!(is_current, "the index is out of date: `cargo xtask screens` makes it");
    let pages = flows.iter().flat_map(|(_, pages)| pages);
    let wanted = pages.flat_map(|page| THEMES.map(|theme| picture(page.name, theme)));
    let wanted: BTreeSet<_> = wanted.chain(["README.md".to_owned()]).collect();
    let entries = fs::read_dir(&folder).expect("the pictures").flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let found: BTreeSet<_> =
        files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(found, wanted, "`cargo xtask screens` makes the pictures");
}

#[test]
fn each_language_has_its_picture_and_none_is_stale() {
    let tags = crate::catalogs::tags().expect("the catalogs");
    assert_eq!(languages(&folder()), tags, "`cargo xtask screens --languages` makes the pictures");
}

#[test]
fn names_are_distinct_and_the_key_screens_exist() {
    let flows = pages::by_flow();
    let names: Vec<_> = flows.iter().flat_map(|(_, pages)| pages).map(|page| page.name).collect();
    let distinct: BTreeSet<_> = names.iter().copied().collect();
    assert_eq!(names.len(), distinct.len());
    assert!(KEY_SCREENS.iter().all(|key| distinct.contains(key)));
}
