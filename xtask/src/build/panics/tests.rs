//! Which functions begin a panic, and what is left of them.

use walrus::{FunctionBuilder, Module, ModuleConfig, ValType};

use super::{begins_a_panic, without_texts};

#[test]
fn functions_are_told_by_their_names_in_either_mangling() {
    for (name, expected) in [
        ("_ZN4core9panicking9panic_fmt17h1234567890abcdefE", true),
        ("_RNvNtCs8ZKDHpZwVFZ_4core9panicking9panic_fmt", true),
        ("core[c5930c85a12de822]::slice::index::slice_index_fail", true),
        ("<std::panicking::panic_handler::StaticStrPayload as core::fmt::Display>::fmt", true),
        (
            "<std::panicking::panic_handler::StaticStrPayload as core::panic::PanicPayload>::get",
            true,
        ),
        ("worker::init::init::{{closure}}", true),
        ("std::panicking::set_hook", false),
        ("std::panicking::take_hook", false),
        ("worker::init::init", false),
        ("_ZN4core3fmt5write17h1234567890abcdefE", false),
        ("views::app::app", false),
        ("latchkey::core::panicking::mine", false),
    ] {
        assert_eq!(begins_a_panic(name), expected, "{name}");
    }
}

/// A module that exports a function of this name, which returns 7.
fn module(name: &str) -> Vec<u8> {
    let mut module = Module::with_config(ModuleConfig::new());
    let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
    function.name(name.to_owned()).func_body().i32_const(7);
    let parameter = module.locals.add(ValType::I32);
    let function = function.finish(vec![parameter], &mut module.funcs);
    module.exports.add("it", function);
    module.emit_wasm()
}

#[test]
fn a_panic_traps_and_everything_else_stays() {
    let quiet = without_texts(&module("core::panicking::panic_fmt")).expect("a module");
    // `unreachable`, `end` (WebAssembly core specification, section 5.4.1).
    assert!(quiet.windows(2).any(|code| code == [0x00, 0x0b]), "{quiet:x?}");
    assert!(!quiet.windows(2).any(|code| code == [0x41, 0x07]), "{quiet:x?}");
}

#[test]
fn a_module_without_a_panic_or_without_names_is_told_and_not_shipped() {
    let message = without_texts(&module("views::app::app")).expect_err("no panic").to_string();
    assert!(message.contains("no function of a panic"), "{message}");
    assert!(without_texts(b"no module").is_err());
}
