"""The suite's own classes as the student's code sees them: real classes for `isinstance`, `except` and as bases.

Calling one makes an instance in the judge; what comes back stands for it. Each use of an instance asks the judge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_NUMBER = "_grader_number_"
_ASK = "_grader_ask_"


class SuiteClass(type):
    """The class of the mirrors of the suite's classes, and of the classes that student code derives from them."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        ask = vars(cls).get(_ASK)
        return type.__call__(cls, *args, **kwargs) if ask is None else ask(vars(cls)[_NUMBER], "__call__", args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        owner = _mirror_in(cls)
        return vars(owner)[_ASK](vars(owner)[_NUMBER], "getattr", (name,), {})


def _mirror_in(cls: type) -> type:
    return next(base for base in cls.__mro__ if _ASK in vars(base))


def make_class(
    number: int, name: str, bases: tuple[type, ...], methods: list[str], call_judge: Callable[..., Any]
) -> type:
    """The mirror of a class of the suite's; `bases` are mirrors and standard exceptions."""

    def method(operation: str) -> Any:
        def ask(self: Any, *args: Any, **kwargs: Any) -> Any:
            if operation[:2] == "__":
                return call_judge(_number(self), operation, args, kwargs)
            return call_judge(_number(self), "getattr", (operation,), {})(*args, **kwargs)

        ask.__name__ = ask.__qualname__ = operation
        return ask

    def __getattr__(self: Any, attribute: str) -> Any:  # noqa: N807
        if attribute[:1] == "_" or not _number(self):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {attribute!r}")
        return call_judge(_number(self), "getattr", (attribute,), {})

    def __setattr__(self: Any, attribute: str, value: Any) -> None:  # noqa: N807
        call_judge(_number(self), "setattr", (attribute, value), {})

    content: dict[str, Any] = {operation: method(operation) for operation in methods}
    if "__eq__" in content and "__hash__" not in content:
        content["__hash__"] = _number
    content |= {_NUMBER: number, _ASK: call_judge, "__module__": "__main__", "__getattr__": __getattr__}
    if not any(issubclass(base, BaseException) for base in bases):
        content |= {"__setattr__": __setattr__, "__init__": _make_beneath}
    return SuiteClass(name, bases, content)


def make_instance(cls: type, number: int) -> Any:
    """What stands for an instance that lives in the judge."""
    made: Any = object.__new__(cls)
    object.__setattr__(made, _NUMBER, number)
    return made


def make_error(cls: type, args: tuple[Any, ...], number: int) -> BaseException:
    """An exception of a suite's class, as it was raised in the judge."""
    made: BaseException = cls.__new__(cls, *args)
    made.args = args
    made.__dict__[_NUMBER] = number
    return made


def _number(value: Any) -> int:
    """The number the judge knows an instance by; of a student's own, that of what was made for it there."""
    return int(object.__getattribute__(value, "__dict__").get(_NUMBER, 0))


def _make_beneath(self: Any, *args: Any, **kwargs: Any) -> None:
    """`__init__` of a class that student code derives: its methods of the suite's work on an instance in the judge."""
    made = _mirror_in(type(self))(*args, **kwargs)
    object.__setattr__(self, _NUMBER, _number(made))
