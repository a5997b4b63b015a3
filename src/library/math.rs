//! `math`: transcendental functions are our own (`vm::accurate`) or `libm`'s, so that host and wasm agree to the last bit.

use crate::vm::Vm;
use crate::vm::accurate;
use crate::vm::exception::{Exception, Result};
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{Object, Value};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{FromPrimitive, One, Signed, ToPrimitive, Zero};

/// What the module offers.
pub const NAMES: &[&str] = &[
    "pi",
    "e",
    "tau",
    "inf",
    "nan",
    "sqrt",
    "cbrt",
    "exp",
    "exp2",
    "expm1",
    "log",
    "log2",
    "log10",
    "log1p",
    "pow",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "degrees",
    "radians",
    "hypot",
    "dist",
    "fabs",
    "fmod",
    "remainder",
    "copysign",
    "floor",
    "ceil",
    "trunc",
    "modf",
    "frexp",
    "ldexp",
    "isnan",
    "isinf",
    "isfinite",
    "isclose",
    "factorial",
    "gcd",
    "lcm",
    "isqrt",
    "comb",
    "perm",
    "fsum",
    "prod",
    "erf",
    "erfc",
    "gamma",
    "lgamma",
    "nextafter",
    "ulp",
    "sumprod",
];

static ONE: [NativeDef; 29] = [
    one("sqrt", sqrt),
    one("cbrt", cbrt),
    one("exp", exp),
    one("exp2", exp2),
    one("expm1", expm1),
    one("log2", log2),
    one("log10", log10),
    one("log1p", log1p),
    one("sin", sin),
    one("cos", cos),
    one("tan", tan),
    one("asin", asin),
    one("acos", acos),
    one("atan", atan),
    one("sinh", sinh),
    one("cosh", cosh),
    one("tanh", tanh),
    one("asinh", asinh),
    one("acosh", acosh),
    one("atanh", atanh),
    one("degrees", degrees),
    one("radians", radians),
    one("fabs", fabs),
    one("erf", erf),
    one("erfc", erfc),
    one("gamma", gamma),
    one("lgamma", lgamma),
    one("ulp", ulp),
    one("frexp", frexp),
];

static MORE: [NativeDef; 27] = [
    NativeDef::function("log", "x, base=, /", log).cost(45),
    NativeDef::function("pow", "x, y, /", pow).cost(45),
    NativeDef::function("atan2", "y, x, /", atan2).cost(45),
    NativeDef::function("hypot", "*coordinates", hypot).cost(60),
    NativeDef::function("dist", "p, q, /", dist).cost(100),
    NativeDef::function("fmod", "x, y, /", fmod).cost(45),
    NativeDef::function("remainder", "x, y, /", remainder).cost(45),
    NativeDef::function("copysign", "x, y, /", copysign).cost(40),
    NativeDef::function("nextafter", "x, y, /", next_after).cost(40),
    NativeDef::function("floor", "x, /", floor).cost(35),
    NativeDef::function("ceil", "x, /", ceil).cost(35),
    NativeDef::function("trunc", "x, /", trunc).cost(35),
    NativeDef::function("modf", "x, /", modf).cost(50),
    NativeDef::function("ldexp", "x, i, /", ldexp).cost(45),
    NativeDef::function("isnan", "x, /", is_nan),
    NativeDef::function("isinf", "x, /", is_inf),
    NativeDef::function("isfinite", "x, /", is_finite),
    NativeDef::function("isclose", "a, b, *, rel_tol=, abs_tol=", is_close).cost(80),
    NativeDef::function("factorial", "n, /", factorial).cost(50),
    NativeDef::function("gcd", "*integers", gcd).cost(50),
    NativeDef::function("lcm", "*integers", lcm).cost(50),
    NativeDef::function("isqrt", "n, /", isqrt).cost(60),
    NativeDef::function("comb", "n, k, /", comb).cost(60),
    NativeDef::function("perm", "n, k=, /", perm).cost(60),
    NativeDef::function("fsum", "seq, /", fsum).cost(60),
    NativeDef::function("prod", "iterable, /, *, start=", prod).cost(60),
    NativeDef::function("sumprod", "p, q, /", sum_of_products).cost(80),
];

const fn one(name: &'static str, call: crate::vm::function::NativeFn) -> NativeDef {
    NativeDef::function(name, "x, /", call).cost(40)
}

/// Puts constants and functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        vm.set_global(module, name, Value::Float(value));
    }
    for def in ONE.iter().chain(&MORE) {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

/// A number as a float, as `math` functions take it.
fn float(vm: &Vm, value: &Value) -> Result<f64> {
    match value.plain() {
        Value::Float(x) => Ok(*x),
        Value::Int(n) => Ok(*n as f64),
        Value::Bool(b) => Ok(f64::from(u8::from(*b))),
        other => match other.as_bigint() {
            Some(n) => n
                .to_f64()
                .filter(|x| x.is_finite())
                .ok_or_else(|| vm.overflow_error("int too large to convert to float")),
            None => {
                let name = vm.type_name(value);
                Err(vm.type_error(format!("must be real number, not {name}")))
            }
        },
    }
}

fn domain(vm: &Vm) -> Exception {
    vm.value_error("math domain error")
}

/// A function of one float: a result that is no number where the argument was one is outside the domain; an infinite one
/// of a finite argument is too large.
fn of_one(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(f64) -> f64, overflows: bool) -> Result<Flow> {
    let x = float(vm, args.one(vm, &format!("math.{name}"))?)?;
    let y = f(x);
    if y.is_nan() && !x.is_nan() {
        return Err(domain(vm));
    }
    if y.is_infinite() && x.is_finite() {
        return Err(if overflows { vm.overflow_error("math range error") } else { domain(vm) });
    }
    Ok(Flow::Return(Value::Float(y)))
}

macro_rules! functions {
    ($($name:ident $overflows:literal $f:expr;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
            of_one(vm, args, stringify!($name), $f, $overflows)
        })*
    };
}

functions! {
    sqrt false f64::sqrt;
    cbrt false libm::cbrt;
    exp true accurate::exp;
    exp2 true libm::exp2;
    expm1 true libm::expm1;
    log1p false libm::log1p;
    sin false accurate::sin;
    cos false accurate::cos;
    tan false accurate::tan;
    asin false accurate::asin;
    acos false accurate::acos;
    atan false accurate::atan;
    sinh true accurate::sinh;
    cosh true accurate::cosh;
    tanh false accurate::tanh;
    asinh false accurate::asinh;
    acosh false accurate::acosh;
    atanh false libm::atanh;
    degrees false |x| x * (180.0 / std::f64::consts::PI);
    radians false |x| x * (std::f64::consts::PI / 180.0);
    fabs false f64::abs;
    erf false libm::erf;
    erfc false libm::erfc;
    lgamma true libm::lgamma;
}

fn gamma(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let x = float(vm, args.one(vm, "math.gamma")?)?;
    if x == f64::NEG_INFINITY || (x.is_finite() && x <= 0.0 && x == x.floor()) {
        return Err(domain(vm));
    }
    let y = libm::tgamma(x);
    if y.is_infinite() && x.is_finite() {
        return Err(vm.overflow_error("math range error"));
    }
    Ok(Flow::Return(Value::Float(y)))
}

fn ulp(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let x = float(vm, args.one(vm, "math.ulp")?)?.abs();
    let y = if x.is_nan() || x.is_infinite() { x } else { f64::from_bits(x.to_bits() + 1) - x };
    let y = if y.is_infinite() && x.is_finite() { x - f64::from_bits(x.to_bits() - 1) } else { y };
    Ok(Flow::Return(Value::Float(y)))
}

fn frexp(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let x = float(vm, args.one(vm, "math.frexp")?)?;
    let (m, e) = if x.is_finite() && x != 0.0 { libm::frexp(x) } else { (x, 0) };
    Ok(Flow::Return(Value::tuple(vec![Value::Float(m), Value::Int(i64::from(e))])))
}

/// The logarithm of a positive number of any size, by `f` for floats.
fn logarithm(vm: &Vm, value: &Value, f: fn(f64) -> f64) -> Result<f64> {
    if let Some(n) = value.as_bigint().filter(|_| value.as_int().is_none()) {
        if !n.is_positive() {
            return Err(domain(vm));
        }
        // 2 ** shift divides it into the range of floats.
        let shift = n.bits().saturating_sub(60);
        let head = (n.as_ref() >> shift).to_f64().unwrap_or(f64::INFINITY);
        return Ok(f(head) + f(2.0) * shift as f64);
    }
    let x = float(vm, value)?;
    if x <= 0.0 {
        return Err(if vm.machine.python.version() >= (3, 14) && !x.is_nan() {
            vm.value_error("expected a positive input")
        } else {
            domain(vm)
        });
    }
    Ok(f(x))
}

fn log2(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let y = logarithm(vm, args.one(vm, "math.log2")?, accurate::log2)?;
    Ok(Flow::Return(Value::Float(y)))
}

fn log10(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let y = logarithm(vm, args.one(vm, "math.log10")?, accurate::log10)?;
    Ok(Flow::Return(Value::Float(y)))
}

fn log(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let given = args.between(vm, "log", 1, 2)?;
    let x = logarithm(vm, &given[0], accurate::log)?;
    let y = match given.get(1) {
        None => x,
        Some(base) => {
            let base = logarithm(vm, base, accurate::log)?;
            if base == 0.0 {
                return Err(vm.zero_division_error(if vm.machine.python.version() >= (3, 14) {
                    "division by zero"
                } else {
                    "float division by zero"
                }));
            }
            x / base
        }
    };
    Ok(Flow::Return(Value::Float(y)))
}

fn two(vm: &mut Vm, args: Args<'_>, name: &str) -> Result<(f64, f64)> {
    let [a, b] = args.between(vm, name, 2, 2)? else { return Ok((0.0, 0.0)) };
    Ok((float(vm, a)?, float(vm, b)?))
}

fn pow(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (x, y) = two(vm, args, "pow")?;
    let z = accurate::pow(x, y);
    if x.is_finite() && y.is_finite() {
        if z.is_nan() || (z.is_infinite() && x == 0.0) {
            return Err(domain(vm));
        }
        if z.is_infinite() {
            return Err(vm.overflow_error("math range error"));
        }
    }
    Ok(Flow::Return(Value::Float(z)))
}

fn atan2(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (y, x) = two(vm, args, "atan2")?;
    Ok(Flow::Return(Value::Float(accurate::atan2(y, x))))
}

fn hypot(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    args.refuse_keywords(vm, "math.hypot")?;
    let mut numbers = Vec::new();
    for value in args.all() {
        numbers.push(float(vm, value)?);
    }
    Ok(Flow::Return(Value::Float(accurate::length(&numbers))))
}

fn floats(vm: &Vm, items: &[Value]) -> Result<Vec<f64>> {
    items.iter().map(|item| float(vm, item)).collect()
}

fn dist(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [p, q] = args.between(vm, "dist", 2, 2)? else { return Flow::none() };
    let q = q.clone();
    vm.collect(p, move |vm, p| {
        let p = floats(vm, &p)?;
        vm.collect(&q, move |vm, q| {
            let q = floats(vm, &q)?;
            if p.len() != q.len() {
                return Err(vm.value_error("both points must have the same number of dimensions"));
            }
            let parts: Vec<f64> = p.iter().zip(&q).map(|(a, b)| a - b).collect();
            Ok(Flow::Return(Value::Float(accurate::length(&parts))))
        })
    })
}

fn fmod(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (x, y) = two(vm, args, "fmod")?;
    let z = libm::fmod(x, y);
    if z.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(vm));
    }
    Ok(Flow::Return(Value::Float(z)))
}

fn remainder(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (x, y) = two(vm, args, "remainder")?;
    let z = libm::remainder(x, y);
    if z.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain(vm));
    }
    Ok(Flow::Return(Value::Float(z)))
}

fn copysign(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (x, y) = two(vm, args, "copysign")?;
    Ok(Flow::Return(Value::Float(x.copysign(y))))
}

fn next_after(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (x, y) = two(vm, args, "nextafter")?;
    Ok(Flow::Return(Value::Float(libm::nextafter(x, y))))
}

/// A whole float as an `int` of any size.
fn whole(vm: &Vm, x: f64) -> Result<Value> {
    if x.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if x.is_infinite() {
        return Err(vm.overflow_error("cannot convert float infinity to integer"));
    }
    Ok(Value::from(BigInt::from_f64(x).unwrap_or_default()))
}

fn rounded(vm: &mut Vm, args: Args<'_>, name: &str, special: &str, f: fn(f64) -> f64) -> Result<Flow> {
    let value = args.one(vm, &format!("math.{name}"))?;
    if value.is_integer() {
        return Ok(Flow::Return(value.plain().clone()));
    }
    let symbol = vm.interner.intern(special);
    if let Some(method) = vm.python_special(value, symbol) {
        return Flow::tail(method, vec![value.clone()]);
    }
    let x = float(vm, value)?;
    whole(vm, f(x)).map(Flow::Return)
}

fn floor(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    rounded(vm, args, "floor", "__floor__", f64::floor)
}

fn ceil(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    rounded(vm, args, "ceil", "__ceil__", f64::ceil)
}

fn trunc(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    rounded(vm, args, "trunc", "__trunc__", f64::trunc)
}

fn modf(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let x = float(vm, args.one(vm, "math.modf")?)?;
    let (fraction, whole) = if x.is_infinite() { (0.0_f64.copysign(x), x) } else { (x % 1.0, x.trunc()) };
    Ok(Flow::Return(Value::tuple(vec![Value::Float(fraction.copysign(x)), Value::Float(whole)])))
}

fn ldexp(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [x, i] = args.between(vm, "ldexp", 2, 2)? else { return Flow::none() };
    let x = float(vm, x)?;
    let Some(i) = i.as_int() else { return Err(vm.type_error("Expected an int as second argument to ldexp.")) };
    let y = libm::ldexp(x, i.clamp(-100_000, 100_000) as i32);
    if y.is_infinite() && x.is_finite() {
        return Err(vm.overflow_error("math range error"));
    }
    Ok(Flow::Return(Value::Float(y)))
}

fn test(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(f64) -> bool) -> Result<Flow> {
    let x = float(vm, args.one(vm, name)?)?;
    Ok(Flow::Return(Value::Bool(f(x))))
}

fn is_nan(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "math.isnan", f64::is_nan)
}

fn is_inf(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "math.isinf", f64::is_infinite)
}

fn is_finite(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    test(vm, args, "math.isfinite", f64::is_finite)
}

fn is_close(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [a, b] = args.all() else { return Err(vm.type_error("isclose() missing required argument 'b' (pos 2)")) };
    let (a, b) = (float(vm, a)?, float(vm, b)?);
    let (relative, absolute) = (vm.interner.intern("rel_tol"), vm.interner.intern("abs_tol"));
    let relative = args.keyword(relative).map_or(Ok(1e-9), |v| float(vm, v))?;
    let absolute = args.keyword(absolute).map_or(Ok(0.0), |v| float(vm, v))?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    let close = a == b
        || (a.is_finite() && b.is_finite() && {
            let difference = (a - b).abs();
            difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute
        });
    Ok(Flow::Return(Value::Bool(close)))
}

/// An argument that must be an integer.
fn integer(vm: &Vm, value: &Value) -> Result<BigInt> {
    match value.as_bigint() {
        Some(n) => Ok(n.into_owned()),
        None => {
            let name = vm.type_name(value);
            Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

fn factorial(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let n = integer(vm, args.one(vm, "math.factorial")?)?;
    if n.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_u64().filter(|&n| n <= 200_000) else {
        return Err(vm.limit("math.factorial of a number beyond 200000 is not computed here"));
    };
    // CPython splits the product by its odd parts: about n² / 32 digit steps for large n.
    vm.charge(10 * n + n * n / 64);
    let product = product_of(1, n);
    Ok(Flow::Return(Value::from(product)))
}

/// The product of a range of numbers, halved again and again so that factors stay of like size.
fn product_of(from: u64, to: u64) -> BigInt {
    if from > to {
        return BigInt::one();
    }
    if to - from < 8 {
        return (from..=to).fold(BigInt::one(), |product, n| product * n);
    }
    let middle = (from + to) / 2;
    product_of(from, middle) * product_of(middle + 1, to)
}

fn fold_integers(vm: &mut Vm, args: Args<'_>, start: BigInt, f: fn(&BigInt, &BigInt) -> BigInt) -> Result<Flow> {
    let mut result = start;
    for value in args.all() {
        result = f(&result, &integer(vm, value)?);
        vm.charge(40);
    }
    Ok(Flow::Return(Value::from(result.abs())))
}

fn gcd(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    fold_integers(vm, args, BigInt::zero(), |a, b| a.gcd(b))
}

fn lcm(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    fold_integers(vm, args, BigInt::one(), |a, b| if b.is_zero() { BigInt::zero() } else { a.lcm(b) })
}

fn isqrt(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let n = integer(vm, args.one(vm, "math.isqrt")?)?;
    if n.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(Flow::Return(Value::from(n.sqrt())))
}

/// `n` and `k` of a count, both not negative.
fn counts(vm: &mut Vm, args: Args<'_>, name: &str) -> Result<(BigInt, Option<BigInt>)> {
    let given = args.between(vm, name, if name == "perm" { 1 } else { 2 }, 2)?;
    let n = integer(vm, &given[0])?;
    let k = given.get(1).filter(|k| !k.is_none()).map(|k| integer(vm, k)).transpose()?;
    if n.is_negative() {
        return Err(vm.value_error("n must be a non-negative integer"));
    }
    if k.as_ref().is_some_and(Signed::is_negative) {
        return Err(vm.value_error("k must be a non-negative integer"));
    }
    Ok((n, k))
}

fn falling(vm: &mut Vm, n: &BigInt, k: &BigInt) -> Result<BigInt> {
    let Some(k) = k.to_u64().filter(|&k| k <= 1_000_000) else {
        return Err(vm.limit("counts of more than a million factors are not computed here"));
    };
    vm.charge(30 * k);
    Ok((0..k).fold(BigInt::one(), |product, i| product * (n - i)))
}

fn comb(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (n, k) = counts(vm, args, "comb")?;
    let k = k.unwrap_or_default();
    if k > n {
        return Ok(Flow::Return(Value::Int(0)));
    }
    let k = k.clone().min(&n - &k);
    let top = falling(vm, &n, &k)?;
    let bottom = falling(vm, &k, &k)?;
    Ok(Flow::Return(Value::from(top / bottom)))
}

fn perm(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let (n, k) = counts(vm, args, "perm")?;
    let k = k.unwrap_or_else(|| n.clone());
    if k > n {
        return Ok(Flow::Return(Value::Int(0)));
    }
    let product = falling(vm, &n, &k)?;
    Ok(Flow::Return(Value::from(product)))
}

fn fsum(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let source = args.one(vm, "math.fsum")?;
    vm.collect(source, |vm, items| {
        let numbers = floats(vm, &items)?;
        vm.charge(15 * numbers.len() as u64);
        Ok(Flow::Return(Value::Float(exact_sum(&numbers))))
    })
}

/// The sum rounded once: partial sums that do not overlap (Shewchuk), added from the largest.
fn exact_sum(numbers: &[f64]) -> f64 {
    let mut parts: Vec<f64> = Vec::new();
    let mut special = 0.0;
    for &number in numbers {
        if !number.is_finite() {
            special += number;
            continue;
        }
        let mut x = number;
        let mut kept = 0;
        for i in 0..parts.len() {
            let mut y = parts[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                parts[kept] = low;
                kept += 1;
            }
            x = high;
        }
        parts.truncate(kept);
        parts.push(x);
    }
    if special != 0.0 || f64::is_nan(special) {
        return special;
    }
    let Some(mut high) = parts.pop() else { return 0.0 };
    let mut low = 0.0;
    while let Some(y) = parts.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    // Half a unit left over decides by what is below it.
    if let Some(&below) = parts.last()
        && ((low < 0.0 && below < 0.0) || (low > 0.0 && below > 0.0))
    {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            high = x;
        }
    }
    high
}

fn prod(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(source) = args.get(0) else {
        return Err(vm.type_error("prod() takes exactly 1 positional argument (0 given)"));
    };
    let name = vm.interner.intern("start");
    let start = args.keyword(name).cloned().unwrap_or(Value::Int(1));
    vm.collect(source, move |vm, items| multiply(vm, start, items.into_iter()))
}

fn multiply(vm: &mut Vm, product: Value, mut items: std::vec::IntoIter<Value>) -> Result<Flow> {
    let Some(item) = items.next() else { return Ok(Flow::Return(product)) };
    vm.charge(12);
    let flow = vm.binary(crate::vm::code::BinaryOp::Mul, &product, &item)?;
    vm.after(flow, move |vm, input| {
        let product = input.value()?;
        multiply(vm, product, items)
    })
}

fn sum_of_products(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [p, q] = args.between(vm, "sumprod", 2, 2)? else { return Flow::none() };
    let q = q.clone();
    vm.collect(p, move |vm, p| {
        vm.collect(&q, move |vm, q| {
            if p.len() != q.len() {
                return Err(vm.value_error("Inputs are not the same length"));
            }
            if p.iter().chain(&q).all(Value::is_integer) {
                let mut sum = BigInt::zero();
                for (a, b) in p.iter().zip(&q) {
                    sum += integer(vm, a)? * integer(vm, b)?;
                }
                return Ok(Flow::Return(Value::from(sum)));
            }
            let (p, q) = (floats(vm, &p)?, floats(vm, &q)?);
            let products: Vec<f64> = p.iter().zip(&q).map(|(a, b)| a * b).collect();
            Ok(Flow::Return(Value::Float(exact_sum(&products))))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::exact_sum;

    #[test]
    fn sums_are_rounded_once() {
        assert_eq!(exact_sum(&[0.1; 10]), 1.0);
        assert_eq!(exact_sum(&[1e100, 1.0, -1e100]), 1.0);
        assert_eq!(exact_sum(&[]), 0.0);
        assert!(exact_sum(&[f64::INFINITY, 1.0]).is_infinite());
    }
}
