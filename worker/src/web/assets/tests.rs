//! Tests for `assets`.

use contract::ProblemCode;

use super::{FileFault, content_type, entity_tag, explain, find, is_among};
use crate::web::negotiation::Encoding;

#[test]
fn only_listed_files_are_found() {
    for path in ["/assets/../worker.capnp", "/assets/", "/assets/index.html", "/index.html", ""] {
        assert_eq!(find(path), None, "{path}");
    }
}

#[test]
fn each_encoding_of_a_file_has_its_own_tag() {
    let name = "app-0123.wasm";
    assert_eq!(entity_tag(name, Encoding::Identity), "\"app-0123.wasm\"");
    assert_eq!(entity_tag(name, Encoding::Brotli), "\"app-0123.wasm.br\"");
}

#[test]
fn a_browser_that_has_the_file_is_recognized() {
    for (tags, expected) in [
        ("\"a\"", true),
        ("W/\"a\"", true),
        ("\"b\", \"a\"", true),
        ("*", true),
        ("\"b\"", false),
        ("a", false),
        ("", false),
    ] {
        assert_eq!(is_among(tags, "\"a\""), expected, "{tags}");
    }
}

#[test]
fn webassembly_gets_the_type_that_streaming_compilation_demands() {
    assert_eq!(content_type("/assets/app-0123_bg.wasm"), "application/wasm");
    assert_eq!(content_type("/assets/app-0123.js"), "text/javascript; charset=utf-8");
    assert_eq!(content_type("/assets/messages/en-0123.json"), "application/json");
    assert_eq!(content_type("/assets/unknown"), "application/octet-stream");
}

#[test]
fn a_file_that_is_gone_is_not_found_and_no_fault_of_ours() {
    for (fault, expected) in [
        (FileFault::Status(404), ProblemCode::NotFound),
        (FileFault::Status(500), ProblemCode::Broken),
        (FileFault::Unreachable, ProblemCode::Broken),
        (FileFault::Empty, ProblemCode::Broken),
    ] {
        let (code, cause) = explain(&fault);
        assert_eq!(code, expected, "{fault:?}");
        assert!(!cause.is_empty(), "{fault:?}");
    }
}
