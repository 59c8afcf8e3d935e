"""Who is asking: the line of the suite that leads to a use of a stand-in, and what kind of line it is."""

from __future__ import annotations

import builtins
import dis
import os
import sys
from collections.abc import Iterator
from types import FrameType, ModuleType
from typing import Any

_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_GRADER = os.path.dirname(os.path.dirname(_HERE)) + os.sep
_PASSED_OVER = tuple(
    os.path.join(*parts)
    for parts in (("unittest", "mock.py"), ("_pytest", ""), ("", "pkgutil.py"), ("importlib", ""), ("", "runpy.py"))
)
_IMPORT_FROM = dis.opmap["IMPORT_FROM"]
_IMPORT_NAME = dis.opmap["IMPORT_NAME"]
_READS = {dis.opmap[name] for name in ("IMPORT_FROM", "LOAD_ATTR", "LOAD_METHOD") if name in dis.opmap}
_STAR = {dis.opmap[name] for name in ("IMPORT_STAR", "CALL_INTRINSIC_1") if name in dis.opmap}
_UNBINDABLE = ("test", "Test", "pytest", "setup", "teardown", "_")

suite_folder = ""
"""The folder whose frames count as the suite's; set once when the judge starts."""


def set_suite(folder: str) -> None:
    """Say where the suite lies."""
    global suite_folder  # noqa: PLW0603 - one judge serves one suite
    suite_folder = os.path.join(folder, "")


def suite_folder_of(namespace: Any) -> str | None:
    """The suite's folder, if a module with these globals is a file of it."""
    file = namespace.get("__file__") if type(namespace) is dict else None
    return suite_folder if type(file) is str and file.startswith(suite_folder) else None


def asks_for(text: str, by_way_of: str) -> bool:
    """Whether a line of the suite asks for this text and does not spell it out itself.

    Nothing may stand between it and us but files whose path begins with `by_way_of`.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith((_GRADER, by_way_of)):
        frame = frame.f_back
    asked = frame is not None and frame.f_code.co_filename.startswith(suite_folder)
    return asked and text not in frame.f_code.co_consts  # type: ignore[union-attr]


def is_of_suite(name: str) -> bool:
    """Whether a module of this name is a file of the suite: a student's class that names it would show its source."""
    found = sys.modules.get(name)
    return type(found) is ModuleType and suite_folder_of(vars(found)) is not None


def suite_says(name: str) -> bool:
    """Whether the suite's code that leads here has this name in it."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.startswith(suite_folder) and name in frame.f_code.co_names:
            return True
        frame = frame.f_back
    return False


def _asking() -> FrameType | None:
    """The nearest frame that is neither ours nor the import system's."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(_HERE) and not name.startswith("<frozen importlib"):
            return frame
        frame = frame.f_back
    return None


def nearest_of_suite() -> FrameType | None:
    """The nearest frame outside importlib, pkgutil, unittest.mock and pytest, if it is the suite's."""
    frame = _asking()
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(suite_folder):
            return frame
        if not name.startswith(_GRADER) and not any(part in name for part in _PASSED_OVER):
            return None
        frame = frame.f_back
    return None


def _opcode(frame: FrameType | None) -> int:
    return -1 if frame is None or frame.f_lasti < 0 else frame.f_code.co_code[frame.f_lasti]


def importing_name() -> FrameType | None:
    """The frame of a `from x import name` that is being carried out."""
    frame = _asking()
    return frame if _opcode(frame) == _IMPORT_FROM else None


def is_asked_as_attribute() -> bool:
    """Whether the import system looks for a submodule because a `from` line names it."""
    return any(frame.f_code.co_name == "_handle_fromlist" for frame in _frames_to_suite())


def is_asked_for_spec() -> bool:
    """Whether `importlib.util.find_spec` asks if there is such a module."""
    return any(
        frame.f_code.co_name == "find_spec" and frame.f_globals.get("__name__") == "importlib.util"
        for frame in _frames_to_suite()
    )


def _frames_to_suite() -> Iterator[FrameType]:
    """What runs between here and the suite's nearest line."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and not frame.f_code.co_filename.startswith(suite_folder):
        yield frame
        frame = frame.f_back


def carries_out_import() -> bool:
    """Whether the line that asks is an `import` statement at work."""
    return _opcode(_asking()) == _IMPORT_NAME


def is_star_import() -> bool:
    """Whether a `from x import *` is being carried out."""
    frame = _asking()
    return frame is not None and frame.f_code.co_name == "<module>" and _opcode(frame) in {*_STAR, _IMPORT_NAME}


def reads_name() -> bool:
    """Whether an attribute is read or imported by name, not asked for by `hasattr` or `getattr`."""
    return _opcode(_asking()) in _READS


def at_module_level() -> bool:
    """Whether the line that asks is the suite's and runs while its file is imported."""
    frame = nearest_of_suite()
    while frame is not None and frame.f_code.co_filename.startswith(suite_folder):
        if frame.f_code.co_name == "<module>":
            return True
        frame = frame.f_back
    return False


def suite_line() -> str | None:
    """`file:line` of the suite's line that asks, if it is one."""
    frame = _asking()
    if frame is None or not frame.f_code.co_filename.startswith(suite_folder):
        return None
    return f"{os.path.relpath(frame.f_code.co_filename, suite_folder)}:{frame.f_lineno}"


def bindable(names: list[str]) -> list[str]:
    """Of the names a star import offers, those it may bind in the suite."""
    frame = _asking()
    taken = set(frame.f_globals) if frame is not None else set()
    free = [name for name in names if name.isidentifier() and not name.startswith(_UNBINDABLE)]
    return [name for name in free if name not in taken and not hasattr(builtins, name)]
