//! Draws the QR code for Microsoft Authenticator once, when the views are built.

use std::{env, fs, path::Path};

use qrcodegen::{QrCode, QrCodeEcc};

/// Microsoft's own address, which leads each phone to the app in its store.
const APP: &str = "https://aka.ms/authapp";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let code = QrCode::encode_text(APP, QrCodeEcc::Medium).expect("a short address fits");
    // A row as bits, the first module in the lowest: a path of them would weigh five times as much.
    let rows: Vec<u32> = (0..code.size())
        .map(|y| (0..code.size()).filter(|&x| code.get_module(x, y)).map(|x| 1 << x).sum())
        .collect();
    let source = format!("pub(super) const ROWS: [u32; {}] = {rows:?};\n", rows.len());
    let folder = env::var("OUT_DIR").expect("cargo says where");
    fs::write(Path::new(&folder).join("app_code.rs"), source).expect("cargo's folder is writable");
}
