"""Judges mutants: which checks notice them. With low limits, so that an endless loop costs little."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from grader.assembly import required_by
from grader.authoring.asking import ENOUGH, Asking
from grader.authoring.graded import Graded, open_to_all
from grader.authoring.mistakes import Mistake
from grader.authoring.mutation.mutant import Mutant
from grader.authoring.mutation.mutate import mutate
from grader.course import Exercise
from grader.files import read_tree
from grader.intake.selection import select
from grader.judging import judge
from grader.manifest import matches_any
from grader.record import Record
from grader.result import CheckResult, Feedback, Outcome
from grader.scoring import score
from grader.submission import Entry, Submission
from grader.worker.client import Worker

SHORTEST = 1.0  # seconds that a check of a mutant has at least
TIMES_THE_SOLUTION = 5  # how much longer than the solution's slowest check a mutant's may take
LIMITS_HIT = 2  # so many checks may run out of time before the rest is not asked any more


class Judged(Struct, frozen=True, kw_only=True):
    """A mutant and the ids of the checks that noticed it; those that were not asked do not count.

    It is `cut` where some may not have been asked. `errored` says how the grader failed on it, empty if it did not.
    """

    mutant: Mutant
    killers: list[str]
    cut: bool = False
    errored: str = ""


def mutants_of(exercise: Exercise) -> list[Mutant]:
    """The mutants of an exercise's solution that differ from it in what the intake takes of them."""
    solution = read_tree(exercise.solution)
    handed_in = {path: content for path, content in solution.items() if not _is_given(path, exercise)}
    whole = submission_of(solution, exercise)
    made = mutate(handed_in, _dropped(exercise, solution))
    return [mutant for mutant in made if not _is_same(submission_of(mutant.files, exercise), whole)]


class Killing:
    """The mutants of one exercise under its suite, in a worker that has judged the `solution`."""

    def __init__(self, worker: Worker, exercise: Exercise, record: Record, solution: Graded) -> None:
        took = {check.id: check.seconds for check in solution.scored.checks}
        seconds = max(SHORTEST, TIMES_THE_SOLUTION * max(took.values(), default=0.0))
        self._check_seconds = min(seconds, exercise.limits.seconds)
        whole = TIMES_THE_SOLUTION * sum(took.values()) + LIMITS_HIT * self._check_seconds
        self._seconds = min(whole, exercise.limits.submission_seconds)
        self._exercise = exercise
        self._record = open_to_all(record)
        self._worker = worker
        self._is_full = solution.is_full
        self._asking = Asking(record, took)

    def mutants(self) -> list[Mutant]:
        """Those to judge; none of a solution that fails: every one would be noticed."""
        return mutants_of(self._exercise) if self._is_full else []

    def learn(self, mistake: Mistake, checks: list[CheckResult]) -> None:
        """Take in what all checks said of a known mistake."""
        self._asking.learn([*killers(checks)], mistake.file, cut=False)

    def judge(self, mutant: Mutant) -> Judged:
        """Which checks notice a mutant. Raises `JudgeError` where the judge is gone."""
        checks = self._checks(mutant)
        if {each.outcome for each in checks if each.outcome.is_failure} == {Outcome.TIMED_OUT}:
            checks = self._checks(mutant)  # the limits are low, and the machine may have had other work
        errored = next((f"`{each.id}`: {each.message}" for each in checks if each.outcome is Outcome.ERRORED), "")
        found = [*killers(checks)]
        cut = self._asking.is_cut(found)
        self._asking.learn(found, mutant.file, mutant.within, mutant.operator, cut=cut)
        return Judged(mutant=mutant, killers=found, cut=cut, errored=errored)

    def _checks(self, mutant: Mutant) -> list[CheckResult]:
        verdicts, _, _ = judge(
            self._worker,
            submission_of(mutant.files, self._exercise),
            self._record,
            required_by(self._exercise),
            sequence=self._asking.sequence(mutant.file, mutant.within, mutant.operator),
            seconds=self._seconds,
            check_seconds=self._check_seconds,
            explain=False,
            enough=ENOUGH,
            decisive=sorted(self._asking.decisive),
        )
        return score(self._record, verdicts, feedback=Feedback.FULL).checks


def killers(checks: list[CheckResult]) -> Iterator[str]:
    """The ids of the checks that saw something wrong; one whose turn never came has seen nothing."""
    for check in checks:
        never = check.outcome is Outcome.TIMED_OUT and not check.seconds
        if check.outcome.is_failure and not never:
            yield check.id


def submission_of(files: Mapping[str, bytes], exercise: Exercise) -> Submission:
    """What the intake takes of a folder with these files."""
    entries = [Entry(path, len(content), "file") for path, content in files.items()]
    return select(entries, lambda path, _: files[path], exercise, student="", path=exercise.name)


def _dropped(exercise: Exercise, solution: Mapping[str, bytes]) -> dict[str, bytes]:
    """The Python files that students start from and the solution does not have, as where a file gets a better name."""
    public = read_tree(exercise.public)
    return {
        path: content
        for path, content in public.items()
        if path.endswith(".py") and path not in solution and not _is_given(path, exercise)
    }


def _is_given(path: str, exercise: Exercise) -> bool:
    return matches_any(path, exercise.given)


def _is_same(one: Submission, other: Submission) -> bool:
    return (one.files, one.problem) == (other.files, other.problem)
