"""Runs the cells of a notebook as `__main__`, one after the other, as Jupyter does: an error ends its cell only."""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import os
import sys
from collections.abc import Callable
from types import CodeType, TracebackType
from typing import Any

from .operations import run_coroutine
from .raised import texts_of
from .wire import is_plain_throughout

_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_DISPLAY = "def display(*objects, **_):\n    for each in objects:\n        print(repr(each))\n"
_NAME = vars(type)["__name__"]

Failure = tuple[str, str, int, str]  # the error's name, its text, the line in the cell, the traceback


class _Cells:
    """The notebook of this process: its names, and its cells as they were compiled, before any of them ran."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.cells: list[tuple[str, Any]] = []
        self.home = ""


_NOTEBOOK = _Cells()


def prepare(cells: tuple[tuple[str, str, str, bool], ...]) -> tuple[Failure | None, ...]:
    """Compile all cells, each `(label, python, file, append)`, of which one with a `file` writes it instead.

    Gives for each why it does not compile, None where it does.
    """
    _NOTEBOOK.names = vars(sys.modules["__main__"])
    _NOTEBOOK.home = os.getcwd()
    private: dict[str, Any] = {"__builtins__": builtins}
    exec(_DISPLAY, private)  # noqa: S102 - in Jupyter it is a builtin, and nothing of ours is reached through it
    builtins.display = private["display"]  # type: ignore[attr-defined]
    failures: list[Failure | None] = []
    for label, text, file, append in cells:
        place = os.path.join(_NOTEBOOK.home, label)
        linecache.cache[place] = (len(text), None, text.splitlines(keepends=True), place)
        try:
            compiled = (file, text, append) if file else _compile(text, place)
        except BaseException as error:  # noqa: BLE001 - whatever the compiler raises is the student's
            failures.append(_failure(error, place))
            _NOTEBOOK.cells.append((place, None))
        else:
            failures.append(None)
            _NOTEBOOK.cells.append((place, compiled))
    return tuple(failures)


def run(number: int) -> Failure | None:
    """Carry out the cell of this number, counted from 0; how it failed, None where it did not."""
    place, compiled = _NOTEBOOK.cells[number]
    try:
        if isinstance(compiled, tuple):
            _write(*compiled)
        else:
            for code in compiled or ():
                _carry_out(code)
    except BaseException as error:  # noqa: BLE001 - a cell may raise anything, and the next one runs all the same
        return _failure(error, place)
    return None


def final_names() -> dict[str, Any]:
    """The names that hold plain values now; plain throughout, as no object can be asked when this process has ended."""
    return {name: value for name, value in _NOTEBOOK.names.items() if name[:2] != "__" and is_plain_throughout(value)}


def _compile(text: str, place: str) -> list[CodeType]:
    """Compile a cell; its last expression is shown, unless a semicolon follows it."""
    tree = compile(text, place, "exec", _FLAGS | ast.PyCF_ONLY_AST, dont_inherit=True)
    shown: list[ast.stmt] = []
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not text.rstrip().endswith(";"):
        shown = [tree.body.pop()]
    codes = [compile(tree, place, "exec", _FLAGS, dont_inherit=True)]
    return codes + ([compile(ast.Interactive(shown), place, "single", _FLAGS, dont_inherit=True)] if shown else [])


def _carry_out(code: CodeType) -> None:
    result = eval(code, _NOTEBOOK.names)  # noqa: S307 - this process is the box: running the student's code is its purpose
    if code.co_flags & inspect.CO_COROUTINE:
        run_coroutine(result)


def _write(file: str, text: str, append: bool) -> None:  # noqa: FBT001 - it comes as data
    with open(file, "a" if append else "w", encoding="utf-8", errors="replace") as opened:
        opened.write(text)


def _failure(error: BaseException, place: str) -> Failure:
    text, trace = texts_of(error, os.path.join(_NOTEBOOK.home, ""))
    line = _line(error.__traceback__, place)
    if isinstance(error, SyntaxError) and error.filename == place:
        text, line = str(error.msg), error.lineno or 0  # its text would name the place once more
    return _NAME.__get__(type(error)), text, line, trace


def _line(trace: TracebackType | None, place: str) -> int:
    """The line of this cell that was at work: the innermost one, of the functions defined in it too."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == place:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


CELL_OPERATIONS: dict[str, Callable[..., Any]] = {"cells": prepare, "cell": run, "cell_names": final_names}
