//! Tests for `brand`.

use gateway::{Accent, Logo};

use super::Brand;

#[test]
fn nothing_set_is_no_style() {
    let brand = Brand::of(None, None, false);
    assert_eq!((brand.style.as_str(), brand.hash.as_str()), ("", ""));
}

#[test]
fn the_colours_of_both_themes_and_the_shape_of_the_logo_are_in_it() {
    let accent = Accent {
        light: [0x0b, 0x6b, 0x58],
        dark: [255, 0, 9],
        is_darkened: false,
        is_lightened: true,
    };
    let logo = Logo { bytes: Vec::new(), media_type: "image/png", width: 205 };
    let Brand { style, hash, has_logo } = Brand::of(Some(accent), Some(&logo), true);
    assert!(has_logo, "the icon is the logo");
    assert!(style.starts_with("<style>html:root{--accent:#0b6b58;--accent-ink:#fff;"), "{style}");
    assert!(style.contains("dark){html:root:not([data-theme=light]){--accent:#ff0009;"), "{style}");
    assert!(style.contains("calc(.02rem*205)"), "{style}");
    assert!(style.contains(".note{"), "{style}");
    assert!(hash.starts_with("'sha256-") && hash.ends_with("='"), "{hash}");
}
