"""Where to look in the student's files when no error names a line: at the function that was called, at the file."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from msgspec.structs import replace

from grader.result import Call, Location, Outcome, Verdict
from grader.submission import Submission

_CALLED = re.compile(r"(?P<dotted>[^\W\d]\w*(?:\.[^\W\d]\w*)+)\(")
_PROGRAM = re.compile(r"\$ python (?P<file>[\w./-]+\.py)(?: |$)")
_FRAME = re.compile(r'^  File "(?P<file>[^"\n]+)", line (?P<line>\d{1,9})', re.MULTILINE)
_QUOTED = re.compile(r"`(?P<file>[\w./-]+)`(?: line (?P<line>\d{1,9}))?")


def located(verdict: Verdict, submission: Submission, title: str = "") -> Verdict:
    """Return the verdict with a place to look at in the student's files, unless it has one or passed.

    A place elsewhere is none: a check may have run a copy under another name. It is taken from the last call, else from
    the file that the message names, else from one that `title` speaks of. There is none where the message names a file
    that is not there.
    """
    if verdict.location is not None and not _is_own(verdict.location.file, submission):
        verdict = replace(verdict, location=None)
    if verdict.location is not None or verdict.outcome in (Outcome.PASSED, Outcome.NOT_CHECKED):
        return verdict
    files = submission.files
    place = _of_call(verdict.transcript[-1], files) if verdict.transcript else None
    place = place or _of_message(verdict.message, files)
    if place is None and not _names_an_absent_file(verdict.message, files):
        place = _of_title(title, files)
    return verdict if place is None else replace(verdict, location=place)


def _is_own(file: str, submission: Submission) -> bool:
    """Whether the student has this file, or the notebook that a cell is of: `lab.ipynb cell 2`."""
    own = {**submission.files, **submission.given, **submission.instead}
    return any(file == path or file.startswith(f"{path} ") for path in own)


def _of_call(call: Call, files: Mapping[str, bytes]) -> Location | None:
    """Where `a.b.name(…)` is defined, or the line at which the program `$ python file.py` stopped, or its file."""
    if program := _PROGRAM.match(call.call):
        frames = [frame for frame in _FRAME.finditer(call.result) if frame["file"] in files]
        if frames:
            return Location(frames[-1]["file"], int(frames[-1]["line"]))
        return Location(program["file"]) if program["file"] in files else None
    called = _CALLED.match(call.call)
    if called is None:
        return None
    *module, name = called["dotted"].split(".")
    path = _file_of("/".join(module), files)
    return None if path is None else Location(path, _line_of(name, files[path]))


def _of_message(message: str, files: Container[str]) -> Location | None:
    named = next((found for found in _QUOTED.finditer(message) if found["file"] in files), None)
    return None if named is None else Location(named["file"], int(named["line"] or 0))


def _names_an_absent_file(message: str, files: Container[str]) -> bool:
    named = (found["file"] for found in _QUOTED.finditer(message))
    return any(file.endswith((".py", ".ipynb")) and file not in files for file in named)


def _of_title(title: str, files: Mapping[str, bytes]) -> Location | None:
    """The file that a word of the title means, or the only one there is."""
    for word in re.findall(r"[\w./-]+", title):
        path = word if word in files else _file_of(word.partition(".")[0], files)
        if path is not None:
            return Location(path)
    return Location(next(iter(files))) if len(files) == 1 else None


def _file_of(module: str, files: Container[str]) -> str | None:
    return next((path for path in (f"{module}.py", f"{module}/__init__.py") if path in files), None)


def _line_of(name: str, content: bytes) -> int:
    """The last line that defines `name` at the file's top level, 0 if there is none."""
    defined = re.compile(rb"(?:(?:async[ \t]+)?def|class)[ \t]+" + re.escape(name.encode()) + rb"\b")
    lines = content.splitlines()
    return max((number for number, line in enumerate(lines, 1) if defined.match(line)), default=0)
