//! Which bytes go, and which stay.

use walrus::{ConstExpr, DataKind, Module, ModuleConfig, ir::Value};

use super::clear;

const START: usize = 1024;

/// A location that names the bytes at this address.
fn location(address: usize, length: usize, line: u32, column: u32) -> Vec<u8> {
    let address = u32::try_from(address).expect("an address");
    let length = u32::try_from(length).expect("a length");
    [address, length, line, column].iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// What is left of a module whose memory begins with these bytes, and how many places were cleared.
fn cleared(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut module = Module::with_config(ModuleConfig::new());
    let memory = module.memories.add_local(false, false, 1, None, None);
    let offset = ConstExpr::Value(Value::I32(i32::try_from(START).expect("an address")));
    let id = module.data.add(DataKind::Active { memory, offset }, bytes.to_vec());
    let count = clear(&mut module);
    (module.data.get(id).value.clone(), count)
}

#[test]
fn a_place_and_the_name_of_its_file_go_and_their_neighbors_stay() {
    for name in ["views/src/app.rs", "yew/src/app.rs\0\0"] {
        let length = name.trim_end_matches('\0').len() + usize::from(name.ends_with('\0'));
        let before = [name.as_bytes(), b"okay", &location(START, length, 31, 5), b"more"].concat();
        let (after, count) = cleared(&before);
        let expected = [&vec![0; length], &name.as_bytes()[length..], b"okay", &[0; 16], b"more"];
        assert_eq!((after, count), (expected.concat(), 1), "{name:?}");
    }
}

#[test]
fn what_only_looks_like_a_place_stays() {
    let name = b"views/src/app.rs";
    let words = b"action.add-here!";
    for (content, place) in [
        (name, location(START, name.len(), 0, 5)),
        (name, location(START, name.len(), 31, 0)),
        (name, location(START, 3, 31, 5)),
        (name, location(START + 4096, name.len(), 31, 5)),
        (name, location(0, name.len(), 31, 5)),
        (words, location(START, words.len(), 31, 5)),
    ] {
        let before = [content.as_slice(), &place].concat();
        assert_eq!(cleared(&before), (before.clone(), 0), "{place:?}");
    }
}
