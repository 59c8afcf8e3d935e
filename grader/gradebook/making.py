"""A class's entries become the book: which work of each student counts, and what the students have in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from grader.bulk.entries import Entry, Left, Run
from grader.gradebook.book import Adjustment, Book, Mark, Row
from grader.gradebook.marking import LATE, TOTAL, Override, mark, rounded
from grader.gradebook.warnings import warnings
from grader.result import Status, SubmissionInfo
from grader.rules import ReportRules

Overrides = Mapping[tuple[str, str], Sequence[Override]]  # by student and exercise


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of the class beside its work: the course's title and exercises in order, and what the runs say."""

    title: str
    run: Run
    exercises: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    missing: dict[str, str] = field(default_factory=dict)


def make_book(entries: Iterable[Entry], facts: Facts, rules: ReportRules, overrides: Overrides) -> Book:
    """Return the book of all the entries, in whatever order they come.

    Of several results for the same files the last run's counts, as a regrade corrects; of several works the last one,
    or the best under the rules.
    """
    works: dict[tuple[str, str], dict[str, Entry]] = {}
    for entry in entries:
        same = works.setdefault((entry.student, entry.exercise), {})
        work = entry.result.submission.sha256 if rules.attempts == "best" else ""
        same[work] = max(same.get(work, entry), entry, key=_place)
    for student, exercise in overrides.keys() - works.keys():
        works[student, exercise] = {"": _unseen(student, exercise, works, facts)}
    students: dict[str, dict[str, Mark]] = {}
    for (student, exercise), same in sorted(works.items()):
        said = overrides.get((student, exercise), ())
        students.setdefault(student, {})[exercise] = _counting(mark(each, rules, said) for each in same.values())
    return _booked(students, facts, rules, overrides)


def _unseen(student: str, exercise: str, works: Mapping[tuple[str, str], Mapping[str, Entry]], facts: Facts) -> Entry:
    """Return an entry for work that came another way: it has no checks, and what an override gives."""
    same = max((each for (_, name), all_ in works.items() if name == exercise for each in all_.values()), key=_place)
    result = replace(
        same.result,
        status=Status.FAILED,
        points=0.0,
        checks=[],
        findings=[],
        problem=None,
        notices=[],
        submission=SubmissionInfo(student=student),
        started="",
        seconds=0.0,
    )
    return Entry(
        student=student, name=facts.missing.get(student, ""), exercise=exercise, run=same.run, key="", result=result
    )


def _place(entry: Entry) -> tuple[int, int, str]:
    """Return what orders the results of one student for one exercise; the last of them is the newest."""
    return entry.run, entry.attempt, entry.key


def _counting(marks: Iterable[Mark]) -> Mark:
    """Return the mark of the work that counts: the best one, of equal ones the last."""
    *others, best = sorted(marks, key=lambda each: (each.scored, each.points, _place(each.entry)))
    if not others:
        return best
    points = " and ".join(f"{each.points:g}" for each in reversed(others))
    reason = f"The best of {len(others) + 1} attempts counts; the other would give {points} points."
    return replace(best, adjustments=(*best.adjustments, Adjustment(kind="best of", points=0.0, reason=reason)))


def _booked(students: Mapping[str, Mapping[str, Mark]], facts: Facts, rules: ReportRules, overrides: Overrides) -> Book:
    by_exercise: dict[str, list[Mark]] = {}
    for row in students.values():
        for name, each in row.items():
            by_exercise.setdefault(name, []).append(each)
    exercises = (
        *(name for name in facts.exercises if name in by_exercise),
        *sorted({*by_exercise} - {*facts.exercises}),
    )
    worth = {name: max(each.max_points for each in by_exercise[name]) for name in exercises}
    return Book(
        title=facts.title,
        exercises=exercises,
        max_points=worth,
        rows=tuple(_row(student, row, worth, rules) for student, row in students.items()),
        left=facts.left,
        missing={student: name for student, name in sorted(facts.missing.items()) if student not in students},
        warnings=(*warnings(by_exercise, exercises, rules), *_idle(students, overrides)),
        run=facts.run,
    )


def _idle(students: Mapping[str, Mapping[str, Mark]], overrides: Overrides) -> Iterator[str]:
    """Give a sentence for each override of a check that the work which counts does not have."""
    for (student, exercise), said in overrides.items():
        for each in said:
            if each.check not in (TOTAL, LATE, *students[student][exercise].checks):
                work = f"the work of `{student}` for `{exercise}` that counts"
                yield f"An override changes nothing: {work} has no check `{each.check}`."


def _row(student: str, marks: Mapping[str, Mark], worth: Mapping[str, float], rules: ReportRules) -> Row:
    parts = {name: _part(marks.get(name), worth[name]) for name in worth}
    counting = {name: part for name, part in parts.items() if part is not None and part[1] and rules.of(name).weight}
    # The lowest first, of equal ones the last of the course; one exercise always stays.
    places = list(worth)
    lowest = sorted(counting, key=lambda name: (counting[name][0] / counting[name][1], -places.index(name)))
    dropped = lowest[: max(min(rules.drop_lowest, len(counting) - 1), 0)]
    kept = [
        (_exact(points) * _exact(rules.of(name).weight), _exact(most) * _exact(rules.of(name).weight))
        for name, (points, most) in counting.items()
        if name not in dropped
    ]
    return Row(
        student=student,
        name=next((each.entry.name for each in marks.values() if each.entry.name), ""),
        marks={name: marks[name] for name in worth if name in marks},
        total=rounded(sum((points for points, _ in kept), Fraction()), rules.decimals),
        max_total=rounded(sum((most for _, most in kept), Fraction()), 2),
        dropped=tuple(name for name in worth if name in dropped),
    )


def _part(mark: Mark | None, worth: float) -> tuple[float, float] | None:
    """Return points and the most there were; None where nobody knows what the work is worth."""
    if mark is None:
        return 0.0, worth
    return (mark.points, mark.max_points) if mark.scored else None


def _exact(number: float) -> Fraction:
    return Fraction(repr(number))
