"""The numbers of a class: how the scores are spread, which checks fail, who fails alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import mean, median
from typing import NamedTuple

from grader.classreport.columns import Column, Section, marks_of
from grader.gradebook.book import Book
from grader.reporters import telling
from grader.result import CheckResult, Outcome, Result

STEP = 10  # per cent of the points that one bar of a distribution stands for
BARS = tuple([f"{low}\N{EN DASH}{low + STEP - 1}" for low in range(0, 100, STEP)] + ["100"])
_FEWEST = 2  # students that make a group
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]+")
_LINE = re.compile(r"\b([Ll]ine) \d+")


class Spread(NamedTuple):
    """How many students have a score in each of `BARS`, with median and mean; all in per cent of the points."""

    counts: tuple[int, ...]
    median: float
    mean: float

    @property
    def students(self) -> int:
        """How many have a score."""
        return sum(self.counts)


class Failing(NamedTuple):
    """How one check of an exercise ended for the class; who had the grader fail counts nowhere."""

    section: Section
    column: Column
    outcomes: Counter[Outcome]

    @property
    def judged(self) -> int:
        """How many results hold the check."""
        return sum(self.outcomes.values()) - self.outcomes[Outcome.ERRORED]

    @property
    def failed(self) -> int:
        """For how many it did not pass."""
        return sum(count for outcome, count in self.outcomes.items() if outcome.is_failure)

    @property
    def rate(self) -> float:
        """The failed ones as a share of the judged, from 0 to 1."""
        return self.failed / self.judged if self.judged else 0.0


class Group(NamedTuple):
    """The students for whom the same checks failed for the same reason; no `columns` where no check could run.

    `students` are the places of their rows in the book.
    """

    section: Section
    columns: tuple[Column, ...]
    reason: str
    students: tuple[int, ...]


def spread(shares: Sequence[float]) -> Spread:
    """The distribution of scores, each a share of the points: 0 for none of them, 1 for all."""
    counts = [0] * len(BARS)
    for share in shares:
        # A score of 89.999 % that is shown as 90 % belongs to 90 %; what rules took below 0 or above 1 to the ends.
        counts[min(max(int(round(share * 100, 2) // STEP), 0), len(BARS) - 1)] += 1
    return Spread(tuple(counts), *((median(shares) * 100, mean(shares) * 100) if shares else (0.0, 0.0)))


def totals(book: Book) -> list[float]:
    """Each student's share of all points that count for him."""
    return [row.total / row.max_total for row in book.rows if row.max_total]


def scores(book: Book, exercise: str) -> list[float]:
    """The shares of the exercise's points; of those only who handed it in and whom the grader did not fail."""
    return [mark.points / mark.max_points for _, mark in marks_of(book, exercise) if mark.scored and mark.max_points]


def failing(book: Book, section: Section) -> list[Failing]:
    """The checks of an exercise, those that most students fail first."""
    outcomes: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for _, mark in marks_of(book, section.name):
        for check in mark.entry.result.checks:
            outcomes[check.id][check.outcome] += 1
    return by_rate(Failing(section, column, outcomes[column.id]) for column in section.columns)


def by_rate(each: Iterator[Failing]) -> list[Failing]:
    """The highest failure rate first; where two are alike the check that fewer students got to."""
    return sorted(each, key=lambda one: (-one.rate, -one.outcomes[Outcome.NOT_CHECKED]))


def groups(book: Book, all_sections: Sequence[Section]) -> list[Group]:
    """Who fails a check with the same finding, else with the same last line of the exception, else the same words.

    Groups of two and more, the largest first; checks that fail the same students for the same reason make one group.
    """
    found = [group for section in all_sections for group in _groups(book, section)]
    return sorted(found, key=lambda group: -len(group.students))


def _groups(book: Book, section: Section) -> Iterator[Group]:
    columns = {column.id: column for column in section.columns}
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    words: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place, row in enumerate(book.rows):
        if section.name in row.marks:
            for check, key, reason in _reasons(row.marks[section.name].entry.result):
                members[check, key].append(place)
                words[check, key][reason] += 1
    alike: dict[tuple[str, tuple[int, ...]], list[str]] = defaultdict(list)
    for (check, key), places in members.items():
        if len(places) >= _FEWEST:
            alike[key, tuple(places)].append(check)
    for (key, students), checks in alike.items():
        said = _said(sum((words[check, key] for check in checks), Counter()))
        yield Group(section, tuple(columns[check] for check in checks if check in columns), said, students)


def _reasons(result: Result) -> Iterator[tuple[str, str, str]]:
    """The check's id, what tells its reason from others, and the reason in words; for every failed check."""
    if result.problem:
        yield "", f"problem {result.problem.kind}", telling.sentence(result.problem.message)
        return
    for check in result.checks:
        if check.outcome.is_failure:
            yield check.id, *_reason(check)


def _reason(check: CheckResult) -> tuple[str, str]:
    if check.finding:
        return f"finding {check.finding.id}", telling.sentence(check.finding.message or check.finding.id)
    if check.exception.strip():
        said = _ADDRESS.sub("0x\N{HORIZONTAL ELLIPSIS}", telling.sentence(telling.last_words(check)))
        return f"exception {said}", said
    said = _ADDRESS.sub("0x\N{HORIZONTAL ELLIPSIS}", telling.headline(check, [])) or check.outcome.value
    return f"{check.outcome.value} {said}", said


def _said(words: Counter[str]) -> str:
    """The words of most; where they differ in the line alone, without its number."""
    if len(words) > 1 and len({_LINE.sub(r"\1", each) for each in words}) == 1:
        return _LINE.sub("\\1 \N{HORIZONTAL ELLIPSIS}", next(iter(words)))
    return words.most_common(1)[0][0]
