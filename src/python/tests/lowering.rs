//! What constructs lower to.

use super::*;

#[test]
fn a_loop_over_a_range() {
    check(
        r#"
            def f(n):
                total = 0
                for i in range(n):
                    total += i
                return total
"#,
        r#"
              0 total = 0
              1 t0 = global range
              2 t1 = n
              3 t0 = t0(t1)
              4 t0 = iter t0
              5 i = next t0 else 8
              6 total = total += i
              7 loop 5 (affine)
              8 return total
"#,
    );
}

#[test]
fn a_while_loop_tests_at_its_end_too() {
    check(
        r#"
            def f(i, n):
                while i < n:
                    i += 1
                    if i == 5:
                        continue
                    if i is None:
                        break
                else:
                    i = 0
"#,
        r#"
              0 unless i < n goto 8
              1 i = i += 1
              2 unless i == 5 goto 4
              3 loop 0
              4 if i is not None goto 6
              5 goto 9
              6 unless i < n goto 8
              7 loop 1
              8 i = 0
              9 t0 = None
             10 return t0
"#,
    );
}

#[test]
fn endless_loops_have_no_test() {
    check(
        r#"
            def f(q):
                while True:
                    q.get()
"#,
        r#"
              0 t0 = q
              1 t0 = t0.get()
              2 clear t0
              3 loop 0
"#,
    );
}

#[test]
fn conditions_are_jumps() {
    check(
        r#"
            def f(a, b, c):
                if a and (b or not c):
                    return 1
                return 2
"#,
        r#"
              0 if not a goto 5
              1 if b goto 3
              2 if c goto 5
              3 t0 = 1
              4 return t0
              5 t0 = 2
              6 return t0
"#,
    );
}

#[test]
fn boolean_values_keep_what_decides() {
    check(
        r#"
            def f(a, b):
                a = a and b or a
                return a
"#,
        r#"
              0 t0 = a
              1 if not t0 keep, goto 3
              2 t0 = b
              3 if t0 keep, goto 5
              4 t0 = a
              5 a = t0
              6 return a
"#,
    );
}

#[test]
fn chained_comparisons_evaluate_the_middle_once() {
    check(
        r#"
            def f(a):
                if 1 < a() < 3:
                    return a < a < 4
"#,
        r#"
              0 t0 = 1
              1 t1 = a
              2 t1 = t1()
              3 t2 = copy t1
              4 unless t0 < t2 goto 8
              5 t2 = 3
              6 unless t1 < t2 goto 15
              7 goto 10
              8 clear t1
              9 goto 15
             10 t0 = a < a
             11 if not t0 keep, goto 14
             12 t1 = 4
             13 t0 = a < t1
             14 return t0
             15 t0 = None
             16 return t0
"#,
    );
}

#[test]
fn calls_lay_arguments_out_in_a_row() {
    check(
        r#"
            def f(a, *args, **kw):
                a(1, a, k=2)
                a.m(1, k=a)
                a(*args, **kw)
                a(1, *a, k=1, **a)
"#,
        r#"
              0 t0 = a
              1 t1 = 1
              2 t2 = a
              3 t3 = 2
              4 t0 = t0(t1, t2, k=t3)
              5 clear t0
              6 t0 = a
              7 t1 = 1
              8 t2 = a
              9 t0 = t0.m(t1, k=t2)
             10 clear t0
             11 t0 = a
             12 t1 = args
             13 t2 = kw
             14 t0 = t0(*t1, **t2)
             15 clear t0
             16 t0 = a
             17 t1 = []
             18 t2 = 1
             19 t1 append t2
             20 t2 = a
             21 t1 = ListExtend t1
             22 t2 = {}
             23 t3 = "k"
             24 t4 = 1
             25 t3 = {t3, t4}
             26 t2 = DictMerge t2
             27 t3 = a
             28 t2 = DictMerge t2
             29 t0 = t0(*t1, **t2)
             30 clear t0
             31 t0 = None
             32 return t0
"#,
    );
}

#[test]
fn operands_are_locals_where_nothing_rebinds_them() {
    check(
        r#"
            def f(a, b):
                return a + b * 2 - (a := b)
"#,
        r#"
              0 t0 = a
              1 t1 = b * 2
              2 t0 = t0 + t1
              3 t1 = b
              4 t2 = copy t1
              5 a = t2
              6 t0 = t0 - t1
              7 return t0
"#,
    );
}

#[test]
fn unassigned_locals_are_checked_once() {
    check(
        r#"
            def f(a):
                if a:
                    x = 1
                print(x)
                print(x)
                del x
                return x
"#,
        r#"
              0 if not a goto 2
              1 x = 1
              2 t0 = global print
              3 check x
              4 t1 = x
              5 t0 = t0(t1)
              6 clear t0
              7 t0 = global print
              8 t1 = x
              9 t0 = t0(t1)
             10 clear t0
             11 del x
             12 check x
             13 return x
"#,
    );
}

#[test]
fn closures_share_cells() {
    check(
        r#"
            def f(a):
                x = a
                def g():
                    nonlocal x
                    x += a
                return g
"#,
        r#"
              0 make cell a
              1 make cell x
              2 t0 = cell a
              3 cell x = t0
              4 t1 = None
              5 t2 = None
              6 t4 = None
              7 t5 = x
              8 t6 = a
              9 t3 = (t5, t6)
             10 t0 = code f.<locals>.g
             11 t0 = function(t0, t1, t2, t3, t4)
             12 g = t0
             13 return g
"#,
    );
}

#[test]
fn targets() {
    check(
        r#"
            def f(a, b):
                a, b = b, a
                a, *b = a
                (a.x, b[0]), a = b
                a = b = a.y
                a[b] += 1
                a.x -= b
"#,
        r#"
              0 t0 = b
              1 t1 = a
              2 a = t0
              3 b = t1
              4 t0, t1 = unpack 1 * 0 a
              5 a = t0
              6 b = t1
              7 t0, t1 = unpack b
              8 t2, t3 = unpack t0
              9 a.x = t2
             10 t4 = 0
             11 b[t4] = t3
             12 a = t1
             13 t0 = a.y
             14 t1 = copy t0
             15 a = t1
             16 b = t0
             17 t0 = a[b]
             18 t0 = t0 += 1
             19 a[b] = t0
             20 t0 = a.x
             21 t0 = t0 -= b
             22 a.x = t0
             23 t0 = None
             24 return t0
"#,
    );
}

#[test]
fn slices_and_displays() {
    check(
        r#"
            def f(a):
                a[1:], a[::2] = [1, 2, 3], {1, *a}
                return {"a": a, **a}, (*a, 1), [a]
"#,
        r#"
              0 t0 = []
              1 t1 = (1, 2, 3)
              2 t0 = ListExtend t0
              3 t1 = set()
              4 t2 = 1
              5 t1 add t2
              6 t2 = a
              7 t1 = SetUpdate t1
              8 t2 = 1
              9 t3 = None
             10 t4 = None
             11 t2 = slice t2, t3, t4
             12 a[t2] = t0
             13 t2 = None
             14 t3 = None
             15 t4 = 2
             16 t2 = slice t2, t3, t4
             17 a[t2] = t1
             18 t0 = {}
             19 t1 = "a"
             20 t2 = a
             21 t0[t1] = t2
             22 t1 = a
             23 t0 = DictUpdate t0
             24 t1 = []
             25 t2 = a
             26 t1 = ListExtend t1
             27 t2 = 1
             28 t1 append t2
             29 t1 = ListToTuple t1
             30 t2 = a
             31 t2 = [t2]
             32 t0 = (t0, t1, t2)
             33 return t0
"#,
    );
}

#[test]
fn f_strings() {
    check(
        r#"
            def f(a, w):
                return f"{a} is {a!r:>{w}} {a=}"
"#,
        r#"
              0 t0 = a
              1 t0 = format t0
              2 t1 = " is "
              3 t2 = a
              4 t3 = ">"
              5 t4 = w
              6 t4 = format t4
              7 t3 = join t3, t4
              8 t2 = format t2!r:t3
              9 t3 = " a="
             10 t4 = a
             11 t4 = format t4!r
             12 t0 = join t0, t1, t2, t3, t4
             13 return t0
"#,
    );
}

#[test]
fn comprehensions_are_inlined() {
    check(
        r#"
            def f(a):
                return [x * y for x in a if x for y in x]
"#,
        r#"
              0 t1 = iter a
              1 t0 = []
              2 x = next t1 else 10
              3 if not x goto 9
              4 t2 = iter x
              5 y = next t2 else 9
              6 t3 = x * y
              7 t0 append t3
              8 loop 5
              9 loop 2
             10 clear x
             11 clear y
             12 return t0
"#,
    );
}

#[test]
fn captured_comprehension_variables_get_new_cells() {
    check(
        r#"
            def f(a):
                return [lambda: x for x in a]
"#,
        r#"
              0 t1 = iter a
              1 t0 = []
              2 clear x
              3 make cell x
              4 t2 = next t1 else 15
              5 cell x = t2
              6 t3 = None
              7 t4 = None
              8 t6 = None
              9 t7 = x
             10 t5 = (t7)
             11 t2 = code f.<locals>.<lambda>
             12 t2 = function(t2, t3, t4, t5, t6)
             13 t0 append t2
             14 loop 4
             15 clear x
             16 return t0
"#,
    );
}

#[test]
fn generator_expressions_are_functions() {
    check(
        r#"
            def f(a):
                return sum(x for x in a)
"#,
        r#"
              0 t0 = global sum
              1 t2 = None
              2 t3 = None
              3 t5 = None
              4 t4 = None
              5 t1 = code f.<locals>.<genexpr>
              6 t1 = function(t1, t2, t3, t4, t5)
              7 t2 = iter a
              8 t1 = t1(t2)
              9 t0 = t0(t1)
             10 return t0
"#,
    );
}

#[test]
fn try_except_else_finally() {
    check(
        r#"
            def f(a):
                try:
                    a()
                except ValueError as e:
                    print(e)
                except (KeyError, OSError):
                    raise
                else:
                    a(1)
                finally:
                    a(2)
"#,
        r#"
              0 t0 = a
              1 t0 = t0()
              2 clear t0
              3 t0 = a
              4 t1 = 1
              5 t0 = t0(t1)
              6 clear t0
              7 goto 31
              8 handle t0
              9 t1 = global ValueError
             10 t1 = t0 matches t1
             11 if not t1 goto 23
             12 e = t0
             13 t1 = global print
             14 t2 = e
             15 t1 = t1(t2)
             16 clear t1
             17 handled
             18 clear e
             19 goto 22
             20 clear e
             21 reraise t0
             22 goto 31
             23 t1 = global KeyError
             24 t2 = global OSError
             25 t1 = (t1, t2)
             26 t1 = t0 matches t1
             27 if not t1 goto 30
             28 clear t0
             29 raise
             30 reraise t0
             31 t0 = a
             32 t1 = 2
             33 t0 = t0(t1)
             34 clear t0
             35 goto 42
             36 handle t0
             37 t1 = a
             38 t2 = 2
             39 t1 = t1(t2)
             40 clear t1
             41 reraise t0
             42 t0 = None
             43 return t0
                0..3 raises to 8 in t0 depth 0
                13..17 raises to 20 in t0 depth 1
                0..31 raises to 36 in t0 depth 0
"#,
    );
}

#[test]
fn a_return_runs_what_finally_owes() {
    check(
        r#"
            def f(a):
                for x in a:
                    try:
                        return x
                    finally:
                        a()
"#,
        r#"
              0 t0 = iter a
              1 x = next t0 else 13
              2 t1 = x
              3 t2 = a
              4 t2 = t2()
              5 clear t2
              6 clear t0
              7 return t1
              8 handle t1
              9 t2 = a
             10 t2 = t2()
             11 clear t2
             12 reraise t1
             13 t0 = None
             14 return t0
                2..3 raises to 8 in t1 depth 0
"#,
    );
}

#[test]
fn break_leaves_with_and_loop() {
    check(
        r#"
            def f(a):
                for x in a:
                    with x as y:
                        break
"#,
        r#"
              0 t0 = iter a
              1 x = next t0 else 23
              2 t2 = x
              3 t3 = special t2.__enter__
              4 t1 = special t2.__exit__
              5 clear t2
              6 t2 = t3()
              7 y = t2
              8 t2 = t1
              9 t3 = None
             10 t4 = None
             11 t5 = None
             12 t2 = t2(t3, t4, t5)
             13 clear t2
             14 clear t0
             15 goto 23
             16 handle t2
             17 t1 = exit t1 t2
             18 if t1 goto 20
             19 reraise t2
             20 handled
             21 clear t2
             22 loop 1
             23 t0 = None
             24 return t0
                7..8 raises to 16 in t2 depth 0
                14..16 raises to 16 in t2 depth 0
"#,
    );
}

#[test]
fn with_two_managers() {
    check(
        r#"
            def f(a, b):
                with a, b as c:
                    c()
"#,
        r#"
              0 t1 = a
              1 t2 = special t1.__enter__
              2 t0 = special t1.__exit__
              3 clear t1
              4 t1 = t2()
              5 clear t1
              6 t2 = b
              7 t3 = special t2.__enter__
              8 t1 = special t2.__exit__
              9 clear t2
             10 t2 = t3()
             11 c = t2
             12 t2 = c
             13 t2 = t2()
             14 clear t2
             15 t2 = None
             16 t3 = None
             17 t4 = None
             18 t1 = t1(t2, t3, t4)
             19 clear t1
             20 goto 27
             21 handle t2
             22 t1 = exit t1 t2
             23 if t1 goto 25
             24 reraise t2
             25 handled
             26 clear t2
             27 t1 = None
             28 t2 = None
             29 t3 = None
             30 t0 = t0(t1, t2, t3)
             31 clear t0
             32 goto 39
             33 handle t1
             34 t0 = exit t0 t1
             35 if t0 goto 37
             36 reraise t1
             37 handled
             38 clear t1
             39 t0 = None
             40 return t0
                11..15 raises to 21 in t2 depth 0
                5..27 raises to 33 in t1 depth 0
"#,
    );
}

#[test]
fn except_star() {
    check(
        r#"
            def f(a):
                try:
                    a()
                except* ValueError as e:
                    print(e)
"#,
        r#"
              0 t0 = a
              1 t0 = t0()
              2 clear t0
              3 goto 34
              4 handle t0
              5 t1 = []
              6 t2 = copy t0
              7 t3 = t2
              8 t4 = global ValueError
              9 t3 = SplitGroup t3
             10 t3, t4 = unpack t3
             11 t2 = t4
             12 t4 = copy t3
             13 if t4 is None goto 27
             14 handle t3
             15 e = t3
             16 t5 = global print
             17 t6 = e
             18 t5 = t5(t6)
             19 clear t5
             20 clear e
             21 handled
             22 goto 28
             23 clear e
             24 t1 append t3
             25 handled
             26 goto 28
             27 clear t3
             28 t1 append t2
             29 t2 = t0
             30 t1 = RaiseGroup t1
             31 clear t1
             32 handled
             33 goto 34
             34 t0 = None
             35 return t0
                0..3 raises to 4 in t0 depth 0
                16..20 raises to 23 in t3 depth 2
"#,
    );
}

#[test]
fn raise_and_assert() {
    check(
        r#"
            def f(a):
                assert a, "no"
                raise a from None
"#,
        r#"
              0 if a goto 3
              1 t0 = "no"
              2 t0 = AssertFailWith t0
              3 t0 = a
              4 t1 = None
              5 raise t0 from t1
"#,
    );
}

#[test]
fn coroutines_await() {
    check(
        r#"
            async def f(a):
                x = await a
                await x()
                async with a as b:
                    pass
                async for y in a:
                    print(y)
"#,
        r#"
              0 t0 = awaitable a
              1 x = delegate t0
              2 t0 = x
              3 t0 = t0()
              4 t0 = awaitable t0
              5 t0 = delegate t0
              6 clear t0
              7 t1 = a
              8 t2 = special t1.__aenter__
              9 t0 = special t1.__aexit__
             10 clear t1
             11 t1 = t2()
             12 t1 = awaitable t1
             13 t1 = delegate t1
             14 b = t1
             15 t1 = None
             16 t2 = None
             17 t3 = None
             18 t0 = t0(t1, t2, t3)
             19 t0 = awaitable t0
             20 t0 = delegate t0
             21 clear t0
             22 goto 31
             23 handle t1
             24 t0 = exit t0 t1
             25 t0 = awaitable t0
             26 t0 = delegate t0
             27 if t0 goto 29
             28 reraise t1
             29 handled
             30 clear t1
             31 t0 = aiter a
             32 t1 = anext t0
             33 y = delegate t1
             34 t1 = global print
             35 t2 = y
             36 t1 = t1(t2)
             37 clear t1
             38 loop 32
             39 t2 = IsStopAsyncIteration t1
             40 if t2 goto 42
             41 reraise t1
             42 clear t1
             43 clear t0
             44 t0 = None
             45 return t0
                14..15 raises to 23 in t1 depth 0
                32..34 raises to 39 in t1 depth 0
"#,
    );
}

#[test]
fn async_generators_yield() {
    check(
        r#"
            async def f(a):
                x = yield a
                yield [y async for y in a]
"#,
        r#"
              0 x = async yield a
              1 t1 = aiter a
              2 t0 = []
              3 t2 = anext t1
              4 y = delegate t2
              5 t0 append y
              6 loop 3
              7 t3 = IsStopAsyncIteration t2
              8 if t3 goto 10
              9 reraise t2
             10 clear t2
             11 clear t1
             12 clear y
             13 t0 = async yield t0
             14 clear t0
             15 t0 = None
             16 return t0
                3..5 raises to 7 in t2 depth 0
"#,
    );
}

#[test]
fn generators_yield() {
    check(
        r#"
            def f(a):
                x = yield
                y = yield from a
                return y
"#,
        r#"
              0 t0 = None
              1 x = yield t0
              2 t0 = yield-from iter a
              3 y = delegate t0
              4 return y
"#,
    );
}

#[test]
fn imports() {
    check(
        r#"
            def f():
                import time
                import time as t
                from time import sleep as s
"#,
        r#"
              0 t0 = import top of time
              1 time = t0
              2 t0 = import time
              3 t = t0
              4 t0 = import time
              5 t1 = from t0 sleep
              6 s = t1
              7 clear t0
              8 t0 = None
              9 return t0
"#,
    );
}

#[test]
fn a_match_binds_names_when_all_has_matched() {
    check(
        r#"
            def f(a):
                match a:
                    case 1 | -2 | "x":
                        return 1
                    case [x, *_, y] if x:
                        return y
                    case {"k": v, **rest}:
                        return v
                    case int(n) | float(real=n):
                        return n
                    case None | True:
                        pass
                    case other:
                        return other
"#,
        r#"
              0 t0 = a
              1 t1 = copy t0
              2 unless t1 == 1 goto 4
              3 goto 12
              4 t1 = copy t0
              5 unless t1 == -2 goto 7
              6 goto 12
              7 t1 = copy t0
              8 t2 = "x"
              9 unless t1 == t2 goto 11
             10 goto 12
             11 goto 15
             12 clear t0
             13 t1 = 1
             14 return t1
             15 t1 = copy t0
             16 t1 = IsSequence t1
             17 if not t1 goto 29
             18 t1 = copy t0
             19 t1 = Length t1
             20 unless t1 >= 2 goto 29
             21 t4 = copy t0
             22 t1, t2, t3 = unpack 1 * 1 t4
             23 x = t1
             24 y = t3
             25 clear t2
             26 if not x goto 29
             27 clear t0
             28 return y
             29 t1 = copy t0
             30 t1 = IsMapping t1
             31 if not t1 goto 48
             32 t1 = copy t0
             33 t1 = Length t1
             34 unless t1 >= 1 goto 48
             35 t2 = copy t0
             36 t3 = ("k")
             37 t2 = MatchKeys t2
             38 t3 = copy t2
             39 if t3 is None goto 48
             40 t1 = unpack t2
             41 t2 = copy t0
             42 t3 = ("k")
             43 t2 = MappingRest t2
             44 v = t1
             45 rest = t2
             46 clear t0
             47 return v
             48 clear t1
             49 clear t2
             50 t3 = copy t0
             51 t4 = global int
             52 t5 = 1
             53 t6 = ()
             54 t3 = MatchClass t3
             55 t4 = copy t3
             56 if t4 is None goto 60
             57 t2 = unpack t3
             58 t1 = t2
             59 goto 75
             60 clear t2
             61 clear t3
             62 t3 = copy t0
             63 t4 = global float
             64 t5 = 0
             65 t6 = ("real")
             66 t3 = MatchClass t3
             67 t4 = copy t3
             68 if t4 is None goto 72
             69 t2 = unpack t3
             70 t1 = t2
             71 goto 75
             72 clear t2
             73 clear t3
             74 goto 78
             75 n = t1
             76 clear t0
             77 return n
             78 clear t1
             79 t1 = copy t0
             80 if t1 is not None goto 82
             81 goto 87
             82 t1 = copy t0
             83 t2 = True
             84 unless t1 is t2 goto 86
             85 goto 87
             86 goto 89
             87 clear t0
             88 goto 93
             89 t1 = copy t0
             90 other = t1
             91 clear t0
             92 return other
             93 t0 = None
             94 return t0
"#,
    );
}
