"""Classes of made-up results, as entries and in a real store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw
from msgspec.structs import asdict

from grader.bulk.entries import Entry, Graded, Run
from grader.bulk.store import open_store
from grader.gradebook.book import Book
from grader.gradebook.making import Facts, make_book
from grader.result import CheckResult, GraderInfo, Outcome, Result, Status, SubmissionInfo, SuiteInfo
from grader.rules import ReportRules

WORTH = {"add": 4.0, "divide": 6.0, "extra": 10.0}  # points of the checks of every result here


def result_of(
    exercise: str, passed: Sequence[str], *, errored: bool, work: str, suite: str, version: str, **texts: Any
) -> Result:
    outcomes = {name: Outcome.PASSED if name in passed else Outcome.FAILED for name in WORTH}
    if errored:
        outcomes["extra"] = Outcome.ERRORED
    checks = [
        CheckResult(
            id=f"test_it.py::test_{name}",
            title=f"{name} works",
            outcome=outcome,
            points=WORTH[name] if outcome is Outcome.PASSED else 0.0,
            max_points=WORTH[name],
            **texts,
        )
        for name, outcome in outcomes.items()
    ]
    return Result(
        exercise=exercise,
        title=f"{exercise.partition('_')[2]}.py",
        status=Status.ERROR if errored else Status.PASSED if len(passed) == len(WORTH) else Status.FAILED,
        points=sum(check.points for check in checks),
        max_points=20.0,
        core_points=20.0,
        checks=checks,
        submission=SubmissionInfo(sha256=work),
        suite=SuiteInfo(suite),
        grader=GraderInfo(version, "3.11"),
        started="2026-11-20T09:31:00Z",
    )


def entry(
    student: str = "ada",
    passed: Iterable[str] = ("add", "divide"),
    *,
    exercise: str = "ex03_calculator",
    run: int = 1,
    work: str = "w1",
    suite: str = "s1",
    version: str = "0.1.0",
    errored: bool = False,
    texts: dict[str, Any] | None = None,
    **facts: Any,
) -> Entry:
    """Make an entry: which checks passed, and by keyword what the entry or its result is to hold."""
    result = result_of(
        exercise, list(passed), errored=errored, work=work, suite=suite, version=version, **(texts or {})
    )
    key = f"{work}-{suite}-{version}-{'-'.join(passed)}-{student if texts else ''}"
    return Entry(student=student, exercise=exercise, run=run, key=key, result=result, **facts)


def book(entries: Iterable[Entry], rules: ReportRules | None = None, overrides: Any = None, **known: Any) -> Book:
    """Make the book of entries."""
    run = Run(number=1, source="class.zip", course="python-modules", version="0.1.0", python="3.11", began="")
    return make_book(entries, Facts(title="Course", run=run, **known), rules or ReportRules(), overrides or {})


def graded_class(
    folder: Path, *runs: Sequence[Entry], missing: dict[str, str] | None = None, course: str = "python-modules"
) -> Path:
    """Make a folder with a real store in it: one run for each list of entries."""
    folder.mkdir()
    with open_store(folder / "grades.sqlite") as store:
        for place, entries in enumerate(runs):
            suites = {each.exercise: each.result.suite.sha256 for each in entries}
            began = f"2026-11-2{place}T10:00:00Z"
            run = Run(number=0, source="class.zip", course=course, version="1", python="3", began=began, suites=suites)
            number = store.begin(run)
            store.save([_graded(each, number) for each in entries])
            store.end(number, missing or {})
    return folder


def _graded(entry: Entry, run: int) -> Graded:
    facts = {key: value for key, value in asdict(entry).items() if key not in ("result", "run")}
    return Graded(**facts, run=run, result=Raw(msgspec.json.encode(entry.result)))
