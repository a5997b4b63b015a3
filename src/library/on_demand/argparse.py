# argparse. Terminals are 80 columns wide.

import os as _os
import sys as _sys
from _trace import version as _version

__all__ = [
    "ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType", "HelpFormatter",
    "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "RawTextHelpFormatter", "MetavarTypeHelpFormatter",
    "Namespace", "Action", "ONE_OR_MORE", "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE",
]

SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER, REMAINDER = "==SUPPRESS==", "?", "*", "+", "A...", "..."
_MANY = 1 << 30


class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument_name = _name_of(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return str(self.message)
        return f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    pass


def _name_of(action):
    if action is None:
        return None
    if action.option_strings:
        return "/".join(action.option_strings)
    if action.metavar not in (None, SUPPRESS):
        return "/".join(action.metavar) if isinstance(action.metavar, tuple) else action.metavar
    if action.dest not in (None, SUPPRESS):
        return action.dest
    if action.choices:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return None


class Namespace:
    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

    def __repr__(self):
        shown, others = [], {}
        for name, value in self.__dict__.items():
            if name.isidentifier():
                shown.append(f"{name}={value!r}")
            else:
                others[name] = value
        if others:
            shown.append(f"**{others!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


class FileType:
    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode

    def __call__(self, string):
        from _trace import limit

        limit("argparse.FileType opens files, and Loopscope's machine has none")


class Action:
    def __init__(
        self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False,
        help=None, metavar=None, deprecated=False,
    ):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar
        self.deprecated = deprecated

    def __repr__(self):
        names = ["option_strings", "dest", "nargs", "const", "default", "type", "choices", "required", "help", "metavar"]
        if _version() >= (3, 13):
            names.append("deprecated")
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class _StoreAction(Action):
    def __init__(self, option_strings, dest, nargs=None, const=None, **kwargs):
        if nargs == 0:
            raise ValueError(
                "nargs for store actions must be != 0; if you have nothing to store, actions such as store true or "
                "store const may be more appropriate"
            )
        if const is not None and nargs != OPTIONAL:
            raise ValueError(f"nargs must be {OPTIONAL!r} to supply const")
        super().__init__(option_strings, dest, nargs, const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, **kwargs):
        super().__init__(option_strings, dest, 0, const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, **kwargs):
        super().__init__(option_strings, dest, True, default=default, **kwargs)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, **kwargs):
        super().__init__(option_strings, dest, False, default=default, **kwargs)


class BooleanOptionalAction(Action):
    def __init__(self, option_strings, dest, **kwargs):
        names = []
        for option in option_strings:
            names.append(option)
            if option.startswith("--"):
                names.append("--no-" + option[2:])
        super().__init__(names, dest, 0, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


def _copied(items):
    return [] if items is None else list(items)


class _AppendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copied(getattr(namespace, self.dest, None))
        items.append(values)
        setattr(namespace, self.dest, items)


class _ExtendAction(_StoreAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copied(getattr(namespace, self.dest, None))
        items.extend(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(_StoreConstAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copied(getattr(namespace, self.dest, None))
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, **kwargs):
        super().__init__(option_strings, dest, 0, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, **kwargs):
        super().__init__(option_strings, dest, 0, None, default, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None, **kwargs):
        if help is None:
            help = "show program's version number and exit"
        super().__init__(option_strings, dest, 0, None, default, help=help, **kwargs)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        formatter = parser._get_formatter()
        formatter.add_text(parser.version if self.version is None else self.version)
        parser._print_message(formatter.format_help(), _sys.stdout)
        parser.exit()


class _Choice(Action):
    def __init__(self, name, aliases, help):
        metavar = f"{name} ({', '.join(aliases)})" if aliases else name
        super().__init__([], name, help=help, metavar=metavar)


class _SubParsersAction(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        self._prog_prefix = prog
        self._parser_class = parser_class
        self._name_parser_map = {}
        self._shown = []
        super().__init__(option_strings, dest, PARSER, choices=self._name_parser_map, required=required, help=help, metavar=metavar)

    def add_parser(self, name, *, deprecated=False, **kwargs):
        if kwargs.get("prog") is None:
            kwargs["prog"] = f"{self._prog_prefix} {name}"
        aliases = kwargs.pop("aliases", ())
        if name in self._name_parser_map:
            raise ArgumentError(self, f"conflicting subparser: {name}")
        if "help" in kwargs:
            self._shown.append(_Choice(name, aliases, kwargs.pop("help")))
        parser = self._parser_class(**kwargs)
        for known in (name, *aliases):
            self._name_parser_map[known] = parser
        return parser

    def _get_subactions(self):
        return self._shown

    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        chosen = self._name_parser_map.get(name)
        if chosen is None:
            choices = ", ".join(self._name_parser_map)
            raise ArgumentError(self, f"unknown parser {name!r} (choices: {choices})")
        inner, extras = chosen.parse_known_args(rest, None)
        for key, value in vars(inner).items():
            setattr(namespace, key, value)
        if extras:
            namespace._unrecognized_args = getattr(namespace, "_unrecognized_args", []) + extras


_ACTIONS = {
    None: _StoreAction, "store": _StoreAction, "store_const": _StoreConstAction, "store_true": _StoreTrueAction,
    "store_false": _StoreFalseAction, "append": _AppendAction, "append_const": _AppendConstAction, "count": _CountAction,
    "help": _HelpAction, "version": _VersionAction, "parsers": _SubParsersAction, "extend": _ExtendAction,
}


def _wrapped(text, width):
    """Lines of words, none longer than `width`."""
    lines, line = [], ""
    for word in _pieces(text):
        while len(word) > width and not line:
            lines.append(word[:width])
            word = word[width:]
        if line and len(line) + len(word.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
            while len(word) > width:
                lines.append(word[:width])
                word = word[width:]
        line += word
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _pieces(text):
    """Words with the space after them; a hyphen between letters ends one, too."""
    for word in text.split():
        word += " "
        start = 0
        for i in range(1, len(word) - 2):
            before, after = word[i - 1], word[i + 1]
            if word[i] == "-" and before.isalpha() and after.isalpha() and word[start:i].replace("-", "").isalpha() and i - start > 1:
                if word[i + 2 : i + 3].isalpha() or word[i + 2 : i + 3] == "-":
                    yield word[start : i + 1]
                    start = i + 1
        yield word[start:]


class HelpFormatter:
    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            width = _os.get_terminal_size().columns - 2
        self._prog = prog
        self._width = width
        self._indent_increment = indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._current_indent = 0
        self._longest = 0
        self._parts = []

    def _indent(self):
        self._current_indent += self._indent_increment

    def _dedent(self):
        self._current_indent -= self._indent_increment

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._parts.append(lambda: self._format_usage(usage, actions, groups, prefix))

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._parts.append(lambda: self._format_text(text))

    def add_group(self, heading, description, actions):
        for action in actions:
            if action.help is not SUPPRESS:
                self._measure(action, self._current_indent + self._indent_increment)
        self._parts.append(lambda: self._format_group(heading, description, actions))

    def _measure(self, action, indent):
        self._longest = max(self._longest, len(self._format_action_invocation(action)) + indent)
        for inner in getattr(action, "_get_subactions", list)():
            self._measure(inner, indent + self._indent_increment)

    def format_help(self):
        text = "".join([part() for part in self._parts])
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip("\n") + "\n" if text else ""

    def _format_group(self, heading, description, actions):
        self._indent()
        inside = self._format_text(description) if description not in (None, SUPPRESS) else ""
        inside += "".join([self._format_action(action) for action in actions if action.help is not SUPPRESS])
        self._dedent()
        if not inside:
            return ""
        head = f"{'':{self._current_indent}}{heading}:\n" if heading not in (None, SUPPRESS) else ""
        return f"\n{head}{inside}\n"

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = "usage: "
        if usage is not None:
            return f"{prefix}{usage % {'prog': self._prog}}\n\n"
        options = [action for action in actions if action.option_strings]
        positionals = [action for action in actions if not action.option_strings]
        opt_parts, pos_parts = self._usage_parts(options, groups), self._usage_parts(positionals, groups)
        usage = " ".join([self._prog, *opt_parts, *pos_parts])
        width = self._width - self._current_indent
        if len(prefix) + len(usage) > width:
            usage = "\n".join(self._usage_lines(prefix, opt_parts, pos_parts, width))
        return f"{prefix}{usage}\n\n"

    def _usage_lines(self, prefix, opt_parts, pos_parts, width):
        def lines_of(parts, indent, first=None):
            lines, line = [], []
            used = len(indent if first is None else first) - 1
            for part in parts:
                if used + 1 + len(part) > width and line:
                    lines.append(indent + " ".join(line))
                    line = []
                    used = len(indent) - 1
                line.append(part)
                used += len(part) + 1
            if line:
                lines.append(indent + " ".join(line))
            if first is not None:
                lines[0] = lines[0][len(indent) :]
            return lines

        if len(prefix) + len(self._prog) <= 0.75 * width:
            indent = " " * (len(prefix) + len(self._prog) + 1)
            if opt_parts:
                return lines_of([self._prog, *opt_parts], indent, prefix) + lines_of(pos_parts, indent)
            return lines_of([self._prog, *pos_parts], indent, prefix) if pos_parts else [self._prog]
        indent = " " * len(prefix)
        lines = lines_of(opt_parts + pos_parts, indent)
        if len(lines) > 1:
            lines = lines_of(opt_parts, indent) + lines_of(pos_parts, indent)
        return [self._prog, *lines]

    def _usage_parts(self, actions, groups):
        parts = []
        at = 0
        while at < len(actions):
            action = actions[at]
            group = next((g for g in groups if g._group_actions and g._group_actions[0] is action), None)
            if group and actions[at : at + len(group._group_actions)] == group._group_actions:
                at += len(group._group_actions)
                shown = [a for a in group._group_actions if a.help is not SUPPRESS]
                if shown:
                    texts = [self._usage_of(a, True) for a in shown]
                    inside = " | ".join(texts)
                    if len(texts) > 1 or not group.required:
                        inside = f"({inside})" if group.required else f"[{inside}]"
                    # Since 3.13 a line may end within a group.
                    parts += inside.replace(" | ", " |\n").split("\n") if _version() >= (3, 13) else [inside]
                continue
            at += 1
            if action.help is not SUPPRESS:
                parts.append(self._usage_of(action, False))
        return parts

    def _usage_of(self, action, in_group):
        if not action.option_strings:
            text = self._format_args(action, self._get_default_metavar_for_positional(action))
            if in_group and text.startswith("[") and text.endswith("]"):
                text = text[1:-1]
            return text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            text = f"{action.option_strings[0]} {self._format_args(action, self._get_default_metavar_for_optional(action))}"
        return text if action.required or in_group else f"[{text}]"

    def _format_text(self, text):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, width, " " * self._current_indent) + "\n\n"

    def _fill_text(self, text, width, indent):
        return "\n".join([indent + line for line in _wrapped(text, width - len(indent))])

    def _split_lines(self, text, width):
        return _wrapped(text, width)

    def _format_action(self, action):
        position = min(self._longest + 2, self._max_help_position)
        help_width = max(self._width - position, 11)
        room = position - self._current_indent - 2
        head = self._format_action_invocation(action)
        margin = " " * self._current_indent
        has_help = action.help and action.help.strip()
        if not action.help:
            text = f"{margin}{head}\n"
            first = 0
        elif len(head) <= room:
            text = f"{margin}{head:<{room}}  "
            first = 0
        else:
            text = f"{margin}{head}\n"
            first = position
        if has_help:
            lines = self._split_lines(self._expand_help(action), help_width)
            if lines:
                text += f"{'':{first}}{lines[0]}\n" + "".join([f"{'':{position}}{line}\n" for line in lines[1:]])
        elif not text.endswith("\n"):
            text += "\n"
        inner = getattr(action, "_get_subactions", list)()
        if inner:
            self._indent()
            text += "".join([self._format_action(each) for each in inner])
            self._dedent()
        return text

    def _format_action_invocation(self, action):
        if not action.option_strings:
            return " ".join(self._metavars(action, self._get_default_metavar_for_positional(action), 1))
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        args = self._format_args(action, self._get_default_metavar_for_optional(action))
        if _version() >= (3, 13):
            return f"{', '.join(action.option_strings)} {args}"
        return ", ".join([f"{option} {args}" for option in action.option_strings])

    def _metavars(self, action, default, count):
        if action.metavar is not None:
            metavar = action.metavar
        elif action.choices is not None:
            metavar = "{" + ",".join(map(str, action.choices)) + "}"
        else:
            metavar = default
        return metavar if isinstance(metavar, tuple) else (metavar,) * count

    def _format_args(self, action, default):
        nargs = action.nargs
        if nargs is None:
            return "%s" % self._metavars(action, default, 1)
        if nargs == OPTIONAL:
            return "[%s]" % self._metavars(action, default, 1)
        if nargs == ZERO_OR_MORE:
            metavars = self._metavars(action, default, 1)
            return "[%s [%s ...]]" % metavars if len(metavars) == 2 else "[%s ...]" % metavars
        if nargs == ONE_OR_MORE:
            return "%s [%s ...]" % self._metavars(action, default, 2)
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return "%s ..." % self._metavars(action, default, 1)
        if nargs == SUPPRESS:
            return ""
        return " ".join(self._metavars(action, default, nargs))

    def _expand_help(self, action):
        text = self._get_help_string(action)
        if "%" not in text:
            return text
        params = dict(vars(action), prog=self._prog)
        for name in list(params):
            if params[name] is SUPPRESS:
                del params[name]
            elif hasattr(params[name], "__name__"):
                params[name] = params[name].__name__
        if params.get("choices") is not None:
            params["choices"] = ", ".join(map(str, params["choices"]))
        return text % params

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


class RawDescriptionHelpFormatter(HelpFormatter):
    def _fill_text(self, text, width, indent):
        return "".join([indent + line for line in text.splitlines(keepends=True)])


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    def _get_help_string(self, action):
        text = action.help or ""
        if "%(default)" not in text and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__


class _Container:
    def __init__(self, parser):
        self._parser = parser
        self._group_actions = []

    def add_argument(self, *args, **kwargs):
        return self._parser._add(self, args, kwargs)

    def add_argument_group(self, *args, **kwargs):
        return self._parser.add_argument_group(*args, **kwargs)

    def add_mutually_exclusive_group(self, *, required=False):
        return self._parser._exclusive(self, required)

    def set_defaults(self, **kwargs):
        self._parser.set_defaults(**kwargs)


class _ArgumentGroup(_Container):
    def __init__(self, parser, title=None, description=None):
        super().__init__(parser)
        self.title, self.description = title, description


class _MutuallyExclusiveGroup(_Container):
    def __init__(self, parser, outer, required):
        super().__init__(parser)
        self._outer, self.required = outer, required


def _bounds(nargs):
    """How few and how many arguments there may be."""
    if nargs is None:
        return 1, 1
    if nargs == OPTIONAL:
        return 0, 1
    if nargs in (ZERO_OR_MORE, REMAINDER):
        return 0, _MANY
    if nargs in (ONE_OR_MORE, PARSER):
        return 1, _MANY
    return (0, 0) if nargs == SUPPRESS else (nargs, nargs)


def _fit(bounds, available):
    """How many arguments each taker gets, the first ones as many as they can; `None` when there are too few."""
    if not bounds:
        return []
    low, high = bounds[0]
    for count in range(min(high, available), low - 1, -1):
        rest = _fit(bounds[1:], available - count)
        if rest is not None:
            return [count, *rest]
    return None


class ArgumentParser:
    def __init__(
        self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter,
        prefix_chars="-", fromfile_prefix_chars=None, argument_default=None, conflict_handler="error", add_help=True,
        allow_abbrev=True, exit_on_error=True,
    ):
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage, self.description, self.epilog = usage, description, epilog
        self.formatter_class, self.prefix_chars = formatter_class, prefix_chars
        self.argument_default, self.conflict_handler = argument_default, conflict_handler
        self.add_help, self.allow_abbrev, self.exit_on_error = add_help, allow_abbrev, exit_on_error
        self._actions = []
        self._option_string_actions = {}
        self._groups = []
        self._mutually_exclusive_groups = []
        self._defaults = {}
        self._subparsers = None
        self._negative_number_options = False
        self._positionals = self.add_argument_group("positional arguments")
        self._optionals = self.add_argument_group("options")
        if add_help:
            mark = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(mark + "h", mark * 2 + "help", action="help", help="show this help message and exit")
        for parent in parents:
            self._inherit(parent)

    def __repr__(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        return f"ArgumentParser({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def _inherit(self, parent):
        titles = {group.title: group for group in self._groups}
        for group in parent._groups:
            own = titles.get(group.title)
            if own is None:
                own = self.add_argument_group(group.title, group.description)
            for action in group._group_actions:
                self._put(own, action)
        for group in parent._mutually_exclusive_groups:
            own = _MutuallyExclusiveGroup(self, self._optionals, group.required)
            own._group_actions = list(group._group_actions)
            self._mutually_exclusive_groups.append(own)
        self._defaults.update(parent._defaults)

    def add_argument_group(self, title=None, description=None, **kwargs):
        group = _ArgumentGroup(self, title, description)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        return self._exclusive(None, required)

    def _exclusive(self, outer, required):
        group = _MutuallyExclusiveGroup(self, outer, required)
        self._mutually_exclusive_groups.append(group)
        return group

    def add_argument(self, *args, **kwargs):
        return self._add(None, args, kwargs)

    def _add(self, container, args, kwargs):
        positional = not args or (len(args) == 1 and args[0][0] not in self.prefix_chars)
        if positional:
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            kwargs = self._positional_settings(*args, **kwargs)
        else:
            kwargs = self._optional_settings(*args, **kwargs)
        if "default" not in kwargs:
            dest = kwargs["dest"]
            if dest in self._defaults:
                kwargs["default"] = self._defaults[dest]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        chosen = kwargs.pop("action", None)
        maker = _ACTIONS.get(chosen, chosen) if isinstance(chosen, str) or chosen is None else chosen
        if not callable(maker):
            raise ValueError(f'unknown action "{maker}"')
        action = maker(**kwargs)
        if action.type is not None and not callable(action.type):
            raise ValueError(f"{action.type!r} is not callable")
        if isinstance(container, _MutuallyExclusiveGroup):
            if action.required:
                raise ValueError("mutually exclusive arguments must be optional")
            container._group_actions.append(action)
            container = container._outer
        self._put(container or (self._positionals if positional else self._optionals), action)
        return action

    def _put(self, group, action):
        for option in action.option_strings:
            if option in self._option_string_actions:
                if self.conflict_handler == "resolve":
                    self._displace(option)
                    continue
                taken = [name for name in action.option_strings if name in self._option_string_actions]
                plural = "" if len(taken) == 1 else "s"
                raise ArgumentError(action, f"conflicting option string{plural}: {', '.join(taken)}")
        for option in action.option_strings:
            self._option_string_actions[option] = action
            if _is_negative_number(option):
                self._negative_number_options = True
        self._actions.append(action)
        group._group_actions.append(action)

    def _displace(self, option):
        old = self._option_string_actions.pop(option)
        old.option_strings.remove(option)
        if not old.option_strings:
            self._actions.remove(old)
            for group in self._groups:
                if old in group._group_actions:
                    group._group_actions.remove(old)

    def _positional_settings(self, dest, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        if nargs == 0:
            raise ValueError("nargs for positionals must be != 0")
        kwargs["required"] = nargs not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS) or (
            nargs == ZERO_OR_MORE and "default" not in kwargs
        )
        return dict(kwargs, dest=dest, option_strings=[])

    def _optional_settings(self, *args, **kwargs):
        for option in args:
            if option[0] not in self.prefix_chars:
                raise ValueError(
                    f"invalid option string {option!r}: must start with a character {self.prefix_chars!r}"
                )
        dest = kwargs.pop("dest", None)
        if dest is None:
            long = [option for option in args if len(option) > 1 and option[1] in self.prefix_chars]
            dest = (long or args)[0].lstrip(self.prefix_chars)
            if not dest:
                raise ValueError(f"dest= is required for options like {args[0]!r}")
            dest = dest.replace("-", "_")
        return dict(kwargs, dest=dest, option_strings=list(args))

    def add_subparsers(self, **kwargs):
        if self._subparsers is not None:
            raise (ArgumentError(None, "cannot have multiple subparser arguments"))
        self._subparsers = self._positionals
        if "title" in kwargs or "description" in kwargs:
            self._subparsers = self.add_argument_group(kwargs.pop("title", "subcommands"), kwargs.pop("description", None))
        kwargs.setdefault("parser_class", type(self))
        if kwargs.get("prog") is None:
            formatter = self._get_formatter()
            formatter.add_usage(self.usage, [a for a in self._actions if not a.option_strings], [], "")
            kwargs["prog"] = formatter.format_help().strip()
        kwargs.pop("action", None)
        action = _SubParsersAction([], **kwargs)
        self._put(self._subparsers, action)
        return action

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def parse_args(self, args=None, namespace=None):
        namespace, rest = self.parse_known_args(args, namespace)
        if rest:
            message = f"unrecognized arguments: {' '.join(rest)}"
            if self.exit_on_error:
                self.error(message)
            raise ArgumentError(None, message)
        return namespace

    def parse_intermixed_args(self, args=None, namespace=None):
        return self.parse_args(args, namespace)

    def parse_known_args(self, args=None, namespace=None):
        args = list(_sys.argv[1:] if args is None else args)
        if namespace is None:
            namespace = Namespace()
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest in self._defaults:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, self._defaults[dest])
        try:
            rest = _Parse(self, args, namespace).run()
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        if hasattr(namespace, "_unrecognized_args"):
            rest.extend(namespace._unrecognized_args)
            delattr(namespace, "_unrecognized_args")
        return namespace, rest

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._groups:
            formatter.add_group(group.title, group.description, group._group_actions)
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), file or _sys.stdout)

    def print_help(self, file=None):
        self._print_message(self.format_help(), file or _sys.stdout)

    def _print_message(self, message, file=None):
        if message:
            (file or _sys.stderr).write(message)

    def exit(self, status=0, message=None):
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        self.print_usage(_sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")


def _is_negative_number(text):
    whole, _, part = text[1:].partition(".")
    return text[:1] == "-" and (whole + part).isdecimal() and (part != "" or "." not in text)


class _Parse:
    """One parsing of arguments."""

    def __init__(self, parser, args, namespace):
        self.parser, self.args, self.namespace = parser, args, namespace
        self.seen = set()
        self.seen_non_default = set()
        self.extras = []
        self.positionals = [action for action in parser._actions if not action.option_strings]
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            for action in group._group_actions:
                others = [other for other in group._group_actions if other is not action]
                self.conflicts.setdefault(action, []).extend(others)

    def run(self):
        args = self.args
        self.options = {}
        self.kinds = []
        only_arguments = False
        for i, arg in enumerate(args):
            if only_arguments:
                self.kinds.append("A")
            elif arg == "--":
                self.kinds.append("-")
                only_arguments = True
            else:
                found = self.option(arg)
                self.kinds.append("A" if found is None else "O")
                if found is not None:
                    self.options[i] = found
        at = 0
        last = max(self.options, default=-1)
        while at <= last:
            option = min(i for i in self.options if i >= at)
            if at != option:
                end = self.take_positionals(at)
                if end > at:
                    at = end
                    continue
            if at not in self.options:
                self.extras.extend(args[at:option])
                at = option
            at = self.take_option(at)
        end = self.take_positionals(at)
        self.extras.extend(args[end:])
        self.check()
        return self.extras

    def option(self, arg):
        """Action, option and explicit argument that an argument is; `None` for a positional."""
        parser = self.parser
        if not arg or arg[0] not in parser.prefix_chars:
            return None
        known = parser._option_string_actions
        if arg in known:
            return known[arg], arg, None
        if len(arg) == 1:
            return None
        name, equals, value = arg.partition("=")
        if equals and name in known:
            return known[name], name, value
        matches = self.abbreviated(arg)
        if len(matches) > 1:
            options = ", ".join([option for _, option, _ in matches])
            raise ArgumentError(None, f"ambiguous option: {arg} could match {options}")
        if matches:
            return matches[0]
        if _is_negative_number(arg) and not parser._negative_number_options:
            return None
        if " " in arg:
            return None
        return None, arg, None

    def abbreviated(self, arg):
        known, marks = self.parser._option_string_actions, self.parser.prefix_chars
        found = []
        if arg[0] in marks and arg[1] in marks:
            if self.parser.allow_abbrev:
                name, equals, value = arg.partition("=")
                found = [(known[o], o, value if equals else None) for o in known if o.startswith(name)]
        else:
            short, rest = arg[:2], arg[2:]
            for option in known:
                if option == short:
                    found.append((known[option], option, rest))
                elif self.parser.allow_abbrev and option.startswith(arg):
                    found.append((known[option], option, None))
        return found

    def available(self, at):
        """How many positional arguments there are from a place on, and where each is."""
        places = []
        while at < len(self.kinds) and self.kinds[at] != "O":
            if self.kinds[at] == "A":
                places.append(at)
            at += 1
        return places, at

    def take_positionals(self, at):
        places, end = self.available(at)
        bounds = [_bounds(action.nargs) for action in self.positionals]
        rest = len(self.args) - at
        for count in range(len(bounds), 0, -1):
            counts = None
            if count and self.positionals[count - 1].nargs in (REMAINDER, PARSER):
                head = _fit(bounds[: count - 1], len(places))
                low = bounds[count - 1][0]
                if head is not None and len(places) - sum(head) >= low:
                    counts = [*head, -1]
            else:
                counts = _fit(bounds[:count], len(places))
            if counts is None:
                continue
            for number in counts:
                action = self.positionals.pop(0)
                if number < 0:
                    start = places[0] if places else at
                    values = self.args[start:]
                    if "--" in values[:1]:
                        values = values[1:]
                    self.take(action, values)
                    return len(self.args)
                values = [self.args[place] for place in places[:number]]
                if number:
                    at = places[number - 1] + 1
                    places = places[number:]
                self.take(action, values)
            if not places and end > at and not self.positionals:
                at = end
            return at
        return at

    def take_option(self, at):
        action, option, explicit = self.options[at]
        if action is None:
            self.extras.append(self.args[at])
            return at + 1
        while True:
            if explicit is not None:
                low, high = _bounds(action.nargs)
                single = option[1:2] not in self.parser.prefix_chars if len(option) > 1 else True
                if high == 0 and single and explicit != "" and action.nargs == 0:
                    self.take(action, [], option)
                    mark = option[0]
                    following = mark + explicit[0]
                    rest = explicit[1:]
                    known = self.parser._option_string_actions
                    if following not in known and _version() >= (3, 13):
                        self.extras.append(mark + explicit)
                        return at + 1
                    if following not in known:
                        raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
                    action, option = known[following], following
                    if not rest:
                        explicit = None
                    else:
                        explicit = rest[1:] if rest[0] == "=" else rest
                    continue
                if high >= 1 and low <= 1:
                    self.take(action, [explicit], option)
                    return at + 1
                raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
            places, end = self.available(at + 1)
            low, high = _bounds(action.nargs)
            if action.nargs == REMAINDER:
                self.take(action, self.args[at + 1 :], option)
                return len(self.args)
            first_dash = next((i for i in range(at + 1, len(self.kinds)) if self.kinds[i] == "-"), len(self.kinds))
            places = [place for place in places if place < first_dash]
            if len(places) < low:
                raise ArgumentError(action, _expected(action.nargs))
            values = [self.args[place] for place in places[: min(high, len(places))]]
            self.take(action, values, option)
            return at + 1 + len(values)

    def take(self, action, values, option=None):
        self.seen.add(action)
        value = self.values(action, values)
        if value is not action.default:
            self.seen_non_default.add(action)
            for other in self.conflicts.get(action, ()):
                if other in self.seen_non_default:
                    raise ArgumentError(action, f"not allowed with argument {_name_of(other)}")
        if value is not SUPPRESS:
            action(self.parser, self.namespace, value, option)

    def values(self, action, strings):
        nargs = action.nargs
        if not strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self.value(action, value)
                self.check_choice(action, value)
            return value
        if not strings and nargs == ZERO_OR_MORE and not action.option_strings:
            if action.default is not None:
                return action.default
            return []
        if len(strings) == 1 and nargs in (None, OPTIONAL):
            value = self.value(action, strings[0])
            self.check_choice(action, value)
            return value
        if nargs == REMAINDER:
            return [self.value(action, string) for string in strings]
        if nargs == PARSER:
            value = [self.value(action, string) for string in strings]
            self.check_choice(action, value[0])
            return value
        if nargs == SUPPRESS:
            return SUPPRESS
        value = [self.value(action, string) for string in strings]
        for each in value:
            self.check_choice(action, each)
        return value

    def value(self, action, string):
        convert = action.type
        if convert is None:
            return string
        name = getattr(convert, "__name__", repr(convert))
        try:
            return convert(string)
        except ArgumentTypeError as error:
            message = str(error)
        except (TypeError, ValueError):
            message = f"invalid {name} value: {string!r}"
        raise ArgumentError(action, message)

    def check_choice(self, action, value):
        if action.choices is not None and value not in action.choices:
            choices = ", ".join(map(repr, action.choices))
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {choices})")

    def check(self):
        namespace = self.namespace
        missing = []
        for action in self.parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_name_of(action))
            elif isinstance(action.default, str) and getattr(namespace, action.dest, None) is action.default:
                setattr(namespace, action.dest, self.value(action, action.default))
        if missing:
            raise ArgumentError(None, f"the following arguments are required: {', '.join(missing)}")
        for group in self.parser._mutually_exclusive_groups:
            if group.required and not any(action in self.seen_non_default for action in group._group_actions):
                names = [_name_of(action) for action in group._group_actions if action.help is not SUPPRESS]
                raise ArgumentError(None, f"one of the arguments {' '.join(names)} is required")


def _expected(nargs):
    if nargs is None:
        return "expected one argument"
    if nargs == OPTIONAL:
        return "expected at most one argument"
    if nargs == ONE_OR_MORE:
        return "expected at least one argument"
    return f"expected {nargs} argument{'' if nargs == 1 else 's'}"
