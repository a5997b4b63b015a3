//! Code as text, for people and for tests: one operation a line, variables by name, temporaries as `t0`, `t1`, …

use super::code::{BinaryOp, Code, CompareOp, Constant, Conversion, Op, Program, Reg, UnaryOp};
use super::symbol::Symbol;
use std::fmt::Write;

/// The operations of one code object, then its handlers.
pub fn disassemble(program: &Program, code: &Code) -> String {
    let mut text = String::new();
    for (i, op) in code.ops.iter().enumerate() {
        let _ = writeln!(text, "{i:>3} {}", Printer { program, code }.op(op));
    }
    for handler in &code.handlers {
        let _ = writeln!(
            text,
            "    {}..{} raises to {} in {} depth {}",
            handler.start,
            handler.end,
            handler.target,
            Printer { program, code }.reg(handler.register),
            handler.depth
        );
    }
    text
}

/// All code objects of a program that are from the visitor's files, each under its qualified name.
pub fn disassemble_program(program: &Program) -> String {
    let mut text = String::new();
    for code in program.codes.iter().filter(|code| code.file.is_some()) {
        let _ = writeln!(text, "{} ({:?})", code.qualname, code.kind);
        text.push_str(&disassemble(program, code));
    }
    text
}

struct Printer<'a> {
    program: &'a Program,
    code: &'a Code,
}

impl Printer<'_> {
    fn reg(&self, reg: Reg) -> String {
        match self.code.locals.get(usize::from(reg)) {
            Some(&name) => self.name(name),
            None => format!("t{}", i32::from(reg) - i32::from(self.code.first_temporary)),
        }
    }

    fn name(&self, name: Symbol) -> String {
        self.program.interner.name(name).to_string()
    }

    fn global(&self, i: u16) -> String {
        self.code.globals.get(usize::from(i)).map_or_else(|| format!("global {i}"), |&name| self.name(name))
    }

    fn attribute(&self, i: u16) -> String {
        self.code.sites.get(usize::from(i)).map_or_else(|| format!("site {i}"), |site| self.name(site.name))
    }

    fn run(&self, base: Reg, count: u16) -> String {
        (base..base + count).map(|reg| self.reg(reg)).collect::<Vec<_>>().join(", ")
    }

    fn constant(&self, constant: &Constant) -> String {
        match constant {
            Constant::None => "None".into(),
            Constant::Ellipsis => "...".into(),
            Constant::Bool(b) => if *b { "True" } else { "False" }.into(),
            Constant::Int(n) => n.to_string(),
            Constant::BigInt(digits) => digits.clone(),
            Constant::Float(x) => format!("{x:?}"),
            Constant::Str(text) => format!("{text:?}"),
            Constant::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
            Constant::Tuple(items) => {
                format!("({})", items.iter().map(|item| self.constant(item)).collect::<Vec<_>>().join(", "))
            }
            Constant::Code(number) => {
                let code = self.program.codes.get(*number as usize);
                format!("code {}", code.map_or_else(|| number.to_string(), |code| code.qualname.to_string()))
            }
        }
    }

    /// Arguments of a call with keywords, after the register of the callee or object.
    fn arguments(&self, base: Reg, site: u16) -> String {
        let Some(site) = self.code.sites.get(usize::from(site)) else { return String::new() };
        let mut parts: Vec<String> = (1..=site.positional).map(|i| self.reg(base + i)).collect();
        for (i, name) in site.keywords.iter().enumerate() {
            parts.push(format!("{}={}", self.name(*name), self.reg(base + site.positional + 1 + i as u16)));
        }
        parts.join(", ")
    }

    fn op(&self, op: &Op) -> String {
        let r = |reg| self.reg(reg);
        match *op {
            Op::Const { dst, index } => {
                let constant = self.code.constants.get(usize::from(index));
                format!("{} = {}", r(dst), constant.map_or_else(String::new, |constant| self.constant(constant)))
            }
            Op::Int { dst, value } => format!("{} = {value}", r(dst)),
            Op::None { dst } => format!("{} = None", r(dst)),
            Op::Move { dst, src } => format!("{} = {}", r(dst), r(src)),
            Op::Copy { dst, src } => format!("{} = copy {}", r(dst), r(src)),
            Op::Clear { reg } => format!("clear {}", r(reg)),
            Op::CheckBound { reg } => format!("check {}", r(reg)),
            Op::DeleteLocal { reg } => format!("del {}", r(reg)),
            Op::LoadGlobal { dst, global } => format!("{} = global {}", r(dst), self.global(global)),
            Op::StoreGlobal { global, src } => format!("global {} = {}", self.global(global), r(src)),
            Op::DeleteGlobal { global } => format!("del global {}", self.global(global)),
            Op::LoadName { dst, global } => format!("{} = name {}", r(dst), self.global(global)),
            Op::StoreName { global, src } => format!("name {} = {}", self.global(global), r(src)),
            Op::DeleteName { global } => format!("del name {}", self.global(global)),
            Op::LoadNameOrCell { dst, global, cell } => {
                format!("{} = name {} or cell {}", r(dst), self.global(global), r(cell))
            }
            Op::MakeCell { reg } => format!("make cell {}", r(reg)),
            Op::LoadCell { dst, cell } => format!("{} = cell {}", r(dst), r(cell)),
            Op::StoreCell { cell, src } => format!("cell {} = {}", r(cell), r(src)),
            Op::DeleteCell { cell } => format!("del cell {}", r(cell)),
            Op::Binary { op, dst, a, b } => format!("{} = {} {} {}", r(dst), r(a), binary(op), r(b)),
            Op::InPlace { op, dst, a, b } => format!("{} = {} {}= {}", r(dst), r(a), binary(op), r(b)),
            Op::StepAttr { object, site, value } => format!("{}.{} += {value}, or:", r(object), self.attribute(site)),
            Op::AddInt { dst, a, value } => format!("{} = {} + {value}", r(dst), r(a)),
            Op::BinaryInt { op, dst, a, value } => format!("{} = {} {} {value}", r(dst), r(a), binary(op)),
            Op::InPlaceInt { op, dst, a, value } => format!("{} = {} {}= {value}", r(dst), r(a), binary(op)),
            Op::Unary { op, dst, src } => {
                let sign = match op {
                    UnaryOp::Neg => "-",
                    UnaryOp::Pos => "+",
                    UnaryOp::Invert => "~",
                    UnaryOp::Not => "not ",
                };
                format!("{} = {sign}{}", r(dst), r(src))
            }
            Op::Compare { op, dst, a, b } => format!("{} = {} {} {}", r(dst), r(a), compare(op), r(b)),
            Op::JumpUnless { op, a, b, target } => {
                format!("unless {} {} {} goto {target}", r(a), compare(op), r(b))
            }
            Op::JumpUnlessInt { op, a, value, target } => {
                format!("unless {} {} {value} goto {target}", r(a), compare(op))
            }
            Op::Jump { target } => format!("goto {target}"),
            Op::Loop { target } => format!("loop {target}"),
            Op::LoopAffine { target } => format!("loop {target} (affine)"),
            Op::JumpIfFalse { cond, target } => format!("if not {} goto {target}", r(cond)),
            Op::JumpIfTrue { cond, target } => format!("if {} goto {target}", r(cond)),
            Op::JumpIfFalseKeep { cond, target } => format!("if not {} keep, goto {target}", r(cond)),
            Op::JumpIfTrueKeep { cond, target } => format!("if {} keep, goto {target}", r(cond)),
            Op::JumpIfNone { cond, target } => format!("if {} is None goto {target}", r(cond)),
            Op::JumpIfNotNone { cond, target } => format!("if {} is not None goto {target}", r(cond)),
            Op::GetIter { dst, src } => format!("{} = iter {}", r(dst), r(src)),
            Op::ForIter { dst, iter, exit } => format!("{} = next {} else {exit}", r(dst), r(iter)),
            Op::BuildList { dst, base, count } => format!("{} = [{}]", r(dst), self.run(base, count)),
            Op::BuildTuple { dst, base, count } => format!("{} = ({})", r(dst), self.run(base, count)),
            Op::BuildSet { dst, base, count } => format!("{} = set({})", r(dst), self.run(base, count)),
            Op::BuildDict { dst, base, count } => format!("{} = {{{}}}", r(dst), self.run(base, count * 2)),
            Op::BuildString { dst, base, count } => format!("{} = join {}", r(dst), self.run(base, count)),
            Op::BuildSlice { dst, base } => format!("{} = slice {}", r(dst), self.run(base, 3)),
            Op::ListAppend { list, src } => format!("{} append {}", r(list), r(src)),
            Op::SetAdd { set, src } => format!("{} add {}", r(set), r(src)),
            Op::DictInsert { dict, base } => format!("{}[{}] = {}", r(dict), r(base), r(base + 1)),
            Op::Format { conversion, plain, dst, base } => {
                let conversion = match conversion {
                    Conversion::None => "",
                    Conversion::Str => "!s",
                    Conversion::Repr => "!r",
                    Conversion::Ascii => "!a",
                };
                let spec = if plain { String::new() } else { format!(":{}", r(base + 1)) };
                format!("{} = format {}{conversion}{spec}", r(dst), r(base))
            }
            Op::Subscript { dst, object, key } => format!("{} = {}[{}]", r(dst), r(object), r(key)),
            Op::StoreSubscript { object, key, src } => format!("{}[{}] = {}", r(object), r(key), r(src)),
            Op::DeleteSubscript { object, key } => format!("del {}[{}]", r(object), r(key)),
            Op::LoadAttr { dst, object, site } => format!("{} = {}.{}", r(dst), r(object), self.attribute(site)),
            Op::StoreAttr { object, site, src } => format!("{}.{} = {}", r(object), self.attribute(site), r(src)),
            Op::DeleteAttr { object, site } => format!("del {}.{}", r(object), self.attribute(site)),
            Op::Unpack { base, src, count } => format!("{} = unpack {}", self.run(base, count), r(src)),
            Op::UnpackStar { base, src, before, after } => {
                let all = u16::from(before) + u16::from(after) + 1;
                format!("{} = unpack {before} * {after} {}", self.run(base, all), r(src))
            }
            Op::Call { dst, base, count } => format!("{} = {}({})", r(dst), r(base), self.run(base + 1, count)),
            Op::CallKeywords { dst, base, site } => format!("{} = {}({})", r(dst), r(base), self.arguments(base, site)),
            Op::CallStar { dst, base } => format!("{} = {}(*{}, **{})", r(dst), r(base), r(base + 1), r(base + 2)),
            Op::FindMethod { base, site } => format!("find {}.{}", r(base), self.attribute(site)),
            Op::CallMethod { dst, base, site } => {
                format!("{} = {}.{}({})", r(dst), r(base), self.attribute(site), self.arguments(base, site))
            }
            Op::LoadSpecial { dst, src, site } => format!("{} = special {}.{}", r(dst), r(src), self.attribute(site)),
            Op::Return { src } => format!("return {}", r(src)),
            Op::Yield { dst, src } => format!("{} = yield {}", r(dst), r(src)),
            Op::YieldAsync { dst, src } => format!("{} = async yield {}", r(dst), r(src)),
            Op::Delegate { dst, iter } => format!("{} = delegate {}", r(dst), r(iter)),
            Op::GetAwaitable { dst, src, .. } => format!("{} = awaitable {}", r(dst), r(src)),
            Op::GetYieldFromIter { dst, src } => format!("{} = yield-from iter {}", r(dst), r(src)),
            Op::GetAsyncIter { dst, src } => format!("{} = aiter {}", r(dst), r(src)),
            Op::GetAsyncNext { dst, iter } => format!("{} = anext {}", r(dst), r(iter)),
            Op::MakeFunction { dst, base } => format!("{} = function({})", r(dst), self.run(base, 5)),
            Op::MakeClass { dst, base } => format!("{} = class({})", r(dst), self.run(base, 4)),
            Op::Raise { base, cause: false } => format!("raise {}", r(base)),
            Op::Raise { base, cause: true } => format!("raise {} from {}", r(base), r(base + 1)),
            Op::ReraiseHandled => "raise".into(),
            Op::Reraise { src } => format!("reraise {}", r(src)),
            Op::PushHandled { src } => format!("handle {}", r(src)),
            Op::PopHandled => "handled".into(),
            Op::MatchException { dst, exception, kind } => {
                format!("{} = {} matches {}", r(dst), r(exception), r(kind))
            }
            Op::Import { dst, site, from, .. } => {
                let how = if from { "import" } else { "import top of" };
                format!("{} = {how} {}", r(dst), self.attribute(site))
            }
            Op::ImportFrom { dst, module, site } => format!("{} = from {} {}", r(dst), r(module), self.attribute(site)),
            Op::Intrinsic { what, dst, base } => format!("{} = {what:?} {}", r(dst), r(base)),
            Op::CallExit { dst, base } => format!("{} = exit {} {}", r(dst), r(base), r(base + 1)),
            Op::Super { dst, base } => format!("{} = super({})", r(dst), self.run(base, 2)),
        }
    }
}

fn binary(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::FloorDiv => "//",
        BinaryOp::Mod => "%",
        BinaryOp::Pow => "**",
        BinaryOp::LShift => "<<",
        BinaryOp::RShift => ">>",
        BinaryOp::And => "&",
        BinaryOp::Or => "|",
        BinaryOp::Xor => "^",
        BinaryOp::MatMul => "@",
    }
}

fn compare(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Eq => "==",
        CompareOp::Ne => "!=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
        CompareOp::Is => "is",
        CompareOp::IsNot => "is not",
        CompareOp::In => "in",
        CompareOp::NotIn => "not in",
    }
}
