//! The logo: what is a picture, and what only looks like one.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Logo, parse};

fn read(bytes: &[u8]) -> Option<Logo> {
    let text = STANDARD.encode(bytes);
    parse(&|_| Some(text.clone())).ok().flatten()
}

fn svg(inside: &str) -> Option<Logo> {
    read(
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 24\">{inside}</svg>")
            .as_bytes(),
    )
}

#[test]
fn a_drawing_is_taken_with_its_shape() {
    let logo = svg("<defs><path id=\"a\" d=\"M0 0h9\"/></defs><use href=\"#a\" fill=\"url(#b)\"/>");
    let logo = logo.expect("a drawing");
    assert_eq!((logo.media_type, logo.width), ("image/svg+xml", 250));
    let exported = b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- Generator -->\n<svg\n\tviewBox = \"0,0\n10.5 20\"><g/></svg>";
    assert_eq!(read(exported).map(|logo| logo.width), Some(50));
    let png =
        [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &[0, 0, 2, 0, 0, 0, 1, 0, 8, 6]].concat();
    let logo = read(&png).expect("a picture");
    assert_eq!((logo.media_type, logo.width), ("image/png", 200));
}

#[test]
fn what_could_run_or_fetch_or_hide_something_is_refused() {
    for inside in [
        "<script>alert(1)</script>",
        "<SCRIPT href=\"data:,alert(1)\"/>",
        "<path onload=\"alert(1)\"/>",
        "<path\tOnClick=alert(1) />",
        "<path d=\"M0 0\"onload=\"alert(1)\"/>",
        "<a href=\"javascript:alert(1)\"><path/></a>",
        "<a xlink:href=\"https://evil.example/\"><path/></a>",
        "<use href='//evil.example/a.svg#b'/>",
        "<image href=\"#a\"/>",
        "<foreignObject><b/></foreignObject>",
        "<style>@import 'https://evil.example/a.css'</style>",
        "<path fill=\"url(https://evil.example/a)\"/>",
        "<path fill=\"url( '//evil.example/a')\"/>",
        "<path style=\"fill:u\\72l(//evil.example/a)\"/>",
        "<path onload = \"alert(1)\"/>",
        "<a href\n= \"https://evil.example/\"/>",
        "<animate attributeName=\"href\" to=\"x\"/>",
        "<set attributeName=\"href\" to=\"x\"/>",
        "<a href=\"&#106;avascript:alert(1)\"/>",
        "<?xml-stylesheet href=\"#a\"?>",
        "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>",
        "<h:object xmlns:h=\"http://www.w3.org/1999/xhtml\" data=\"https://evil.example\"/>",
        "<h:meta xmlns:h=\"http://www.w3.org/1999/xhtml\" http-equiv=\"refresh\" content=\"0\"/>",
        "<style>*{background:image-set(\"https://evil.example/a\" 1x)}</style>",
        "<path style=\"cursor:image-set('https://evil.example/a' 1x)\"/>",
        "<!ENTITY a \"b\">",
        "<text>a</text>",
    ] {
        assert_eq!(svg(inside), None, "{inside}");
    }
}

#[test]
fn what_is_no_picture_is_refused_by_name() {
    let large = vec![b' '; 33 * 1024];
    for bytes in [
        b"GIF89a".as_slice(),
        b"\x89PNG\r\n\x1a\n",
        b"<html><svg viewBox=\"0 0 1 1\"></svg></html>",
        b"<svg></svg>",
        b"<svg viewBox=\"0 0 0 24\"></svg>",
        b"<svg viewBox=\"0 0 x 24\"></svg>",
        b"<!DOCTYPE svg><svg viewBox=\"0 0 1 1\"></svg>",
        &[b"<svg viewBox=\"0 0 1 1\">".as_slice(), &large].concat(),
    ] {
        assert_eq!(
            read(bytes),
            None,
            "{:?}",
            String::from_utf8_lossy(bytes.get(..40).unwrap_or(bytes))
        );
    }
    let fault = parse(&|_| Some("not base64!".to_owned())).expect_err("not base64");
    assert_eq!(fault.name, "LOGO");
    assert_eq!(parse(&|_| None), Ok(None));
}
