//! Names that modules of CPython had once, and that old programs still write, or have on Windows only: no CPython that is
//! modelled has them. So they are no gap of the library, and what CPython does about them is left to the run:
//! `AttributeError`, or `ImportError`, where and when the line runs.

/// Per module the names that it had before 3.12 ("What's New in Python", sections "Removed").
static GONE: [(&str, &[&str]); 15] = [
    ("asyncio", &["JoinableQueue", "async", "coroutine"]),
    ("base64", &["decodestring", "encodestring"]),
    (
        "collections",
        &[
            "AsyncGenerator",
            "AsyncIterable",
            "AsyncIterator",
            "Awaitable",
            "ByteString",
            "Callable",
            "Collection",
            "Container",
            "Coroutine",
            "Generator",
            "Hashable",
            "ItemsView",
            "Iterable",
            "Iterator",
            "KeysView",
            "Mapping",
            "MappingView",
            "MutableMapping",
            "MutableSequence",
            "MutableSet",
            "Reversible",
            "Sequence",
            "Set",
            "Sized",
            "ValuesView",
        ],
    ),
    ("fractions", &["gcd"]),
    ("inspect", &["formatargspec", "getargspec", "getmoduleinfo"]),
    ("itertools", &["ifilter", "ifilterfalse", "imap", "izip", "izip_longest"]),
    ("operator", &["div", "isCallable", "isSequenceType", "sequenceIncludes"]),
    ("os", &["errno", "getcwdu", "popen2", "popen3"]),
    ("platform", &["dist", "linux_distribution", "popen"]),
    ("random", &["jumpahead", "WichmannHill"]),
    ("string", &["join", "letters", "lowercase", "maketrans", "replace", "split", "uppercase"]),
    (
        "sys",
        &[
            "exc_clear",
            "exc_type",
            "get_coroutine_wrapper",
            "getcheckinterval",
            "maxint",
            "set_coroutine_wrapper",
            "setcheckinterval",
        ],
    ),
    ("threading", &["_sleep"]),
    ("time", &["clock"]),
    ("types", &["ClassType", "InstanceType", "IntType", "ListType", "StringType", "StringTypes"]),
];

/// Per module the names that it has on Windows.
static ELSEWHERE: [(&str, &[&str]); 4] = [
    (
        "asyncio",
        &["IocpProactor", "ProactorEventLoop", "WindowsProactorEventLoopPolicy", "WindowsSelectorEventLoopPolicy"],
    ),
    ("os", &["O_BINARY", "startfile"]),
    ("signal", &["CTRL_BREAK_EVENT", "CTRL_C_EVENT", "SIGBREAK"]),
    ("sys", &["getwindowsversion", "winver"]),
];

/// Whether a module has a name no more, or elsewhere only.
pub(super) fn is_gone(module: &str, name: &str) -> bool {
    GONE.iter().chain(&ELSEWHERE).any(|(of, names)| *of == module && names.contains(&name))
}
