"""The judge's functions and objects as the student's code sees them: every use is a question to the judge."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from .coroutines import make_coroutine
from .functions import with_parameters
from .suite_classes import make_class, make_instance


class Mirror:
    """The base of every mirror that is no function. It holds nothing, and answers nothing by itself."""


def make_mirror(number: int, shape: list[Any], get: Callable[[Any], Any], call_judge: Callable[..., Any]) -> Any:
    """The mirror of the judge's object `number`: its form, its name, its special methods, and what its form adds.

    That is the outline of a function, bases and methods of a class, and the class of one of its instances. In the place
    of a docstring stands a token, which the judge knows.
    """
    form, name, special, doc, more = shape
    if form == "module":
        return _module(number, name, call_judge)
    if form == "coroutine":
        return make_coroutine(number, name, call_judge)
    if form == "object":
        return make_instance(get(more[0]), number) if more else _object(number, name, special, call_judge)
    if form == "function":
        mirror = _function(number, name, more, get, call_judge)
    else:
        bases, methods = more
        mirror = make_class(number, name, tuple(map(get, bases)), [*special, *methods], call_judge)
    mirror.__doc__ = doc
    return mirror


def _function(
    number: int, name: str, outline: list[Any], get: Callable[[Any], Any], call_judge: Callable[..., Any]
) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        return call_judge(number, "__call__", args, kwargs)

    mirror: Any = call
    if outline:
        *parameters, annotations = outline
        mirror = with_parameters(call, parameters)
        mirror.__annotations__ = {key: get(value) for key, value in annotations}
    mirror.__name__ = mirror.__qualname__ = name
    return mirror


def _module(number: int, name: str, call_judge: Callable[..., Any]) -> Any:
    module = ModuleType(name)
    module.__getattr__ = lambda attribute: call_judge(number, "getattr", (attribute,), {})  # type: ignore[method-assign]
    return module


def _object(number: int, name: str, special: list[str], call_judge: Callable[..., Any]) -> Any:
    def method(operation: str) -> Any:
        def ask(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG001
            return call_judge(number, operation, args, kwargs)

        return ask

    def __getattr__(self: Any, attribute: str) -> Any:  # noqa: ARG001, N807
        return call_judge(number, "getattr", (attribute,), {})

    def __setattr__(self: Any, attribute: str, value: Any) -> None:  # noqa: ARG001, N807
        call_judge(number, "setattr", (attribute, value), {})

    content: dict[str, Any] = {operation: method(operation) for operation in special}
    if "__eq__" in content and "__hash__" not in content:
        content["__hash__"] = lambda self: number  # noqa: ARG005
    content.update({"__getattr__": __getattr__, "__setattr__": __setattr__, "__module__": "__main__"})
    return type(name, (Mirror,), content)()
