//! One binary: in a window it mounts the page, in a worker it serves its role, on a host it is the command line.

#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
fn main() {}

#[cfg(target_arch = "wasm32")]
fn main() {
    web::main();
}
