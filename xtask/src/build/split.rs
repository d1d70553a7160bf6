//! Splits the app's module: the first has what the first page and the overview need, the later one the code of
//! the other pages, which is fetched when one of them is opened.
//!
//! The cut goes through the functions in [`DOORS`]. What nothing else reaches is moved, and who calls a door calls
//! a slot of the table that stays empty until the later module enters itself there. That nobody does so before is
//! what `frontend/journey/src/later.rs` is for.
//! What is called by its address stays in the first module, since nothing tells who calls it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, Function, FunctionBuilder, FunctionId,
    FunctionKind, GlobalKind, ImportedFunction, Module,
    ir::{Value, Visitor, dfs_in_order},
    passes::gc,
};

use super::fingerprint::short_hash;

/// The functions behind which the later module begins. Each is marked where it is defined.
pub(super) const DOORS: &[&str] = &[
    "journey::flows::Task::next_later",
    "journey::flows::Task::open_later",
    "views::app::later_page",
    "views::summary::done",
];

/// What the later module calls the first: the same as in `frontend/src/effects/fetch.rs`.
const FIRST: &str = "first";

/// The two modules.
pub(super) struct Halves {
    pub(super) first: Vec<u8>,
    pub(super) later: Vec<u8>,
}

/// Splits a module that has the names of its functions.
///
/// # Errors
/// When this is no module, or a door is missing, there twice, or called by its address.
pub(super) fn split(wasm: &[u8], doors: &[&str]) -> Result<Halves> {
    let mut first = Module::from_buffer(wasm).context("the app is no wasm module")?;
    let mut later = Module::from_buffer(wasm)?;
    let doors = doors.iter().map(|name| door(&first, name)).collect::<Result<Vec<_>>>()?;
    let cut = Cut::at(&first, &doors)?;
    let shared = keep(&mut first, &cut, &short_hash(wasm))?;
    take(&mut later, &cut, &shared)?;
    Ok(Halves { first: first.emit_wasm(), later: later.emit_wasm() })
}

/// The place of a function in the module; both copies of it have the same.
type Place = usize;

/// The function with this path, whose name ends in a hash.
fn door(module: &Module, path: &str) -> Result<Place> {
    let has_path = |name: &str| {
        name.strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::h") && rest.len() == 19)
    };
    let named =
        module.funcs.iter().filter(|function| function.name.as_deref().is_some_and(has_path));
    let places: Vec<Place> = named.map(|function| function.id().index()).collect();
    ensure!(places.len() == 1, "{} functions are called {path}: see {}", places.len(), file!());
    Ok(places[0])
}

/// Where the module is cut.
struct Cut {
    doors: Vec<Place>,
    /// What the later module has.
    moved: BTreeSet<Place>,
    /// What it calls in the first.
    shared: BTreeSet<Place>,
    /// The first slot of the doors in the table.
    slot: i32,
}

impl Cut {
    fn at(module: &Module, doors: &[Place]) -> Result<Self> {
        let calls: BTreeMap<Place, BTreeSet<Place>> = module
            .funcs
            .iter()
            .map(|function| (function.id().index(), called(module, function.id())))
            .collect();
        let reached = |roots: &mut dyn Iterator<Item = Place>, is_end: &dyn Fn(Place) -> bool| {
            let mut reached = BTreeSet::new();
            let mut left: Vec<Place> = roots.collect();
            while let Some(place) = left.pop() {
                if !is_end(place) && reached.insert(place) {
                    left.extend(&calls[&place]);
                }
            }
            reached
        };
        let roots = roots(module);
        ensure!(doors.iter().all(|door| !roots.contains(door)), "a door is called by its address");
        let kept = reached(&mut roots.into_iter(), &|place| doors.contains(&place));
        let moved = reached(&mut doors.iter().copied(), &|place| kept.contains(&place));
        let called = moved.iter().flat_map(|place| &calls[place]);
        let shared = called.copied().filter(|place| kept.contains(place)).collect();
        let table = module.tables.main_function_table()?.context("the app has no table")?;
        let slot = module.tables.get(table).initial.try_into()?;
        Ok(Self { doors: doors.to_vec(), moved, shared, slot })
    }
}

/// What stays: where calls begin, since the module exports it or holds its address, and what it imports itself.
fn roots(module: &Module) -> BTreeSet<Place> {
    let mut roots: BTreeSet<Place> = module.start.iter().map(FunctionId::index).collect();
    let imported = |function: &&Function| matches!(function.kind, FunctionKind::Import(_));
    roots.extend(module.funcs.iter().filter(imported).map(|function| function.id().index()));
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            roots.insert(id.index());
        }
    }
    let address = |expression: &ConstExpr| match expression {
        ConstExpr::RefFunc(id) => Some(id.index()),
        _ => None,
    };
    for element in module.elements.iter() {
        match &element.items {
            ElementItems::Functions(ids) => roots.extend(ids.iter().map(FunctionId::index)),
            ElementItems::Expressions(_, all) => roots.extend(all.iter().filter_map(address)),
        }
    }
    roots
}

/// What a function calls, or takes the address of.
fn called(module: &Module, id: FunctionId) -> BTreeSet<Place> {
    struct Called(BTreeSet<Place>);

    impl<'a> Visitor<'a> for Called {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.insert(function.index());
        }
    }

    let mut called = Called(BTreeSet::new());
    if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
        dfs_in_order(&mut called, function, function.entry_block());
    }
    called.0
}

/// The names by which the first module exports what the later one needs.
struct Shared {
    functions: BTreeMap<Place, String>,
    globals: BTreeMap<Place, String>,
    memory: String,
    table: String,
}

/// Makes the first module. `mark` is in the name of its table, so that a later module of another build does not fit.
fn keep(module: &mut Module, cut: &Cut, mark: &str) -> Result<Shared> {
    let table = module.tables.main_function_table()?.context("the app has no table")?;
    let size = &mut module.tables.get_mut(table).initial;
    *size += u64::try_from(cut.doors.len())?;
    let size = *size;
    if let Some(most) = &mut module.tables.get_mut(table).maximum {
        *most = size.max(*most);
    }
    let ids: BTreeMap<Place, FunctionId> =
        module.funcs.iter().map(|function| (function.id().index(), function.id())).collect();
    for (slot, door) in (cut.slot..).zip(&cut.doors) {
        let id = ids[door];
        let kind = module.funcs.get(id).ty();
        let signature = module.types.get(kind);
        let (parameters, results) = (signature.params().to_vec(), signature.results().to_vec());
        let locals: Vec<_> = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        let mut through = FunctionBuilder::new(&mut module.types, &parameters, &results);
        let mut body = through.func_body();
        for local in &locals {
            body.local_get(*local);
        }
        body.i32_const(slot).call_indirect(kind, table);
        module.funcs.get_mut(id).kind = FunctionKind::Local(through.local_func(locals));
    }
    let mut count = 0_usize;
    let mut name = |module: &mut Module, item: ExportItem| {
        // Those that are there have letters.
        let name = count.to_string();
        count += 1;
        module.exports.add(&name, item);
        name
    };
    let mut functions = BTreeMap::new();
    for place in &cut.shared {
        functions.insert(*place, name(module, ExportItem::Function(ids[place])));
    }
    let all: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
    let mut globals = BTreeMap::new();
    for id in all {
        globals.insert(id.index(), name(module, ExportItem::Global(id)));
    }
    let memory = module.get_memory_id()?;
    let memory = name(module, ExportItem::Memory(memory));
    module.exports.add(mark, table);
    gc::run(module);
    Ok(Shared { functions, globals, memory, table: mark.to_owned() })
}

/// Makes the later module.
fn take(module: &mut Module, cut: &Cut, shared: &Shared) -> Result<()> {
    let ids: BTreeMap<Place, FunctionId> =
        module.funcs.iter().map(|function| (function.id().index(), function.id())).collect();
    let table = module.tables.main_function_table()?.context("the app has no table")?;
    let memory = module.get_memory_id()?;
    empty(module);
    let import = module.imports.add(FIRST, &shared.memory, memory);
    let kept = module.memories.get_mut(memory);
    kept.import = Some(import);
    kept.data_segments.clear();
    let import = module.imports.add(FIRST, &shared.table, table);
    let doors = ElementItems::Functions(cut.doors.iter().map(|door| ids[door]).collect());
    let offset = ConstExpr::Value(Value::I32(cut.slot));
    let element = module.elements.add(ElementKind::Active { table, offset }, doors);
    let kept = module.tables.get_mut(table);
    kept.import = Some(import);
    // The table of the first has grown, and must be no larger than this says.
    kept.maximum = None;
    kept.elem_segments.clear();
    kept.elem_segments.insert(element);
    for id in module.globals.iter().map(walrus::Global::id).collect::<Vec<_>>() {
        let import = module.imports.add(FIRST, &shared.globals[&id.index()], id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    for (place, name) in &shared.functions {
        let import = module.imports.add(FIRST, name, ids[place]);
        let function = module.funcs.get_mut(ids[place]);
        let ty = function.ty();
        function.kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    gc::run(module);
    debug_assert!(module.funcs.iter_local().all(|(id, _)| cut.moved.contains(&id.index())));
    // A table of objects would be a second one here, and empty.
    ensure!(module.tables.iter().count() == 1, "what is moved uses a table that is not shared");
    Ok(())
}

/// Takes out what the later module gets from the first, or does not have.
fn empty(module: &mut Module) {
    module.start = None;
    for id in module.exports.iter().map(walrus::Export::id).collect::<Vec<_>>() {
        module.exports.delete(id);
    }
    for id in module.imports.iter().map(walrus::Import::id).collect::<Vec<_>>() {
        module.imports.delete(id);
    }
    for id in module.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        module.data.delete(id);
    }
    for id in module.elements.iter().map(walrus::Element::id).collect::<Vec<_>>() {
        module.elements.delete(id);
    }
}

#[cfg(test)]
mod tests;
