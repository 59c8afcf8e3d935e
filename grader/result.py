"""What grading one submission produced: the one normal form, `grade/v1`. Every reporter reads only these types."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct, field

SCHEMA = "grade/v1"


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"  # the student's answer is wrong
    CRASHED = "crashed"  # the student's code raised, exited or died on a signal
    TIMED_OUT = "timed out"
    NOT_CHECKED = "not checked"  # a check it needs did not pass
    ERRORED = "errored"  # the grader failed; never counts against the student

    @property
    def is_failure(self) -> bool:
        """Whether the student's code was judged and did not pass."""
        return self in (Outcome.FAILED, Outcome.CRASHED, Outcome.TIMED_OUT)


class Status(StrEnum):
    """How the submission as a whole ended; stretch checks do not count."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"


class Feedback(StrEnum):
    """How much of a check a student may see, from most to least."""

    FULL = "full"
    HINT = "hint"
    SCORE = "score"


_FROM_MOST_TO_LEAST = tuple(Feedback)


def lowest(levels: Iterable[Feedback]) -> Feedback:
    """The level that lets a student see least."""
    return max(levels, key=_FROM_MOST_TO_LEAST.index)


class Call(Struct, frozen=True):
    """One line of a transcript: the call as a student would type it, and what came back."""

    call: str
    result: str = ""


class Location(Struct, frozen=True):
    """A line of the student's own code. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int = 0


class Finding(Struct, frozen=True):
    """A recognised mistake, named by the id of its message."""

    id: str
    file: str = ""
    line: int = 0
    message: str = ""


class Problem(Struct, frozen=True):
    """Why not one listed file of the submission could be read."""

    kind: str
    message: str


class Verdict(Struct, frozen=True, kw_only=True):
    """What the judge says of one case (one parameter set of a check, or the whole check where it has none).

    `case` is pytest's node id relative to the suite, e.g. `test_calculator.py::test_add[2-3]`.
    `message` is one plain sentence for the student. `seconds` is wall time.
    """

    case: str
    outcome: Outcome
    message: str = ""
    transcript: list[Call] = field(default_factory=list)
    expected: str = ""
    got: str = ""
    exception: str = ""
    traceback: str = ""
    location: Location | None = None
    output: str = ""
    seconds: float = 0.0


class CheckResult(Struct, frozen=True, kw_only=True):
    """What one check gave. `points` are earned, out of `max_points`; `seconds` is wall time.

    Texts the feedback level does not allow are empty.
    """

    id: str
    title: str
    outcome: Outcome
    points: float
    max_points: float
    stretch: bool = False
    feedback: Feedback = Feedback.FULL
    message: str = ""
    hint: str = ""
    needs: list[str] = field(default_factory=list)
    transcript: list[Call] = field(default_factory=list)
    expected: str = ""
    got: str = ""
    exception: str = ""
    traceback: str = ""
    finding: Finding | None = None
    location: Location | None = None
    output: str = ""
    seconds: float = 0.0


class SubmissionInfo(Struct, frozen=True, kw_only=True):
    """Whose work was graded, where it lay, and the digest of what was taken from it."""

    student: str = ""
    path: str = ""
    sha256: str = ""
    late: bool = False


class SuiteInfo(Struct, frozen=True):
    """The digest of the suite that judged."""

    sha256: str = ""


class GraderInfo(Struct, frozen=True):
    """The versions that judged."""

    version: str = ""
    python: str = ""


class Result(Struct, frozen=True, kw_only=True):
    """One graded submission.

    `points` and `max_points` include the stretch, `core_points` is what all other checks are worth together.
    `problem` is set only when not one listed file could be read. `started` is UTC, ISO 8601, ending in `Z`.
    """

    schema: str = SCHEMA
    exercise: str
    title: str
    status: Status
    points: float
    max_points: float
    core_points: float
    checks: list[CheckResult]
    findings: list[Finding] = field(default_factory=list)
    problem: Problem | None = None
    notices: list[str] = field(default_factory=list)
    submission: SubmissionInfo = field(default_factory=SubmissionInfo)
    suite: SuiteInfo = field(default_factory=SuiteInfo)
    checks_from: str = "solution"
    box: str = ""
    grader: GraderInfo = field(default_factory=GraderInfo)
    started: str = ""
    seconds: float = 0.0
