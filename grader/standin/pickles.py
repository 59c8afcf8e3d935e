"""Pickles of stand-ins: the student's process makes and reads them, the judge only keeps the bytes."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.standin.binding import Binding
    from grader.standin.refs import Ref

_bindings: weakref.WeakValueDictionary[int, Binding] = weakref.WeakValueDictionary()


def reduced(value: Any, ref: Ref, protocol: int) -> tuple[Any, tuple[int, bytes]]:
    """What `__reduce_ex__` of a stand-in gives: how to find the interpreter again, and the student's own pickle."""
    data = ref.binding.ask("pickled", value, int(protocol))
    if type(data) is not bytes:
        raise TypeError("a pickle that is no bytes")
    _bindings[id(ref.binding)] = ref.binding
    return restored, (id(ref.binding), data)


def restored(binding: int, data: bytes) -> Any:
    """The object that the student's process makes of its pickle."""
    return _bindings[binding].ask("unpickled", data)
