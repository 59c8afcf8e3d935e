"""Which public names of a module lack a docstring?"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType


def missing(module: ModuleType) -> list[str]:
    """Names in `module` without a docstring.

    Returns
    -------
    list of str
        The module's own name first, if it has no docstring; then the others, sorted.
    """
    return [*_own(module), *sorted(_others(module))]


def _own(module: ModuleType) -> Iterator[str]:
    if module.__doc__ is None:
        yield module.__name__


def _others(module: ModuleType) -> Iterator[str]:
    for name, value in list(module.__dict__.items()):
        here = getattr(value, "__module__", None) == module.__name__
        if here and callable(value) and hasattr(value, "__qualname__") and name[:1] != "_" and value.__doc__ is None:
            yield name
