//! `str.format` and `str.format_map` (`Objects/stringlib/unicode_format.h`).

use super::strings::receiver;
use crate::vm::Vm;
use crate::vm::ask::{Asks, Attempt};
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{Object, Value};

pub(super) static METHODS: &[NativeDef] = &[
    NativeDef::method("format", "*args, **kwargs", format).cost(120),
    NativeDef::method("format_map", "mapping, /", format_map).cost(120),
];

/// What is called where reading an attribute or item needs Python code.
static GET_ATTRIBUTE: NativeDef = NativeDef::function("getattr", "object, name, /", |vm, args| {
    let [object, name] = args.between(vm, "getattr", 2, 2)? else { return Flow::none() };
    match vm.symbol_of(name) {
        Some(name) => vm.get_attribute(object, name),
        None => Flow::none(),
    }
});
static GET_ITEM: NativeDef = NativeDef::function("getitem", "object, key, /", |vm, args| {
    let [object, key] = args.between(vm, "getitem", 2, 2)? else { return Flow::none() };
    vm.subscript(object, key)
});

/// What fields take their values from.
struct Source {
    positional: Vec<Value>,
    named: Vec<(String, Value)>,
    /// The mapping of `format_map`.
    mapping: Option<Value>,
}

/// How fields have been numbered so far.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Numbering {
    #[default]
    Unknown,
    /// `{}`: the next number.
    Automatic(usize),
    /// `{0}`
    Manual,
}

fn format(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.format")?;
    let named = rest.keyword_pairs().map(|(name, value)| (vm.name(name).to_string(), value.clone())).collect();
    let source = Source { positional: rest.all().to_vec(), named, mapping: None };
    fill(vm, text.to_owned(), source)
}

fn format_map(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (text, rest) = receiver(vm, args, "str.format_map")?;
    let mapping = rest.one(vm, "str.format_map")?.clone();
    let source = Source { positional: Vec::new(), named: Vec::new(), mapping: Some(mapping) };
    fill(vm, text.to_owned(), source)
}

fn fill(vm: &mut Vm, template: String, source: Source) -> Result<Flow> {
    let template: Vec<char> = template.chars().collect();
    vm.with_asks(move |vm, asks| {
        let mut filler = Filler { vm, asks, source: &source, numbering: Numbering::default() };
        filler.expand(&template, 2).map(Value::str)
    })
}

struct Filler<'a> {
    vm: &'a mut Vm,
    asks: &'a mut Asks,
    source: &'a Source,
    numbering: Numbering,
}

/// One replacement field.
struct Field<'a> {
    name: &'a [char],
    conversion: Option<char>,
    spec: &'a [char],
    /// Whether the spec has fields itself.
    nested: bool,
}

impl Filler<'_> {
    fn expand(&mut self, template: &[char], depth: usize) -> Attempt<String> {
        if depth == 0 {
            return Err(self.vm.value_error("Max string recursion exceeded").into());
        }
        let mut out = String::with_capacity(template.len() + 16);
        let mut i = 0;
        while i < template.len() {
            let c = template[i];
            i += 1;
            if c != '{' && c != '}' {
                out.push(c);
                continue;
            }
            match template.get(i) {
                Some(&next) if next == c => {
                    out.push(c);
                    i += 1;
                }
                None if c == '{' => {
                    return Err(self.vm.value_error("Single '{' encountered in format string").into());
                }
                _ if c == '}' => {
                    return Err(self.vm.value_error("Single '}' encountered in format string").into());
                }
                _ => {
                    let field = self.parse(template, &mut i)?;
                    let text = self.field(&field, depth)?;
                    out.push_str(&text);
                }
            }
        }
        Ok(out)
    }

    fn parse<'t>(&mut self, template: &'t [char], i: &mut usize) -> Result<Field<'t>> {
        let start = *i;
        let mut ended_by = None;
        while let Some(&c) = template.get(*i) {
            *i += 1;
            match c {
                '{' => return Err(self.vm.value_error("unexpected '{' in field name")),
                '[' => {
                    while *i < template.len() && template[*i] != ']' {
                        *i += 1;
                    }
                }
                '}' | ':' | '!' => {
                    ended_by = Some(c);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = ended_by else { return Err(self.vm.value_error("expected '}' before end of string")) };
        let mut field = Field { name: &template[start..*i - 1], conversion: None, spec: &[], nested: false };
        if end == '}' {
            return Ok(field);
        }
        if end == '!' {
            let Some(&conversion) = template.get(*i) else {
                return Err(self.vm.value_error("end of string while looking for conversion specifier"));
            };
            field.conversion = Some(conversion);
            *i += 1;
            if let Some(&c) = template.get(*i) {
                *i += 1;
                match c {
                    '}' => return Ok(field),
                    ':' => {}
                    _ => return Err(self.vm.value_error("expected ':' after conversion specifier")),
                }
            }
        }
        let spec = *i;
        let mut open = 1;
        while let Some(&c) = template.get(*i) {
            *i += 1;
            match c {
                '{' => {
                    field.nested = true;
                    open += 1;
                }
                '}' => {
                    open -= 1;
                    if open == 0 {
                        field.spec = &template[spec..*i - 1];
                        return Ok(field);
                    }
                }
                _ => {}
            }
        }
        Err(self.vm.value_error("unmatched '{' in format spec"))
    }

    fn field(&mut self, field: &Field<'_>, depth: usize) -> Attempt<String> {
        let value = self.value(field.name)?;
        let value = match field.conversion {
            None => value,
            Some('r') => Value::str(self.vm.repr(self.asks, &value)?),
            Some('s') => Value::str(self.vm.str_of(self.asks, &value)?),
            Some('a') => Value::str(self.vm.ascii(self.asks, &value)?),
            Some(c) if (' '..='~').contains(&c) => {
                return Err(self.vm.value_error(format!("Unknown conversion specifier {c}")).into());
            }
            Some(c) => {
                return Err(self.vm.value_error(format!("Unknown conversion specifier \\x{:x}", u32::from(c))).into());
            }
        };
        let spec =
            if field.nested { self.expand(field.spec, depth - 1)? } else { field.spec.iter().collect::<String>() };
        self.vm.format(self.asks, &value, &spec)
    }

    /// The value of a field name: `0`, `name`, `name.attribute[item]`.
    fn value(&mut self, name: &[char]) -> Attempt<Value> {
        let end = name.iter().position(|c| matches!(c, '.' | '[')).unwrap_or(name.len());
        let first: String = name[..end].iter().collect();
        let mut value = self.first(&first)?;
        let mut i = end;
        while i < name.len() {
            let c = name[i];
            i += 1;
            if c == '.' {
                let end = name[i..].iter().position(|c| matches!(c, '.' | '[')).map_or(name.len(), |at| i + at);
                let attribute: String = name[i..end].iter().collect();
                i = end;
                self.not_empty(&attribute)?;
                value = self.attribute(&value, &attribute)?;
            } else if c == '[' {
                let Some(length) = name[i..].iter().position(|&c| c == ']') else {
                    return Err(self.vm.value_error("Missing ']' in format string").into());
                };
                let item: String = name[i..i + length].iter().collect();
                i += length + 1;
                self.not_empty(&item)?;
                value = self.item(&value, &item)?;
            } else {
                let message = "Only '.' or '[' may follow ']' in format field specifier";
                return Err(self.vm.value_error(message).into());
            }
        }
        Ok(value)
    }

    fn not_empty(&self, name: &str) -> Result<()> {
        if name.is_empty() {
            return Err(self.vm.value_error("Empty attribute in format string"));
        }
        Ok(())
    }

    /// A number if it is written as one.
    fn number(&self, text: &str) -> Result<Option<usize>> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(None);
        }
        match text.parse::<i64>() {
            Ok(n) => Ok(Some(n as usize)),
            Err(_) => Err(self.vm.value_error("Too many decimal digits in format string")),
        }
    }

    fn first(&mut self, name: &str) -> Attempt<Value> {
        let mut index = self.number(name)?;
        if name.is_empty() || index.is_some() {
            let automatic = name.is_empty();
            match (self.numbering, automatic) {
                (Numbering::Manual, true) => {
                    let message = "cannot switch from manual field specification to automatic field numbering";
                    return Err(self.vm.value_error(message).into());
                }
                (Numbering::Automatic(_), false) => {
                    let message = "cannot switch from automatic field numbering to manual field specification";
                    return Err(self.vm.value_error(message).into());
                }
                (Numbering::Automatic(next), true) => {
                    index = Some(next);
                    self.numbering = Numbering::Automatic(next + 1);
                }
                (Numbering::Unknown, true) => {
                    index = Some(0);
                    self.numbering = Numbering::Automatic(1);
                }
                (_, false) => self.numbering = Numbering::Manual,
            }
        }
        match (index, &self.source.mapping) {
            (Some(_), Some(_)) => Err(self.vm.value_error("Format string contains positional fields").into()),
            (Some(index), None) => match self.source.positional.get(index) {
                Some(value) => Ok(value.clone()),
                None => {
                    let message = format!("Replacement index {index} out of range for positional args tuple");
                    Err(self.vm.index_error(message).into())
                }
            },
            (None, Some(mapping)) => {
                let mapping = mapping.clone();
                self.subscript(&mapping, Value::str(name))
            }
            (None, None) => match self.source.named.iter().find(|(known, _)| known == name) {
                Some((_, value)) => Ok(value.clone()),
                None => Err(self.vm.key_error(Value::str(name)).into()),
            },
        }
    }

    fn attribute(&mut self, value: &Value, name: &str) -> Attempt<Value> {
        let symbol = self.vm.interner.intern(name);
        match self.vm.get_attribute(value, symbol)? {
            Flow::Return(found) => Ok(found),
            _ => self.asks.call(Object::Native(&GET_ATTRIBUTE).into(), vec![value.clone(), Value::str(name)]),
        }
    }

    fn item(&mut self, value: &Value, item: &str) -> Attempt<Value> {
        let key = match self.number(item)? {
            Some(n) => Value::Int(n as i64),
            None => Value::str(item),
        };
        self.subscript(value, key)
    }

    fn subscript(&mut self, value: &Value, key: Value) -> Attempt<Value> {
        let native = !self.vm.may_override(value) || self.vm.python_special(value, sym::D_GETITEM).is_none();
        if native && let Flow::Return(found) = self.vm.subscript(value, &key)? {
            return Ok(found);
        }
        self.asks.call(Object::Native(&GET_ITEM).into(), vec![value.clone(), key])
    }
}
