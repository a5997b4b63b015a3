def part(n):
    raise ValueError(f"part {n}")
errors = []
for n in range(2):
    try:
        part(n)
    except ValueError as e:
        errors.append(e)
raise ExceptionGroup("several", errors)
