name, n, pi = "Ada", 42, 3.14159
w = 10
print(f"{name} {n} {pi}", f"{n:5d}|{n:<5}|{n:^5}|{n:>05}|{n:+}|{n:x}|{n:#b}")
print(f"{pi:.2f} {pi:8.3f} {pi:e} {1e10:g} {0.5:%} {1234567:,} {1234567:_}")
print(f"{name!r} {name!s} {name:>{w}} {name:*^{w}} {n=} {pi = :.1f} {name=!s}")
print(f"{'nested ' + f'{n}'} {{braces}} {n if n else 0} {[x for x in range(3)]} {(lambda: 1)()}")
print(f"{name}" "tail" 'more' f"{n}", rf"\d{n}", f"""multi
{n}""")
print("%s %d %5.2f %r %x %%" % (name, n, pi, name, n), "{} {1}".format(1, 2) if False else "{0} {1} {k}".format(1, 2, k=3))
print("a" "b", b"x" b"y", "tab\t|", r"raw\n", "\u00e9\x41\101")
print(f"{n:{'>'}{w}}", f"{'a':{w}}|", f"{True}", f"{None!r:>6}")
print(1_000_000, 0xff, 0o17, 0b11, 1e3, 1.5e-3, .5, 10 ** 20, -7 // 2, -7 % 3, 2 ** -1, 7 / 2)
print(60 * 60 * 24, "ab" * 3, "-" * 10, (1, 2) + (3,), not True, ~5, -(-3), 1 << 10)
print("x" if "" else "y", "abc"[1], "abc"[-1], "abcdef"[1:4], "abcdef"[::-1], [1, 2, 3][:2], (1, 2, 3)[1:])
