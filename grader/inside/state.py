"""What a suite has changed of the world around the student's code, applied before each call."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from collections.abc import Callable
from typing import Any


class JudgeInput(io.TextIOBase):
    """Standard input that the suite has put in place: each read is a question to the judge."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        super().__init__()
        self._ask = ask

    def readable(self) -> bool:
        """Always true."""
        return True

    def read(self, size: int | None = -1) -> str:
        """See `io.TextIOBase.read`."""
        return str(self._ask("read", size))

    def readline(self, size: int = -1) -> str:  # type: ignore[override]  # as text streams do
        """See `io.TextIOBase.readline`."""
        return str(self._ask("readline", size))


class World:
    """The changeable parts of the process that the judge may set. `home` is the submission's folder."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self.home = ""
        self._stdin = sys.stdin
        self._judge_input = JudgeInput(ask)
        self._originals: dict[tuple[str, str], Any] = {}
        self._replaced: dict[str, Any] = {}

    def apply(self, state: dict[str, Any], get: Callable[[Any], Any]) -> None:
        """Apply what the judge sent; each key is one part of the world."""
        for name, value in (state.get("environ") or {}).items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        if "cwd" in state:
            os.chdir(state["cwd"] or self.home)
        if "argv" in state:
            sys.argv[:] = state["argv"]
        if "stdin" in state:
            sys.stdin = self._judge_input if state["stdin"] else self._stdin
        if "random" in state and not self._is_students("random"):
            _module("random").setstate(get(state["random"]))
        for module, name, value in state.get("attributes") or ():
            self._set(module, name, value, get)
        for name, value in state.get("modules") or ():
            self._replace(name, value, get)
        for name, level in state.get("levels") or ():
            _module("logging").getLogger(name or None).setLevel(level)

    def _is_students(self, name: str) -> bool:
        """Whether a file of the student's has the name of this standard module, and so its place."""
        module = sys.modules.get(name)
        spec = module.__spec__ if module else importlib.util.find_spec(name)
        origin = spec.origin if spec else None
        return type(origin) is str and origin.startswith(os.path.join(self.home, ""))

    def _set(self, module: str, path: str, value: Any, get: Callable[[Any], Any]) -> None:
        """Set an attribute of a standard module, or of a class in it; `[]` puts the original back."""
        owner = _module(module)
        *outer, name = path.split(".")
        for part in outer:
            owner = getattr(owner, part)
        missing = object()
        original = self._originals.setdefault((module, path), vars(owner).get(name, missing))
        if value != []:
            setattr(owner, name, get(value))
        elif type(original) is object:
            delattr(owner, name)
        else:
            setattr(owner, name, original)
            del self._originals[module, path]

    def _replace(self, name: str, value: Any, get: Callable[[Any], Any]) -> None:
        """Put an object in a module's place in `sys.modules`; `[]` takes it out, None blocks the import."""
        if value == []:
            original = self._replaced.pop(name, None)
            sys.modules.pop(name, None)
            if original is not None:
                sys.modules[name] = original
            return
        self._replaced.setdefault(name, sys.modules.get(name))
        sys.modules[name] = get(value)


def _module(name: str) -> Any:
    __import__(name)
    return sys.modules[name]
