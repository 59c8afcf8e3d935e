"""The author's gate: gather → rule. Exercises go side by side, and what is wrong with one hides nothing of another."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from threading import Event

from msgspec import Struct, field

from grader.authoring.evidence import NEED_MUTANTS, Evidence, Gathering, gather
from grader.authoring.gates.concepts import course_is_covered
from grader.authoring.gates.registry import GATES
from grader.authoring.gates.ruling import Ruling
from grader.authoring.skeletons import write_skeletons
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


def check(exercise: Exercise, way: Gathering | None = None) -> Checked:
    """Put one exercise through all gates, in a `way` of its own.

    Where that writes, the skeletons of a marked solution are brought up to date first.
    Raises `StoppedError` if it was ended early; other faults are the answer's `trouble`.
    """
    began = time.monotonic()
    way = way or Gathering()
    try:
        if way.write:
            write_skeletons(exercise)
        evidence = gather(exercise, way)
    except GraderError as error:
        trouble = Trouble(str(error), error.hint, _exit_code_of(error))
        return Checked(exercise=exercise, trouble=trouble, seconds=_since(began))
    return Checked(
        exercise=exercise,
        rulings=rule(evidence, way.gates),
        notes=evidence.notes,
        box=evidence.solution.box,
        seconds=_since(began),
    )


def _exit_code_of(error: GraderError) -> int:
    """A broken suite is the grader's failure to a student, and the caller's own file here."""
    return InputError.exit_code if isinstance(error, SuiteError) else error.exit_code


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def rule(evidence: Evidence, gates: Collection[str] = ()) -> dict[str, Ruling]:
    """What each of the gates says of the evidence; all of them where none is named.

    Those that need mutants are not asked where none was made.
    """
    asked = {name: gate for name, gate in GATES.items() if not gates or name in gates}
    return {
        name: gate(evidence) for name, gate in asked.items() if evidence.judged is not None or name not in NEED_MUTANTS
    }


def check_all(
    exercises: Sequence[Exercise],
    *,
    jobs: int,
    write: bool,
    say: Callable[[Checked], None],
    doing: Callable[[str, str], None] = lambda *_: None,
    box: str = "auto",
    gates: Sequence[str] = (),
    mutants: bool = True,
    concepts: Mapping[str, str] | None = None,
) -> list[Checked]:
    """Put exercises through all gates, `jobs` at a time; `say` hears of each as it is done.

    `doing` hears the name of an exercise and what of it is graded next, from several threads. `gates` are those that
    are asked, or all where none is named. The rest is as `Gathering` has it.

    The answers come in the order of the exercises.
    """
    stop = Event()
    way = Gathering(box, write, stop, gates=tuple(gates), mutants=mutants, concepts=dict(concepts or {}))
    with ThreadPoolExecutor(jobs) as pool:  # threads do: the work is done in the workers' processes
        running = [
            pool.submit(check, exercise, way._replace(doing=partial(doing, exercise.name)))
            for exercise in reversed(exercises)  # later ones have more to do, and the long ones must not come last
        ]
        try:
            for done in as_completed(running):
                say(done.result())
        except BaseException:  # also Ctrl-C: leave no exercise to be graded to its end
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [each.result() for each in reversed(running)]


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
