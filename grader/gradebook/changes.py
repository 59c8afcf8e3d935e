"""What changed between two runs of one class: who gained or lost which check, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from grader.bulk.entries import Entry, Run
from grader.bulk.store import Store
from grader.errors import InputError
from grader.gradebook.sheet import table
from grader.gradebook.telling import number
from grader.reporters.plain import cut, visible
from grader.result import CheckResult, Outcome, Status

_TWO = re.compile(r"(\d{1,9})\.\.(\d{1,9})")
_MOST_SHOWN = 40  # lines on the terminal
_TITLE = 60  # characters


class Change(Struct, frozen=True, kw_only=True):
    """One check of one student that has other points, or another outcome, than before.

    `before` and `after` are points, None where the run has no such check. `why` names what is not the same.
    """

    student: str
    name: str
    exercise: str
    check: str
    title: str
    before: float | None
    after: float | None
    outcome: str
    why: str

    @property
    def kind(self) -> str:
        """`gained`, `lost`, `new`, `gone`, or `other` where the points are the same."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        return "gained" if self.after > self.before else "lost" if self.after < self.before else "other"


class Compared(Struct, frozen=True, kw_only=True):
    """Two runs, the changes from one to the other, how many works both have, and whose work only one has."""

    first: Run
    second: Run
    changes: tuple[Change, ...]
    both: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def compare(store: Store, wish: str, *, exercise: str = "", student: str = "") -> Compared:
    """Return what changed between the runs of `A..B`, or else the last one and the last before it of an exercise.

    Raises `InputError` where there are no two such runs.
    """
    first, second = _runs(store.runs(), wish)
    old = {
        (each.student, each.exercise): each for each in store.entries(first.number, student=student, exercise=exercise)
    }
    changes: list[Change] = []
    seen = set()
    new = []
    for entry in store.entries(second.number, student=student, exercise=exercise):
        place = (entry.student, entry.exercise)
        if place in old:
            seen.add(place)
            changes += _changes(old[place], entry)
        else:
            new.append(place)
    return Compared(
        first=first,
        second=second,
        changes=tuple(changes),
        both=len(seen),
        only_first=tuple(" ".join(place) for place in old if place not in seen),
        only_second=tuple(" ".join(place) for place in new),
    )


def changes_sheet(compared: Compared) -> bytes:
    """Return the changes as a table, a line for each."""
    heads = ("student", "name", "exercise", "check", "title", "change", "before", "after", "outcome", "why")
    lines = (
        (c.student, c.name, c.exercise, c.check, c.title, c.kind, c.before, c.after, c.outcome, c.why)
        for c in compared.changes
    )
    return table([heads, *lines])


def changes_text(compared: Compared) -> str:
    """Return the changes for the terminal: how many by check, then student by student."""
    first, second = compared.first, compared.second
    changed = len({(each.student, each.exercise) for each in compared.changes})
    runs = " and ".join(f"run {run.number} ({run.began})" for run in (first, second))
    lines = [f"Compared {runs}: {compared.both:,} in both, {changed:,} of them changed."]
    for run, only in ((first, compared.only_first), (second, compared.only_second)):
        lines += [f"In run {run.number} only: {len(only):,}."] if only else []
    lines += ["", *_by_check(compared.changes)] if compared.changes else []
    lines += ["", *map(_line, compared.changes[:_MOST_SHOWN])] if compared.changes else []
    hidden = len(compared.changes) - _MOST_SHOWN
    return "\n".join([*lines, *([f"and {hidden:,} more, in the file"] if hidden > 0 else [])]) + "\n"


def _runs(runs: Sequence[Run], wish: str) -> tuple[Run, Run]:
    if not wish:
        if runs:
            earlier = [run for run in runs[:-1] if run.suites.keys() & runs[-1].suites.keys()]
            if earlier:
                return earlier[-1], runs[-1]
        raise InputError("there are no two runs of one exercise to compare", hint="Grade the class again first.")
    match = _TWO.fullmatch(wish)
    known = {run.number: run for run in runs}
    if match is None or int(match[1]) not in known or int(match[2]) not in known:
        there = ", ".join(f"{run.number} ({run.began})" for run in runs)
        raise InputError(f"`{wish}` names no two runs", hint=f"Write `A..B`. There are: {there or 'none'}.")
    return known[int(match[1])], known[int(match[2])]


def _changes(old: Entry, new: Entry) -> Iterator[Change]:
    before = {check.id: check for check in old.result.checks}
    after = {check.id: check for check in new.result.checks}
    why = _why(old, new)
    for id_ in dict.fromkeys((*before, *after)):
        one, other = before.get(id_), after.get(id_)
        if _same(one, other):
            continue
        last = other or one
        yield Change(
            student=new.student,
            name=new.name,
            exercise=new.exercise,
            check=id_,
            title=last.title if last else "",
            before=one.points if one else None,
            after=other.points if other else None,
            outcome=other.outcome if other else "",
            why=why,
        )


def _same(one: CheckResult | None, other: CheckResult | None) -> bool:
    if one is None or other is None:
        return False
    passed = [check.outcome is Outcome.PASSED for check in (one, other)]
    return one.points == other.points and passed[0] == passed[1]


def _why(old: Entry, new: Entry) -> str:
    """Return what the two results do not share of all that a result depends on."""
    one, other = old.result, new.result
    reasons = {
        "a failure of the grader": Status.ERROR in (one.status, other.status),
        "other work": one.submission.sha256 != other.submission.sha256,
        "other suite": one.suite != other.suite,
        "other grader": one.grader.version != other.grader.version,
        "other Python": one.grader.python != other.grader.python,
    }
    named = [reason for reason, holds in reasons.items() if holds]
    if named:
        return ", ".join(named)
    # The key holds the manifest, the given files and the limits as well.
    return "other settings of the exercise" if old.key != new.key else "nothing: the check is not steady"


def _by_check(changes: Iterable[Change]) -> Iterator[str]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    titles = {}
    for each in changes:
        counts.setdefault((each.exercise, each.check), Counter())[each.kind] += 1
        titles[each.exercise, each.check] = each.title
    for (exercise, check), kinds in counts.items():
        told = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
        yield f"  {exercise.partition('_')[0]}  {visible(cut(titles[exercise, check], _TITLE))}: {told}"


def _line(each: Change) -> str:
    points = " -> ".join("-" if points is None else number(points) for points in (each.before, each.after))
    title = visible(cut(each.title, _TITLE))
    return f"  {visible(each.student)}  {each.exercise.partition('_')[0]}  {title}  {each.kind} {points}  ({each.why})"
