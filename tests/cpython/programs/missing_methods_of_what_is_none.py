"""The method that is not there is marked without the call that it was looked for."""

import threading
import traceback


class Client:
    session = None

    def fetch(self, path):
        return self.session.get(path, timeout=3)

    def close(self):
        self.session.close()


def chained():
    return {"a": None}.get("a").upper().strip()


def in_brackets():
    return [Client().fetch(path) for path in ["/a", "/b"]]


def over_lines():
    return (
        Client()
        .sesion
        .get("x")
    )


def call_over_lines():
    return (
        Client()
        .fetch("/d")
        .decode()
    )


def star_of_nothing():
    return [*Client.session]


def mapping_of_nothing():
    return {"a": 1, **Client.session}


for function in [chained, in_brackets, over_lines, call_over_lines, star_of_nothing, mapping_of_nothing]:
    try:
        function()
    except (AttributeError, TypeError):
        traceback.print_exc()

worker = threading.Thread(target=Client().fetch, args=("/c",), name="fetcher")
worker.start()
worker.join()
Client().close()
