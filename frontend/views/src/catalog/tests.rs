//! Tests for `catalog`.

use super::{Catalog, Plural, fill};

#[test]
fn placeholders_are_filled_and_unknown_ones_stay() {
    for (text, expected) in [
        ("Hello, {name}", "Hello, Ada"),
        ("{name}{name}", "AdaAda"),
        ("{other} {name}", "{other} Ada"),
        ("{ {name}", "{ Ada"),
        ("{name", "{name"),
        ("", ""),
    ] {
        assert_eq!(fill(text, &[("name", "Ada")]), expected, "{text}");
    }
}

#[test]
fn a_value_is_not_read_for_placeholders_again() {
    assert_eq!(fill("{a}", &[("a", "{b}"), ("b", "no")]), "{b}");
}

#[test]
fn a_missing_key_shows_as_itself() {
    let catalog = Catalog::parse(r#"{"a":"A","n.one":"one","n.other":"{n}"}"#).expect("json");
    assert_eq!(catalog.text("a"), "A");
    assert_eq!(catalog.text("b.c"), "b.c");
    assert_eq!(catalog.plural("n", Plural::One, &[]), "one");
    assert_eq!(catalog.plural("n", Plural::Few, &[("n", "3")]), "3");
}

#[test]
fn the_product_has_the_same_name_in_every_sentence() {
    let catalog = Catalog::parse(r#"{"a":"{product}: {name}","b":"In {product}"}"#).expect("json");
    let catalog = catalog.naming("Keys");
    assert_eq!(catalog.text("a"), "Keys: {name}");
    assert_eq!(catalog.fill("a", &[("name", "Ada")]), "Keys: Ada");
    let later = Catalog::parse(r#"{"c":"{product}"}"#).expect("json");
    assert_eq!(catalog.unread().and_later(&later).text("c"), "Keys");
}

#[test]
fn a_file_that_is_no_flat_object_is_refused() {
    for json in ["", "[]", r#"{"a":1}"#, r#"{"a":{"b":"c"}}"#] {
        assert!(Catalog::parse(json).is_err(), "{json}");
    }
}
