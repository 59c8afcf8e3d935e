"""What students get to see of a graded folder: every text by itself, and every report as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader.authoring.evidence import Evidence
from grader.authoring.graded import Graded, result_of
from grader.reporters import terminal
from grader.reporters.background import Background
from grader.reporters.registry import REPORTERS
from grader.result import Feedback, Result, SubmissionInfo

_UNWRAPPED = 300
"""Columns in which few lines are broken: what is looked for should stand in one."""


class Text(Struct, frozen=True):
    """One text that students read: what `kind` of text, where it comes up, and whose it is: its author's file."""

    kind: str
    text: str
    where: str
    file: Path


def titles_and_hints(evidence: Evidence) -> Iterator[Text]:
    """What the marks of the suite say."""
    suite = evidence.exercise.suite
    assert suite is not None  # noqa: S101 - evidence cannot be had without it
    for check in evidence.record.checks:
        yield Text("title", check.title, check.id, suite)
        if check.hint:
            yield Text("hint", check.hint, check.id, suite)


def messages(graded: Graded, folder: Path) -> Iterator[Text]:
    """What is said of what went wrong in a folder, with nothing hidden; `folder` is the author's."""
    for check in graded.explained.checks:
        if check.outcome.is_failure and check.message:
            yield Text("message", check.message, check.id, folder)
    for finding in graded.explained.findings:
        yield Text("finding", finding.message, finding.id, folder)


def own_texts(graded: Graded) -> list[str]:
    """What the student wrote, and how the files are called: no report gives it away."""
    files = graded.submission.files
    return [*files, *(content.decode("utf-8", "replace") for content in files.values())]


def reports(
    evidence: Evidence, graded: Graded, feedback: Feedback, formats: Iterable[str] = ("terminal",)
) -> dict[str, str]:
    """The reports of a folder by format, with all details, and as `texts` what its result holds for all others.

    What differs from run to run is not in them: times, and the place and digest of the submission.
    """
    result = result_of(graded, evidence.exercise, evidence.record, feedback)
    checks = [replace(check, seconds=0.0) for check in result.checks]
    result = replace(result, checks=checks, submission=SubmissionInfo(), started="", seconds=0.0)
    shown = {
        name: in_terminal(result, graded) if name == "terminal" else REPORTERS[name](result, details=True)
        for name in formats
    }
    return {**shown, "texts": "\n".join(_strings(msgspec.to_builtins(result)))}


def in_terminal(result: Result, graded: Graded) -> str:
    """What the student's terminal shows with `--details`."""
    background = Background(sources=graded.submission.files)
    return terminal.report(result, details=True, width=_UNWRAPPED, background=background)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
