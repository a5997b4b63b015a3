# A handle keeps what its callback set in its context, and nobody else sees that.
import asyncio
import contextvars

var = contextvars.ContextVar("var", default="nothing")


def put(what):
    print("before", what, var.get())
    var.set(what)


async def main():
    loop = asyncio.get_running_loop()
    soon = loop.call_soon(put, "soon")
    later = loop.call_later(0.01, put, "later")
    early = loop.call_soon(put, "early")
    seen = early.get_context()
    future = loop.create_future()
    future.add_done_callback(lambda f: put("done"))
    future.add_done_callback(lambda f: print("second callback", var.get()))
    future.set_result(None)
    await asyncio.sleep(0.02)
    print("task", var.get())
    print("soon", soon.get_context().get(var), soon.get_context() is soon.get_context())
    print("later", later.get_context().get(var))
    print("early", seen.get(var), seen is early.get_context())
    var.set("outer")
    inherits = loop.call_soon(put, "inner")
    copied = inherits.get_context()
    print("inherits", copied.get(var))
    await asyncio.sleep(0)
    print("after", var.get(), copied.get(var), len(copied))
    context = contextvars.Context()
    given = loop.call_soon(put, "given", context=context)
    await asyncio.sleep(0)
    print("given", context.get(var), given.get_context() is context, var.get())


asyncio.run(main())
