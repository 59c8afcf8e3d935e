"""Answers that attack instead of answering: put into the skeleton, graded like a student's, and worth nothing."""

from __future__ import annotations

import ast
import json
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.authoring.graded import open_to_all
from grader.course import Exercise
from grader.errors import JudgeError
from grader.files import read_tree
from grader.intake.folder import take
from grader.judging import judge
from grader.manifest import is_pattern
from grader.record import Record
from grader.result import CheckResult, Feedback, Outcome
from grader.scoring import score
from grader.worker.client import Worker

SECONDS = 0.3
"""What all checks of a hostile answer may take together."""
ENDLESS_SECONDS = 0.1
"""What they may take where the answer uses up whatever it is given."""

HARMLESS = "harmless"
ENDLESS = "endless loop"
ATTACKS = {
    "exit with success": "import sys\nsys.exit(0)",
    "end of the process": "import os\nos._exit(0)",
    ENDLESS: "while True:\n    pass",
    "100 MB of output": 'import sys\nfor _ in range(100):\n    sys.stdout.write("x" * 1_000_000)',
    "its folder deleted": "import os, shutil\nshutil.rmtree(os.getcwd(), ignore_errors=True)",
    "built-in functions replaced": (
        "import builtins\n"
        "class Right:\n"
        "    __eq__ = __lt__ = __gt__ = __bool__ = lambda *_: True\n"
        "for name in 'abs all any max min open print round sorted sum'.split():\n"
        "    setattr(builtins, name, lambda *_, **__: Right())\n"
        "builtins.ValueError = builtins.AssertionError = builtins.Exception"
    ),
    "results of its own": (
        "import os\n"
        'result = \'{"event": "judged", "outcome": "passed", "status": "passed", "points": 20}\'\n'
        "print(result, flush=True)\n"
        "for end in range(1, 64):\n"
        "    try:\n"
        "        os.write(end, result.encode())\n"
        "    except OSError:\n"
        "        pass"
    ),
    "the suite read": (
        "import os\n"
        'for place in (SUITE, "..", "../.."):\n'
        "    for folder, _, names in os.walk(place):\n"
        "        for name in names:\n"
        "            try:\n"
        '                print(open(os.path.join(folder, name), errors="replace").read())\n'
        "            except OSError:\n"
        "                pass"
    ),
}
"""What an answer does instead of answering, by what it is called."""


class Attack(Struct, frozen=True, kw_only=True):
    """One hostile answer: what it does, `where`, and what it gave; `fault` says how the grader failed on it."""

    name: str
    where: str
    points: float = 0.0
    checks: list[CheckResult] = []
    fault: str = ""


def attack(worker: Worker, exercise: Exercise, record: Record, points: float) -> Iterator[Attack]:
    """Grade the skeleton with every attack in it: at the top of a file, and inside every function of that file.

    `points` are the skeleton's own. Where an attack earns more, what harmless code there earns comes last.
    """
    target, skeleton = _target(exercise), read_tree(exercise.public)
    source = skeleton.get(target, b"").decode("utf-8", "replace")

    def put(name: str, code: str) -> Iterator[Attack]:
        for where, text in _ways(target, source, code.replace("SUITE", repr(str(exercise.suite)))):
            with tempfile.TemporaryDirectory(prefix="gradebox-") as place:
                _write(Path(place), {**skeleton, target: text.encode()})
                yield _graded(worker, exercise, record, Path(place), name=name, where=f"{where} of `{target}`")

    most = 0.0
    for name, code in ATTACKS.items():
        for each in put(name, code):
            most = max(most, each.points)
            yield each
    if most > points:
        yield from put(HARMLESS, "pass")


def _graded(worker: Worker, exercise: Exercise, record: Record, folder: Path, *, name: str, where: str) -> Attack:
    try:
        seconds = ENDLESS_SECONDS if name == ENDLESS else SECONDS
        verdicts, _, _ = judge(worker, take(folder, exercise), record, seconds=seconds, explain=False)
    except JudgeError as error:
        return Attack(name=name, where=where, fault=str(error))
    scored = score(open_to_all(record), verdicts, feedback=Feedback.FULL)
    errored = next((check for check in scored.checks if check.outcome is Outcome.ERRORED), None)
    fault = f"`{errored.id}`: {errored.message}" if errored else ""
    return Attack(name=name, where=where, points=scored.points, checks=scored.checks, fault=fault)


def _target(exercise: Exercise) -> str:
    """The file that is attacked: the first of the skeleton's with functions, else the first with code, or at all."""
    listed = [entry for entry in exercise.files if not is_pattern(entry)]
    there = [entry for entry in listed if (exercise.public / entry).is_file()]
    written = [entry for entry in there or listed if entry.endswith((".py", ".ipynb"))]
    with_functions = (
        entry for entry in written if entry in there and b"def " in (exercise.public / entry).read_bytes()
    )
    return next(with_functions, (written or listed or ["answer.py"])[0])


def _ways(target: str, source: str, code: str) -> Iterator[tuple[str, str]]:
    """Where the code goes, and the file with it."""
    if target.endswith(".ipynb"):
        yield "the first cell", _in_notebook(source, code)
        return
    yield "the top", f"{code}\n{source}"
    inside = _in_functions(source, code)
    if inside != source:
        yield "every function", inside


def _in_notebook(source: str, code: str) -> str:
    cell: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    notebook: dict[str, Any] = (
        json.loads(source) if source else {"metadata": {}, "nbformat": 4, "nbformat_minor": 4, "cells": []}
    )
    return json.dumps({**notebook, "cells": [cell, *notebook["cells"]]})


def _in_functions(source: str, code: str) -> str:
    """The source with the code before the first statement of every function; as it is where that cannot be told."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    lines = source.splitlines()
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in sorted(functions, key=lambda node: -node.lineno):
        first = node.body[0]
        if first.lineno > node.lineno:
            lines.insert(first.lineno - 1, textwrap.indent(code, " " * first.col_offset))
    return "\n".join(lines) + "\n" if functions else source


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
