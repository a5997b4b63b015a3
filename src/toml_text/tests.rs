use super::parse::{Entries, Placed, Value, parse};
use toml::de::{DeTable, DeValue};

/// Values in one notation, tables with their keys in order.
fn ours(entries: &Entries) -> String {
    let mut keys: Vec<String> =
        entries.list.iter().map(|(key, placed)| format!("{:?}@{}={}", key.name, key.at, our_value(placed))).collect();
    keys.sort();
    format!("{{{}}}", keys.join(","))
}

fn our_value(placed: &Placed) -> String {
    match &placed.value {
        Value::Text(text) => format!("{text:?}"),
        Value::Whole(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Flag(flag) => flag.to_string(),
        Value::Date => "date".to_owned(),
        Value::Array(elements) | Value::Tables(elements) => {
            format!("[{}]", elements.iter().map(our_value).collect::<Vec<_>>().join(","))
        }
        Value::Table(entries) => ours(entries),
    }
}

fn theirs(table: &DeTable<'_>) -> String {
    let entry = |(key, value): (&toml::Spanned<toml::de::DeString<'_>>, &toml::Spanned<DeValue<'_>>)| {
        format!("{:?}@{}={}", key.get_ref(), key.span().start, their_value(value.get_ref()))
    };
    let mut keys: Vec<String> = table.iter().map(entry).collect();
    keys.sort();
    format!("{{{}}}", keys.join(","))
}

fn their_value(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(digits) => match i64::from_str_radix(digits.as_str(), digits.radix()) {
            Ok(number) => number.to_string(),
            Err(_) => "no number".to_owned(),
        },
        DeValue::Float(digits) => {
            digits.as_str().parse::<f64>().map_or_else(|_| "no number".to_owned(), |number| format!("{number:?}"))
        }
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(_) => "date".to_owned(),
        DeValue::Array(elements) => {
            format!("[{}]", elements.iter().map(|e| their_value(e.get_ref())).collect::<Vec<_>>().join(","))
        }
        DeValue::Table(table) => theirs(table),
    }
}

const READ: &[&str] = &[
    "",
    "\u{feff}a = 1",
    "a = 1 # comment\n# another\n\r\nb=2\r\n",
    "a = 'x'\n\"b c\" = \"y\"\n'd.e' = ''\n1-2_3 = 4",
    "a.b . c = 1\na.b.d = 2\na.e = 3",
    "[a]\nb = 1\n[a.c]\nd = 2\n[e.f.g]\nh = 1",
    "[ a . 'b' ]\nc = 1\n[[a.d]]\ne = 1\n[[a.d]]\n[a.d.f]\ng = 2\n[[a.d.h]]",
    "[fruit]\napple.color = 'red'\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true",
    "a = [1, 2, # two\n 3,\n]\nb = []\nc = [[1], ['x', \"y\"], [{d = 1}]]",
    "a = {}\nb = { c = 1, d.e = [2], 'f' = {g = 'h'} }\nc = {\n a = 1,\n b = 2, # x\n}",
    "a = true\nb = false",
    "a = 0\nb = -0\nc = +17\nd = 1_000\ne = 0xDead_Beef\nf = 0o755\ng = 0b1101\nh = -9223372036854775808",
    "a = 1.0\nb = +1.5e3\nc = -2E-2\nd = 6.626e-34\ne = 1e+06\nf = inf\ng = -inf\nh = 9_2.4_4\ni = 0e0\nj = nan",
    "a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.999-07:00\nc = 1979-05-27\nd = 07:32:00\ne = 07:32:00.5",
    r#"a = "tab\t quote\" slash\\ \b\n\f\r\e \x41 \u00e9 \U0001F40D""#,
    "a = \"\"\"\nfirst\nsecond \\\n   \n  third\"\"\"\nb = '''\nraw \\n\n'''\nc = \"\"\"\"quoted\"\"\"\"\"\nd = ''''x'''''",
    "a = \"\"\nb = \"\"\"\"\"\"\nc = ''''''",
    "a = 'é'   \nb = \"ключ\"\t# comment",
];

const REFUSED: &[&str] = &[
    "a",
    "a =",
    "a = \n",
    "= 1",
    "a = 1 b = 2",
    "a. = 1",
    "a..b = 1",
    "é = 1",
    "a = abc",
    "a = True",
    "a = 'x",
    "a = \"x\ny\"",
    "a = \"\\q\"",
    "a = \"\\ud800\"",
    "a = \"\\u12\"",
    "a = \"\u{1}\"",
    "a = '''x''",
    "a = \"\"\"x \\ y\"\"\"",
    "a = \"\"\"x\"\"\"\"\"\"",
    "\"\"\"a\"\"\" = 1",
    "a = 01",
    "a = 1_",
    "a = _1",
    "a = 1__0",
    "a = 1_e5",
    "a = 0x",
    "a = 0x_1",
    "a = 0x-1",
    "a = +0x1",
    "a = 0b12",
    "a = 1.",
    "a = .5",
    "a = 1.e5",
    "a = 1e",
    "a = 1e5.5",
    "a = --1",
    "a = 1-2",
    "a = 12:3",
    "a = 1979-05-27T",
    "a = [1 2]",
    "a = [1, 2",
    "a = [,]",
    "a = {b = 1",
    "a = {b}",
    "a = {b = 1 c = 2}",
    "a = {b = 1, b = 2}",
    "a = 1\na = 2",
    "a = 1\na.b = 2",
    "a.b = 1\na.b.c = 2",
    "a = {}\na.b = 1",
    "a = {}\n[a]",
    "a = {b = {}}\n[a.b.c]",
    "[a]\n[a]",
    "[a]\n[a.b]\n[a]",
    "a.b = 1\n[a]",
    "[a]\nb.c = 1\n[a.b]",
    "[a.b.c]\nd = 1\n[a]\nb.c.e = 2",
    "[a]\n[[a]]",
    "[[a]]\n[a]",
    "a = []\n[[a]]",
    "a = [{}]\n[a.b]",
    "[]",
    "[a",
    "[[a]",
    "[a]]",
    "[a] b = 1",
    "[a.]",
];

#[test]
fn a_text_is_read_as_the_toml_crate_reads_it() {
    for text in READ {
        let expected = DeTable::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        let read = parse(text).unwrap_or_else(|wrong| panic!("{text:?}: {wrong:?}"));
        assert_eq!(ours(&read), theirs(expected.get_ref()), "{text:?}");
    }
}

#[test]
fn a_table_may_come_after_those_in_it() {
    let text = "[a.b.c]\nd = 1\n[a]\ne = 2";
    assert!(DeTable::parse(text).is_ok());
    assert_eq!(ours(&parse(text).unwrap()), "{\"a\"@1={\"b\"@3={\"c\"@5={\"d\"@8=1}},\"e\"@18=2}}");
}

#[test]
fn what_the_toml_crate_refuses_is_refused() {
    for text in REFUSED {
        // It reads digits only when somebody wants the number.
        let refused = DeTable::parse(text).map_or(true, |table| theirs(table.get_ref()).contains("no number"));
        assert!(refused, "{text:?} is right");
        assert!(parse(text).is_err(), "{text:?} is read");
    }
}

#[test]
fn a_number_that_is_too_large_and_what_is_nested_too_deeply_are_refused() {
    for text in ["a = 9223372036854775808", "a = 0xFFFFFFFFFFFFFFFFF", "a = 1e999"] {
        assert!(parse(text).is_err_and(|wrong| wrong.at == 4 && wrong.message.contains("too large")), "{text}");
    }
    let (brackets, dots) = ("[".repeat(100_000), "a.".repeat(100_000));
    let braces = "{a.a.a.a = ".repeat(100_000);
    for deep in [format!("a = {brackets}"), format!("{dots}a = 1"), format!("[{dots}a]"), format!("a = {braces}")] {
        assert!(parse(&deep).is_err_and(|wrong| wrong.message.contains("deeply")));
    }
}

#[test]
fn errors_have_line_and_column() {
    let wrong = |text: &str| {
        let error = super::read(text, |_| Ok(())).unwrap_err();
        (error.line, error.column, error.message)
    };
    assert_eq!(wrong("a = 'é' é"), (1, 9, "the line should end here".to_owned()));
    assert_eq!(wrong("\n\nb = yes"), (3, 5, "`yes` is no value; a string stands in quotes".to_owned()));
    assert_eq!(wrong("a = 1\n  a = 2"), (2, 3, "`a` is set twice".to_owned()));
    assert_eq!(wrong("[x\ny = 1"), (1, 3, "`]` is missing here".to_owned()));
    assert_eq!(wrong("a = \"\nb = 1\""), (1, 5, "this string is never closed".to_owned()));
}
