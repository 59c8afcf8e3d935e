"""The stand-ins themselves: one real class per student's class, and functions and modules that ask over the wire."""

from __future__ import annotations

import abc
import collections.abc
import types
from typing import Any

from grader.inside.bases import mro_of
from grader.standin import views
from grader.standin.pickles import reduced
from grader.standin.policy import refuse, unlike
from grader.standin.refs import KEY, STANDARD, Marked, Ref, own_names, ref_of
from grader.standin.special import SPECIAL_METHODS, operate

_OWN_CLASS = frozenset(
    "__class__ __mro__ __bases__ __base__ __dict__ __subclasses__ mro __name__ __qualname__ __module__"
    " __init_subclass__ __instancecheck__ __subclasscheck__ __subclasshook__ __basicsize__ __flags__"
    " __abstractmethods__ __reduce_ex__ __copy__ __deepcopy__ __text_signature__".split()
)
_OWN = frozenset(["__class__", "__reduce_ex__", "__reduce__", "__getstate__", "__copy__", "__deepcopy__", KEY])


class StandInMeta(Marked):
    """The class of every stand-in class: calls, attributes and patches of a class go to the student's."""

    def __new__(mcs, name: str, bases: tuple[type, ...], content: dict[str, Any], **options: Any) -> Any:
        """A class of the suite's that derives from a student's; our own stand-in classes come from `make_class`."""
        parent = next((ref for base in bases if (ref := ref_of(base)) is not None), None)
        if parent is None or KEY in content:
            return type.__new__(mcs, name, bases, content)
        made = type.__new__(mcs, name, bases, _own_part(content))
        parent.current().binding.derive(made, name, bases, content, options)
        return made

    def __init__(cls, *args: Any, **options: Any) -> None:
        type.__init__(cls, *args)

    def mro(cls) -> list[type]:
        """The bases, and the standard classes the student's class derives from: `issubclass` looks for them here.

        Once the class is made, as the suite sees them: without those that make it a stand-in.
        """
        if mro_of(cls) is not None:
            return list(views.seen_mro(cls))
        found = type.mro(cls)
        found[-1:-1] = [base for base in own_names(cls).get(STANDARD, ()) if base not in found]
        return found

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return views.call(cls, args, kwargs)

    def __getattribute__(cls, name: str) -> Any:
        if name == "__dict__" and ref_of(cls) is not None:  # what `mock` and `monkeypatch` put back
            return types.MappingProxyType(views.ask(cls, "vars"))
        if name in views.CLASS_VIEWS:
            return views.CLASS_VIEWS[name](cls)
        if name in _OWN_CLASS or ref_of(cls) is None:
            return type.__getattribute__(cls, name)
        return views.attribute(cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name in _OWN_CLASS or ref_of(cls) is None:
            type.__setattr__(cls, name, value)
        else:
            views.set_attribute(cls, name, value)

    def __delattr__(cls, name: str) -> None:
        views.delete_attribute(cls, name)

    def __dir__(cls) -> list[str]:
        return views.names(cls)

    def __repr__(cls) -> str:
        ref = ref_of(cls)
        return type.__repr__(cls) if ref is None else ref.text

    def __iter__(cls) -> Any:
        return views.ask_class(cls, "__iter__")

    def __reversed__(cls) -> Any:
        return views.ask_class(cls, "__reversed__")

    def __len__(cls) -> int:
        return int(views.ask_class(cls, "__len__"))

    def __bool__(cls) -> bool:
        return True

    def __contains__(cls, item: Any) -> bool:
        ref = views.identity(cls)
        if not ref.binding.ledger.operators and ref_of(item) is None:
            raise refuse(ref, "a collection")
        return bool(views.ask_class(cls, "__contains__", item))

    def __eq__(cls, other: object) -> bool:
        return cls is other

    def __ne__(cls, other: object) -> bool:
        ref = ref_of(cls)
        return cls is not other if ref is None else unlike(ref, other)

    def __hash__(cls) -> int:
        return type.__hash__(cls)

    def __getitem__(cls, item: Any) -> Any:
        return views.ask_class(cls, "__getitem__", item)


def _own_part(content: dict[str, Any]) -> dict[str, Any]:
    """What stays in the judge of a class of the suite's: its name, and that its special methods are asked for."""
    kept = {key: content[key] for key in ("__module__", "__qualname__", "__classcell__") if key in content}
    return kept | {key: SPECIAL_METHODS[key] for key in content if key in SPECIAL_METHODS}


class Shared:
    """What all stand-ins have in common, whatever they stand for."""

    def __getattribute__(self, name: str) -> Any:
        return object.__getattribute__(self, name) if name in _OWN else views.attribute(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        views.set_attribute(self, name, value)

    def __delattr__(self, name: str) -> None:
        views.delete_attribute(self, name)

    def __dir__(self) -> list[str]:
        return views.names(self)

    def __repr__(self) -> str:
        return views.text(self, "__repr__")

    def __str__(self) -> str:
        return views.text(self, "__str__")

    def __format__(self, spec: str) -> str:
        return views.text(self, "__format__", spec)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return reduced(self, views.identity(self), protocol)

    def __copy__(self) -> Any:
        return views.ask(self, "__copy__")

    def __deepcopy__(self, memo: Any) -> Any:
        return views.ask(self, "__deepcopy__")

    def __eq__(self, other: object) -> Any:
        return operate(self, "__eq__", other) if ref_of(other) is not None else self is other

    def __ne__(self, other: object) -> Any:
        return unlike(object.__getattribute__(self, KEY), other)

    def __hash__(self) -> int:
        return hash(object.__getattribute__(self, KEY).number)


class StandIn(Shared, metaclass=StandInMeta):
    """An instance of a student's class. Subclasses are made by `make_class`, with that class's special methods."""

    def __eq__(self, other: object) -> Any:
        return operate(self, "__eq__", other)

    def __ne__(self, other: object) -> Any:
        return operate(self, "__ne__", other)

    def __hash__(self) -> int:
        return views.hash_of(self)


class StandInFunction(Shared, metaclass=Marked):
    """A function, method or built-in of the student's; `inspect` takes it for one."""

    def __init__(self, ref: Ref) -> None:
        object.__setattr__(self, KEY, ref)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return views.call(self, args, kwargs)

    @property
    def __class__(self) -> Any:
        return views.FUNCTION_CLASSES.get(object.__getattribute__(self, KEY).shape, types.FunctionType)

    @__class__.setter
    def __class__(self, value: Any) -> None:
        raise TypeError("the class of a stand-in stays")

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else types.MethodType(self, instance)


class StandInGenerator(StandInFunction):
    """A generator of the student's."""

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        return views.ask(self, "__next__")


class StandInAsyncGenerator(StandInFunction):
    """An asynchronous generator of the student's: each step runs on the loop inside."""

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> Any:
        return views.ask(self, "__anext__")


class _MarkedABC(Marked, abc.ABCMeta):
    """For stand-ins that are what `collections.abc` says."""


class StandInCoroutine(Shared, collections.abc.Coroutine[Any, Any, Any], metaclass=_MarkedABC):
    """A coroutine of the student's: awaited in the judge, it runs to its end on a loop inside."""

    def __init__(self, ref: Ref) -> None:
        object.__setattr__(self, KEY, ref)

    @property
    def __class__(self) -> Any:
        return types.CoroutineType

    @__class__.setter
    def __class__(self, value: Any) -> None:
        raise TypeError("the class of a stand-in stays")

    def send(self, value: Any) -> Any:
        """See `collections.abc.Coroutine.send`."""
        raise StopIteration(views.ask(self, "__await__"))

    def throw(self, *error: Any) -> Any:
        """See `collections.abc.Coroutine.throw`."""
        raise error[0]

    def close(self) -> None:
        """Nothing to do: the coroutine waits inside and ends with it."""

    def __getattribute__(self, name: str) -> Any:
        if name in ("send", "throw", "close", "__await__", *_OWN):
            return object.__getattribute__(self, name)
        return views.attribute(self, name)

    def __await__(self) -> Any:
        return views.ask(self, "__await__")
        yield  # an awaitable is an iterator that gives its result at its end


class StandInModule(types.ModuleType, metaclass=Marked):
    """A module of the student's, or a standard one that was imported inside."""

    def __init__(self, name: str, ref: Ref) -> None:
        super().__init__(name)
        types.ModuleType.__setattr__(self, KEY, ref)

    def __getattribute__(self, name: str) -> Any:
        if name in views.MODULE_OWN or (name == "__path__" and views.import_system_asks()):
            return types.ModuleType.__getattribute__(self, name)
        if name == "__dict__":
            own = views.import_system_asks()
            return types.ModuleType.__getattribute__(self, name) if own else views.module_names(self)
        return views.module_attribute(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in views.MODULE_OWN or name == "__path__":
            types.ModuleType.__setattr__(self, name, value)
        elif not (isinstance(value, StandInModule) and views.import_system_asks()):  # it is there already
            views.set_attribute(self, name, value)

    def __delattr__(self, name: str) -> None:
        views.delete_attribute(self, name)

    def __dir__(self) -> list[str]:
        return views.names(self)

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}>"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return unlike(types.ModuleType.__getattribute__(self, KEY), other)

    def __hash__(self) -> int:
        return id(self)


SHAPES: dict[str, Any] = {
    "function": StandInFunction,
    "method": StandInFunction,
    "builtin": StandInFunction,
    "generator": StandInGenerator,
    "coroutine": StandInCoroutine,
    "asyncgen": StandInAsyncGenerator,
}
