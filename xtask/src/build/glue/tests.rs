//! Both sides get the same names, and nothing else is renamed.

use std::collections::BTreeSet;

use walrus::{FunctionBuilder, Module, ModuleConfig};

use super::{ShortNames, short};

#[test]
fn both_sides_call_each_other_by_the_same_short_names() {
    let mut module = Module::with_config(ModuleConfig::new());
    let kind = module.types.add(&[], &[]);
    let (import, _) = module.add_import_func("./app_bg.js", "__wbg_log_0123456789abcdef", kind);
    let mut start = FunctionBuilder::new(&mut module.types, &[], &[]);
    start.func_body().call(import);
    let start = start.finish(vec![], &mut module.funcs);
    module.exports.add("__wbindgen_start", start);
    module.exports.add("main", start);

    let (wasm, names) = ShortNames::of(&module.emit_wasm()).expect("a module");
    let module = Module::from_buffer(&wasm).expect("a module");
    let imports: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
    let exports: Vec<&str> = module.exports.iter().map(|export| export.name.as_str()).collect();
    assert_eq!((imports, exports), (vec!["a"], vec!["b", "main"]));
    assert_eq!(
        names.apply(
            "const i={__wbg_log_0123456789abcdef(){}};wasm.__wbindgen_start(),wasm.main();\
             const __wbg_log_0123456789abcdef_more=1,$__wbindgen_start=2"
        ),
        "const i={a(){}};wasm.b(),wasm.main();\
         const __wbg_log_0123456789abcdef_more=1,$__wbindgen_start=2"
    );
}

#[test]
fn no_two_names_are_the_same() {
    let names: BTreeSet<String> = (0..2_000).map(short).collect();
    assert_eq!(names.len(), 2_000);
    assert_eq!(
        (short(0), short(25), short(26), short(27)),
        ("a".into(), "z".into(), "aa".into(), "ba".into())
    );
}

#[test]
fn what_is_no_module_is_told() {
    assert!(ShortNames::of(b"no module").is_err());
}
