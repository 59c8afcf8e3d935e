"""From nodes to stand-ins, and back. Nothing is sent while a message is read, and only fixed names are looked up."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.inside.bases import kind_of_changing
from grader.inside.kinds import Kind, WireError, expect
from grader.inside.names import NAMES, SPECIAL, name_of
from grader.standin import classes, rebuilt
from grader.standin.callbacks import Callbacks
from grader.standin.codes import Derived
from grader.standin.frames import is_of_suite
from grader.standin.paths import StudentPath, guarded
from grader.standin.proxies import SHAPES, StandInMeta
from grader.standin.refs import KEY, META, STANDARD, Ref, ref_of

if TYPE_CHECKING:
    from grader.standin.binding import Binding
    from grader.standin.inside import Inside

EXCEPTION_PARTS = 12
_METHODS = (types.MethodDescriptorType, types.WrapperDescriptorType)  # `str.upper`, `int.__add__`
# What a suite may put into a student's class, and the functions it is made of.
_DESCRIPTORS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    property: lambda value: (value.fget, value.fset, value.fdel),
    staticmethod: lambda value: (value.__func__,),
    classmethod: lambda value: (value.__func__,),
}
MOST_OBJECTS = 200_000


class JudgeObjects:
    """The objects of one inside as the judge has them, by number."""

    def __init__(self, inside: Inside) -> None:
        self.inside = inside
        self.binding: Binding
        self.callbacks: Callbacks
        self._known: dict[int, Any] = {}

    def known(self, number: int) -> Any:
        """The stand-in of a number."""
        return self._known[number]

    def enter(self, number: int, value: Any) -> None:
        """Have a number stand for this object from now on."""
        self._known[number] = value

    def changed(self) -> list[tuple[int, list[Any]]]:
        """See `wire.Objects.changed`: the judge never changes what a student's object holds."""
        return []

    def holder(self, number: Any) -> tuple[Any, Kind]:
        """See `wire.Objects.holder`."""
        value = self._known.get(number) if type(number) is int else None
        ref = ref_of(value)
        kind = ref and ref.base and kind_of_changing(ref.base)
        if not kind:
            raise WireError("data of an object that holds none")
        return value, kind

    # To the student

    def pack(self, value: Any, ref: Callable[[Any], Any]) -> list[Any]:
        """See `wire.Objects.pack`."""
        if isinstance(value, Derived):
            names = list(value.content)
            values = [ref(value.content[name]) for name in names]
            options = [[name, ref(option)] for name, option in value.options.items()]
            return ["Y", value.name, ref(value.bases), names, values, options]
        mine = ref_of(value)
        if mine is not None:
            return self._pack_stand_in(mine, ref)
        if isinstance(value, StudentPath):
            return ["p", str(value)]
        exact = type(value)
        if isinstance(value, tuple) and ref_of(exact) is not None:
            return ["nt", ref(exact), *map(ref, tuple(value))]
        return self._pack_judges(value, ref)

    def _pack_judges(self, value: Any, ref: Callable[[Any], Any]) -> list[Any]:
        """The node of something of the judge's or the standard library's."""
        if type(value) in _DESCRIPTORS:
            return ["de", type(value).__name__, *map(ref, _DESCRIPTORS[type(value)](value))]
        if isinstance(value, types.TracebackType):
            return ["v", None]  # what `__exit__` is given: there is none of the suite's
        standard = _standard_name(value)
        if standard is not None:
            return ["X", *standard]
        if isinstance(value, BaseException) and self.callbacks.number_of(value) is None:
            return ["x", *rebuilt.exception_parts(value, ref, self.callbacks.is_own_class), self.callbacks.enter(value)]
        return self.callbacks.node(value, ref, _standard_name)

    def _pack_stand_in(self, mine: Ref, ref: Callable[[Any], Any]) -> list[Any]:
        mine = mine.current()
        if mine.plain:
            return ["v", ref(mine.plain[0])]
        expect(mine.binding.inside is self.inside, "an object of another interpreter's")
        return ["h", mine.number]

    # From the student

    def guard(self, path: Any) -> Any:
        """A path of the student's: to be opened below the submission's folder only."""
        return guarded(path)

    def unpack(self, tag: str, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        """See `wire.Objects.unpack`."""
        try:
            return self._object(tag, parts, get)
        except WireError:
            raise
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            why = f"an object that is none: {type(error).__name__}"
            raise WireError(why) from None

    def _object(self, tag: str, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        if tag == "j":
            return self.callbacks.object(parts[0])
        if tag == "X":
            return _standard(*parts)
        if tag == "nt":
            return self._namedtuple(get(parts[0]), [get(part) for part in parts[1:]])
        number = parts[0]
        expect(type(number) is int and number >= 0, "an object without a number")
        if tag == "h":
            expect(number in self._known, "an object that was never sent")
            return self._known[number]
        expect(len(self._known) < MOST_OBJECTS, "too many objects")
        makers = {"H": self._handle, "C": self._class, "x": self._exception}
        expect(tag in makers, "an unknown tag")
        return makers[tag](number, parts[1:], get)

    def _handle(self, number: int, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        shape, cls_ref, text, *rest = parts
        expect(type(shape) is str and type(text) is str and number not in self._known, "an object that is none")
        ref = Ref(self.binding, number, shape, text)
        if shape == "module":
            made = self.binding.kept.module(text, ref)
        elif shape == "object":
            cls = get(cls_ref)
            ref.hashed = rest[0] if rest and type(rest[0]) is int else None
            carried = rest[1] if len(rest) > 1 else []
            expect(type(carried) is list, "an object without its value")
            ref.carried = [get(part) for part in carried[:1]]
            made = classes.instance(cls, ref)
        else:
            expect(shape in SHAPES, "an object of no shape")
            ref.code, home = rest[:4], rest[4:5]  # what `__code__` is built from, when it is asked for
            made = self.binding.kept.function(tuple(*home), ref) if any(home) else SHAPES[shape](ref)
        self._known.setdefault(number, made)
        return made

    def _class(self, number: int, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        name, qualname, module, bases, special, unhashable, own, meta, abstract, fields, methods, text = parts
        expect(all(type(part) is str for part in (name, qualname, module, text)), "a class without a name")
        expect(type(special) is list and set(special) <= SPECIAL, "a class with other special methods")
        expect(type(own) is list and set(own) <= SPECIAL, "a class with other special methods")
        ref = Ref(self.binding, number, "class", text)
        if "<locals>" not in qualname:
            ref.origin = (module, qualname)
            ref.display = f"{module}.{qualname}"
        if fields is not None:
            made = classes.namedtuple_class(name, fields[0], get(fields[1]), ref)
        else:
            content = {KEY: ref, "__module__": "" if is_of_suite(module) else module, "__qualname__": qualname}
            content |= classes.content(special, methods, own, unhashable=unhashable is True)
            kept, standard = classes.bases(get(bases))
            made = self.binding.kept.class_(
                name, kept, content | {STANDARD: standard, META: _class_or_none(get(meta))}, ref
            )
            classes.set_abstract(made, abstract)
        self._known[number] = made
        return made

    def _namedtuple(self, cls: Any, values: list[Any]) -> Any:
        fields = getattr(cls, "_fields", ()) if isinstance(cls, type) and issubclass(cls, tuple) else ()
        expect(ref_of(cls) is not None and len(fields) == len(values), "a namedtuple that is none")
        return tuple.__new__(cls, values)

    def _exception(self, number: int, parts: list[Any], get: Callable[[Any], Any]) -> Any:
        known = self._known.get(number)
        if known is None:
            expect(len(parts) == EXCEPTION_PARTS, "an exception of other parts")
            ref = Ref(self.binding, number, "exception")
            known = rebuilt.new_exception(get(parts[0]), ref, get(parts[1]), get(parts[7]))
            self._known[number] = known
        rebuilt.fill_exception(known, parts[1:], get, self.binding.files)
        return known


def _class_or_none(value: Any) -> Any:
    return value if isinstance(value, StandInMeta) else None


def _standard(module: Any, name: Any) -> Any:
    expect(type(module) is str and type(name) is str and name in NAMES.get(module, ()), "no standard name")
    __import__(module)
    return getattr(sys.modules[module], name)


def _standard_name(value: Any) -> tuple[str, str] | None:
    """The name of a standard module, type or function that is given as an argument."""
    if isinstance(value, types.ModuleType):
        name = value.__name__
        standard = name.partition(".")[0] in sys.stdlib_module_names and sys.modules.get(name) is value
        return (name, "") if standard else None
    owner: Any = getattr(value, "__objclass__", None) if isinstance(value, _METHODS) else value
    if not isinstance(owner, (type, types.FunctionType, types.BuiltinFunctionType)):
        return None
    found = name_of(value)
    if found is not None:
        return found
    module, path = getattr(owner, "__module__", None), getattr(value, "__qualname__", "")
    if type(module) is not str or module.partition(".")[0] not in sys.stdlib_module_names or module == "__main__":
        return None
    owner = sys.modules.get(module)
    for part in path.split("."):
        owner = getattr(owner, part, None)
    return (module, path) if owner is value else None
