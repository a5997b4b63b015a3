"""Handlers, filters and loggers as a dict says, and threads that write through them."""

import logging
import logging.config
import threading


class WithoutSecrets(logging.Filter):
    def filter(self, record):
        return "secret" not in record.getMessage()


logging.config.dictConfig(
    {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "short": {"format": "%(levelname)s:%(name)s:%(message)s"},
            "long": {"format": "[{threadName}] {levelname:<8} {message}", "style": "{"},
        },
        "filters": {"safe": {"()": WithoutSecrets}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "short", "stream": "ext://sys.stdout"},
            "errors": {
                "class": "logging.StreamHandler",
                "formatter": "long",
                "level": "ERROR",
                "filters": ["safe"],
                "stream": "ext://sys.stdout",
            },
        },
        "loggers": {"app": {"handlers": ["errors"], "level": "DEBUG", "propagate": True}},
        "root": {"handlers": ["console"], "level": "INFO"},
    }
)
log = logging.getLogger("app.worker")


def work():
    log.debug("begins")
    log.error("a %s that the errors do not show", "secret")
    log.error("failed after %d tries", 3)


thread = threading.Thread(target=work, name="worker-1")
thread.start()
thread.join()
logging.getLogger("other").debug("not shown")
logging.getLogger("other").warning("shown by the root")
for config in [{}, {"version": 2}, {"version": 1, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "x"}}}]:
    try:
        logging.config.dictConfig(config)
    except ValueError as error:
        print(error, "|", repr(error.__cause__))
