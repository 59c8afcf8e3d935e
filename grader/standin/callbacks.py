"""The suite's functions and objects that the student's code was given, and what it may do with each.

A function may be called, nothing else. Attributes are served only of mocks (without their control surface), of
instances of the suite's own classes, and of a few harmless types; never a name with a leading underscore.
"""

from __future__ import annotations

import builtins
import collections.abc
import io
import operator
import os
import re
import sys
import types
from collections.abc import Callable
from typing import Any

from grader.inside.kinds import WireError
from grader.inside.names import SPECIAL
from grader.standin.awaited import Awaited, as_coroutine
from grader.standin.codes import outline
from grader.standin.failures import StudentFailure
from grader.standin.rebuilt import is_verdict
from grader.standin.refs import ref_of

_CONTROL = frozenset(
    "awaited called call_args call_args_list call_count mock_calls method_calls mock_add_spec return_value side_effect"
    " reset_mock attach_mock configure_mock".split()
)
_FILE_METHODS = frozenset(
    "read readline readlines write writelines seek tell flush close closed getvalue truncate readable writable"
    " seekable isatty name mode encoding".split()
)
# Methods of standard objects that a suite hands over for student code to use, by module and class.
_SERVED = {
    ("random", "Random"): "betavariate choice choices expovariate gauss getrandbits randbytes randint random randrange"
    " sample shuffle triangular uniform",
    ("re", "Pattern"): "findall finditer flags fullmatch groups groupindex match pattern search split sub subn",
    ("re", "Match"): "end expand group groupdict groups lastgroup lastindex pos span start string",
    ("logging", "Logger"): "critical debug error exception info isEnabledFor level log name warning",
    ("queue", "Queue"): "empty full get get_nowait put put_nowait qsize task_done",
    ("threading", "Event"): "clear is_set set wait",
}
_FILE_SPECIAL = ["__iter__", "__next__", "__enter__", "__exit__"]
_MAGIC = (
    "__call__ __len__ __iter__ __getitem__ __setitem__ __contains__ __enter__ __exit__ __bool__ __int__ __float__"
    " __get__ __set__ __aenter__ __aexit__ __aiter__ __anext__"
)
_OF_MOCKS = ("__call__", "__get__", "__set__")  # what a mock without magic may be asked: a PropertyMock is a property
_TOKEN = re.compile("[0-9a-f]{32}")
_FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType)
_FILES = (io.IOBase,)


def is_mock(value: Any, kind: str = "NonCallableMock") -> bool:
    """Whether an object is a mock. `unittest.mock` is only looked at where the suite has imported it: it is large."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and isinstance(value, getattr(mock, kind))


def _makes_mocks(cls: type) -> bool:
    mock = sys.modules.get("unittest.mock")
    return mock is not None and issubclass(cls, mock.NonCallableMock)


def _is_arguments(value: Any) -> bool:
    """Whether this is what `argparse` has parsed."""
    return (type(value).__module__, type(value).__name__) == ("argparse", "Namespace")


def _served(value: Any) -> frozenset[str]:
    """The attributes of a standard object that are served."""
    if isinstance(value, _FILES):
        return _FILE_METHODS
    owners = ((base.__module__, base.__name__) for base in type(value).__mro__)
    return frozenset(next((_SERVED[owner] for owner in owners if owner in _SERVED), "").split())


class Callbacks:
    """The table of one inside. `suite` is the folder whose classes count as the suite's own."""

    def __init__(self, suite: str) -> None:
        self._suite = suite
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._docs: dict[str, str] = {}
        self._awaited = Awaited()

    def node(self, value: Any, ref: Callable[[Any], Any], standard: Callable[[Any], Any]) -> list[Any]:
        """The node that gives the student's code a way to this object; `standard` names what both sides have."""
        known = self._numbers.get(id(value))
        if known is not None:
            return ["j", known]
        number = self.enter(value)
        if isinstance(value, _FUNCTIONS):
            name = str(getattr(value, "__name__", "function"))
            return ["J", number, "function", name, [], self._token(value), outline(value, ref, standard)]
        if isinstance(value, types.ModuleType):
            return ["J", number, "module", value.__name__, [], None, []]
        if type(value) is types.CoroutineType:
            return ["J", number, "coroutine", value.__name__, [], None, []]
        if self.is_own_class(value):
            special, bases = self._special_of(value), [*self._bases(value, ref)]
            return ["J", number, "class", value.__name__, special, self._token(value), bases]
        cls = [ref(type(value))] if self.is_own_class(type(value)) else []
        return ["J", number, "object", type(value).__name__, self._special(value), None, cls]

    def _token(self, value: Any) -> str | None:
        """What stands for a docstring in the student's process, which may keep it but not read it."""
        doc = getattr(value, "__doc__", None)
        if type(doc) is not str:
            return None
        token = os.urandom(16).hex()
        self._docs[token] = doc
        return token

    def with_docs(self, text: Any) -> Any:
        """A docstring that came from the student's code, with the suite's own in the place of what stands for them."""
        if type(text) is str and self._docs:
            for token in _TOKEN.findall(text):
                text = text.replace(token, self._docs.get(token, token))
        return text

    def is_own_class(self, value: Any) -> bool:
        """Whether this is a class that the suite defines in its files, and no mock."""
        return isinstance(value, type) and ref_of(value) is None and self._suites_own(value) and not _makes_mocks(value)

    def _bases(self, cls: type, ref: Callable[[Any], Any]) -> tuple[list[Any], list[str]]:
        """The bases of a suite's class that the student's code may know, and its methods' names."""
        bases = [base for base in cls.__bases__ if self.is_own_class(base)]
        if not bases and issubclass(cls, BaseException):
            bases = [next(base for base in cls.__mro__ if getattr(builtins, base.__name__, None) is base)]
        names = [name for name, value in vars(cls).items() if name[:1] != "_" and isinstance(value, types.FunctionType)]
        return [ref(base) for base in bases], names

    def enter(self, value: Any) -> int:
        """The number of an object, which lives as long as the inside."""
        number = len(self._objects) + 1
        self._objects[number] = value
        self._numbers[id(value)] = number
        return number

    def number_of(self, value: Any) -> int | None:
        """The number the inside knows an object by."""
        return self._numbers.get(id(value))

    def object(self, number: Any) -> Any:
        """The object of a number that was given out; `WireError` for any other."""
        if type(number) is not int or number not in self._objects:
            raise WireError("a callback to something it was never given")
        return self._objects[number]

    def _special(self, value: Any) -> list[str]:
        exact = type(value)
        if is_mock(value):
            magic = [name for name in _MAGIC.split() if hasattr(exact, name)]
            return magic if is_mock(value, "MagicMixin") else [name for name in magic if name in _OF_MOCKS]
        if self._suites_own(exact):
            return self._special_of(exact)
        if isinstance(value, _FILES):
            return _FILE_SPECIAL
        if isinstance(value, collections.abc.AsyncIterator):
            return ["__aiter__", "__anext__"]
        if isinstance(value, collections.abc.Iterator):
            return ["__iter__", "__next__"]
        return ["__call__"] if callable(value) else []

    @staticmethod
    def _special_of(own: type) -> list[str]:
        """The special methods of a suite's class that are not the standard ones."""
        standard = next(base for base in own.__mro__ if getattr(builtins, base.__name__, None) is base)
        standard = standard if issubclass(own, BaseException) else object
        return sorted(name for name in SPECIAL if getattr(own, name, None) is not getattr(standard, name, None))

    def _suites_own(self, cls: type) -> bool:
        module = sys.modules.get(getattr(cls, "__module__", ""))
        file = getattr(module, "__file__", None) or ""
        return str(file).startswith(self._suite)

    def serve(self, number: int, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Carry out what the student's code asked of a suite's object; raises what that raises.

        What the suite's function asserts is no exception for the student's code to take: it is a `StudentFailure`.
        """
        if number == -1:
            return self._read_input(operation, args)
        value = self.object(number)
        try:
            return self._served(value, operation, args, kwargs)
        except BaseException as error:
            if isinstance(error, StudentFailure) or is_mock(value) or not is_verdict(error):
                raise
            why = str(error).partition("\n")[0]
            message = f"Your code used `{getattr(value, '__name__', type(value).__name__)}` in a wrong way: {why}"
            raise StudentFailure(message) from error

    def _served(self, value: Any, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if operation == "__call__":
            if not callable(value):
                raise TypeError(f"{type(value).__name__!r} object is not callable")
            return value(*args, **kwargs)
        if operation == "getattr":
            return getattr(value, self._allowed(value, args))
        if operation == "setattr":
            name = self._allowed(None if isinstance(value, type) else value, args)
            return setattr(value, self._settable(value, name, args[1]), args[1])
        if type(value) is types.CoroutineType and operation in ("step", "cancel"):
            return getattr(self._awaited, operation)(value)
        if operation not in self._special(value):
            raise TypeError(f"{type(value).__name__!r} object does not support this")
        return as_coroutine(_special_operation(operation)(value, *args))

    def _allowed(self, value: Any, args: tuple[Any, ...]) -> str:
        """The attribute's name, if the student's code may have it."""
        name = args[0] if args else None
        if type(name) is str and name and not name.startswith("_"):
            if is_mock(value):
                if name not in _CONTROL and not name.startswith(("assert", "await", "call", "mock_")):
                    return name
            elif isinstance(value, types.ModuleType):
                if name in vars(value) and getattr(value, "__spec__", None) is None:
                    return name
            elif isinstance(value, types.SimpleNamespace) or _is_arguments(value):
                if name in vars(value):
                    return name
            elif self._suites_own(value if isinstance(value, type) else type(value)) or (name in _served(value)):
                return name
        raise AttributeError(f"{type(value).__name__!r} object has no attribute {name!r}")

    @staticmethod
    def _settable(value: Any, name: str, new: Any) -> str:
        """The name, unless setting it would put the student's code in the place of the suite's."""
        there = getattr(type(value), name, None)
        child = is_mock(value) and name in vars(value).get("_mock_children", ())
        if child or callable(new) or (there is not None and not isinstance(there, property)):
            raise AttributeError(f"{type(value).__name__!r} object attribute {name!r} is read-only")
        return name

    @staticmethod
    def _read_input(operation: str, args: tuple[Any, ...]) -> str:
        if operation not in ("read", "readline") or len(args) != 1 or type(args[0]) not in (int, type(None)):
            raise WireError("a question for input that is none")
        return str(getattr(sys.stdin, operation)(args[0]))


_BUILTINS: dict[str, Any] = {
    "__iter__": iter, "__next__": next, "__len__": len, "__bool__": bool, "__int__": int, "__float__": float,
    "__str__": str, "__repr__": repr, "__hash__": hash, "__reversed__": reversed, "__abs__": abs, "__round__": round,
    "__format__": format, "__divmod__": divmod, "__complex__": complex, "__bytes__": bytes,
}  # fmt: skip


def _special_operation(name: str) -> Any:
    if name in _BUILTINS:
        return _BUILTINS[name]
    found = None if name[:3] == "__r" and name != "__rshift__" else getattr(operator, name, None)
    return found or (lambda value, *args: getattr(value, name)(*args))
