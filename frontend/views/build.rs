//! Draws the QR code for Microsoft Authenticator once, when the views are built.

use std::{env, fmt::Write, fs, path::Path};

use qrcodegen::{QrCode, QrCodeEcc};

/// Microsoft's own address, which leads each phone to the app in its store.
const APP: &str = "https://aka.ms/authapp";

/// The light margin that a reader needs, in modules (ISO/IEC 18004 §9.1).
const MARGIN: i32 = 4;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let code = QrCode::encode_text(APP, QrCodeEcc::Medium).expect("a short address fits");
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|&x| code.get_module(x, y)).count();
            let run = i32::try_from(run).expect("a QR code has at most 177 modules in a row");
            if run > 0 {
                let (left, top) = (x + MARGIN, y + MARGIN);
                write!(path, "M{left} {top}h{run}v1h-{run}z").expect("a string takes all");
            }
            x += run.max(1);
        }
    }
    let whole = size + 2 * MARGIN;
    let source = format!(
        "pub(super) const VIEW_BOX: &str = \"0 0 {whole} {whole}\";\n\
         pub(super) const PATH: &str = {path:?};\n"
    );
    let folder = env::var("OUT_DIR").expect("cargo says where");
    fs::write(Path::new(&folder).join("app_code.rs"), source).expect("cargo's folder is writable");
}
