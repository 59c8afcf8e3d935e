"""What each place asks for: files with their texts, and the last lines of the log."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.ci.annotations import annotate
from grader.ci.changes import committed
from grader.ci.combined import combined, score
from grader.ci.commands import Annotation, command
from grader.ci.grading import Done
from grader.ci.place import Kind, Place
from grader.ci.summary import MOST_BYTES, summary
from grader.errors import InputError
from grader.files import reason, write_whole
from grader.reporters import classroom, classroom50
from grader.reporters import json as json_reporter
from grader.reporters.layout import number
from grader.result import Status
from grader.signing import Signer

_RESULT, _RELEASE = "result.json", "release-body.md"  # Classroom 50's names
_MOST_RELEASE = 100_000  # bytes of a release's text; GitHub takes 125,000 characters
_MOST_STATUS = 140  # characters of a commit status's description
_STATES = {Status.PASSED: "success", Status.FAILED: "failure", Status.ERROR: "error"}


class Told(NamedTuple):
    """All that is known so far: `done` holds every exercise, those to come as not graded."""

    done: Sequence[Done]
    notices: Sequence[str]
    name: str


class Writer:
    """Writes what the place asks for, and what `out`, a folder, is to hold; anew after each exercise.

    Where nothing was graded at all there is no score to record, so that no 0 stands for a fault of the grader's.
    What the runner's files held before stays; what anything else wrote there in between does not.
    """

    def __init__(self, place: Place, out: Path | None = None, signer: Signer | None = None) -> None:
        self._place = place
        self._out = out
        self._signer = signer
        self._before = {file: _content(file) for file in (place.output, place.summary) if file is not None}
        self._datetime = committed(place.root) if place.kind is Kind.CLASSROOM50 else ""
        if out is not None:
            _make(out)

    def write(self, told: Told) -> None:
        """Write every file whole. Raises `InputError` where one cannot be written."""
        for file, text in self._files(told).items():
            if file not in self._before and file.is_symlink():
                file.unlink()  # the student's repository may hold one that leads anywhere
            write_whole(file, self._before.get(file, "") + text)

    def last_lines(self, told: Told) -> str:
        """The workflow commands that end the log: the remarks, and the notices that GitHub Classroom reads."""
        if self._place.kind in (Kind.LOCAL, Kind.CLASSROOM50) or not told.done:
            return ""
        lines = [*annotate(told.done, self._place.root)]
        graded = not all(each.not_graded for each in told.done)
        if graded and self._place.kind is Kind.CLASSROOM and not self._place.has_reporter:
            lines += _notices(told)
        return "".join(map(command, lines))

    def _files(self, told: Told) -> dict[Path, str]:
        files: dict[Path, str] = {}
        graded = not all(each.not_graded for each in told.done)
        match self._place.kind:
            case Kind.CLASSROOM50 if graded:
                files |= self._classroom50(told)
            case Kind.GITHUB | Kind.CLASSROOM:
                files |= self._summary(told) | (self._outputs(told) if graded else {})
            case _:
                pass
        for each in told.done:
            if self._out is not None and not each.not_graded:
                text = self._signer.signed(each.result) if self._signer else json_reporter.report(each.result)
                files[self._out / f"{each.result.exercise}.json"] = text
        return files

    def _classroom50(self, told: Told) -> dict[Path, str]:
        result = combined(told.done, told.name)
        where = classroom50.place_of(self._place.variables, datetime=self._datetime)
        files = {
            self._place.work / _RESULT: classroom50.report(result, where),
            self._place.work / _RELEASE: summary(told.done, told.notices, told.name, most=_MOST_RELEASE),
        }
        if self._place.output:
            files[self._place.output] = _lines({"status": _STATES[result.status], "summary": _line(told)})
        return files

    def _summary(self, told: Told) -> dict[Path, str]:
        if self._place.summary is None:
            return {}
        room = MOST_BYTES - len(self._before[self._place.summary].encode())
        return {self._place.summary: summary(told.done, told.notices, told.name, most=room)}

    def _outputs(self, told: Told) -> dict[Path, str]:
        if self._place.output is None:
            return {}
        result = combined(told.done, told.name)
        values = {
            "status": str(result.status),
            "points": number(result.points),
            "max-points": number(result.max_points),
            "result": base64.b64encode(classroom.report(result).encode()).decode(),
        }
        return {self._place.output: _lines(values)}


def local_note(told: Told) -> str:
    """What would have been written, for somebody who tries it outside of a workflow."""
    if not told.done:
        return "This is no GitHub workflow, and there was nothing to grade.\n"
    result = combined(told.done, told.name)
    outputs = f"status={result.status}, points={number(result.points)}, max-points={number(result.max_points)}, result"
    return (
        "This is no GitHub workflow: no summary and no outputs were written, and no line was annotated.\n"
        f"There the step's summary would say {_line(told)}, and its outputs would be {outputs}.\n"
    )


def _notices(told: Told) -> list[Annotation]:
    """The two that stand in for the classroom's reporter; none where the grader failed, so that no score is kept."""
    result = combined(told.done, told.name)
    if result.status is Status.ERROR:
        return []
    total, most = number(result.points), number(result.max_points)
    return [
        Annotation("notice", f"Points {total}/{most}", title="Autograding complete"),
        Annotation("notice", f'{{"totalPoints":{total},"maxPoints":{most}}}', title="Autograding report"),
    ]


def _line(told: Told) -> str:
    if not told.done:
        return "nothing was graded"
    result = combined(told.done, told.name)
    skipped = sum(bool(each.not_graded) for each in told.done)
    line = "the grader failed" if result.status is Status.ERROR else score(result)
    return f"{line}{f', {skipped} of {len(told.done)} exercises not graded' if skipped else ''}"[:_MOST_STATUS]


def _lines(values: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _content(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text if not text or text.endswith("\n") else f"{text}\n"


def _make(folder: Path) -> None:
    if folder.is_symlink():  # the student's repository may hold one that leads anywhere
        raise InputError(f"cannot write to `{folder}`: it is a link", hint="Name another folder with `--out`.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot make the folder `{folder}`: {reason(error)}", hint="name another with --out"
        ) from error
