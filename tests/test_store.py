"""The store of a class: what was saved is there, whatever happens; the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Raw

from grader.bulk.entries import Graded, Run
from grader.bulk.store import open_store
from grader.result import Result, Status, SubmissionInfo

RUN = Run(number=0, source="class.zip", course="larch", version="1.0", python="3.11", began="2026-11-20T08:00:00Z")


def result(points: float = 1.0, status: Status = Status.PASSED) -> Raw:
    whole = Result(
        exercise="ex01_first",
        title="first.py",
        status=status,
        points=points,
        max_points=4.0,
        core_points=4.0,
        checks=[],
        submission=SubmissionInfo(student="who", path="where", sha256="digest", late=True),
    )
    return Raw(msgspec.json.encode(whole))


def test_a_saved_result_is_read_with_whose_it_is(tmp_path: Path) -> None:
    with open_store(tmp_path / "grades.sqlite") as store:
        run = store.begin(RUN)
        store.save([Graded(student="ada", exercise="ex01_first", run=run, key="k", result=result(), where="zip/ada")])

        (entry,) = store.entries()

    assert (entry.student, entry.result.points) == ("ada", 1.0)
    assert entry.result.submission == SubmissionInfo(student="ada", path="zip/ada", sha256="digest")
