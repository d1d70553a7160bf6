//! What is left of a drawing, and what is told where something would be missed.

use gateway::Logo;

use super::{Unfit, fit};

/// As a program for drawing writes it.
const EXPORTED: &str = r##"<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
]>
<svg xmlns="&ns_svg;" xmlns:xlink="http://www.w3.org/1999/xlink"
     xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="120mm" height="40mm" viewBox="0 0 120 40"
     inkscape:version="1.3" onload="alert(1)">
  <style>.a { fill: #0b6b58 } @import url(https://evil.example/a.css);</style>
  <script>alert(2)</script>
  <metadata><about xmlns="https://evil.example/ns">made by somebody</about></metadata>
  <defs><linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient></defs>
  <g id="R&amp;D"><path id="source" d="M1 1h2v2z"/></g><path id="a&lt;path" d="M3 3h2v2z"/>
  <a xlink:href="https://evil.example/"><rect class="a" width="40" height="40" onclick="alert(3)"/></a>
  <circle cx="80" cy="20" r="15" style="fill:url(#g)"/>
</svg>"##;

#[test]
fn of_an_exported_drawing_the_shapes_are_left_and_nothing_else() {
    let fitted = fit(EXPORTED.as_bytes()).expect("a logo");
    let text = String::from_utf8(fitted.clone()).expect("text");
    for kept in ["<path", "#0b6b58", "linearGradient", "viewBox=\"0 0 "] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    for gone in
        ["script", "alert", "evil", "style", "inkscape", "<!", "somebody", "class", "R&", "source"]
    {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    let logo = Logo::of(fitted.clone()).expect("what the worker takes");
    assert_eq!(logo.width, 300, "three times as wide as high");
    // As it came, the worker refuses it.
    assert_eq!(Logo::of(EXPORTED.as_bytes().to_vec()), None);
    assert_eq!(fit(&fitted).expect("a logo once more"), fitted, "nothing is left to do");
}

fn drawing(inside: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 24\">{inside}</svg>")
}

#[test]
fn what_would_be_missed_is_told() {
    let text = drawing("<path d=\"M0 0h9v9z\"/><text>Contoso</text><image href=\"#a\"/>");
    let Err(Unfit::MoreThanShapes(elements)) = fit(text.as_bytes()) else { panic!("taken") };
    assert_eq!(elements, ["text", "image"]);
    let blurred = drawing(
        "<filter id=\"f\"><feGaussianBlur stdDeviation=\"2\"/></filter>\
         <path filter=\"url(#f)\" d=\"M0 0h9v9z\"/>",
    );
    assert!(matches!(fit(blurred.as_bytes()), Err(Unfit::Refused)));
}

#[test]
fn what_is_no_picture_or_too_large_is_told() {
    for file in [&b"GIF89a\xff"[..], b"not a drawing", b"<html><body/></html>"] {
        assert!(matches!(fit(file), Err(Unfit::NoPicture)), "{file:?}");
    }
    let points: String = (0..9000).map(|at| format!("L{at} {}", at % 7)).collect();
    let large = drawing(&format!("<path stroke=\"red\" d=\"M0 0{points}\"/>"));
    assert!(matches!(fit(large.as_bytes()), Err(Unfit::TooLarge(size)) if size > Logo::SIZE_MAX));
}

#[test]
fn a_png_stays_as_it_is() {
    let png =
        [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &[0, 0, 2, 0, 0, 0, 1, 0, 8, 6]].concat();
    assert_eq!(fit(&png).expect("a logo"), png);
}
