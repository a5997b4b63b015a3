//! `_random`: the Mersenne twister (MT19937), number for number CPython's.

use crate::library::context::native_object;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{NativeObject, Payload, Ref, Value};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{Signed, ToPrimitive, Zero};

/// What the module offers.
pub const NAMES: &[&str] = &["Random"];

const N: usize = 624;
const M: usize = 397;

/// A generator's state.
struct Twister {
    state: Box<[u32; N]>,
    next: usize,
}

native_object!(Twister, |_this, _visit| {}, |_this| {});

/// How many generators were seeded without a seed.
#[derive(Default)]
struct Unseeded(u64);

static RANDOM: [NativeDef; 6] = [
    NativeDef::method("seed_number", "n, /", seed_number).cost(6_000),
    NativeDef::method("seed_anyhow", "", seed_anyhow).cost(6_000),
    NativeDef::method("random", "", random).cost(25),
    NativeDef::method("getrandbits", "k, /", bits).cost(30),
    NativeDef::method("get_words", "", get_words),
    NativeDef::method("set_words", "words, /", set_words),
];

/// Puts the class into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("_random", "Random", Some(construct), &RANDOM, &[]);
    vm.set_global(module, "Random", class.into());
}

impl Twister {
    fn of_number(n: u32) -> Self {
        let mut state = Box::new([0_u32; N]);
        state[0] = n;
        for i in 1..N {
            state[i] = 1_812_433_253_u32.wrapping_mul(state[i - 1] ^ (state[i - 1] >> 30)).wrapping_add(i as u32);
        }
        Self { state, next: N }
    }

    /// Seeds from the 32-bit digits of a number, least significant first (`init_by_array`).
    fn of_digits(digits: &[u32]) -> Self {
        let mut twister = Self::of_number(19_650_218);
        let state = &mut twister.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(digits.len()) {
            state[i] = (state[i] ^ (state[i - 1] ^ (state[i - 1] >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(digits[j])
                .wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
            if j >= digits.len() {
                j = 0;
            }
        }
        for _ in 0..N - 1 {
            state[i] =
                (state[i] ^ (state[i - 1] ^ (state[i - 1] >> 30)).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        twister
    }

    fn word(&mut self) -> u32 {
        if self.next >= N {
            for k in 0..N {
                let y = (self.state[k] & 0x8000_0000) | (self.state[(k + 1) % N] & 0x7fff_ffff);
                let twist = if y & 1 == 0 { 0 } else { 0x9908_b0df };
                self.state[k] = self.state[(k + M) % N] ^ (y >> 1) ^ twist;
            }
            self.next = 0;
        }
        let mut y = self.state[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// A float from 0 up to but not including 1, of 53 bits.
    fn float(&mut self) -> f64 {
        let (a, b) = (self.word() >> 5, self.word() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)
    }
}

fn construct(vm: &mut Vm, class: &Ref, _: Args<'_>) -> Result<Flow> {
    let twister = Twister::of_number(5489);
    Ok(Flow::Return(vm.bare_instance(class, Payload::native(twister))))
}

fn this<'a>(vm: &Vm, args: &Args<'a>) -> Result<&'a mut Twister> {
    args.get(0).and_then(Value::as_native::<Twister>).ok_or_else(|| vm.type_error("descriptor requires a Random"))
}

fn seed_number(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let n = args.get(1).and_then(Value::as_bigint).map(|n| n.abs()).unwrap_or_default();
    let mut digits = n.to_biguint().unwrap_or_default().to_u32_digits();
    if digits.is_empty() {
        digits.push(0);
    }
    *this(vm, &args)? = Twister::of_digits(&digits);
    Flow::none()
}

/// Seeds from the run's own seed: another one for each generator, the same in every run.
fn seed_anyhow(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let unseeded = vm.state::<Unseeded>();
    unseeded.0 += 1;
    let (number, seed) = (unseeded.0, vm.seed);
    *this(vm, &args)? = Twister::of_digits(&[seed as u32, (seed >> 32) as u32, number as u32, 0x6c6f_6f70]);
    Flow::none()
}

fn random(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    Ok(Flow::Return(Value::Float(this(vm, &args)?.float())))
}

fn bits(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(k) = args.get(1).and_then(Value::as_int) else {
        let name = args.get(1).map_or("NoneType".into(), |value| vm.type_name(value));
        return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    if k < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    if k > 1 << 24 {
        return Err(vm.limit("random numbers of more than 2 MB are not made here"));
    }
    let twister = this(vm, &args)?;
    if k <= 32 {
        let word = if k == 0 { 0 } else { twister.word() >> (32 - k) };
        return Ok(Flow::Return(Value::Int(i64::from(word))));
    }
    let mut left = k;
    let mut words = Vec::new();
    while left > 0 {
        let word = twister.word();
        words.push(if left < 32 { word >> (32 - left) } else { word });
        left -= 32;
    }
    let number = BigUint::new(words);
    Ok(Flow::Return(Value::from(BigInt::from_biguint(Sign::Plus, number))))
}

fn get_words(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let twister = this(vm, &args)?;
    let mut words: Vec<Value> = twister.state.iter().map(|&word| Value::Int(i64::from(word))).collect();
    words.push(Value::Int(twister.next as i64));
    Ok(Flow::Return(Value::tuple(words)))
}

fn set_words(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let words = args.get(1).and_then(Value::as_tuple).unwrap_or_default();
    if words.len() != N + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let twister = this(vm, &args)?;
    for (place, word) in twister.state.iter_mut().zip(words) {
        *place = word.as_bigint().filter(|n| !n.is_zero()).and_then(|n| n.to_u32()).unwrap_or_default();
    }
    twister.next = (words[N].as_int().unwrap_or_default().max(0) as usize).min(N);
    Flow::none()
}

#[cfg(test)]
mod tests {
    use super::Twister;

    #[test]
    fn numbers_are_cpythons() {
        // random.seed(42); random.random() in CPython 3.13
        let mut twister = Twister::of_digits(&[42]);
        assert_eq!(twister.float(), 0.639_426_798_457_883_7);
        assert_eq!(twister.float(), 0.025_010_755_222_666_936);
    }
}
