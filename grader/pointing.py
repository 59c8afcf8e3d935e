"""Where to look in the student's files when no error names a line: at the function that was called."""

from __future__ import annotations

import re

from msgspec.structs import replace

from grader.result import Location, Outcome, Verdict
from grader.submission import Submission

_CALLED = re.compile(r"(?P<dotted>[^\W\d]\w*(?:\.[^\W\d]\w*)+)\(")
_PROGRAM = re.compile(r"\$ python (?P<file>[\w./-]+\.py)(?: |$)")


def located(verdict: Verdict, submission: Submission) -> Verdict:
    """Return the verdict with the place of the function that its last call names, unless it has a place or passed."""
    if verdict.location is not None or verdict.outcome is Outcome.PASSED or not verdict.transcript:
        return verdict
    place = place_of(verdict.transcript[-1].call, submission.files)
    return verdict if place is None else replace(verdict, location=place)


def place_of(call: str, files: dict[str, bytes]) -> Location | None:
    """Return where `a.b.name(…)` is defined among the files, or the file that `$ python file.py` runs; else None."""
    if program := _PROGRAM.match(call):
        return Location(program["file"]) if program["file"] in files else None
    called = _CALLED.match(call)
    if called is None:
        return None
    *module, name = called["dotted"].split(".")
    for path in (f"{'/'.join(module)}.py", f"{'/'.join(module)}/__init__.py"):
        if path in files:
            return Location(path, _line_of(name, files[path]))
    return None


def _line_of(name: str, content: bytes) -> int:
    """Return the last line that defines `name` at the file's top level, 0 if there is none."""
    defined = re.compile(rb"(?:(?:async[ \t]+)?def|class)[ \t]+" + re.escape(name.encode()) + rb"\b")
    lines = content.splitlines()
    return max((number for number, line in enumerate(lines, 1) if defined.match(line)), default=0)
