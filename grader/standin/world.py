"""What a suite has changed of the world that student code must see: only the changes cross, never the judge's own.

The environment, the current folder, `sys.argv`, `sys.stdin`, the random state after `seed`, names that were patched in
standard modules, modules put into or taken out of `sys.modules`, and logging levels.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import types
from collections.abc import Callable
from typing import Any

from grader.standin.callbacks import is_mock
from grader.standin.importing import StudentFinder
from grader.standin.refs import ref_of

WATCHED = (
    "builtins datetime getpass glob json math os os.path pathlib random secrets shutil socket statistics"
    " subprocess time urllib.request uuid webbrowser"
).split()
_OURS = ("PYTEST_",)


class Baseline:
    """The judge's world before any suite touched it. `seeded` is true after a suite seeded `random`."""

    def __init__(self) -> None:
        self.environ = dict(os.environ)
        self.cwd = os.getcwd()
        self.argv = list(sys.argv)
        self.modules = dict(sys.modules)
        self.names: dict[str, dict[str, Any]] = {}
        self.seeded = False
        self.watch()
        self._hook_seed()

    def watch(self) -> None:
        """Take in the standard modules that were loaded since."""
        for name in WATCHED:
            if name in sys.modules and name not in self.names:
                self.names[name] = dict(vars(sys.modules[name]))

    def _hook_seed(self) -> None:
        def hooked(original: Callable[..., Any]) -> Callable[..., Any]:
            def wrapper(*args: Any, **kwargs: Any) -> Any:
                self.seeded = True
                return original(*args, **kwargs)

            return wrapper

        random.seed, random.setstate = hooked(random.seed), hooked(random.setstate)
        self.names["random"] = dict(vars(random))


class World:
    """The state one inside has been told, and what to tell it before the next call."""

    def __init__(self, baseline: Baseline, finder: StudentFinder) -> None:
        self._baseline = baseline
        self._finder = finder
        self._environ = baseline.environ
        self._cwd = baseline.cwd
        self._argv = baseline.argv
        self._stdin = False
        self._names = dict(baseline.names)  # entries are replaced, never changed
        self._modules = dict(sys.modules)
        self._put: set[str] = set()
        self._levels = _levels()

    def changes(self, ref: Callable[[Any], Any]) -> dict[str, Any] | None:
        """The changes since the last call, ready to cross; None where there are none."""
        state: dict[str, Any] = {}
        self._process_changes(state)
        attributes = self._patched(ref)
        if attributes:
            state["attributes"] = attributes
        modules = self._replaced(ref)
        if modules:
            state["modules"] = modules
        if self._baseline.seeded:
            self._baseline.seeded = False
            state["random"] = ref(random.getstate())
        levels = _levels()
        if levels != self._levels:
            state["levels"] = [[name, level] for name, level in levels.items() if self._levels.get(name, 0) != level]
            state["levels"] += [[name, 0] for name in self._levels if name not in levels]
            self._levels = levels
        return state or None

    def _process_changes(self, state: dict[str, Any]) -> None:
        environ = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
        if environ != self._environ:
            gone = {key: None for key in self._environ if key not in environ}
            new = {key: value for key, value in environ.items() if self._environ.get(key) != value}
            state["environ"] = {**gone, **new}
            self._environ = environ
        cwd = os.getcwd()
        if cwd != self._cwd:
            self._cwd = cwd
            state["cwd"] = None if cwd == self._baseline.cwd else cwd
        if sys.argv != self._argv:
            self._argv = list(sys.argv)
            state["argv"] = [""] if self._argv == self._baseline.argv else [str(arg) for arg in self._argv]
        stdin = not type(sys.stdin).__module__.startswith("_pytest") and sys.stdin is not sys.__stdin__
        if stdin != self._stdin:
            state["stdin"] = self._stdin = stdin

    def _patched(self, ref: Callable[[Any], Any]) -> list[Any]:
        self._baseline.watch()
        changes = []
        for module, original in self._baseline.names.items():
            now, told = vars(sys.modules[module]), self._names.get(module, original)
            if now == told:
                continue
            for name in {*now, *told}:
                value = now.get(name, _GONE)
                if value is not told.get(name, _GONE) and value is not _GONE and name[:1] != "_":
                    changes.append([module, name, [] if value is original.get(name, _GONE) else ref(value)])
            self._names[module] = dict(now)
        return changes

    def _replaced(self, ref: Callable[[Any], Any]) -> list[Any]:
        if sys.modules == self._modules:
            return []
        changes: list[Any] = []
        for name in [name for name in {*sys.modules, *self._modules} if _differs(name, self._modules)]:
            value = sys.modules.get(name, _GONE)
            if value is _GONE:
                if name in self._put or self._finder.owns(name):
                    changes.append([name, []])
                    self._put.discard(name)
                    self._finder.forget(name)
            elif _is_put_by_suite(value):
                changes.append([name, ref(value)])
                self._put.add(name)
            elif name in self._put:
                changes.append([name, []])
                self._put.discard(name)
        self._modules = dict(sys.modules)
        return changes


def _levels() -> dict[str, int]:
    """The loggers that have a level of their own, the root's under an empty name."""
    named = {
        name: logger.level
        for name, logger in logging.root.manager.loggerDict.items()
        if isinstance(logger, logging.Logger) and logger.level
    }
    return {"": logging.root.level, **named}


_GONE = object()


def _differs(name: str, told: dict[str, Any]) -> bool:
    return sys.modules.get(name, _GONE) is not told.get(name, _GONE)


def _is_put_by_suite(value: Any) -> bool:
    if value is None or is_mock(value) or isinstance(value, types.SimpleNamespace):
        return True
    if ref_of(value) is not None:
        return False
    return not isinstance(value, types.ModuleType) or getattr(value, "__spec__", None) is None
