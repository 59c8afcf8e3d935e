"""What the standard library holds, as far as beginners meet it. No module is imported because a student names it."""

from __future__ import annotations

import builtins
import importlib
import inspect
import sys
from functools import cache
from typing import Any

# Importing one of these does nothing that can be seen. `this`, `antigravity` and their like are not here.
_KNOWN = frozenset(
    "calendar cmath collections copy csv datetime decimal fractions functools glob io itertools json keyword math"
    " numbers operator os os.path pathlib pprint random re shutil statistics string sys tempfile textwrap time"
    " types typing".split()
)
BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))


def is_standard(module: str) -> bool:
    """Whether a module of this name belongs to Python."""
    return module.partition(".")[0] in sys.stdlib_module_names


@cache
def names_of(module: str) -> frozenset[str]:
    """The names in a standard module; none where it is not known here."""
    return frozenset(vars(importlib.import_module(module))) if module in _KNOWN else frozenset()


@cache
def public_names_of(module: str) -> frozenset[str]:
    """The names that `from module import *` brings."""
    if module not in _KNOWN:
        return frozenset()
    names = vars(importlib.import_module(module))
    return frozenset(names.get("__all__") or (name for name in names if not name.startswith("_")))


def what_is(module: str, name: str) -> str:
    """The catalogue's word for a name of a standard module: `function`, `class`, `module` or `value`."""
    found: Any = getattr(importlib.import_module(module), name, None) if module in _KNOWN else None
    if isinstance(found, type):
        return "class"
    if inspect.ismodule(found):
        return "module"
    return "function" if callable(found) or found is None else "value"


def class_names(module: str, name: str) -> frozenset[str]:
    """The names in a class of a standard module; none where there is no such class."""
    found: Any = getattr(importlib.import_module(module), name, None) if module in _KNOWN else None
    return frozenset(dir(found)) if isinstance(found, type) else frozenset()
