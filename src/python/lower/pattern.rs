//! `match`.
//!
//! A pattern tests the value in a register, which stays. Parts are unpacked into temporaries that stay taken until the whole
//! pattern has matched; only then names are bound, as CPython does. A failing test leaves parts behind: they are emptied where
//! the next case begins.

use super::builder::Label;
use super::constant::{fold, small};
use super::{Lowerer, R};
use crate::vm::code::{CompareOp, Constant, Intrinsic, Op, Reg, Span};
use ruff_python_ast::{
    Identifier, Pattern, PatternMatchClass, PatternMatchMapping, PatternMatchOr, PatternMatchSequence, Singleton,
    StmtMatch,
};
use ruff_text_size::Ranged;

/// One pattern being lowered.
struct Matching<'a> {
    fail: Label,
    /// Names to bind and where their values are.
    captures: Vec<(&'a Identifier, Reg)>,
    /// Temporaries from the pattern's first to this one may be full where it fails.
    most: Reg,
}

/// Whether a pattern may take the value out of its register.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// The next case needs it too.
    Shared,
    /// It is a part that only this pattern looks at.
    Part,
}

impl<'a> Lowerer<'a> {
    pub(super) fn match_(&mut self, stmt: &'a StmtMatch) -> R {
        let span = self.at_expr(&stmt.subject);
        let subject = self.next(&stmt.subject)?;
        let end = self.frame.code.label();
        for (i, case) in stmt.cases.iter().enumerate() {
            if i + 1 < stmt.cases.len() && case.guard.is_none() {
                self.refuse_irrefutable(&case.pattern)?;
            }
            let mark = self.frame.code.top();
            let at = self.at(&case.pattern);
            let mut matching = Matching { fail: self.frame.code.label(), captures: Vec::new(), most: mark };
            self.pattern(&case.pattern, subject, Subject::Shared, &mut matching)?;
            let top = self.frame.code.top();
            for (i, (name, reg)) in matching.captures.iter().enumerate() {
                if matching.captures[..i].iter().any(|(other, _)| other.as_str() == name.as_str()) {
                    let message = format!("multiple assignments to name '{name}' in pattern");
                    return self.refuse(name.range(), message);
                }
                self.store_name(name.as_str(), name.range(), *reg)?;
            }
            for reg in mark..top {
                if !matching.captures.iter().any(|(_, captured)| *captured == reg) {
                    self.emit(Op::Clear { reg }, at, 0);
                }
            }
            self.frame.code.release(mark);
            if let Some(guard) = &case.guard {
                self.jump_if(guard, false, matching.fail)?;
            }
            self.emit(Op::Clear { reg: subject }, at, 1);
            self.statements(&case.body)?;
            self.jump(end, at);
            self.frame.code.bind(matching.fail);
            for reg in mark..matching.most {
                self.emit(Op::Clear { reg }, at, 0);
            }
        }
        self.emit(Op::Clear { reg: subject }, span, 1);
        self.frame.code.release(subject);
        self.frame.code.bind(end);
        Ok(())
    }

    fn pattern(&mut self, pattern: &'a Pattern, subject: Reg, owner: Subject, matching: &mut Matching<'a>) -> R {
        let span = self.at(pattern);
        match pattern {
            Pattern::MatchValue(value) => {
                let copy = self.copy_of(subject, span);
                match small(&value.value) {
                    Some(value) => {
                        self.frame.code.charge(1);
                        self.frame.code.release(copy);
                        let op = CompareOp::Eq;
                        self.fails(matching, span, 2, |target| Op::JumpUnlessInt { op, a: copy, value, target });
                    }
                    None => {
                        let b = self.operand(&value.value)?;
                        self.frame.code.release(copy);
                        let op = CompareOp::Eq;
                        self.fails(matching, span, 2, |target| Op::JumpUnless { op, a: copy, b, target });
                    }
                }
            }
            Pattern::MatchSingleton(singleton) => {
                let copy = self.copy_of(subject, span);
                match singleton.value {
                    Singleton::None => {
                        self.frame.code.release(copy);
                        self.fails(matching, span, 1, |target| Op::JumpIfNotNone { cond: copy, target });
                    }
                    Singleton::True | Singleton::False => {
                        let b = self.frame.code.top();
                        self.constant(b, Constant::Bool(singleton.value == Singleton::True), span, 1);
                        self.frame.code.take();
                        self.frame.code.release(copy);
                        let op = CompareOp::Is;
                        self.fails(matching, span, 2, |target| Op::JumpUnless { op, a: copy, b, target });
                    }
                }
            }
            Pattern::MatchSequence(sequence) => self.sequence_pattern(sequence, subject, span, matching)?,
            Pattern::MatchMapping(mapping) => self.mapping_pattern(mapping, subject, span, matching)?,
            Pattern::MatchClass(class) => self.class_pattern(class, subject, span, matching)?,
            Pattern::MatchStar(star) => {
                if let Some(name) = &star.name {
                    matching.captures.push((name, subject));
                }
            }
            Pattern::MatchAs(as_) => {
                if let Some(inner) = &as_.pattern {
                    self.pattern(inner, subject, owner, matching)?;
                }
                if let Some(name) = &as_.name {
                    let reg = match owner {
                        // `case [x as y, …]` may name one part twice.
                        Subject::Part if !matching.captures.iter().any(|(_, reg)| *reg == subject) => subject,
                        _ => self.copy_of(subject, span),
                    };
                    matching.captures.push((name, reg));
                }
            }
            Pattern::MatchOr(or) => self.or_pattern(or, subject, span, matching)?,
        }
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        sequence: &'a PatternMatchSequence,
        subject: Reg,
        span: Span,
        matching: &mut Matching<'a>,
    ) -> R {
        self.test(Intrinsic::IsSequence, subject, span, matching);
        let patterns = &sequence.patterns;
        let count = patterns.len();
        let star = patterns.iter().position(Pattern::is_match_star);
        let Ok(needed) = i16::try_from(count - usize::from(star.is_some())) else {
            return self.refuse(sequence.range(), "too many patterns in one sequence");
        };
        if star.is_none() || needed > 0 {
            let op = if star.is_some() { CompareOp::Ge } else { CompareOp::Eq };
            self.test_length(op, needed, subject, span, matching);
        }
        if patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        let base = self.frame.code.take_many(count);
        let src = self.frame.code.top();
        self.emit(Op::Copy { dst: src, src: subject }, span, 1);
        match star {
            None => self.emit(Op::Unpack { base, src, count: count as u16 }, span, 1),
            Some(before) => {
                let after = count - before - 1;
                if patterns[before + 1..].iter().any(Pattern::is_match_star) {
                    return self.refuse(sequence.range(), "multiple starred expressions in sequence pattern");
                }
                let (Ok(before), Ok(after)) = (u8::try_from(before), u8::try_from(after)) else {
                    return self.refuse(sequence.range(), "too many expressions in star-unpacking sequence pattern");
                };
                self.emit(Op::UnpackStar { base, src, before, after }, span, 1);
            }
        }
        self.parts(patterns, base, matching)
    }

    fn mapping_pattern(
        &mut self,
        mapping: &'a PatternMatchMapping,
        subject: Reg,
        span: Span,
        matching: &mut Matching<'a>,
    ) -> R {
        self.test(Intrinsic::IsMapping, subject, span, matching);
        let count = mapping.keys.len();
        let Ok(needed) = i16::try_from(count) else {
            return self.refuse(mapping.range(), "too many keys in one mapping pattern");
        };
        if count > 0 {
            self.test_length(CompareOp::Ge, needed, subject, span, matching);
            let base = self.frame.code.take_many(count);
            let values = self.copy_of(subject, span);
            self.keys(mapping, span)?;
            self.unpack_found(Intrinsic::MatchKeys, base, values, count, span, matching);
            self.parts(&mapping.patterns, base, matching)?;
        }
        if let Some(rest) = &mapping.rest {
            let reg = self.copy_of(subject, span);
            self.keys(mapping, span)?;
            self.frame.code.release(reg);
            self.emit(Op::Intrinsic { what: Intrinsic::MappingRest, dst: reg, base: reg }, span, 2);
            self.frame.code.take();
            matching.captures.push((rest, reg));
        }
        Ok(())
    }

    /// The keys of a mapping pattern as a tuple in the next temporary.
    fn keys(&mut self, mapping: &'a PatternMatchMapping, span: Span) -> R {
        let reg = self.frame.code.top();
        match mapping.keys.iter().map(fold).collect::<Option<Vec<_>>>() {
            Some(keys) => self.constant(reg, Constant::Tuple(keys), span, 1),
            None => {
                self.next_all(&mapping.keys)?;
                self.frame.code.release(reg);
                self.emit(Op::BuildTuple { dst: reg, base: reg, count: mapping.keys.len() as u16 }, span, 1);
            }
        }
        self.frame.code.take();
        Ok(())
    }

    fn class_pattern(
        &mut self,
        class: &'a PatternMatchClass,
        subject: Reg,
        span: Span,
        matching: &mut Matching<'a>,
    ) -> R {
        let (positional, keywords) = (&class.arguments.patterns, &class.arguments.keywords);
        let count = positional.len() + keywords.len();
        if count > 200 {
            return self.refuse(class.range(), "too many sub-patterns in one class pattern");
        }
        let base = self.frame.code.take_many(count);
        let found = self.copy_of(subject, span);
        self.next(&class.cls)?;
        let reg = self.frame.code.take();
        self.constant(reg, Constant::Int(positional.len() as i64), span, 0);
        let reg = self.frame.code.take();
        let names = keywords.iter().map(|keyword| Constant::Str(keyword.attr.as_str().into())).collect();
        self.constant(reg, Constant::Tuple(names), span, 1);
        self.unpack_found(Intrinsic::MatchClass, base, found, count, span, matching);
        self.parts(positional, base, matching)?;
        for (i, keyword) in keywords.iter().enumerate() {
            let reg = base + (positional.len() + i) as Reg;
            self.pattern(&keyword.pattern, reg, Subject::Part, matching)?;
        }
        Ok(())
    }

    /// Asks for parts with operands from `found` on, and unpacks them to `base` if there are any.
    fn unpack_found(
        &mut self,
        what: Intrinsic,
        base: Reg,
        found: Reg,
        count: usize,
        span: Span,
        matching: &mut Matching<'a>,
    ) {
        self.emit(Op::Intrinsic { what, dst: found, base: found }, span, 1);
        let cond = found + 1;
        self.emit(Op::Copy { dst: cond, src: found }, span, 1);
        self.frame.code.release(found);
        self.frame.code.take();
        self.fails(matching, span, 1, |target| Op::JumpIfNone { cond, target });
        self.emit(Op::Unpack { base, src: found, count: count as u16 }, span, 1);
        self.frame.code.release(found);
    }

    fn parts(&mut self, patterns: &'a [Pattern], base: Reg, matching: &mut Matching<'a>) -> R {
        for (i, part) in patterns.iter().enumerate() {
            self.pattern(part, base + i as Reg, Subject::Part, matching)?;
        }
        Ok(())
    }

    fn or_pattern(&mut self, or: &'a PatternMatchOr, subject: Reg, span: Span, matching: &mut Matching<'a>) -> R {
        let mut names: Vec<&'a Identifier> = Vec::new();
        if let Some(first) = or.patterns.first() {
            bound_names(first, &mut names);
        }
        let slots = self.frame.code.take_many(names.len());
        let mark = self.frame.code.top();
        let success = self.frame.code.label();
        for (i, alternative) in or.patterns.iter().enumerate() {
            if i + 1 < or.patterns.len() {
                self.refuse_irrefutable(alternative)?;
            }
            let mut inner = Matching { fail: self.frame.code.label(), captures: Vec::new(), most: mark };
            self.pattern(alternative, subject, Subject::Shared, &mut inner)?;
            let same = inner.captures.len() == names.len()
                && names.iter().all(|name| inner.captures.iter().any(|(n, _)| n.as_str() == name.as_str()));
            if !same {
                return self.refuse(alternative.range(), "alternative patterns bind different names");
            }
            let top = self.frame.code.top();
            for (k, name) in names.iter().enumerate() {
                if let Some((_, src)) = inner.captures.iter().find(|(n, _)| n.as_str() == name.as_str()) {
                    self.emit(Op::Move { dst: slots + k as Reg, src: *src }, span, 0);
                }
            }
            for reg in mark..top {
                if !inner.captures.iter().any(|(_, captured)| *captured == reg) {
                    self.emit(Op::Clear { reg }, span, 0);
                }
            }
            self.frame.code.release(mark);
            self.jump(success, span);
            self.frame.code.bind(inner.fail);
            for reg in mark..inner.most {
                self.emit(Op::Clear { reg }, span, 0);
            }
        }
        matching.most = matching.most.max(self.frame.code.top());
        self.jump(matching.fail, span);
        self.frame.code.bind(success);
        for (k, name) in names.into_iter().enumerate() {
            matching.captures.push((name, slots + k as Reg));
        }
        Ok(())
    }

    /// A copy of a value that stays, in the next temporary.
    fn copy_of(&mut self, reg: Reg, span: Span) -> Reg {
        let dst = self.frame.code.take();
        self.emit(Op::Copy { dst, src: reg }, span, 1);
        dst
    }

    fn fails(&mut self, matching: &mut Matching<'a>, span: Span, own: u32, make: impl FnOnce(u16) -> Op) {
        matching.most = matching.most.max(self.frame.code.top());
        self.frame.code.jump(matching.fail, span, own, make);
    }

    /// Fails when an intrinsic says no to the value.
    fn test(&mut self, what: Intrinsic, subject: Reg, span: Span, matching: &mut Matching<'a>) {
        let cond = self.copy_of(subject, span);
        self.emit(Op::Intrinsic { what, dst: cond, base: cond }, span, 0);
        self.frame.code.release(cond);
        self.fails(matching, span, 1, |target| Op::JumpIfFalse { cond, target });
    }

    fn test_length(&mut self, op: CompareOp, value: i16, subject: Reg, span: Span, matching: &mut Matching<'a>) {
        let a = self.copy_of(subject, span);
        self.emit(Op::Intrinsic { what: Intrinsic::Length, dst: a, base: a }, span, 0);
        self.frame.code.release(a);
        self.fails(matching, span, 3, |target| Op::JumpUnlessInt { op, a, value, target });
    }

    fn refuse_irrefutable(&self, pattern: &Pattern) -> R {
        match pattern {
            Pattern::MatchAs(as_) => match (&as_.pattern, &as_.name) {
                (None, None) => self.refuse(as_.range(), "wildcard makes remaining patterns unreachable"),
                (None, Some(name)) => {
                    self.refuse(as_.range(), format!("name capture '{name}' makes remaining patterns unreachable"))
                }
                (Some(inner), _) => self.refuse_irrefutable(inner),
            },
            Pattern::MatchOr(or) => or.patterns.last().map_or(Ok(()), |last| self.refuse_irrefutable(last)),
            _ => Ok(()),
        }
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchAs(as_) => as_.pattern.is_none() && as_.name.is_none(),
        Pattern::MatchStar(star) => star.name.is_none(),
        _ => false,
    }
}

/// The names that a pattern binds.
fn bound_names<'a>(pattern: &'a Pattern, names: &mut Vec<&'a Identifier>) {
    match pattern {
        Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        Pattern::MatchSequence(sequence) => sequence.patterns.iter().for_each(|p| bound_names(p, names)),
        Pattern::MatchMapping(mapping) => {
            mapping.patterns.iter().for_each(|p| bound_names(p, names));
            names.extend(&mapping.rest);
        }
        Pattern::MatchClass(class) => {
            class.arguments.patterns.iter().for_each(|p| bound_names(p, names));
            class.arguments.keywords.iter().for_each(|k| bound_names(&k.pattern, names));
        }
        Pattern::MatchStar(star) => names.extend(&star.name),
        Pattern::MatchAs(as_) => {
            if let Some(inner) = &as_.pattern {
                bound_names(inner, names);
            }
            names.extend(&as_.name);
        }
        Pattern::MatchOr(or) => {
            if let Some(first) = or.patterns.first() {
                bound_names(first, names);
            }
        }
    }
}
