//! Tests for `negotiation`.

use super::{Encoding, encoding, encoding_of_page, language, preferred};

#[test]
fn the_smallest_accepted_encoding_wins() {
    for (accept, expected) in [
        ("gzip, deflate, br, zstd", Encoding::Brotli),
        ("gzip, deflate", Encoding::Gzip),
        ("GZIP", Encoding::Gzip),
        ("br;q=0, gzip", Encoding::Gzip),
        ("br;q=0.001, gzip", Encoding::Brotli),
        ("br; q=0.0 , gzip;q=0", Encoding::Identity),
        ("*", Encoding::Brotli),
        ("*;q=0", Encoding::Identity),
        ("br;q=0, *", Encoding::Gzip),
        ("brotli", Encoding::Identity),
        ("identity", Encoding::Identity),
        ("br;q=nonsense", Encoding::Identity),
        ("", Encoding::Identity),
    ] {
        assert_eq!(encoding(accept), expected, "{accept}");
    }
}

#[test]
fn a_page_is_sent_in_gzip_unless_only_brotli_is_accepted() {
    for (accept, expected) in [
        ("gzip, deflate, br, zstd", Encoding::Gzip),
        ("br", Encoding::Brotli),
        ("gzip;q=0, br", Encoding::Brotli),
        ("", Encoding::Identity),
    ] {
        assert_eq!(encoding_of_page(accept), expected, "{accept}");
    }
}

#[test]
fn the_language_is_the_first_wish_that_is_known_or_the_one_liked_most_or_the_first() {
    let known = ["en", "de", "en-XA"];
    for (wishes, accept, expected) in [
        (&[][..], "", "en"),
        (&[], "de-CH, en;q=0.5", "de"),
        (&[], "fr, de;q=0.3, en;q=0.7", "en"),
        (&[], "fr", "en"),
        (&[], "*", "en"),
        (&[], "de;q=0", "en"),
        (&["en-XA"], "de", "en-XA"),
        (&["en-xa"], "de", "en-XA"),
        (&["de-AT"], "en", "de"),
        (&["xx"], "de", "de"),
        (&["../etc"], "", "en"),
        (&["en", "de"], "de", "en"),
        (&["xx", "de"], "en", "de"),
    ] {
        let found = language(&known, wishes.iter().copied(), accept);
        assert_eq!(found, expected, "{wishes:?} {accept}");
    }
}

#[test]
fn a_tag_is_shortened_until_it_or_its_kin_is_known() {
    let known = ["en", "he", "nb", "pt-BR", "pt-PT", "zh-Hans", "zh-Hant"];
    for (wish, expected) in [
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-hant-hk-x-private", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("yue-Hans-CN", "zh-Hans"),
        ("yue-HK", "zh-Hant"),
        ("cmn-Hant-TW", "zh-Hant"),
        ("cmn", "zh-Hans"),
        ("pt", "pt-BR"),
        ("pt-BR", "pt-BR"),
        ("pt-pt", "pt-PT"),
        ("pt-AO", "pt-PT"),
        ("nn-NO", "nb"),
        ("no", "nb"),
        ("iw-IL", "he"),
        ("en-GB-oxendict", "en"),
        ("", "en"),
        ("-", "en"),
        ("zhe", "en"),
    ] {
        assert_eq!(language(&known, [wish].into_iter(), ""), expected, "{wish}");
    }
}

#[test]
fn preferred_languages_come_by_their_weight() {
    assert_eq!(preferred("de;q=0.5, en-GB, fr;q=0, en;q=0.8"), ["en-GB", "en", "de"]);
    assert!(preferred("").is_empty());
}
