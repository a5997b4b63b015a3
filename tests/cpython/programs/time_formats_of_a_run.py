"""Durations and moments as people read them: strftime of fixed moments, timedelta, perf_counter_ns, monotonic."""

import time
from datetime import date, datetime, timedelta, timezone
from threading import Timer


def human(seconds):
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    parts = [f"{hours}h"] * bool(hours) + [f"{minutes}m"] * bool(minutes) + [f"{seconds:.1f}s"]
    return " ".join(parts)


print([human(s) for s in (0.04, 61, 3661.5, 7200)])
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(0)), time.gmtime(86399)[:6], time.strftime("%j %a %b", time.gmtime(1e9)))
moment = datetime.fromtimestamp(1700000000, tz=timezone.utc)
print(moment, moment.strftime("%d.%m.%y %I:%M %p %A"), moment.isocalendar()[:2], moment.timestamp(), moment.replace(microsecond=5).isoformat(timespec="milliseconds"))
print(moment.astimezone(timezone(timedelta(hours=2), "CEST")).tzname(), date(2024, 2, 29) + timedelta(365), (date(2024, 3, 1) - date(2024, 2, 1)).days)
started = time.perf_counter_ns()
fired = []
timer = Timer(0.03, lambda *args, **kw: fired.append((args, kw)), args=[1], kwargs={"k": 2})
timer.start()
late = Timer(5, print)
late.start()
late.cancel()
timer.join()
took = (time.perf_counter_ns() - started) / 1e6
print(fired, 29 < took < 60, late.finished.is_set(), type(time.time()).__name__, isinstance(time.monotonic_ns(), int))
print(timedelta(minutes=90) / timedelta(hours=1), timedelta(days=1.5) // 2, str(timedelta(-1, 5)), timedelta(seconds=3661.25).total_seconds(), max(timedelta(1), timedelta(2)))
for bad in (lambda: datetime(2023, 2, 29), lambda: timedelta(1) + 1, lambda: datetime.now() - datetime.now(timezone.utc), lambda: time.sleep(-1), lambda: time.sleep("1")):
    try:
        bad()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
