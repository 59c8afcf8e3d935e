"""Grades a class: roll → place → what the store has not → executor → store. The steps in one place.

At any moment the store holds all that was done but the last second's; the same command goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from grader.bulk.checked import check_known
from grader.bulk.desk import Rules
from grader.bulk.entries import Graded, Left, Run
from grader.bulk.executor import Executor, Ticket
from grader.bulk.keys import key_of, material_of
from grader.bulk.ledger import Ledger, Tally
from grader.bulk.store import Store, open_store
from grader.bulk.work import Work, check_gradable, find_work, own_versions, suites_of
from grader.course import Course, Exercise
from grader.errors import GraderError
from grader.intake.lms.placed import Placed
from grader.intake.lms.roll import rolled
from grader.intake.lms.roster import Roster
from grader.submission import Submission

_AT_ONCE = 32  # submissions that the store is asked about at once
_ROOM = 8 << 20  # bytes of their files

OpenExecutor = Callable[[Sequence[Exercise], Rules], Executor]


class Wish(Struct, frozen=True, kw_only=True):
    """What is to be graded, by which rules, and where the results go: a file or a URL.

    `exercises` are the course's; `exercise` is the only one that is meant, `student` the only one who is. `folder` is
    where it is noted which suites may be graded with several submissions per child of the judge.
    """

    submissions: Path
    store: str | Path
    rules: Rules
    exercises: tuple[Exercise, ...]
    exercise: Exercise | None = None
    roster: Roster | None = None
    student: str = ""
    folder: Path = Path()


class Summary(NamedTuple):
    """What came of it. `shape` is the class's, `why` a sentence on how it was seen.

    Of the `students`, `strangers` are on no roster, and of those `without` any work nothing could be placed.
    """

    run: int
    shape: str
    why: str
    students: int
    strangers: int
    without: int
    exercises: tuple[str, ...]
    left: tuple[Left, ...]
    tally: Tally


def grade_class(wish: Wish, course: Course, open_executor: OpenExecutor, show: Callable[[Tally], None]) -> Summary:
    """Grade all that a class has handed in and the store has no result for; `show` is told how far it has come.

    Raises `InputError` for what cannot be graded at all or saved, `GraderError` where the grader failed; what was
    graded until then is saved.
    """
    with rolled(wish.submissions, wish.exercises, only=wish.exercise, roster=wish.roster) as roll:
        work = find_work(roll, only=wish.student)
        for exercise in work.exercises:
            check_gradable(exercise)
        if wish.rules.per_child > 1:
            check_known(wish.folder, work.exercises, wish.rules)
        tally = Tally(total=len(work.placed), unplaced=len(work.left), missing=len(work.missing))
        show(tally)
        with open_store(wish.store) as store:
            run = _begin(store, wish, course, work)
            with closing(open_executor(work.exercises, wish.rules)) as executor:
                _grade(work, run, Ledger(store, tally, show, suites_of(work.exercises)), wish.rules, executor)
            store.end(run, work.missing)
        students = 1 if wish.student else len(roll.students)
        return Summary(
            run=run,
            shape=roll.shape,
            why=roll.why,
            students=students,
            strangers=len(roll.strangers) if wish.roster and not wish.student else 0,
            without=students - len({each.student.id for each in work.placed}),
            exercises=tuple(each.name for each in work.exercises),
            left=work.left,
            tally=tally,
        )


def _begin(store: Store, wish: Wish, course: Course, work: Work) -> int:
    version, python = own_versions()
    run = Run(
        number=0,
        source=str(wish.submissions.resolve()),
        course=course.name,
        version=version,
        python=python,
        began=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        only=work.student,
        suites=suites_of(work.exercises),
    )
    number = store.begin(run)
    store.leave(number, work.left)
    return number


def _grade(work: Work, run: int, ledger: Ledger, rules: Rules, executor: Executor) -> None:
    try:
        for done in executor.run(_tickets(work, run, ledger, rules)):
            ledger.enter(done)
    finally:
        ledger.save()


class _Taken(NamedTuple):
    """A submission that was read; `trouble` says why it could not be."""

    work: Graded
    submission: Submission
    trouble: str = ""


def _tickets(work: Work, run: int, ledger: Ledger, rules: Rules) -> Iterator[Ticket]:
    """What has to be graded, read only when there is room for it."""
    materials = {each.name: material_of(each, box=rules.box, feedback=rules.feedback) for each in work.exercises}
    number = 0
    for some in _parts(_taken(each, run, materials[each.exercise.name]) for each in work.placed):
        known = ledger.known(some[0].work.exercise, [each.work.key for each in some])
        new: list[Ticket] = []
        for each in some:
            if each.work.key in known:
                ledger.reuse(each.work)
            elif not ledger.is_at_hand(each.work):
                number += 1
                ledger.expect(number, each.work)
                new.append(
                    Ticket(
                        number=number,
                        exercise=each.work.exercise,
                        submission=each.submission,
                        given_up=each.trouble,
                    )
                )
        yield from new


def _taken(placed: Placed, run: int, material: str) -> _Taken:
    """What a student handed in, read; where that fails the result will be errored, and the class goes on."""
    try:
        submission, trouble = placed.take(), ""
    except GraderError:
        raise
    except Exception as error:  # noqa: BLE001 - no single submission may end the class, whatever it is
        submission = Submission(student=placed.student.id, path=placed.where, files={}, given={})
        trouble = f"it could not be read: {type(error).__name__}: {error}"
    work = Graded(
        student=placed.student.id,
        name=placed.student.name,
        exercise=placed.exercise.name,
        run=run,
        key=key_of(submission, f"{material} {trouble}" if trouble else material),
        late=placed.late,
        attempt=placed.attempt,
        time=placed.time,
        group=placed.group,
        where=placed.where,
    )
    return _Taken(work, submission, trouble)


def _parts(all_taken: Iterator[_Taken]) -> Iterator[list[_Taken]]:
    """Submissions for one exercise together, as many as may be in memory at once."""
    some: list[_Taken] = []
    room = _ROOM
    for each in all_taken:
        if some and (len(some) >= _AT_ONCE or room <= 0 or some[0].work.exercise != each.work.exercise):
            yield some
            some, room = [], _ROOM
        some.append(each)
        room -= sum(map(len, each.submission.files.values()))
    if some:
        yield some
