"""A class as the store has it becomes the book, by the rules of its course and the instructor's overrides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from grader.authored import did_you_mean
from grader.bulk.entries import Entry, Run
from grader.bulk.store import Store
from grader.course import COURSE_FILE, Course
from grader.errors import InputError, ManifestError
from grader.gradebook import overrides
from grader.gradebook.book import Book
from grader.gradebook.making import Facts, make_book
from grader.rules import ReportRules


def read_book(store: Store, course: Course, said: overrides.Table | None = None, *, exercise: str = "") -> Book:
    """Return the book of all that was graded, or of one exercise by its whole name; `said` are the overrides.

    Raises `InputError` where nothing was graded, another course was, or an override is not understood, `ManifestError`
    where a rule is of no exercise.
    """
    runs = store.runs()
    if not runs:
        raise InputError("nothing has been graded there yet", hint="`grade bulk SUBMISSIONS --out DIR` grades a class.")
    check_course(runs, course)
    rules = rules_of(course)
    entries = list(_entries(store, runs, rules))
    # Overrides of other exercises than the one that is asked for are looked at, and left out.
    known = overrides.Known.of(entries, _missing(_whole(runs, "")))
    told = overrides.read_overrides(said, known) if said else {}
    if exercise:
        entries = [each for each in entries if each.exercise == exercise]
        told = {whose: each for whose, each in told.items() if whose[1] == exercise}
        if not entries:
            raise InputError(f"nothing was handed in for `{exercise}`", hint="Leave `--exercise` out to see what was.")
    whole = _whole(runs, exercise)
    facts = Facts(
        title=course.title,
        run=runs[-1],
        exercises=course.names,
        left=tuple(left for run in whole for left in store.left(run.number)),
        missing=_missing(whole),
    )
    book = make_book(entries, facts, rules, told)
    unended = [
        f"Run {run.number} has not ended: `grade bulk` again goes on with it." for run in runs[-1:] if not run.ended
    ]
    return replace(book, warnings=(*unended, *book.warnings))


def rules_of(course: Course) -> ReportRules:
    """Return the course's rules, each exercise under its whole name. Raises `ManifestError` for one of no exercise."""
    named = {}
    for text, rule in course.report.exercises.items():
        name = _exercise(text, course)
        if name in named:
            raise ManifestError(f"`{course.root / COURSE_FILE}`: `report.exercises` holds two rules for `{name}`.")
        named[name] = rule
    return replace(course.report, exercises=named)


def check_course(runs: Sequence[Run], course: Course) -> None:
    """Raise `InputError` where the class was graded by another course, whose rules would be others."""
    graded = runs[-1].course
    if graded != course.name:
        raise InputError(
            f"the class was graded by the course `{graded}`, and the rules at hand are those of `{course.name}`",
            hint="Name the course's folder with `--course DIR`.",
        )


def _exercise(text: str, course: Course) -> str:
    try:
        return course.find(text).name
    except InputError:
        if text in course.names:  # its manifest is wrong, which others will say
            return text
        near = did_you_mean(text, course.names)
        file: Path = course.root / COURSE_FILE
        raise ManifestError(f"`{file}`: `report.exercises` names `{text}`, which is no exercise.{near}") from None


def _entries(store: Store, runs: Iterable[Run], rules: ReportRules) -> Iterable[Entry]:
    """Give what may count: of every student's works the newest, or all where the best one counts."""
    if rules.attempts == "last":
        yield from store.entries()
        return
    for run in runs:
        yield from store.entries(run.number)


def _missing(runs: Iterable[Run]) -> dict[str, str]:
    """Return who handed in nothing in these runs, the last of them counting most."""
    return {student: name for run in runs for student, name in run.missing.items()}


def _whole(runs: Iterable[Run], exercise: str) -> list[Run]:
    """Return the last run of each exercise, or of one, that was of the whole class; the oldest first."""
    last = {name: run for run in runs if not run.only for name in run.suites if exercise in ("", name)}
    return sorted({run.number: run for run in last.values()}.values(), key=lambda run: run.number)
