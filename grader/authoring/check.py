"""The author's gate: gather → rule. Exercises go side by side, and what is wrong with one hides nothing of another."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from threading import Event

from msgspec import Struct, field

from grader.authoring.evidence import Evidence, gather
from grader.authoring.gates.concepts import course_is_covered
from grader.authoring.gates.registry import GATES, NEED_MUTANTS
from grader.authoring.gates.ruling import Ruling
from grader.course import Course, Exercise
from grader.errors import GraderError, InputError, SuiteError

_PASSED, _NOT_PASSED = 0, 1


class Trouble(Struct, frozen=True):
    """Why an exercise could not be checked; `exit_code` is 2 where its files are at fault, 3 where the grader is."""

    message: str
    hint: str
    exit_code: int


class Checked(Struct, frozen=True, kw_only=True):
    """What the gates say of one exercise, by gate; `trouble` if they could not be asked. `seconds` is wall time."""

    exercise: Exercise
    rulings: dict[str, Ruling] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    trouble: Trouble | None = None
    box: str = ""
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """0 if all gates are passed, 1 if one is not, else that of the trouble."""
        if self.trouble:
            return self.trouble.exit_code
        return _NOT_PASSED if any(ruling.flaws for ruling in self.rulings.values()) else _PASSED


def check(
    exercise: Exercise,
    *,
    box: str = "auto",
    write: bool = False,
    mutants: bool = True,
    stop: Event | None = None,
    concepts: Mapping[str, str] | None = None,
) -> Checked:
    """Put one exercise through all gates; with `write`, bring its `checks.json` up to date first.

    `box` is `auto`, `bubblewrap` or `process`, `stop` an event that ends the work early. `concepts` are those of the
    course. Without `mutants` none is made, and the gates that need them are not asked.
    Raises `StoppedError` if it was ended; other faults are the answer's `trouble`.
    """
    began = time.monotonic()
    try:
        evidence = gather(
            exercise, box=box, write=write, mutants=mutants, stop=stop or Event(), concepts=dict(concepts or {})
        )
    except GraderError as error:
        trouble = Trouble(str(error), error.hint, _exit_code_of(error))
        return Checked(exercise=exercise, trouble=trouble, seconds=_since(began))
    return Checked(
        exercise=exercise,
        rulings=rule(evidence),
        notes=evidence.notes,
        box=evidence.solution.box,
        seconds=_since(began),
    )


def _exit_code_of(error: GraderError) -> int:
    """A broken suite is the grader's failure to a student, and the caller's own file here."""
    return InputError.exit_code if isinstance(error, SuiteError) else error.exit_code


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def rule(evidence: Evidence) -> dict[str, Ruling]:
    """What each gate says of the evidence; those that need mutants are not asked where none was made."""
    asked = GATES if evidence.judged is not None else {name: GATES[name] for name in GATES if name not in NEED_MUTANTS}
    return {name: gate(evidence) for name, gate in asked.items()}


def check_all(
    exercises: Sequence[Exercise],
    *,
    jobs: int,
    write: bool,
    say: Callable[[Checked], None],
    box: str = "auto",
    mutants: bool = True,
    concepts: Mapping[str, str] | None = None,
) -> list[Checked]:
    """Put exercises through all gates, `jobs` at a time; `say` hears of each as it is done.

    The answers come in the order of the exercises. The rest is as `check` has it.
    """
    stop = Event()
    ask = partial(check, box=box, write=write, mutants=mutants, stop=stop, concepts=concepts)
    with ThreadPoolExecutor(jobs) as pool:  # threads do: the work is done in the workers' processes
        running = [pool.submit(ask, exercise) for exercise in exercises]
        try:
            for done in as_completed(running):
                say(done.result())
        except BaseException:  # also Ctrl-C: leave no exercise to be graded to its end
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [each.result() for each in running]


def rule_on_course(course: Course, checked: Sequence[Checked]) -> Ruling | None:
    """Whether the course as a whole teaches what it lists; None unless all its exercises could be asked."""
    asked = {each.exercise.name: each.rulings["concepts"] for each in checked if "concepts" in each.rulings}
    if not course.concepts or asked.keys() != {*course.names}:
        return None
    return course_is_covered(course, list(asked.values()))


def exit_code(checked: Sequence[Checked], whole: Ruling | None = None) -> int:
    """The worst of all: 3 the grader failed, 2 files at fault, 1 a gate not passed, 0 all passed.

    `whole` is the ruling on the course.
    """
    worst = max((each.exit_code for each in checked), default=_PASSED)
    return max(worst, _NOT_PASSED if whole and whole.flaws else _PASSED)
