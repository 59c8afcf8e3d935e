"""The fixed lists of standard names that may cross the wire by name. Nothing else is ever looked up by name."""

from __future__ import annotations

import builtins
import os
import sys
from types import ModuleType
from typing import Any

_LIBRARY = os.path.join(os.path.dirname(os.__file__), "")

FUNCTIONS = frozenset(
    "abs all any ascii bin callable chr divmod format hash hex id isinstance issubclass iter len max min next oct ord"
    " pow print repr round sorted sum".split()
)
TYPES = {
    "collections": "Counter OrderedDict defaultdict deque ChainMap UserDict UserList UserString",
    "collections.abc": "Callable Collection Container Generator Hashable Iterable Iterator Mapping MutableMapping"
    " MutableSequence MutableSet Reversible Sequence Set Sized",
    "abc": "ABC ABCMeta",
    "contextlib": "AbstractContextManager ContextDecorator",
    "datetime": "date time datetime timedelta timezone tzinfo",
    "decimal": "Decimal",
    "enum": "Enum IntEnum Flag IntFlag ReprEnum StrEnum",
    "fractions": "Fraction",
    "numbers": "Number Complex Real Rational Integral",
    "pathlib": "Path PosixPath PurePath PurePosixPath",
    "re": "Match Pattern",
    "types": "FunctionType MethodType BuiltinFunctionType GeneratorType CoroutineType ModuleType SimpleNamespace",
    "uuid": "UUID",
}
EXCEPTIONS = {
    "binascii": "Error",
    "configparser": "Error NoSectionError NoOptionError DuplicateSectionError DuplicateOptionError ParsingError",
    "csv": "Error",
    "dataclasses": "FrozenInstanceError",
    "decimal": "DecimalException InvalidOperation DivisionByZero Overflow Underflow Inexact",
    "json": "JSONDecodeError",
    "queue": "Empty Full",
    "re": "error",
    "shutil": "Error SameFileError",
    "sqlite3": "Error DatabaseError IntegrityError OperationalError ProgrammingError",
    "statistics": "StatisticsError",
    "struct": "error",
    "subprocess": "CalledProcessError TimeoutExpired SubprocessError",
    "tomllib": "TOMLDecodeError",
    "zipfile": "BadZipFile",
    "zlib": "error",
}
ATTRIBUTES = (
    "code errno strerror filename filename2 name path value msg lineno offset text end_lineno end_offset doc pos colno"
    " returncode cmd output stderr timeout encoding object start end reason"
).split()
"""The attributes of a standard exception that cross with it."""

UNARY = (
    "__len__ __bool__ __int__ __float__ __complex__ __index__ __iter__ __next__ __reversed__ __neg__ __pos__ __abs__"
    " __invert__ __trunc__ __floor__ __ceil__ __enter__ __bytes__ __length_hint__ __fspath__"
    " __aenter__ __aiter__ __anext__ __await__"
).split()
COMPARISONS = "__eq__ __ne__ __lt__ __le__ __gt__ __ge__".split()
ARITHMETIC = (
    "__add__ __sub__ __mul__ __matmul__ __truediv__ __floordiv__ __mod__ __pow__ __lshift__ __rshift__ __and__ __xor__"
    " __or__ __divmod__"
).split()
REFLECTED = ["__r" + name[2:] for name in ARITHMETIC]
INPLACE = ["__i" + name[2:] for name in ARITHMETIC if name != "__divmod__"]
OTHERS = (
    "__call__ __contains__ __getitem__ __setitem__ __delitem__ __exit__ __aexit__ __format__ __round__ __hash__"
    " __get__ __set__ __delete__ __set_name__ __missing__ __class_getitem__ __copy__ __deepcopy__ __str__ __repr__"
).split()
SPECIAL = frozenset([*UNARY, *COMPARISONS, *ARITHMETIC, *REFLECTED, *INPLACE, *OTHERS])
"""The special methods that a class is asked about and that cross as operations."""

NAMES: dict[str, frozenset[str]] = {
    "builtins": FUNCTIONS
    | {name for name, value in vars(builtins).items() if isinstance(value, type) and name != "__loader__"},
    "math": frozenset(name for name in dir(__import__("math")) if not name.startswith("_")),
}
for _module, _names in [*TYPES.items(), *EXCEPTIONS.items()]:
    NAMES[_module] = NAMES.get(_module, frozenset()) | frozenset(_names.split())
SINGLES = {"dataclasses": "MISSING _FIELD _FIELD_CLASSVAR _FIELD_INITVAR".split()}
"""Objects that are told by identity alone: `dataclasses.fields` looks for them."""
for _module, _singles in SINGLES.items():
    NAMES[_module] |= frozenset(_singles)


def single_of(value: Any) -> tuple[str, str] | None:
    """The module and name of one of `SINGLES`; None for anything else."""
    module = type(value).__module__
    if type(module) is not str or module not in SINGLES or module not in sys.modules:
        return None
    names = vars(sys.modules[module])
    return next(((module, name) for name in SINGLES[module] if names.get(name) is value), None)


def name_of(value: Any) -> tuple[str, str] | None:
    """The module and name by which the other side knows a standard type or function; None for anything else."""
    name = getattr(value, "__name__", None)
    module = getattr(value, "__module__", None)
    if type(name) is not str or type(module) is not str:
        return None
    for candidate in (module, module.partition(".")[0].lstrip("_"), "types", "collections.abc"):
        if name in NAMES.get(candidate, ()):
            loaded = sys.modules.get(candidate)
            if loaded is not None and vars(loaded).get(name) is value:
                return candidate, name
    return None


def is_loaded(name: str) -> bool:
    """Whether this standard module is imported; a student's of its name is another one."""
    module = sys.modules.get(name)
    file = vars(module).get("__file__") if type(module) is ModuleType else None
    return type(file) is str and file.startswith(_LIBRARY)
