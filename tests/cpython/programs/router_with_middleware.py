"""A tiny web framework without a network: routes as decorators, middleware, errors as status codes."""

import asyncio
import functools
import inspect
import re


class HTTPError(Exception):
    def __init__(self, status, detail=""):
        self.status, self.detail = status, detail


class App:
    def __init__(self):
        self.routes, self.middleware = [], []

    def route(self, pattern, method="GET"):
        regex = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern) + "$")

        def decorate(function):
            self.routes.append((method, regex, function))
            return function

        return decorate

    async def handle(self, method, path):
        for known, regex, function in self.routes:
            if known == method and (found := regex.match(path)):
                hints = inspect.signature(function).parameters
                args = {k: hints[k].annotation(v) if hints[k].annotation is not inspect.Parameter.empty else v for k, v in found.groupdict().items()}
                result = function(**args)
                return 200, await result if inspect.isawaitable(result) else result
        raise HTTPError(404, path)

    async def __call__(self, method, path):
        call = self.handle
        for layer in reversed(self.middleware):
            call = functools.partial(layer, call)
        return await call(method, path)


app = App()


@app.route("/users/{user_id}")
async def user(user_id: int):
    await asyncio.sleep(0.01)
    if user_id > 100:
        raise HTTPError(403, f"user {user_id} is private")
    return {"id": user_id}


@app.route("/echo/{word}/{times}", "POST")
def echo(word, times: int):
    return word * times


@app.route("/slow")
async def slow():
    await asyncio.sleep(10)


async def errors(call, method, path):
    try:
        return await call(method, path)
    except HTTPError as error:
        return error.status, error.detail
    except ValueError as error:
        return 400, str(error)


async def deadline(call, method, path):
    try:
        return await asyncio.wait_for(call(method, path), 0.05)
    except asyncio.TimeoutError:
        raise HTTPError(504, "too slow") from None


app.middleware += [errors, deadline]


async def main():
    requests = ["GET /users/7", "GET /users/700", "GET /users/x", "POST /echo/ab/3", "GET /echo/ab/3", "GET /slow"]
    answers = await asyncio.gather(*(app(*r.split()) for r in requests))
    for request, (status, body) in zip(requests, answers):
        print(f"{request:<20} {status} {body}")
    print(inspect.signature(echo), inspect.iscoroutinefunction(user), inspect.iscoroutinefunction(echo), list(inspect.signature(app.route).parameters))


asyncio.run(main())
