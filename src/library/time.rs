//! `time`: the clock of the run, and sleeping in it.

use crate::syscall::{Outcome, Syscall};
use crate::time::Duration;
use crate::vm::exception::Result;
use crate::vm::function::{Args, NativeDef};
use crate::vm::{Flow, Value, Vm};

/// What the module offers.
pub const NAMES: &[&str] = &[
    "sleep",
    "time",
    "time_ns",
    "monotonic",
    "monotonic_ns",
    "perf_counter",
    "perf_counter_ns",
    "process_time",
    "process_time_ns",
    "thread_time",
    "thread_time_ns",
    "strftime",
    "_broken_down",
    "ctime",
];

/// The wall clock at the start of every model run: 2026-01-01 12:00:00 UTC, so that runs can be repeated.
const EPOCH: u64 = 1_767_268_800;

/// What `perf_counter` and `monotonic` show at the start: some hours of uptime, so that nobody takes them for a date.
const UPTIME: u64 = 12_345;

static FUNCTIONS: [NativeDef; 11] = [
    NativeDef::function("sleep", "seconds, /", sleep),
    NativeDef::function("time", "", wall),
    NativeDef::function("time_ns", "", wall_ns),
    NativeDef::function("monotonic", "", uptime),
    NativeDef::function("monotonic_ns", "", uptime_ns),
    NativeDef::function("perf_counter", "", uptime),
    NativeDef::function("perf_counter_ns", "", uptime_ns),
    NativeDef::function("process_time", "", cpu),
    NativeDef::function("process_time_ns", "", cpu_ns),
    NativeDef::function("thread_time", "", thread_cpu),
    NativeDef::function("thread_time_ns", "", thread_cpu_ns),
];

static FORMATS: [NativeDef; 3] = [
    NativeDef::function("strftime", "format, time=, /", strftime),
    NativeDef::function("_broken_down", "seconds=, /", broken_down),
    NativeDef::function("ctime", "seconds=, /", ctime),
];

/// Puts the functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    for def in FUNCTIONS.iter().chain(&FORMATS) {
        vm.set_global(module, def.name, crate::vm::value::Object::Native(def).into());
    }
}

/// Goes on with the current moment in nanoseconds since the run began.
pub fn with_now(then: impl FnOnce(&mut Vm, crate::time::Instant) -> Result<Flow> + 'static) -> Result<Flow> {
    Flow::syscall(Syscall::Now, move |vm, outcome| match outcome {
        Outcome::Time(now) => then(vm, now),
        _ => then(vm, crate::time::Instant::START),
    })
}

/// Seconds from a Python number, for a parameter named `what`.
pub fn seconds(vm: &Vm, value: &Value) -> Result<f64> {
    match value.plain() {
        Value::Float(x) => Ok(*x),
        Value::Int(n) => Ok(*n as f64),
        Value::Bool(b) => Ok(f64::from(u8::from(*b))),
        other => {
            let name = vm.type_name(other);
            Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")))
        }
    }
}

fn sleep(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let [value] = args.values else {
        return Err(vm.type_error(format!("time.sleep() takes exactly one argument ({} given)", args.values.len())));
    };
    let seconds = seconds(vm, value)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    Flow::syscall(Syscall::Sleep(Duration::from_secs_f64(seconds)), |_, _| Flow::none())
}

fn wall(_: &mut Vm, _: Args<'_>) -> Result<Flow> {
    with_now(|_, now| Ok(Flow::Return(Value::Float(EPOCH as f64 + now.as_secs_f64()))))
}

fn wall_ns(_: &mut Vm, _: Args<'_>) -> Result<Flow> {
    with_now(|_, now| Ok(Flow::Return(Value::Int((EPOCH * 1_000_000_000 + now.0) as i64))))
}

fn uptime(_: &mut Vm, _: Args<'_>) -> Result<Flow> {
    with_now(|_, now| Ok(Flow::Return(Value::Float(UPTIME as f64 + now.as_secs_f64()))))
}

fn uptime_ns(_: &mut Vm, _: Args<'_>) -> Result<Flow> {
    with_now(|_, now| Ok(Flow::Return(Value::Int((UPTIME * 1_000_000_000 + now.0) as i64))))
}

/// What `loop.time()` and `monotonic()` show at a moment of the run.
pub fn monotonic_at(now: crate::time::Instant) -> f64 {
    UPTIME as f64 + now.as_secs_f64()
}

/// The moment of the run at which `monotonic()` shows `seconds`.
pub fn moment_of(seconds: f64) -> crate::time::Instant {
    crate::time::Instant::from_secs_f64(seconds - UPTIME as f64)
}

fn cpu(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let used = vm.cpu_time();
    Ok(Flow::Return(Value::Float(used as f64 / 1e9)))
}

fn cpu_ns(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let used = vm.cpu_time();
    Ok(Flow::Return(Value::Int(used as i64)))
}

fn thread_cpu(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let used = vm.thread_cpu_time();
    Ok(Flow::Return(Value::Float(used as f64 / 1e9)))
}

fn thread_cpu_ns(vm: &mut Vm, _: Args<'_>) -> Result<Flow> {
    let used = vm.thread_cpu_time();
    Ok(Flow::Return(Value::Int(used as i64)))
}

/// Year, month, day, hour, minute, second, weekday (Monday is 0), day of the year, of a moment since 1970, in UTC.
pub fn civil(seconds: i64) -> [i64; 8] {
    let days = seconds.div_euclid(86_400);
    let rest = seconds.rem_euclid(86_400);
    // The Gregorian calendar repeats every 146,097 days; counting years from March puts leap days at their ends.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][(month - 1) as usize];
    let yearday = before + day + i64::from(leap && month > 2);
    [year, month, day, rest / 3_600, rest / 60 % 60, rest % 60, (days + 3).rem_euclid(7), yearday]
}

/// `strftime` of such parts.
pub fn format_civil(format: &str, parts: &[i64; 8], microseconds: u64) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let [year, month, day, hour, minute, second, weekday, yearday] = *parts;
    let (day_name, month_name) = (DAYS[weekday as usize % 7], MONTHS[(month as usize + 11) % 12]);
    let mut text = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('Y') => text += &year.to_string(),
            Some('y') => text += &format!("{:02}", year % 100),
            Some('m') => text += &format!("{month:02}"),
            Some('d') => text += &format!("{day:02}"),
            Some('H') => text += &format!("{hour:02}"),
            Some('I') => text += &format!("{:02}", (hour + 11) % 12 + 1),
            Some('M') => text += &format!("{minute:02}"),
            Some('S') => text += &format!("{second:02}"),
            Some('f') => text += &format!("{microseconds:06}"),
            Some('p') => text += if hour < 12 { "AM" } else { "PM" },
            Some('j') => text += &format!("{yearday:03}"),
            Some('A') => text += day_name,
            Some('a') => text += &day_name[..3],
            Some('B') => text += month_name,
            Some('b') => text += &month_name[..3],
            Some('w') => text += &((weekday + 1) % 7).to_string(),
            Some('Z') => text += "UTC",
            Some('z') => text += "+0000",
            Some('T' | 'X') => text += &format!("{hour:02}:{minute:02}:{second:02}"),
            Some('D' | 'x') => text += &format!("{month:02}/{day:02}/{:02}", year % 100),
            Some('F') => text += &format!("{year}-{month:02}-{day:02}"),
            Some('R') => text += &format!("{hour:02}:{minute:02}"),
            Some('c') => {
                text += &format!(
                    "{} {} {day:2} {hour:02}:{minute:02}:{second:02} {year}",
                    &day_name[..3],
                    &month_name[..3]
                );
            }
            Some('%') => text.push('%'),
            Some(other) => {
                text.push('%');
                text.push(other);
            }
            None => text.push('%'),
        }
    }
    text
}

fn parts_of(value: &Value) -> Option<[i64; 8]> {
    let items = value.as_tuple()?;
    let mut parts = [0; 8];
    for (part, item) in parts.iter_mut().zip(items) {
        *part = item.as_int()?;
    }
    Some(parts)
}

fn with_parts(args: Args<'_>, i: usize, then: impl FnOnce([i64; 8]) -> Value + 'static) -> Result<Flow> {
    match args.get(i) {
        Some(value) if !value.is_none() => {
            let parts = parts_of(value).unwrap_or_else(|| match value.plain() {
                Value::Float(x) => civil(x.floor() as i64),
                other => civil(other.as_int().unwrap_or_default()),
            });
            Ok(Flow::Return(then(parts)))
        }
        _ => with_now(move |_, now| Ok(Flow::Return(then(civil((EPOCH + now.0 / 1_000_000_000) as i64))))),
    }
}

fn strftime(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(format) = args.get(0).and_then(|f| f.as_str().map(str::to_owned)) else {
        return Err(vm.type_error("strftime() argument 1 must be str"));
    };
    with_parts(args, 1, move |parts| Value::str(format_civil(&format, &parts, 0)))
}

fn broken_down(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    with_parts(args, 0, |parts| {
        let mut items: Vec<Value> = parts.iter().map(|&n| Value::Int(n)).collect();
        items.push(Value::Int(0));
        Value::tuple(items)
    })
}

fn ctime(_: &mut Vm, args: Args<'_>) -> Result<Flow> {
    with_parts(args, 0, |parts| Value::str(format_civil("%c", &parts, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_agrees_with_known_days() {
        assert_eq!(civil(0), [1970, 1, 1, 0, 0, 0, 3, 1]);
        assert_eq!(civil(EPOCH as i64)[..6], [2026, 1, 1, 12, 0, 0]);
        assert_eq!(civil(951_782_400)[..3], [2000, 2, 29]);
        assert_eq!(format_civil("%Y-%m-%d %H:%M:%S", &civil(86_399), 0), "1970-01-01 23:59:59");
    }
}
