//! On a host the command line; on wasm the engine's module, whose roles are served by workers.

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
