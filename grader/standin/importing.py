"""`import calculator` in the suite: the import hook that answers with stand-ins.

It answers for names of the exercise's files only, and only where the suite asks. A name that is also the standard
library's never takes that one's place in `sys.modules`: the suite's own import statements are answered apart.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from grader.standin.binding import Binding
from grader.standin.frames import is_asked_as_attribute, is_asked_for_spec, nearest_of_suite, suite_folder_of


class StudentLoader(importlib.abc.Loader):
    """Loads one module of the student's: the inside imports it, the judge gets its stand-in."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding
        self._created = False

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """The stand-in; while collecting, one that fails who uses it where the import fails."""
        self._created = True
        self._binding.import_anew(spec.name)
        if self._binding.collecting:
            return self._binding.module_or_missing(spec.name)  # type: ignore[no-any-return]
        return self._binding.module(spec.name)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        """Nothing at the first import, which has happened inside; a reload is one inside."""
        if self._created:
            self._created = False
        else:
            self._binding.ask("reload", module)


class StudentFinder(importlib.abc.MetaPathFinder):
    """Finds the modules of the exercise's files for the suite. `roots` are their top-level names."""

    def __init__(self, binding: Binding, roots: Iterable[str]) -> None:
        self._binding = binding
        self._roots = frozenset(roots)
        self._shadowed = self._roots & (sys.stdlib_module_names | set(sys.builtin_module_names))
        self._apart: dict[str, Any] = {}
        self._import = builtins.__import__
        self._import_module = importlib.import_module

    def install(self) -> None:
        """Answer imports from now on, in this process, for good."""
        sys.meta_path.insert(0, self)
        if self._shadowed:
            builtins.__import__ = self._answer_import
            importlib.import_module = self._answer_import_module

    def owns(self, name: str) -> bool:
        """Whether a module name belongs to the exercise."""
        return name.partition(".")[0] in self._roots

    def forget(self, name: str) -> None:
        """The suite took a module out of `sys.modules`: importing it again is a new import."""
        self._binding.forget_module(name)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """See `importlib.abc.MetaPathFinder.find_spec`."""
        if not self.owns(fullname) or nearest_of_suite() is None:
            return None
        if not self._binding.file_of(fullname) and (is_asked_as_attribute() or is_asked_for_spec()):
            return None  # `from a import B` where `a.B` is no file: a name of `a`, or nothing
        if fullname.partition(".")[0] in self._shadowed:
            return None
        return self._spec(fullname)

    def _spec(self, name: str) -> importlib.machinery.ModuleSpec:
        spec = importlib.machinery.ModuleSpec(name, StudentLoader(self._binding), is_package=True)
        spec.has_location = False
        return spec

    def _answer_import(
        self,
        name: str,
        globals: Any = None,  # noqa: A002
        locals: Any = None,  # noqa: A002
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        asked = level == 0 and name.partition(".")[0] in self._shadowed
        if not asked or suite_folder_of(globals) is None:
            return self._import(name, globals, locals, fromlist, level)
        module = self._load_apart(name)
        if not fromlist:
            return self._apart[name.partition(".")[0]]
        for part in fromlist:
            if part != "*" and not hasattr(module, part):
                self._load_apart(f"{name}.{part}")
        return module

    def _answer_import_module(self, name: str, package: str | None = None) -> ModuleType:
        if name.partition(".")[0] in self._shadowed and nearest_of_suite() is not None:
            return self._load_apart(name)  # type: ignore[no-any-return]
        return self._import_module(name, package)

    def _load_apart(self, name: str) -> Any:
        """A module whose name is also the standard library's: kept here, not in `sys.modules`."""
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            full = ".".join(parts[:end])
            if full not in self._apart:
                spec = self._spec(full)
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)  # type: ignore[union-attr]
                self._apart[full] = module
        return self._apart[name]
