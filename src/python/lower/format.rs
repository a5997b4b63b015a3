//! f-strings.

use super::{Lowerer, R};
use crate::vm::code::{Conversion, Op, Reg, Span};
use ruff_python_ast::{
    ConversionFlag, ExprFString, FStringPartRef, InterpolatedElement, InterpolatedStringElement,
    InterpolatedStringFormatSpec,
};

/// More parts are joined in steps, so that registers suffice.
const MOST_PARTS: usize = 200;

/// A piece of an f-string.
enum Part<'a> {
    Text(String),
    Value(&'a InterpolatedElement),
}

impl<'a> Lowerer<'a> {
    pub(super) fn f_string(&mut self, text: &'a ExprFString, dst: Reg, span: Span) -> R {
        let mut parts = Vec::new();
        for part in &text.value {
            match part {
                FStringPartRef::Literal(literal) => add_text(&mut parts, literal.as_str()),
                FStringPartRef::FString(text) => add_elements(&mut parts, &text.elements),
            }
        }
        self.join(parts, dst, span)
    }

    fn join(&mut self, mut parts: Vec<Part<'a>>, dst: Reg, span: Span) -> R {
        let base = self.frame.code.top();
        match parts.len() {
            0 => self.string(dst, "", span, 1),
            1 => self.part(parts.remove(0), dst, span)?,
            _ => {
                let mut count = 0;
                for part in parts {
                    if count == MOST_PARTS {
                        self.frame.code.release(base);
                        self.emit(Op::BuildString { dst: base, base, count: count as u16 }, span, 1);
                        self.frame.code.take();
                        count = 1;
                    }
                    let reg = self.frame.code.top();
                    self.part(part, reg, span)?;
                    self.frame.code.take();
                    count += 1;
                }
                self.frame.code.release(base);
                self.emit(Op::BuildString { dst, base, count: count as u16 }, span, 1);
            }
        }
        Ok(())
    }

    fn part(&mut self, part: Part<'a>, dst: Reg, span: Span) -> R {
        match part {
            Part::Text(text) => {
                self.string(dst, &text, span, 1);
                Ok(())
            }
            Part::Value(element) => self.formatted(element, dst),
        }
    }

    fn formatted(&mut self, element: &'a InterpolatedElement, dst: Reg) -> R {
        let span = self.at(element);
        let base = self.next(&element.expression)?;
        let mut conversion = match element.conversion {
            ConversionFlag::None => Conversion::None,
            ConversionFlag::Str => Conversion::Str,
            ConversionFlag::Ascii => Conversion::Ascii,
            ConversionFlag::Repr => Conversion::Repr,
        };
        if element.debug_text.is_some() && element.format_spec.is_none() && conversion == Conversion::None {
            conversion = Conversion::Repr;
        }
        let plain = match &element.format_spec {
            None => true,
            Some(spec) => {
                let InterpolatedStringFormatSpec { elements, .. } = &**spec;
                let mut parts = Vec::new();
                add_elements(&mut parts, elements);
                let reg = self.frame.code.top();
                let at = self.at(spec.as_ref());
                self.join(parts, reg, at)?;
                false
            }
        };
        self.frame.code.release(base);
        let own = 1 + u32::from(conversion != Conversion::None);
        self.emit(Op::Format { conversion, plain, dst, base }, span, own);
        Ok(())
    }
}

fn add_text(parts: &mut Vec<Part<'_>>, text: &str) {
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_string())),
    }
}

fn add_elements<'a>(parts: &mut Vec<Part<'a>>, elements: &'a [InterpolatedStringElement]) {
    for element in elements {
        match element {
            InterpolatedStringElement::Literal(literal) => add_text(parts, &literal.value),
            InterpolatedStringElement::Interpolation(value) => {
                if let Some(debug) = &value.debug_text {
                    // `{x = }` shows its own text.
                    add_text(parts, &format!("{}{}{}", debug.leading(), debug.expression(), debug.trailing()));
                }
                parts.push(Part::Value(value));
            }
        }
    }
}
