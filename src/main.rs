//! One binary: in a window it mounts the page, in a worker it serves its role, on a host it is the command line.

#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use loopscope::command_line::{Terminal, execute};
    let (mut out, mut err) = (std::io::BufWriter::new(std::io::stdout().lock()), std::io::stderr().lock());
    let code = execute(std::env::args(), &mut Terminal { out: &mut out, err: &mut err });
    drop(out);
    code.into()
}

#[cfg(target_arch = "wasm32")]
fn main() {
    web::main();
}
