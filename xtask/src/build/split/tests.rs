//! What is moved, what stays, and what is refused.

use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, ImportKind, Module,
    ModuleConfig, RefType, ir::Value,
};

use super::{FIRST, Halves, split};

/// A function with this name that calls these.
fn add(module: &mut Module, name: &str, calls: &[FunctionId]) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.name(name.to_owned());
    let mut body = builder.func_body();
    for call in calls {
        body.call(*call);
    }
    builder.finish(vec![], &mut module.funcs)
}

/// An app with a door; `listed` of its functions is in the table.
fn app(listed: &str) -> Vec<u8> {
    let mut module = Module::with_config(ModuleConfig::new());
    let memory = module.memories.add_local(false, false, 1, None, None);
    module.exports.add("memory", memory);
    let table = module.tables.add_local(false, 2, Some(2), RefType::Funcref);
    let kind = module.types.add(&[], &[]);
    let (host, _) = module.add_import_func("host", "log", kind);
    let both = add(&mut module, "app::both::h0123456789abcdef", &[]);
    let alone = add(&mut module, "app::alone::h0123456789abcdef", &[both]);
    let closure = add(&mut module, "app::closure::h0123456789abcdef", &[]);
    let door = add(&mut module, "app::door::h0123456789abcdef", &[alone, closure, host]);
    let main = add(&mut module, "app::main::h0123456789abcdef", &[both, door]);
    module.exports.add("main", main);
    let listed = match listed {
        "closure" => closure,
        _ => door,
    };
    let offset = ConstExpr::Value(Value::I32(1));
    let element = module
        .elements
        .add(ElementKind::Active { table, offset }, ElementItems::Functions(vec![listed]));
    module.tables.get_mut(table).elem_segments.insert(element);
    module.emit_wasm()
}

fn halves() -> (Module, Module) {
    let Halves { first, later } = split(&app("closure"), &["app::door"]).expect("two modules");
    let read = |wasm: &[u8]| Module::from_buffer(wasm).expect("a module");
    (read(&first), read(&later))
}

fn names(module: &Module) -> Vec<&str> {
    let local = module.funcs.iter_local().map(|(id, _)| module.funcs.get(id));
    let names = local.filter_map(|function| function.name.as_deref());
    let mut names: Vec<_> =
        names.map(|name| name.trim_end_matches("::h0123456789abcdef")).collect();
    names.sort_unstable();
    names
}

#[test]
fn what_only_a_door_reaches_is_moved_and_what_has_an_address_stays() {
    let (first, later) = halves();
    // What is left of the door in the first module calls its slot.
    assert_eq!(names(&first), ["app::both", "app::closure", "app::door", "app::main"]);
    assert_eq!(names(&later), ["app::alone", "app::door"]);
}

#[test]
fn the_later_module_gets_all_from_the_first_and_enters_its_door_there() {
    let (first, later) = halves();
    let exports: Vec<&str> = first.exports.iter().map(|export| export.name.as_str()).collect();
    for import in later.imports.iter() {
        assert_eq!(import.module, FIRST);
        assert!(exports.contains(&import.name.as_str()), "{}", import.name);
    }
    let functions =
        later.imports.iter().filter(|import| matches!(import.kind, ImportKind::Function(_)));
    assert_eq!(functions.count(), 3, "both, the closure and the host's");
    assert_eq!(first.imports.iter().count(), 1, "the host's");
    let size = |module: &Module| module.tables.iter().map(|table| table.initial).sum::<u64>();
    assert_eq!(size(&first), 3, "there is a slot for the door");
    assert!(later.tables.iter().all(|table| table.initial <= 3 && table.maximum.is_none()));
    let slots: Vec<_> = later
        .elements
        .iter()
        .map(|element| match &element.kind {
            ElementKind::Active { offset: ConstExpr::Value(Value::I32(slot)), .. } => *slot,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((slots, later.data.iter().count(), later.exports.iter().count()), (vec![2], 0, 0));
}

#[test]
fn a_later_module_of_another_build_does_not_fit() {
    let (first, later) = halves();
    let table = |import: &&walrus::Import| matches!(import.kind, ImportKind::Table(_));
    let table = later.imports.iter().find(table).expect("a table");
    assert_eq!(table.name, super::short_hash(&app("closure")));
    assert!(first.exports.iter().any(|export| export.name == table.name));
}

#[test]
fn a_door_that_is_missing_or_called_by_its_address_is_refused() {
    assert!(split(&app("closure"), &["app::doo"]).is_err());
    assert!(split(&app("closure"), &["app::gate"]).is_err());
    assert!(split(&app("door"), &["app::door"]).is_err());
}
