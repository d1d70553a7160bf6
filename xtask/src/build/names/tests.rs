//! Tests for `names`.

use walrus::{FunctionBuilder, Module};

use super::*;

#[test]
fn each_function_is_listed_by_the_number_that_a_stack_names() -> Result<()> {
    let mut module = Module::default();
    let kind = module.types.add(&[], &[]);
    let (import, _) = module.add_import_func("host", "log", kind);
    module.funcs.get_mut(import).name = Some("log".to_owned());
    let name = "_ZN7gateway7removal6remove17h1234567890abcdefE";
    let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
    function.name(name.to_owned()).func_body().call(import);
    let function = function.finish(vec![], &mut module.funcs);
    module.exports.add("remove", function);
    assert_eq!(listed(&module.emit_wasm())?, "0 log\n1 gateway::removal::remove\n");
    assert!(listed(b"no module").is_err());
    Ok(())
}

#[test]
fn names_go_and_everything_else_stays() -> Result<()> {
    let header = b"\0asm\x01\0\0\0";
    let types = b"\x01\x04\x01\x60\0\0";
    let names = b"\0\x07\x04nameab";
    let features = b"\0\x06\x03tfsxy";
    let whole = [header.as_slice(), types, names, features].concat();
    assert_eq!(without_names(&whole)?, [header.as_slice(), types, features].concat());
    assert!(without_names(&whole[..whole.len() - 1]).is_err());
    assert!(without_names(b"{}").is_err());
    Ok(())
}
