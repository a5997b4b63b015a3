//! `_re`: the matcher of regular expressions. `re.py` reads a pattern and makes a program of numbers for it; this runs the
//! program over a text by backtracking, in the order in which CPython's engine does, and charges for each step.
//!
//! A program is a list of operations with their operands ([`op`]). A run keeps what it may come back to on a stack of its
//! own, so that its depth is bounded by memory only.

use crate::library::context::native_object;
use crate::vm::Vm;
use crate::vm::exception::Result;
use crate::vm::frame::Flow;
use crate::vm::function::{Args, NativeDef};
use crate::vm::value::{NativeObject, Object, Payload, Ref, Value};

/// What the module offers.
pub const NAMES: &[&str] = &["program", "scan"];

/// Steps after which a run is given up: some seconds of CPython.
const MOST_STEPS: u64 = 200_000_000;

static FUNCTIONS: [NativeDef; 2] = [
    NativeDef::function("program", "code, sets, groups, marks, /", program),
    NativeDef::function("scan", "program, text, pos, endpos, mode, limit, /", scan),
];

/// Operations; each is followed by its operands.
mod op {
    /// The pattern, or a part that is tried on its own, has matched.
    pub const MATCH: i64 = 0;
    /// `char`
    pub const CHAR: i64 = 1;
    /// `char`, in lower case
    pub const CHAR_ANY_CASE: i64 = 2;
    /// Anything but a line's end.
    pub const ANY: i64 = 3;
    pub const ALL: i64 = 4;
    /// `set`
    pub const SET: i64 = 5;
    /// `set`
    pub const SET_ANY_CASE: i64 = 6;
    /// `first, second`
    pub const SPLIT: i64 = 7;
    /// `target`
    pub const JUMP: i64 = 8;
    /// `slot`
    pub const SAVE: i64 = 9;
    /// `place`
    pub const AT: i64 = 10;
    /// `group, any_case`
    pub const REFERENCE: i64 = 11;
    /// `width` (back, or -1 for ahead), `negative, end`, then what is looked for
    pub const LOOK: i64 = 12;
    /// `end`, then what is never entered again
    pub const ATOMIC: i64 = 13;
    /// `group, otherwise`
    pub const IF_GROUP: i64 = 14;
    /// `mark`
    pub const MARK: i64 = 15;
    /// `mark, exit`: leaves a loop that has matched nothing in this round
    pub const CHECK: i64 = 16;
    /// `mode, least, most`, then an operation of one character
    pub const REPEAT: i64 = 17;
}

const GREEDY: i64 = 0;
const LAZY: i64 = 1;
const UNSET: usize = usize::MAX;

/// CPU in nanoseconds, measured on CPython 3.13: `(a+)+$` over `aa…b` costs 42 ns for each way to cut the text, `.*x` 2 ns a
/// character, `[xyz]q` 6 ns for each place where it cannot begin.
const STEP: u64 = 9;
const REPEATED: u64 = 2;
const START: u64 = 5;

#[derive(Default)]
struct Set {
    negative: bool,
    ranges: Vec<(u32, u32)>,
    categories: Vec<i64>,
}

struct Program {
    code: Vec<i64>,
    sets: Vec<Set>,
    slots: usize,
    marks: usize,
}

native_object!(Program, |_this, _visit| {}, |_this| {});

#[derive(Default)]
struct Module {
    class: Option<Ref>,
}

/// Puts the functions into the module.
pub fn install(vm: &mut Vm, module: &Value) {
    let class = vm.native_class("_re", "Program", None, &[], &[]);
    vm.state::<Module>().class = Some(class);
    for def in &FUNCTIONS {
        vm.set_global(module, def.name, Object::Native(def).into());
    }
}

fn items(value: Option<&Value>) -> Vec<Value> {
    match value.and_then(Value::object) {
        Some(Object::List(items)) => items.to_vec(),
        _ => value.and_then(Value::as_tuple).unwrap_or_default().to_vec(),
    }
}

fn numbers(value: Option<&Value>) -> Vec<i64> {
    items(value).iter().map(|number| number.as_int().unwrap_or_default()).collect()
}

fn number(args: &Args<'_>, i: usize) -> i64 {
    args.get(i).and_then(Value::as_int).unwrap_or_default()
}

/// `program(code, sets, groups, marks)`; a set is `(negative, [low, high, …], [category, …])`.
fn program(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let sets = items(args.get(1));
    let sets = sets.iter().map(|set| {
        let parts = items(Some(set));
        let ranges = numbers(parts.get(1));
        Set {
            negative: parts.first().and_then(Value::as_int) == Some(1),
            ranges: ranges.chunks(2).map(|pair| (pair[0] as u32, pair[1] as u32)).collect(),
            categories: numbers(parts.get(2)),
        }
    });
    let made = Program {
        code: numbers(args.get(0)),
        sets: sets.collect(),
        slots: 2 * number(&args, 2) as usize + 3,
        marks: number(&args, 3) as usize,
    };
    let class = vm.state::<Module>().class.clone().expect("installed with the module");
    Ok(Flow::Return(vm.bare_instance(&class, Payload::native(made))))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character is of a category: digit, space, word, each followed by its opposite; then the same of ASCII only.
fn in_category(category: i64, c: char) -> bool {
    let ascii = category >= 6;
    let found = match category % 6 / 2 {
        0 if ascii => c.is_ascii_digit(),
        0 => c.is_ascii_digit() || !c.is_ascii() && c.is_numeric() && !c.is_alphabetic() && is_decimal(c),
        1 if ascii => matches!(c, ' ' | '\t'..='\r'),
        1 => c.is_whitespace() || matches!(c, '\x1c'..='\x1f'),
        _ if ascii => c.is_ascii_alphanumeric() || c == '_',
        _ => is_word(c),
    };
    found != (category % 2 == 1)
}

/// Whether a character beyond ASCII is a decimal digit of one of the larger scripts.
fn is_decimal(c: char) -> bool {
    const ZEROS: [u32; 20] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
        0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce,
    ];
    ZEROS.iter().any(|&zero| (zero..zero + 10).contains(&(c as u32)))
}

impl Set {
    fn holds(&self, c: char) -> bool {
        let code = c as u32;
        let found = self.ranges.iter().any(|&(low, high)| low <= code && code <= high)
            || self.categories.iter().any(|&category| in_category(category, c));
        found != self.negative
    }

    fn holds_any_case(&self, c: char) -> bool {
        let same = |other: char| {
            let code = other as u32;
            self.ranges.iter().any(|&(low, high)| low <= code && code <= high)
                || self.categories.iter().any(|&category| in_category(category, other))
        };
        (same(c) || same(lower(c)) || c.to_uppercase().next().is_some_and(same)) != self.negative
    }
}

fn lower(c: char) -> char {
    let mut all = c.to_lowercase();
    match (all.next(), all.next()) {
        (Some(small), None) => small,
        _ => c,
    }
}

/// What a run may come back to.
enum Back {
    Branch {
        pc: usize,
        pos: usize,
    },
    Slot {
        slot: usize,
        was: usize,
    },
    Mark {
        mark: usize,
        was: usize,
    },
    /// A greedy repeat may give back characters down to `least`.
    Shorter {
        pc: usize,
        pos: usize,
        least: usize,
    },
    /// A lazy repeat may take more characters, up to `most`.
    Longer {
        pc: usize,
        pos: usize,
        most: usize,
    },
}

struct Run<'a> {
    program: &'a Program,
    text: &'a [char],
    end: usize,
    slots: Vec<usize>,
    marks: Vec<usize>,
    stack: Vec<Back>,
    steps: u64,
    repeated: u64,
    /// Where a match must end.
    whole: bool,
    /// Where a match must not end: it would be empty, and beside an empty one.
    not_at: usize,
}

impl Run<'_> {
    fn one(&self, pc: usize, c: char) -> bool {
        let (code, operand) = (self.program.code[pc], self.program.code[pc + 1]);
        match code {
            op::CHAR => c as i64 == operand,
            op::CHAR_ANY_CASE => c as i64 == operand || lower(c) as i64 == operand,
            op::ANY => c != '\n',
            op::ALL => true,
            op::SET => self.program.sets[operand as usize].holds(c),
            op::SET_ANY_CASE => self.program.sets[operand as usize].holds_any_case(c),
            _ => false,
        }
    }

    fn is_at(&self, place: i64, pos: usize) -> bool {
        let before = pos.checked_sub(1).map(|i| self.text[i]);
        let after = (pos < self.end).then(|| self.text[pos]);
        let edge = |word: fn(char) -> bool| before.is_some_and(word) != after.is_some_and(word);
        let ascii = |c: char| c.is_ascii_alphanumeric() || c == '_';
        match place {
            0 => pos == 0,
            1 => before.is_none_or(|c| c == '\n'),
            2 => after.is_none() || after == Some('\n') && pos + 1 == self.end,
            3 => after.is_none_or(|c| c == '\n'),
            4 => after.is_none(),
            5 => edge(is_word),
            6 => !edge(is_word),
            7 => edge(ascii),
            _ => !edge(ascii),
        }
    }

    fn save(&mut self, slot: usize, value: usize) {
        let was = std::mem::replace(&mut self.slots[slot], value);
        self.stack.push(Back::Slot { slot, was });
    }

    /// How far back the text of a group is found again, if it is.
    fn reference(&self, group: usize, any_case: bool, pos: usize) -> Option<usize> {
        let (from, to) = (self.slots[2 * group], self.slots[2 * group + 1]);
        if to == UNSET || from == UNSET || to < from || pos + (to - from) > self.end {
            return None;
        }
        let (x, y) = (&self.text[from..to], &self.text[pos..pos + to - from]);
        let same = x.iter().zip(y).all(|(a, b)| a == b || any_case && lower(*a) == lower(*b));
        same.then_some(pos + to - from)
    }

    /// Goes back to the last choice; `None` when there is none left above `base`.
    fn back(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Back::Branch { pc, pos } => return Some((pc, pos)),
                Back::Slot { slot, was } => self.slots[slot] = was,
                Back::Mark { mark, was } => self.marks[mark] = was,
                Back::Shorter { pc, pos, least } => {
                    if pos - 1 > least {
                        self.stack.push(Back::Shorter { pc, pos: pos - 1, least });
                    }
                    return Some((pc, pos - 1));
                }
                Back::Longer { pc, pos, most } => {
                    if pos < most && self.one(pc - 2, self.text[pos]) {
                        self.stack.push(Back::Longer { pc, pos: pos + 1, most });
                        return Some((pc, pos + 1));
                    }
                }
            }
        }
        None
    }

    /// Drops the choices above `base`, but keeps what is to be restored if an earlier one is taken.
    fn settle(&mut self, base: usize) {
        let above = self.stack.split_off(base);
        self.stack.extend(above.into_iter().filter(|b| matches!(b, Back::Slot { .. } | Back::Mark { .. })));
    }

    /// Undoes everything above `base`.
    fn undo(&mut self, base: usize) {
        self.settle(base);
        self.back(base);
    }

    fn repeat(&mut self, pc: usize, pos: usize) -> Option<(usize, usize)> {
        let [mode, least, most] = [1, 2, 3].map(|i| self.program.code[pc + i]);
        let next = pc + 6;
        let room = self.end - pos;
        let most = if most < 0 { room } else { room.min(most as usize) };
        let wanted = if mode == LAZY { least as usize } else { most };
        let mut taken = 0;
        while taken < wanted.min(most) && self.one(pc + 4, self.text[pos + taken]) {
            taken += 1;
        }
        self.repeated += taken as u64;
        if taken < least as usize {
            return None;
        }
        if mode == LAZY {
            self.stack.push(Back::Longer { pc: next, pos: pos + taken, most: pos + most });
        } else if mode == GREEDY && taken > least as usize {
            self.stack.push(Back::Shorter { pc: next, pos: pos + taken, least: pos + least as usize });
        }
        Some((next, pos + taken))
    }

    /// Where what begins at `pc` and `pos` ends, if it matches; `top` for the whole pattern.
    fn run(&mut self, pc: usize, pos: usize, top: bool) -> Option<usize> {
        let base = self.stack.len();
        let (mut pc, mut pos) = (pc, pos);
        loop {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return None;
            }
            let operand = |i: usize| self.program.code[pc + i];
            let next = match self.program.code[pc] {
                op::MATCH => {
                    if !top || (!self.whole || pos == self.end) && pos != self.not_at {
                        return Some(pos);
                    }
                    None
                }
                op::SPLIT => {
                    let (first, second) = (operand(1) as usize, operand(2) as usize);
                    self.stack.push(Back::Branch { pc: second, pos });
                    Some((first, pos))
                }
                op::JUMP => Some((operand(1) as usize, pos)),
                op::SAVE => {
                    let slot = operand(1) as usize;
                    self.save(slot, pos);
                    if slot % 2 == 1 && slot > 1 {
                        self.save(self.slots.len() - 1, slot / 2);
                    }
                    Some((pc + 2, pos))
                }
                op::AT => self.is_at(operand(1), pos).then_some((pc + 2, pos)),
                op::REFERENCE => self.reference(operand(1) as usize, operand(2) == 1, pos).map(|pos| (pc + 3, pos)),
                op::LOOK => {
                    let (width, negative, end) = (operand(1), operand(2) == 1, operand(3) as usize);
                    let from = if width < 0 { Some(pos) } else { pos.checked_sub(width as usize) };
                    let inner = self.stack.len();
                    let found = from.and_then(|from| self.run(pc + 4, from, false)).is_some();
                    if negative || !found {
                        self.undo(inner);
                    } else {
                        self.settle(inner);
                    }
                    (found != negative).then_some((end, pos))
                }
                op::ATOMIC => {
                    let (inner, end) = (self.stack.len(), operand(1) as usize);
                    let found = self.run(pc + 2, pos, false);
                    if found.is_some() {
                        self.settle(inner);
                    }
                    found.map(|pos| (end, pos))
                }
                op::IF_GROUP => {
                    let is_set = self.slots[2 * operand(1) as usize + 1] != UNSET;
                    Some((if is_set { pc + 3 } else { operand(2) as usize }, pos))
                }
                op::MARK => {
                    let mark = operand(1) as usize;
                    let was = std::mem::replace(&mut self.marks[mark], pos);
                    self.stack.push(Back::Mark { mark, was });
                    Some((pc + 2, pos))
                }
                op::CHECK => {
                    let leaves = self.marks[operand(1) as usize] == pos;
                    Some((if leaves { operand(2) as usize } else { pc + 3 }, pos))
                }
                op::REPEAT => self.repeat(pc, pos),
                _ => (pos < self.end && self.one(pc, self.text[pos])).then(|| (pc + 2, pos + 1)),
            };
            (pc, pos) = match next {
                Some(next) => next,
                None => self.back(base)?,
            };
        }
    }

    /// Tries the pattern at one place.
    fn attempt(&mut self, start: usize) -> bool {
        self.stack.clear();
        self.slots.fill(UNSET);
        match self.run(0, start, true) {
            Some(end) => {
                (self.slots[0], self.slots[1]) = (start, end);
                true
            }
            None => false,
        }
    }
}

/// `scan(program, text, pos, endpos, mode, limit)`: the matches of a pattern, each as a tuple of places (-1 for none) that
/// ends with the group closed last. Mode 0 matches at `pos` only, 1 anywhere, 2 from `pos` to `endpos` exactly; 1 finds as
/// many as `limit` matches one after the other, 0 for all.
fn scan(vm: &mut Vm, args: Args<'_>) -> Result<Flow> {
    let Some(program) = args.get(0).and_then(Value::as_native::<Program>) else { return Flow::none() };
    let text: Vec<char> = args.get(1).and_then(Value::as_str).unwrap_or_default().chars().collect();
    let end = (number(&args, 3).max(0) as usize).min(text.len());
    let (mut start, mode, limit) = (number(&args, 2).max(0) as usize, number(&args, 4), number(&args, 5) as usize);
    let mut run = Run {
        program,
        text: &text,
        end,
        slots: vec![UNSET; program.slots],
        marks: vec![UNSET; program.marks],
        stack: Vec::new(),
        steps: 0,
        repeated: 0,
        whole: mode == 2,
        not_at: UNSET,
    };
    let mut found = Vec::new();
    let mut tried = 0;
    while start <= end {
        tried += 1;
        if run.attempt(start) {
            let place = |&slot: &usize| Value::Int(if slot == UNSET { -1 } else { slot as i64 });
            found.push(Value::tuple(run.slots.iter().map(place).collect()));
            if mode != 1 || found.len() == limit {
                break;
            }
            let to = run.slots[1];
            run.not_at = if to == run.slots[0] { to } else { UNSET };
            start = to;
        } else {
            if mode != 1 || run.steps > MOST_STEPS {
                break;
            }
            run.not_at = UNSET;
            start += 1;
        }
    }
    if run.steps > MOST_STEPS {
        return Err(vm.limit("this regular expression takes more than 200 million steps on this text"));
    }
    vm.spend(
        STEP * run.steps.saturating_sub(tried) + REPEATED * run.repeated + START * tried + 150 * found.len() as u64,
    );
    Ok(Flow::Return(Value::list(found)))
}
