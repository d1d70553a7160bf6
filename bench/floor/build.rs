//! The same small stack as the product's app has.

fn main() {
    println!("cargo::rustc-link-arg-bins=-zstack-size=131072");
}
