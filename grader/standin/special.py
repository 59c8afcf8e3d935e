"""The special methods of stand-ins: what Python itself calls, by the policy or by asking the object."""

from __future__ import annotations

from typing import Any

from grader.inside.names import SPECIAL
from grader.standin.policy import judged_here
from grader.standin.rebuilt import is_verdict
from grader.standin.refs import KEY
from grader.standin.views import no_end

_EXITS = ("__exit__", "__aexit__")


def operate(self: Any, operation: str, *args: Any) -> Any:
    """Carry out one special method of a stand-in: by the policy, or by asking the object."""
    ref = object.__getattribute__(self, KEY)
    if ref.binding.ledger.reading:  # a set or dict is being filled: nothing may be asked
        return self is args[0] if operation == "__eq__" else NotImplemented
    ref.current()
    if ref.plain:
        return getattr(type(ref.plain[0]), operation)(ref.plain[0], *args)
    answer = judged_here(self, ref, operation, args)
    if answer is NotImplemented:
        return NotImplemented
    if answer is not None:
        return answer[0]
    try:
        result = ref.binding.operate(self, ref, operation, args)
    except StopIteration as error:
        if operation == "__next__":
            raise
        raise no_end(error) from error
    if operation in _EXITS and isinstance(args[1], BaseException) and is_verdict(args[1]):
        return False
    return result


def _special(operation: str) -> Any:
    def method(self: Any, *args: Any) -> Any:
        return operate(self, operation, *args)

    method.__name__ = method.__qualname__ = operation
    return method


def _awaited(operation: str) -> Any:
    """A special method that gives an awaitable: the student's is run to its end inside."""

    async def method(self: Any, *args: Any) -> Any:
        return operate(self, operation, *args)

    return method


def _await(self: Any) -> Any:
    return operate(self, "__await__")
    yield  # an awaitable's iterator gives its result at its end


_TEXTS_AND_CALLS = {"__call__", "__hash__", "__str__", "__repr__", "__format__", "__copy__", "__deepcopy__"}
SPECIAL_METHODS = {name: _special(name) for name in SPECIAL - _TEXTS_AND_CALLS}
SPECIAL_METHODS |= {name: _awaited(name) for name in ("__aenter__", "__aexit__", "__anext__")} | {"__await__": _await}
