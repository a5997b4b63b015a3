//! `sys.stdout`, `sys.stderr` and `print`.

use crate::syscall::{Stream, Syscall};
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::symbol::well_known as sym;
use crate::vm::value::{GetSet, Instance, NativeObject, Object, Payload, Value};

pub(super) static FUNCTIONS: &[NativeDef] =
    &[NativeDef::function("print", "*args, sep=' ', end='\\n', file=None, flush=False", print).cost(2_000)];

static METHODS: &[NativeDef] = &[
    NativeDef::method("write", "text, /", write).cost(300),
    NativeDef::method("writelines", "lines, /", write_lines).cost(250),
    NativeDef::method("flush", "", flush).cost(60),
    NativeDef::method("isatty", "", isatty).cost(60),
    NativeDef::method("fileno", "", fileno).cost(60),
    NativeDef::method("reconfigure", "**options", reconfigure).cost(100),
    NativeDef::method("__repr__", "", represent).cost(100),
];

static ATTRIBUTES: &[GetSet] = &[
    GetSet { name: "name", get: |_, this| Ok(Value::str(name_of(this))), set: None },
    GetSet { name: "encoding", get: |_, _| Ok(Value::str("utf-8")), set: None },
    GetSet { name: "errors", get: |_, _| Ok(Value::str("strict")), set: None },
    GetSet { name: "mode", get: |_, _| Ok(Value::str("w")), set: None },
    GetSet { name: "closed", get: |_, _| Ok(Value::Bool(false)), set: None },
];

/// One of the process's two streams as an object.
struct StreamObject(Stream);

impl NativeObject for StreamObject {}

/// The two objects, and what the program has put in their place.
#[derive(Default)]
pub struct Streams {
    stdout: Value,
    stderr: Value,
}

impl Vm {
    /// The object of a stream, always the same.
    pub fn stream(&mut self, stream: Stream) -> Value {
        if self.state::<Streams>().stdout.is_undefined() {
            let class = self.native_class("_io", "TextIOWrapper", None, METHODS, ATTRIBUTES);
            let object = |stream| {
                Object::Instance(Instance {
                    class: class.clone(),
                    slots: Vec::new(),
                    payload: Payload::native(StreamObject(stream)),
                })
                .into()
            };
            let (stdout, stderr) = (object(Stream::Stdout), object(Stream::Stderr));
            let streams = self.state::<Streams>();
            (streams.stdout, streams.stderr) = (stdout, stderr);
        }
        let streams = self.state::<Streams>();
        match stream {
            Stream::Stdout => streams.stdout.clone(),
            Stream::Stderr => streams.stderr.clone(),
        }
    }

    /// What `sys.stdout` is now; `None` when nobody has looked at it.
    fn standard_output(&mut self) -> Option<Value> {
        let sys = self.interner.find("sys")?;
        let stdout = self.interner.find("stdout")?;
        match self.module(sys)?.object()? {
            Object::Module(module) => module.names.get(stdout).cloned(),
            _ => None,
        }
    }
}

/// Which stream of the process an object is.
fn stream_of(value: &Value) -> Option<Stream> {
    value.as_native::<StreamObject>().map(|stream| stream.0)
}

/// Whether the program has given a stream attributes, such as a `write` of its own.
fn is_changed(stream: &Value) -> bool {
    stream.as_instance().is_some_and(|instance| !instance.slots.is_empty())
}

fn name_of(value: &Value) -> &'static str {
    match stream_of(value) {
        Some(Stream::Stderr) => "<stderr>",
        _ => "<stdout>",
    }
}

fn print(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (mut sep, mut end, mut file, mut flush) = (None, None, None, None);
    for (keyword, value) in args.keyword_pairs() {
        let slot = match keyword {
            sym::SEP => &mut sep,
            sym::END => &mut end,
            sym::FILE => {
                file = Some(value.clone()).filter(|file| !file.is_none());
                continue;
            }
            sym::FLUSH => {
                flush = Some(value.clone());
                continue;
            }
            other => {
                return Err(super::arguments::unexpected_keyword(vm, "print", other, &["sep", "end", "file", "flush"]));
            }
        };
        if value.is_none() {
            continue;
        }
        match value.as_str() {
            Some(text) => *slot = Some(text.to_owned()),
            None => {
                let (which, kind) = (vm.name(keyword), vm.type_name(value));
                return Err(vm.type_error(format!("{which} must be None or a string, not {kind}")));
            }
        }
    }
    let file = file.or_else(|| vm.standard_output());
    let stream = match &file {
        None => Stream::Stdout,
        // Without a standard output nothing is printed.
        Some(Value::None) => return Flow::none(),
        Some(file) => match stream_of(file) {
            Some(stream) if !is_changed(file) => stream,
            _ => return print_to(vm, args, file.clone(), sep, end, flush),
        },
    };
    let (sep, end) = (sep.unwrap_or_else(|| " ".to_owned()), end.unwrap_or_else(|| "\n".to_owned()));
    vm.charge(200 * args.count() as u64);
    // Nearly always no Python code is needed, and then nothing has to be kept.
    if let [only] = args.all()
        && let Some(Object::Str(text)) = only.object()
    {
        let mut all = String::with_capacity(text.text.len() + end.len());
        all.push_str(&text.text);
        all.push_str(&end);
        return output(stream, all);
    }
    let values = args.all().to_vec();
    let text = vm.with_asks(move |vm, asks| {
        let mut text = String::new();
        for (i, value) in values.iter().enumerate() {
            if i > 0 {
                text.push_str(&sep);
            }
            text.push_str(&vm.str_of(asks, value)?);
        }
        text.push_str(&end);
        Ok(Value::str(text))
    })?;
    vm.after(text, move |_, text| {
        let text = text.value()?;
        output(stream, text.as_str().unwrap_or_default().to_owned())
    })
}

fn output(stream: Stream, text: String) -> Result<Flow> {
    if text.is_empty() {
        return Flow::none();
    }
    Flow::syscall(Syscall::Write { stream, text }, |_, _| Flow::none())
}

/// Prints by calling `file.write` once for each part, as CPython does.
fn print_to(
    vm: &mut Vm,
    args: Args<'_>,
    file: Value,
    sep: Option<String>,
    end: Option<String>,
    flush: Option<Value>,
) -> Result<Flow> {
    let write = vm.interner.intern("write");
    let (sep, end) = (sep.unwrap_or_else(|| " ".to_owned()), end.unwrap_or_else(|| "\n".to_owned()));
    let mut parts = Vec::new();
    for (i, value) in args.all().iter().enumerate() {
        if i > 0 {
            parts.push(Value::str(sep.as_str()));
        }
        parts.push(value.clone());
    }
    parts.push(Value::str(end));
    let method = vm.get_attribute(&file, write)?;
    vm.after(method, move |vm, method| {
        let method = method.value()?;
        let written = write_parts(vm, method, parts.into_iter())?;
        let Some(flush) = flush else { return Ok(written) };
        vm.after(written, move |vm, written| {
            written.value()?;
            let wanted = vm.truth(&flush)?;
            vm.after(wanted, move |vm, wanted| match wanted.value()? {
                Value::Bool(true) => call_flush(vm, &file),
                _ => Flow::none(),
            })
        })
    })
}

fn call_flush(vm: &mut Vm, file: &Value) -> Result<Flow> {
    let name = vm.interner.intern("flush");
    let method = vm.get_attribute(file, name)?;
    vm.after(method, |_, method| {
        Flow::call(method.value()?, Vec::new(), |_, done| {
            done.value()?;
            Flow::none()
        })
    })
}

fn write_parts(vm: &mut Vm, method: Value, mut parts: std::vec::IntoIter<Value>) -> Result<Flow> {
    let Some(part) = parts.next() else { return Flow::none() };
    let text = vm.with_asks(move |vm, asks| vm.str_of(asks, &part).map(Value::str))?;
    vm.after(text, move |_, text| {
        let text = text.value()?;
        Flow::call(method.clone(), vec![text], move |vm, written| {
            written.value()?;
            write_parts(vm, method, parts)
        })
    })
}

fn write(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "TextIOWrapper.write", |this| stream_of(this).is_some())?;
    let text = rest.one(vm, "TextIOWrapper.write")?;
    let Some(content) = text.as_str() else {
        let kind = vm.type_name(text);
        return Err(vm.type_error(format!("write() argument must be str, not {kind}")));
    };
    let length = content.chars().count() as i64;
    if content.is_empty() {
        return Ok(Flow::Return(Value::Int(0)));
    }
    let stream = stream_of(this).unwrap_or(Stream::Stdout);
    Flow::syscall(Syscall::Write { stream, text: content.to_owned() }, move |_, _| Ok(Flow::Return(Value::Int(length))))
}

fn write_lines(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, rest) = args.receiver(vm, "TextIOWrapper.writelines", |this| stream_of(this).is_some())?;
    let lines = rest.one(vm, "TextIOWrapper.writelines")?;
    let stream = stream_of(this).unwrap_or(Stream::Stdout);
    vm.collect(lines, move |vm, lines| {
        let mut text = String::new();
        for line in &lines {
            match line.as_str() {
                Some(line) => text.push_str(line),
                None => {
                    let kind = vm.type_name(line);
                    return Err(vm.type_error(format!("write() argument must be str, not {kind}")));
                }
            }
        }
        output(stream, text)
    })
}

fn flush(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    args.receiver(vm, "TextIOWrapper.flush", |this| stream_of(this).is_some())?;
    Flow::none()
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    args.receiver(vm, "TextIOWrapper.isatty", |this| stream_of(this).is_some())?;
    Ok(Flow::Return(Value::Bool(true)))
}

fn fileno(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "TextIOWrapper.fileno", |this| stream_of(this).is_some())?;
    let number = if stream_of(this) == Some(Stream::Stderr) { 2 } else { 1 };
    Ok(Flow::Return(Value::Int(number)))
}

fn reconfigure(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    args.receiver(vm, "TextIOWrapper.reconfigure", |this| stream_of(this).is_some())?;
    Flow::none()
}

fn represent(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (this, _) = args.receiver(vm, "TextIOWrapper.__repr__", |this| stream_of(this).is_some())?;
    let name = name_of(this);
    Ok(Flow::Return(Value::str(format!("<_io.TextIOWrapper name='{name}' mode='w' encoding='utf-8'>"))))
}
