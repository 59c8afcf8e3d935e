"""What the judge may ask of a student's object. Each operation is one line of ordinary Python."""

from __future__ import annotations

import copy
import importlib.util
import inspect
import math
import operator
import os
import runpy
import sys
from collections.abc import Callable
from typing import Any

from .names import ARITHMETIC, COMPARISONS, INPLACE
from .order import Shuffle

_MACHINERY = ("__builtins__", "__loader__", "__spec__", "__cached__")


def _call(target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return target(*args, **kwargs)


def _reload(module: Any) -> Any:
    import importlib  # noqa: PLC0415 - the student's own copy, so that it is the same as in their code

    return importlib.reload(module)


def _compile(path: str) -> None:
    """Compile a file without running it; raises what compiling raises."""
    with open(path, "rb") as file:
        compile(file.read(), path, "exec", dont_inherit=True)


def _run_path(path: str, run_name: str) -> dict[str, Any]:
    """`runpy.run_path`: the final names that are the file's own."""
    return _own(runpy.run_path(path, run_name=run_name))


def _run_module(name: str, run_name: str) -> dict[str, Any]:
    """`runpy.run_module`, likewise."""
    return _own(runpy.run_module(name, run_name=run_name, alter_sys=True))


def _own(names: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if name == "__name__" or name[:2] != "__"}


def _module_of_file(name: str, path: str) -> Any:
    """An empty module for a file, to be carried out by `carry_out`."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None:
        raise ImportError(f"no module can be made of {path!r}", name=name)
    return importlib.util.module_from_spec(spec)


def _carry_out(module: Any) -> None:
    module.__spec__.loader.exec_module(module)


def _names(target: Any) -> list[str]:
    return [name for name in dir(target) if type(name) is str]


def _module_names(module: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name not in _MACHINERY}


def _star(module: Any) -> list[str]:
    names = getattr(module, "__all__", None)
    if names is None:
        return sorted(name for name in vars(module) if not name.startswith("_"))
    return [name for name in names if type(name) is str]


def _star_import(name: str) -> list[str]:
    """The names that a star import of this module makes; raises what it raises."""
    names: dict[str, Any] = {}
    exec(f"from {name} import *", names)  # noqa: S102 - the statement itself knows all its rules
    return sorted(names.keys() - {"__builtins__"})


def _signature(target: Any) -> Any:
    """Name, kind, default (in a list, where there is one) and annotation's text of each parameter; and the return's."""
    signature = inspect.signature(target)
    empty = inspect.Parameter.empty
    parameters = [
        [
            parameter.name,
            int(parameter.kind),
            [] if parameter.default is empty else [parameter.default],
            None if parameter.annotation is empty else parameter.annotation,
        ]
        for parameter in signature.parameters.values()
    ]
    returned = signature.return_annotation
    return [parameters, None if returned is inspect.Signature.empty else returned]


_runners: list[Any] = []


def run_coroutine(target: Any) -> Any:
    """Run an awaitable to its end. The loop is the same for all: an asynchronous generator is bound to its first."""
    import asyncio  # noqa: PLC0415 - the student's own copy

    async def wait() -> Any:
        return await target

    outer = asyncio._get_running_loop()
    if outer is not None:  # the suite's coroutine, which this process waits for, asks again
        asyncio._set_running_loop(None)
        try:
            return asyncio.new_event_loop().run_until_complete(wait())
        finally:
            asyncio._set_running_loop(outer)
    if not _runners:
        _runners.append(asyncio.Runner())
    return _runners[0].run(wait())


def _anext(target: Any) -> Any:
    return run_coroutine(type(target).__anext__(target))


def _copy(target: Any) -> Any:
    return copy.copy(target)


def _deepcopy(target: Any) -> Any:
    return copy.deepcopy(target)


def _setattr(target: Any, name: str, value: Any) -> None:
    setattr(target, name, value)


def _delattr(target: Any, name: str) -> None:
    delattr(target, name)


def _binary(name: str) -> Callable[..., Any]:
    if name == "__divmod__":
        return divmod
    if name == "__pow__":
        return pow
    short = name.strip("_")
    return getattr(operator, f"__{short}__")  # type: ignore[no-any-return]


OPERATIONS: dict[str, Callable[..., Any]] = {
    "reload": _reload,
    "forget": lambda name: sys.modules.pop(name, None) and None,
    "call": _call,
    "getattr": getattr,
    "setattr": _setattr,
    "delattr": _delattr,
    "dir": _names,
    "vars": lambda cls: dict(vars(cls)),
    "star": _star,
    "star_import": _star_import,
    "names": _module_names,
    "signature": _signature,
    "compile": _compile,
    "run_path": _run_path,
    "run_module": _run_module,
    "module_of_file": _module_of_file,
    "carry_out": _carry_out,
    "shuffle": Shuffle(),
    "chdir": os.chdir,
    "getcwd": os.getcwd,
    "derive": lambda cls: cls,
    "isinstance": isinstance,
    "issubclass": issubclass,
    "__repr__": repr,
    "__str__": str,
    "__len__": len,
    "__bool__": bool,
    "__int__": int,
    "__float__": float,
    "__complex__": complex,
    "__index__": operator.index,
    "__iter__": iter,
    "__next__": next,
    "__reversed__": reversed,
    "__neg__": operator.neg,
    "__pos__": operator.pos,
    "__abs__": abs,
    "__invert__": operator.invert,
    "__round__": round,
    "__trunc__": math.trunc,
    "__floor__": math.floor,
    "__ceil__": math.ceil,
    "__bytes__": bytes,
    "__length_hint__": operator.length_hint,
    "__fspath__": lambda target: type(target).__fspath__(target),
    "__format__": format,
    "__contains__": operator.contains,
    "__getitem__": operator.getitem,
    "__setitem__": operator.setitem,
    "__delitem__": operator.delitem,
    "__enter__": lambda target: type(target).__enter__(target),
    "__exit__": lambda target, *error: type(target).__exit__(target, *error),
    "__aenter__": lambda target: run_coroutine(type(target).__aenter__(target)),
    "__aexit__": lambda target, *error: run_coroutine(type(target).__aexit__(target, *error)),
    "__aiter__": lambda target: type(target).__aiter__(target),
    "__anext__": _anext,
    "__await__": run_coroutine,
    "__get__": lambda target, *owner: type(target).__get__(target, *owner),
    "__set__": lambda target, owner, value: type(target).__set__(target, owner, value),
    "__delete__": lambda target, owner: type(target).__delete__(target, owner),
    "__set_name__": lambda target, owner, name: type(target).__set_name__(target, owner, name),
    "__missing__": lambda target, key: type(target).__missing__(target, key),
    "__class_getitem__": lambda target, item: target[item],
    "__copy__": _copy,
    "pickled": lambda target, protocol: __import__("pickle").dumps(target, protocol),
    "unpickled": lambda data: __import__("pickle").loads(data),
    "__deepcopy__": _deepcopy,
    **{name: _binary(name) for name in [*COMPARISONS, *ARITHMETIC, *INPLACE]},
}
