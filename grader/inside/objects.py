"""Student objects as the judge may know them: numbers, with a class, a hash and a text; never the objects."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    CodeType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any

from .bases import FIXED, base_of, bases_of, kind_of_changing, mro_of, parts_of
from .kinds import Kind, WireError, expect
from .mirrors import make_mirror
from .names import NAMES, SPECIAL, name_of, single_of
from .raised import describe_exception, raise_again

DESCRIPTORS = {"property": property, "staticmethod": staticmethod, "classmethod": classmethod}
MAX_TEXT = 4096  # characters of a repr that crosses
_PLAIN_METACLASSES = ("builtins", "abc", "enum", "typing")
_PLAIN = (bool, int, float, str)
_NAMEDTUPLE = frozenset(
    "__doc__ __slots__ _fields _field_defaults __new__ _make _replace __repr__ _asdict __getnewargs__ __match_args__"
    " __module__ __replace__ __static_attributes__ __firstlineno__ __orig_bases__ __annotations__ __annotate__"
    " __annotate_func__ __annotations_cache__".split()
)
SHAPES = (
    (ModuleType, "module"),
    (FunctionType, "function"),
    (MethodType, "method"),
    (BuiltinFunctionType, "builtin"),
    (WrapperDescriptorType, "builtin"),
    (MethodWrapperType, "builtin"),
    (MethodDescriptorType, "builtin"),
    (ClassMethodDescriptorType, "builtin"),
    (GeneratorType, "generator"),
    (CoroutineType, "coroutine"),
    (AsyncGeneratorType, "asyncgen"),
)


def cut(text: str, most: int = MAX_TEXT) -> str:
    """The text, with its middle left out where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    half = (most - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def safe_text(make: Callable[[Any], str], value: Any) -> str:
    """What `make` (repr or str) gives, or a stand-in text where the student's method fails."""
    try:
        text = make(value)
    except BaseException:  # noqa: BLE001 - whatever a student's __repr__ does, a text is not worth a failure
        return f"<{type(value).__name__} object>"
    return cut(str.__str__(text))


class Holder:
    """An object with plain data that can change, and the parts the judge has last seen."""

    __slots__ = ("_kind", "_value", "number", "parts")

    def __init__(self, number: int, value: Any, kind: Kind) -> None:
        self.number = number
        self.parts: list[Any] = []
        self._value = value
        self._kind = kind

    def has_changed(self) -> bool:
        """Whether the data differs from what was seen; what is found now counts as seen."""
        now = parts_of(self._value, self._kind)
        if len(now) == len(self.parts) and all(map(_is, now, self.parts)):
            return False
        self.parts = now
        return True


def _is(one: object, other: object) -> bool:
    return one is other


class StudentObjects:
    """The numbers that the judge knows the student's objects by, and the judge's objects by their mirrors.

    `root` is the submission's folder, with a separator at its end.
    """

    def __init__(self, call_judge: Callable[..., Any]) -> None:
        self.root = ""
        self._call_judge = call_judge
        self._numbers: dict[int, int] = {}
        self._objects: dict[int, Any] = {}
        self._mirrors: dict[int, Any] = {}
        self._mirror_numbers: dict[int, int] = {}
        self._holders: list[Holder] = []

    def pack(self, value: Any, ref: Callable[[Any], Any]) -> list[Any]:
        """See `wire.Objects.pack`."""
        number = self._mirror_numbers.get(id(value))
        if number is not None:
            return ["j", number]
        known = self._numbers.get(id(value))
        if known is not None and not isinstance(value, BaseException):
            return ["h", known]
        standard = name_of(value) if isinstance(value, (type, BuiltinFunctionType)) else single_of(value)
        if standard is not None:
            return ["X", *standard]
        return self._described(value, ref)

    def _described(self, value: Any, ref: Callable[[Any], Any]) -> list[Any]:
        """The node of an object at its first use."""
        if isinstance(value, type):
            return ["C", self.number(value), *_class_parts(value, ref)]
        if isinstance(value, BaseException):
            return ["x", self.number(value), *describe_exception(value, ref, self.root)]
        if is_namedtuple(type(value)):
            return ["nt", ref(type(value)), *map(ref, tuple(value))]
        node = ["H", self.number(value), *_handle_parts(value, ref)]
        base = base_of(type(value)) if node[2] == "object" else None
        kind = kind_of_changing(base) if base is not None else None
        if kind is not None:
            self._holders.append(Holder(node[1], value, kind))
        return node

    def changed(self) -> list[tuple[int, list[Any]]]:
        """See `wire.Objects.changed`."""
        return [(holder.number, holder.parts) for holder in self._holders if holder.has_changed()]

    def holder(self, number: Any) -> tuple[Any, Kind]:  # noqa: ARG002
        """See `wire.Objects.holder`: the judge's objects hold nothing here."""
        raise WireError("data of no object")

    def number(self, value: Any) -> int:
        """The number of one object, the same for its whole life; it lives as long as the inside."""
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self._objects) + 1
            self._numbers[id(value)] = number
            self._objects[number] = value
        return number

    def guard(self, path: Any) -> Any:
        """See `wire.Objects.guard`: here every path is free."""
        return path

    def unpack(self, tag: str, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        """See `wire.Objects.unpack`."""
        makers: dict[str, Callable[[], Any]] = {
            "h": lambda: self._objects[parts[0]],
            "j": lambda: self._mirrors[parts[0]],
            "v": lambda: get(parts[0]),
            "X": lambda: _standard(*parts),
            "nt": lambda: get(parts[0])._make(map(get, parts[1:])),
            "J": lambda: self._mirror(parts[0], lambda: make_mirror(parts[0], parts[1:], get, self._call_judge)),
            "x": lambda: self._mirror(parts[-1], lambda: raise_again(parts[:-1], get, parts[-1])),
            "Y": lambda: _subclass(parts, get),
            "de": lambda: DESCRIPTORS[parts[0]](*map(get, parts[1:])),
        }
        expect(tag in makers, f"an unknown tag: {tag[:20]!r}")
        return makers[tag]()

    def _mirror(self, number: int, make: Callable[[], Any]) -> Any:
        """What stands for an object of the judge's, made at its first use."""
        if number not in self._mirrors:
            self._remember(number, make())
        return self._mirrors[number]

    def _remember(self, number: int, mirror: Any) -> None:
        self._mirrors[number] = mirror
        self._mirror_numbers[id(mirror)] = number


def _subclass(parts: list[Any], get: Callable[[Any], Any]) -> Any:
    """A class of the suite's that derives from the student's: built here, its methods call the judge."""
    name, bases, names, values, options = parts
    return types.new_class(
        name,
        get(bases),
        {option: get(value) for option, value in options},
        exec_body=lambda space: space.update(zip(names, map(get, values), strict=True)),
    )


def _standard(module: str, name: str) -> Any:
    expect(name == "" or name in NAMES.get(module, ()) or module in sys.stdlib_module_names, "no standard name")
    __import__(module)
    found: Any = sys.modules[module]
    for part in filter(None, name.split(".")):
        found = getattr(found, part)
    return found


def is_namedtuple(cls: type) -> bool:
    """Whether a class is a plain namedtuple: nothing but fields was added to `tuple`."""
    return cls.__bases__ == (tuple,) and "_fields" in vars(cls) and set(vars(cls)) <= _NAMEDTUPLE | set(cls._fields)  # type: ignore[attr-defined]


def _class_parts(cls: type, ref: Callable[[Any], Any]) -> list[Any]:
    mro = mro_of(cls)
    special = {name for base in mro[:-1] for name in vars(base) if name in SPECIAL}
    unhashable = next((vars(base)["__hash__"] for base in mro if "__hash__" in vars(base)), None) is None
    fields = [list(cls._fields), ref(tuple(cls._field_defaults.values()))] if is_namedtuple(cls) else None  # type: ignore[attr-defined]
    return [
        type.__getattribute__(cls, "__name__"),
        _text(vars(cls).get("__qualname__", cls.__qualname__)),
        _text(cls.__module__),
        ref(tuple(base for base in bases_of(cls) if base is not object)),
        sorted(special),
        unhashable,
        _own_special(cls),
        ref(type(cls)) if type(cls).__module__ not in _PLAIN_METACLASSES else None,
        _abstract(cls),
        fields,
        [
            name
            for name, value in vars(cls).items()
            if type(value) is FunctionType and (name[:2] != "__" or name == "__init__")
        ],
        safe_text(repr, cls),
    ]


def _own_special(cls: type) -> list[str]:
    """The special methods that come before those of the type of values a class derives from, if it does."""
    base = base_of(cls)
    if base is None:
        return []
    mro = mro_of(cls)
    before = mro[: mro.index(base)]
    return sorted({name for one in before for name in vars(one) if name in SPECIAL and one.__module__ != "enum"})


def _abstract(cls: type) -> list[str]:
    """The names of a class's abstract methods."""
    names = vars(cls).get("__abstractmethods__")
    return sorted(name for name in names if type(name) is str) if type(names) is frozenset else []


def _text(value: Any) -> str:
    return value if type(value) is str else ""


def _handle_parts(value: Any, ref: Callable[[Any], Any]) -> list[Any]:
    shape = next((name for exact, name in SHAPES if type(value) is exact), "object")
    if shape == "module":
        return [shape, None, _text(getattr(value, "__name__", ""))]
    if shape in ("function", "method"):
        return [shape, None, safe_text(repr, value), *_code(value)]
    if shape != "object":
        return [shape, None, safe_text(repr, value)]
    try:
        hashed = hash(value)
    except BaseException:  # noqa: BLE001 - whatever a student's __hash__ raises means: cannot be a key
        hashed = None
    return [shape, ref(type(value)), safe_text(repr, value), hashed, _carried(value, ref)]


def _carried(value: Any, ref: Callable[[Any], Any]) -> list[Any]:
    """The plain value of an enum member or of an instance that derives from one: data, not answers of its methods."""
    base = base_of(type(value))
    if base is not None:
        return [ref(FIXED[base](value))] if base in FIXED else []
    enum = sys.modules.get("enum")
    plain = vars(value).get("_value_") if enum is not None and isinstance(value, enum.Enum) else None
    return [plain] if type(plain) in _PLAIN and plain == plain else []  # noqa: PLR0124 - nan is not


def _code(value: Any) -> list[Any]:
    function = value.__func__ if type(value) is MethodType else value
    code: CodeType | None = getattr(function, "__code__", None)
    if type(code) is not CodeType:
        return []
    names = [[_text(name) for name in group] for group in (code.co_varnames, code.co_names, code.co_freevars)]
    counts = [code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags, code.co_firstlineno]
    return [code.co_filename, code.co_name, names, counts, _home(value)]


def _home(value: Any) -> list[str]:
    """Module and name of a function that is found there; nothing of one that is not."""
    module, name = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if type(module) is not str or type(name) is not str or type(value) is not FunctionType:
        return []
    return [module, name] if vars(sys.modules.get(module, sys)).get(name) is value else []
