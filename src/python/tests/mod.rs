//! Lowering, construct by construct.

mod lowering;
mod refusals;

use super::*;
use crate::vm::code::{Code, Op};
use crate::vm::disassemble::{disassemble, disassemble_program};

const OPTIONS: Options = Options { costs: CompileCosts { instruction: 1 }, python: Python::V3_13, calls: Calls::new() };

fn main_file(text: &str) -> SourceText {
    SourceText { path: "main.py".into(), module: "__main__".into(), text: text.into() }
}

fn program(text: &str) -> Result<Program, SourceError> {
    compile(&[main_file(text)], &OPTIONS)
}

/// Compiles with all imports left to the run.
fn lenient(text: &str) -> Result<Program, SourceError> {
    let files = [main_file(text)];
    let mut world = World::new(&files, &OPTIONS);
    world.lenient = true;
    compile_in(world, &files)
}

/// Registers, jump targets and tables of every code object are in range.
fn validate(program: &Program) {
    for code in &program.codes {
        for op in &code.ops {
            let mut op = *op;
            if let Some(target) = op.target_mut() {
                assert!(usize::from(*target) < code.ops.len(), "{} jumps out", code.qualname);
            }
        }
        for handler in &code.handlers {
            assert!(handler.start < handler.end && usize::from(handler.end) <= code.ops.len());
            assert!(usize::from(handler.target) < code.ops.len());
            assert!(handler.register >= code.first_temporary && handler.register < code.registers);
        }
        assert!(
            matches!(
                code.ops.last(),
                Some(
                    Op::Return { .. }
                        | Op::Raise { .. }
                        | Op::Loop { .. }
                        | Op::LoopAffine { .. }
                        | Op::Jump { .. }
                        | Op::Reraise { .. }
                        | Op::ReraiseHandled
                        | Op::Intrinsic { .. }
                )
            ),
            "{}\n{}",
            code.qualname,
            disassemble(program, code)
        );
        assert_eq!(code.ops.len(), code.costs.len());
        assert_eq!(code.ops.len(), code.spans.len());
        disassemble(program, code);
    }
}

#[test]
#[ignore = "a look at one file: LOOPSCOPE_SHOW=file.py cargo test python::tests::show -- --ignored --nocapture"]
fn show() {
    let Ok(path) = std::env::var("LOOPSCOPE_SHOW") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    match lenient(&text) {
        Ok(program) => println!("{}", disassemble_program(&program)),
        Err(error) => println!("{error:?}"),
    }
}

#[allow(clippy::disallowed_methods, reason = "a thread whose stack is as small as a browser's")]
#[test]
#[ignore = "needs a folder of Python files: LOOPSCOPE_FILES=folder cargo test python::tests::files -- --ignored --nocapture"]
fn files() {
    fn walk(path: &std::path::Path, all: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(path).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, all);
            } else if path.extension().is_some_and(|e| e == "py") {
                all.push(path);
            }
        }
    }
    let Ok(folder) = std::env::var("LOOPSCOPE_FILES") else { return };
    let mut all = Vec::new();
    walk(folder.as_ref(), &mut all);
    all.sort();
    let (mut fine, mut bytes) = (0, 0);
    for path in all {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        // A small stack, as a browser gives.
        let length = text.len();
        let result = std::thread::Builder::new()
            .stack_size(1 << 20)
            .spawn(move || {
                let program = lenient(&text)?;
                validate(&program);
                Ok::<(), SourceError>(())
            })
            .unwrap()
            .join();
        match result {
            Ok(Ok(())) => {
                fine += 1;
                bytes += length;
            }
            Ok(Err(error)) => println!("{}:{}:{}: {}", path.display(), error.line, error.column, error.message),
            Err(_) => println!("{}: PANIC", path.display()),
        }
    }
    println!("{fine} files, {bytes} bytes");
}

fn code_of<'a>(program: &'a Program, name: &str) -> &'a Code {
    program.codes.iter().find(|code| &*code.qualname == name).unwrap()
}

/// The function `f` of a text lowers to these operations.
#[track_caller]
fn check(text: &str, expected: &str) {
    let lines: Vec<&str> = text.lines().skip_while(|line| line.trim().is_empty()).collect();
    let indent = lines.first().map_or(0, |line| line.len() - line.trim_start().len());
    let text: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or_default()).collect();
    let program = program(&text.join("\n")).unwrap();
    validate(&program);
    let actual = disassemble(&program, code_of(&program, "f"));
    let plain =
        |text: &str| text.lines().map(|line| line.trim().to_string()).filter(|l| !l.is_empty()).collect::<Vec<_>>();
    assert_eq!(plain(&actual), plain(expected), "\n{actual}");
}

#[test]
#[ignore = "for comparison with CPython's dis: LOOPSCOPE_SHOW=file.py cargo test python::tests::costs -- --ignored --nocapture"]
fn costs() {
    let Ok(path) = std::env::var("LOOPSCOPE_SHOW") else { return };
    let program = lenient(&std::fs::read_to_string(path).unwrap()).unwrap();
    for code in &program.codes {
        println!("COST {} {}", code.qualname, code.costs.iter().sum::<u32>());
    }
}
