# logging.config: loggers from a dict.

import logging
import logging.handlers
import sys

_STREAMS = {"ext://sys.stdout": lambda: sys.stdout, "ext://sys.stderr": lambda: sys.stderr}
_HANDLERS = {
    "logging.StreamHandler": logging.StreamHandler,
    "logging.NullHandler": logging.NullHandler,
    "logging.handlers.QueueHandler": logging.handlers.QueueHandler,
    "logging.handlers.MemoryHandler": logging.handlers.MemoryHandler,
}


def _resolve(name):
    """What a dotted name stands for."""
    if not isinstance(name, str):
        return name
    if name in _HANDLERS:
        return _HANDLERS[name]
    module, _, attribute = name.rpartition(".")
    if module == "__main__":
        return getattr(sys.modules["__main__"], attribute)
    if module == "logging":
        return getattr(logging, attribute)
    raise ValueError(f"Cannot resolve {name!r}")


def _value(value):
    if isinstance(value, str) and value.startswith("ext://"):
        stream = _STREAMS.get(value)
        return stream() if stream else _resolve(value[len("ext://"):])
    return value


class DictConfigurator:
    def __init__(self, config):
        self.config = config
        self.formatters, self.filters, self.handlers = {}, {}, {}

    def configure(self):
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        if config.get("incremental", False):
            return self.change()
        disable = config.get("disable_existing_loggers", True)
        for kind, make in (("formatters", self.formatter), ("filters", self.filter), ("handlers", self.handler)):
            made = getattr(self, kind)
            for name in sorted(config.get(kind, {})):
                try:
                    made[name] = make(name, config[kind][name])
                except Exception as error:
                    raise ValueError(f"Unable to configure {kind[:-1]} {name!r}") from error
        wanted = config.get("loggers", {})
        existing = set(logging._loggers)
        for name, settings in wanted.items():
            try:
                logger = logging.getLogger(name)
                self.common(logger, settings)
                logger.disabled = False
                if settings.get("propagate") is not None:
                    logger.propagate = settings["propagate"]
            except Exception as error:
                raise ValueError(f"Unable to configure logger {name!r}") from error
        for name in existing - set(wanted):
            # The children of a logger that is named stay, with what it gets.
            if any([name.startswith(parent + ".") for parent in wanted]):
                logger = logging.getLogger(name)
                logger.level, logger.handlers, logger.propagate = logging.NOTSET, [], True
            else:
                logging.getLogger(name).disabled = disable
        if config.get("root"):
            try:
                self.common(logging.getLogger(), config["root"])
            except Exception as error:
                raise ValueError("Unable to configure root logger") from error

    def change(self):
        for name, settings in self.config.get("loggers", {}).items():
            if settings.get("level"):
                logging.getLogger(name).setLevel(settings["level"])
        root = self.config.get("root")
        if root and root.get("level"):
            logging.getLogger().setLevel(root["level"])

    def custom(self, settings):
        settings = dict(settings)
        attributes = settings.pop(".", None)
        made = _resolve(settings.pop("()"))(**{key: _value(value) for key, value in settings.items()})
        for name, value in (attributes or {}).items():
            setattr(made, name, value)
        return made

    def formatter(self, name, settings):
        if "()" in settings:
            return self.custom(settings)
        make = _resolve(settings.get("class", logging.Formatter))
        return make(
            settings.get("format"), settings.get("datefmt"), settings.get("style", "%"), settings.get("validate", True),
            defaults=settings.get("defaults"),
        )

    def filter(self, name, settings):
        return self.custom(settings) if "()" in settings else logging.Filter(settings.get("name", ""))

    def handler(self, name, settings):
        settings = dict(settings)
        formatter, level = settings.pop("formatter", None), settings.pop("level", None)
        filters = settings.pop("filters", ())
        if "()" in settings:
            handler = self.custom(settings)
        else:
            make = _resolve(settings.pop("class"))
            if "stream" in settings:
                settings["stream"] = _value(settings["stream"])
            if "target" in settings:
                settings["target"] = self.handlers[settings["target"]]
            handler = make(**{key: _value(value) for key, value in settings.items()})
        handler.name = name
        if formatter is not None:
            try:
                handler.setFormatter(self.formatters[formatter])
            except KeyError as error:
                raise ValueError(f"Unable to set formatter {formatter!r}") from error
        if level is not None:
            handler.setLevel(level)
        for each in filters:
            handler.addFilter(self.filters[each] if isinstance(each, str) else each)
        return handler

    def common(self, logger, settings):
        if settings.get("level") is not None:
            logger.setLevel(settings["level"])
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        for name in settings.get("handlers", ()):
            logger.addHandler(self.handlers[name])
        for each in settings.get("filters", ()):
            logger.addFilter(self.filters[each] if isinstance(each, str) else each)


dictConfigClass = DictConfigurator


def dictConfig(config):
    dictConfigClass(config).configure()
