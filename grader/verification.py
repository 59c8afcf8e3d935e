"""Whether a signed result holds: by the course's public keys, and against a submission's files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.course import Course
from grader.errors import InputError
from grader.intake.folder import take
from grader.record import suite_digest
from grader.reporters.layout import number
from grader.reporters.plain import visible
from grader.result import Result
from grader.signing import KEY, fault_of, read_document, result_in

_SHORT = 12  # characters of a digest that tell two apart


class Verified(NamedTuple):
    """What is said of one file, and whether its signature holds and all that was compared agrees."""

    text: str
    holds: bool


class Verifier:
    """Checks results by public keys: the ones given, else the course's. Raises `InputError` where there is none."""

    def __init__(self, course: Course, keys: Sequence[str] = ()) -> None:
        self._course = course
        self._keys = tuple(keys) or course.signing_keys
        if not self._keys:
            message = f"the course `{course.name}` names no public key: its `course.toml` has no `signing_keys`."
            hint = "Make a pair with `grade signing-key FILE`, or name the public key with `--key`."
            raise InputError(message, hint=hint)

    def verify(self, file: Path, against: Path | None = None) -> Verified:
        """Check one result, and with `against` whether it speaks of the files there.

        Raises `InputError` where the file is no result or the folder cannot be read.
        """
        document = read_document(file)
        try:
            result, fault = result_in(document), fault_of(document, self._keys)
        except InputError as error:
            raise InputError(f"`{file}`: {error}", hint=error.hint) from None
        if fault:
            return Verified(f"`{file}`: NOT GOOD, {visible(fault)}", holds=False)
        told = [f"`{file}`: good, as the grader signed it.", *_content(result), f"  signed by {document[KEY]['key']}"]
        differs = self._difference(result, against) if against else ""
        if against:
            told.append(f"  {differs or f'the submission in `{against}` is the one that was graded'}")
        told += self._suite_note(result)
        return Verified("\n".join(told), holds=not differs)

    def _difference(self, result: Result, against: Path) -> str:
        submission = take(against, self._course.find(result.exercise), result.submission.student)
        if submission.sha256 == result.submission.sha256:
            return ""
        return f"NOT GOOD: the files in `{against}` are others than those that were graded"

    def _suite_note(self, result: Result) -> Iterator[str]:
        try:
            suite = self._course.find(result.exercise).suite
        except InputError:
            return
        if suite is not None and suite_digest(suite) != result.suite.sha256:
            yield "  note: the suite of this exercise is another one here"


def _content(result: Result) -> Iterator[str]:
    whom = f" of {result.submission.student}" if result.submission.student else ""
    score = f"{number(result.points)} of {number(result.max_points)} points"
    yield visible(f"  {result.exercise}{whom}: {result.status}, {score}, graded {result.started}")
    yield visible(f"  submission {result.submission.sha256[:_SHORT]}, suite {result.suite.sha256[:_SHORT]}")
    yield visible(f"  gradebox {result.grader.version} on Python {result.grader.python}, box: {result.box or 'none'}")
