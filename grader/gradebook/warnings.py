"""What an instructor should know of the marks before they go out: mixed versions, unknown times, failures of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from grader.bulk.entries import Entry
from grader.gradebook.book import Mark
from grader.gradebook.late import time_of
from grader.rules import ReportRules

_NAMED = 5  # students named in a sentence


def warnings(marks: Mapping[str, Sequence[Mark]], exercises: Sequence[str], rules: ReportRules) -> Iterator[str]:
    """Give a sentence for each thing that an instructor should know of the marks, which are by exercise."""
    for exercise in exercises:
        entries = [each.entry for each in marks[exercise]]
        suites = Counter(each.result.suite.sha256 for each in entries)
        graders = Counter(f"{each.result.grader.version} on Python {each.result.grader.python}" for each in entries)
        for what, versions in (("versions of its suite", suites), ("versions of the grader", graders)):
            if len(versions) > 1:
                counts = ", ".join(f"{count:,} by `{name[:40]}`" for name, count in versions.most_common())
                yield f"`{exercise}` was judged by {len(versions)} {what}: {counts}. Run `grade bulk` again for all."
        yield from _of_lateness(exercise, entries, rules)
    errored = [each for exercise in exercises for each in marks[exercise] if not each.scored]
    if errored:
        whose = ", ".join(f"`{each.entry.student}` ({each.entry.exercise})" for each in errored[:_NAMED])
        more = f" and {len(errored) - _NAMED:,} more" if len(errored) > _NAMED else ""
        yield f"The grader failed on {len(errored):,}, which have no points: {whose}{more}. Run `grade bulk` again."


def _of_lateness(exercise: str, entries: Sequence[Entry], rules: ReportRules) -> Iterator[str]:
    rule = rules.of(exercise)
    if not rule.late or not (rule.late.is_daily or rule.late.is_flat):
        return
    timeless = [each for each in entries if rule.due is None or time_of(each.time, rules.zone) is None]
    marked = sum(each.late for each in timeless)
    if marked and not rule.late.is_flat:
        why = "a due time" if rule.due is None else "the time of the work"
        yield f"{marked:,} late ones of `{exercise}` lost nothing: {why} is not known, and there is no flat penalty."
    if rule.late.is_daily and rule.due is not None and timeless:
        yield f"When {len(timeless):,} of `{exercise}` were handed in is not known: their late marks alone count."
