"""The functions of the student's modules that the judge was given with the module, and need not ask for one by one."""

from __future__ import annotations

import sys
from types import FunctionType, ModuleType

MOST = 100  # of one module


class Modules:
    """What was given holds until the name means something else, of which the judge hears with the next message."""

    def __init__(self) -> None:
        self._given: list[tuple[ModuleType, str, FunctionType]] = []

    def import_module(self, name: str) -> tuple[ModuleType, tuple[tuple[str, FunctionType], ...]]:
        """Import a module: it, and its own functions with their names."""
        __import__(name)
        module = sys.modules[name]
        found: tuple[tuple[str, FunctionType], ...] = ()
        if type(module) is ModuleType:
            functions = [(key, value) for key, value in vars(module).items() if type(value) is FunctionType]
            found = tuple((key, value) for key, value in functions if type(key) is str)[:MOST]
        self._given += [(module, *pair) for pair in found]
        return module, found

    def changed(self) -> list[tuple[ModuleType, str]]:
        """The names that mean something else by now, each told once."""
        gone = [each for each in self._given if not _holds(*each)]
        if gone:
            self._given = [each for each in self._given if _holds(*each)]
        return [(module, name) for module, name, _ in gone]


def _holds(module: ModuleType, name: str, function: FunctionType) -> bool:
    return type(module) is ModuleType and vars(module).get(name) is function
