//! `_hashlib`: digests. From 2048 bytes on CPython computes them without the GIL (`HASHLIB_GIL_MINSIZE`).

use crate::library::context::native_object;
use crate::syscall::{NativeJob, NativeWork, Syscall};
use crate::time::Duration;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{GetSet, NativeObject, Object, Payload, Ref, Value};
use sha2::Digest;

/// What the module offers.
pub const NAMES: &[&str] = &["HASH", "new", "pbkdf2_hmac", "random_bytes"];

/// From how many bytes on the GIL is released.
const RELEASES_FROM: usize = 2_048;

/// CPU of making a hash object (`EVP_MD_CTX` and its lookup).
const NEW: u32 = 900;

/// The digests that there are.
#[derive(Clone)]
enum State {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

macro_rules! each {
    ($state:expr, $inner:ident => $body:expr) => {
        match $state {
            State::Md5($inner) => $body,
            State::Sha1($inner) => $body,
            State::Sha224($inner) => $body,
            State::Sha256($inner) => $body,
            State::Sha384($inner) => $body,
            State::Sha512($inner) => $body,
        }
    };
}

impl State {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "md5" => State::Md5(Default::default()),
            "sha1" | "sha-1" => State::Sha1(Default::default()),
            "sha224" | "sha-224" => State::Sha224(Default::default()),
            "sha256" | "sha-256" => State::Sha256(Default::default()),
            "sha384" | "sha-384" => State::Sha384(Default::default()),
            "sha512" | "sha-512" => State::Sha512(Default::default()),
            _ => return None,
        })
    }

    fn name(&self) -> &'static str {
        match self {
            State::Md5(_) => "md5",
            State::Sha1(_) => "sha1",
            State::Sha224(_) => "sha224",
            State::Sha256(_) => "sha256",
            State::Sha384(_) => "sha384",
            State::Sha512(_) => "sha512",
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        each!(self, inner => inner.update(bytes));
    }

    fn digest(&self) -> Vec<u8> {
        each!(self, inner => inner.clone().finalize().to_vec())
    }

    fn block_size(&self) -> usize {
        match self {
            State::Md5(_) | State::Sha1(_) | State::Sha224(_) | State::Sha256(_) => 64,
            _ => 128,
        }
    }

    /// CPU for so many bytes in nanoseconds: measured on CPython 3.13 with OpenSSL on the machine of `costs`.
    fn cost(&self, bytes: usize) -> u64 {
        let hundredths = match self {
            State::Md5(_) => 370,
            State::Sha1(_) => 98,
            State::Sha224(_) | State::Sha256(_) => 101,
            State::Sha384(_) | State::Sha512(_) => 160,
        };
        bytes as u64 * hundredths / 100
    }
}

struct Hash(State);

native_object!(Hash, |_this, _visit| {}, |_this| {});

static HASH: [NativeDef; 5] = [
    NativeDef::method("update", "obj, /", update).cost(150),
    NativeDef::method("digest", "", digest).cost(350),
    NativeDef::method("hexdigest", "", hex_digest).cost(400),
    NativeDef::method("copy", "", copy).cost(500),
    NativeDef::method("__repr__", "", repr).cost(200),
];

static ATTRIBUTES: [GetSet; 3] = [
    GetSet { name: "name", get: |_, this| Ok(of(this).map_or(Value::None, |s| Value::str(s.name()))), set: None },
    GetSet {
        name: "digest_size",
        get: |_, this| Ok(of(this).map_or(Value::None, |s| Value::Int(s.digest().len() as i64))),
        set: None,
    },
    GetSet {
        name: "block_size",
        get: |_, this| Ok(of(this).map_or(Value::None, |s| Value::Int(s.block_size() as i64))),
        set: None,
    },
];

static FUNCTIONS: [NativeDef; 3] = [
    NativeDef::function("new", "name, data=, /", new).cost(NEW),
    NativeDef::function("pbkdf2_hmac", "hash_name, password, salt, iterations, dklen, /", pbkdf2).cost(2_000),
    NativeDef::function("random_bytes", "count, /", random_bytes).cost(400),
];

#[derive(Default)]
struct Module {
    class: Option<Ref>,
    /// How many random bytes were asked for so far.
    drawn: u64,
}

/// Puts class and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("_hashlib", "HASH", None, &HASH, &ATTRIBUTES);
    vm.state::<Module>().class = Some(class.clone());
    vm.set_global(module, "HASH", class.into());
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn of(value: &Value) -> Option<&mut State> {
    value.as_native::<Hash>().map(|hash| &mut hash.0)
}

fn object(vm: &mut Vm, state: State) -> Value {
    let class = vm.state::<Module>().class.clone().expect("installed with the module");
    vm.bare_instance(&class, Payload::native(Hash(state)))
}

/// The bytes that are hashed; text must be encoded before.
fn bytes<'a>(vm: &Vm, value: &'a Value) -> Result<&'a [u8]> {
    match value.as_bytes() {
        Some(bytes) => Ok(bytes),
        None if value.as_str().is_some() => Err(vm.type_error("Strings must be encoded before hashing")),
        None => Err(vm.type_error("object supporting the buffer API required")),
    }
}

/// Spends the time of hashing, without the GIL when there is much to hash, and goes on with a value.
fn spend(vm: &mut Vm, name: &str, bytes: usize, cost: u64, then: Value) -> Result<Flow> {
    if bytes < RELEASES_FROM {
        vm.charge(cost);
        return Ok(Flow::Return(then));
    }
    let job = NativeJob { name: format!("hashlib.{name}"), work: NativeWork::Spin, cost: Duration(cost) };
    Flow::syscall(Syscall::Native(job), move |_, _| Ok(Flow::Return(then)))
}

/// `new(name, data)`
fn new(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "new", 1, 2)?;
    let name = given[0].as_str().unwrap_or_default();
    let Some(mut state) = State::of(name) else {
        return Err(vm.value_error(format!("unsupported hash type {name}")));
    };
    let Some(data) = given.get(1) else { return Ok(Flow::Return(object(vm, state))) };
    let data = bytes(vm, data)?;
    state.update(data);
    let (name, cost) = (state.name(), state.cost(data.len()));
    let hash = object(vm, state);
    spend(vm, name, data.len(), cost, hash)
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut State> {
    args.get(0).and_then(of).ok_or_else(|| vm.type_error("descriptor requires a hash object"))
}

fn update(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let state = this(vm, &args)?;
    let data = bytes(vm, args.rest().one(vm, "update")?)?;
    state.update(data);
    let (name, cost) = (state.name(), state.cost(data.len()));
    spend(vm, name, data.len(), cost, Value::None)
}

fn digest(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Object::Bytes(this(vm, &args)?.digest()).into()))
}

fn hex_digest(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let text: String = this(vm, &args)?.digest().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Flow::Return(Value::str(text)))
}

fn copy(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let state = this(vm, &args)?.clone();
    Ok(Flow::Return(object(vm, state)))
}

fn repr(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (name, id) = (this(vm, &args)?.name(), vm.identity(&args.values[0]));
    Ok(Flow::Return(Value::str(format!("<{name} _hashlib.HASH object @ {id:#x}>"))))
}

/// What a block of zeros is mixed with for the inner and the outer hash of an HMAC.
const PADS: [u8; 2] = [0x36, 0x5c];

/// An HMAC's two hashes after their keys.
fn keyed(state: &State, key: &[u8]) -> [State; 2] {
    let mut block = if key.len() > state.block_size() {
        let mut hash = state.clone();
        hash.update(key);
        hash.digest()
    } else {
        key.to_vec()
    };
    block.resize(state.block_size(), 0);
    PADS.map(|pad| {
        let mut hash = state.clone();
        hash.update(&block.iter().map(|byte| byte ^ pad).collect::<Vec<_>>());
        hash
    })
}

fn hmac(pads: &[State; 2], message: &[&[u8]]) -> Vec<u8> {
    let [mut inner, mut outer] = pads.clone();
    message.iter().for_each(|part| inner.update(part));
    outer.update(&inner.digest());
    outer.digest()
}

/// `pbkdf2_hmac(hash_name, password, salt, iterations, dklen)`; always without the GIL.
fn pbkdf2(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [name, password, salt, iterations, length] = args.between(vm, "pbkdf2_hmac", 5, 5)? else {
        return Flow::none();
    };
    let Some(state) = State::of(name.as_str().unwrap_or_default()) else {
        return Err(vm.value_error(format!("unsupported hash type {}", name.as_str().unwrap_or_default())));
    };
    let (password, salt) = (bytes(vm, password)?, bytes(vm, salt)?);
    let rounds = iterations.as_int().unwrap_or_default();
    if rounds < 1 {
        return Err(vm.value_error("iteration value must be greater than 0."));
    }
    let size = state.digest().len();
    let wanted = match length.as_int() {
        None => size,
        Some(n) if n > 0 => n as usize,
        Some(_) => return Err(vm.value_error("key length must be greater than 0.")),
    };
    let blocks = wanted.div_ceil(size);
    if rounds as usize * blocks > 20_000_000 {
        return Err(vm.limit("pbkdf2_hmac of more than 20 million rounds is not computed here"));
    }
    let pads = keyed(&state, password);
    let mut key = Vec::new();
    for block in 1..=blocks as u32 {
        let mut round = hmac(&pads, &[salt, &block.to_be_bytes()]);
        let mut sum = round.clone();
        for _ in 1..rounds {
            round = hmac(&pads, &[&round]);
            sum.iter_mut().zip(&round).for_each(|(sum, byte)| *sum ^= byte);
        }
        key.extend(sum);
    }
    key.truncate(wanted);
    // 0.59 µs a round of HMAC-SHA256: some 4 blocks of 64 bytes with what OpenSSL adds.
    let cost = rounds as u64 * blocks as u64 * (state.cost(4 * state.block_size()) * 23 / 10);
    spend(vm, "pbkdf2_hmac", RELEASES_FROM, cost, Object::Bytes(key).into())
}

/// Bytes from the run's seed, other ones at every call.
fn random_bytes(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let count = args.one(vm, "random_bytes")?.as_int().unwrap_or(-1);
    if !(0..=1 << 24).contains(&count) {
        return Err(vm.value_error("negative argument not allowed"));
    }
    let mut drawn = Vec::with_capacity(count as usize + 32);
    while drawn.len() < count as usize {
        let seed = vm.seed;
        let state = vm.state::<Module>();
        state.drawn += 1;
        let mut hash = sha2::Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(state.drawn.to_le_bytes());
        drawn.extend(hash.finalize());
    }
    drawn.truncate(count as usize);
    Ok(Flow::Return(Object::Bytes(drawn).into()))
}
