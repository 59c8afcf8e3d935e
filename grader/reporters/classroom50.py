"""Classroom 50's `result.json`: `classroom50/result/v1`.

Its scores are whole numbers. Points may have two decimals, so they are given in hundredths, always: a scale that
changed with the score would give two students different maxima. Each test states its points beside them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from grader.reporters import telling
from grader.reporters.shares import CENTS, number, shares
from grader.result import Outcome, Result, Status

SCHEMA = "classroom50/result/v1"
SCALE = CENTS  # scores for one point


class Place(Struct, frozen=True, kw_only=True):
    """Which submission a result is about, in Classroom 50's words. What is empty is left out of the document.

    `commit`, `release` and `review` are addresses. `submission` is the tag, `submit/…`; `datetime` is when the commit
    was made, UTC, `YYYY-MM-DDTHH:MM:SSZ`. The runner of Classroom 50 fills in `owner` and `assignment_type` itself.
    """

    classroom: str = ""
    assignment: str = ""
    assignment_type: str = ""
    owner: str = ""
    submission: str = ""
    commit: str = ""
    release: str = ""
    review: str = ""
    datetime: str = ""


NOWHERE = Place()


def place_of(environ: Mapping[str, str], *, datetime: str = "") -> Place:
    """The place that the variables of Classroom 50's runner name; `datetime` they do not tell."""
    return Place(
        classroom=environ.get("CLASSROOM", ""),
        assignment=environ.get("ASSIGNMENT", ""),
        assignment_type=environ.get("ASSIGNMENT_TYPE", ""),
        owner=environ.get("OWNER", ""),
        submission=environ.get("SUBMISSION_TAG", ""),
        commit=environ.get("COMMIT_URL", ""),
        release=environ.get("RELEASE_URL", ""),
        review=environ.get("REVIEW_URL", ""),
        datetime=datetime,
    )


def report(result: Result, place: Place = NOWHERE) -> str:
    """The document; 0 of 0 where the grader failed, which takes no point from anybody."""
    known = {key: text for key in Place.__struct_fields__ if (text := getattr(place, key))}
    document = {
        "schema": SCHEMA,
        **known,
        **({"graded_at": result.started} if result.started else {}),
        **_scores(result),
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _scores(result: Result) -> dict[str, Any]:
    if result.status is Status.ERROR:
        failed = {"test-name": telling.sentence(result.title), "passed": False, "score": 0, "max-score": 0}
        return {"score": 0, "max-score": 0, "tests": [{**failed, "message": telling.GRADER_FAILED}]}
    parts, called = shares(result), telling.titles(result)
    tests = [
        {
            "test-name": telling.name(check),
            "passed": check.outcome is Outcome.PASSED,
            "score": part.earned,
            "max-score": part.worth,
            "points": number(part.earned),
            "max-points": number(part.worth),
            "message": telling.message(check, called),
        }
        for check, part in zip(result.checks, parts, strict=True)
    ]
    return {
        "score": sum(part.earned for part in parts),
        "max-score": sum(part.worth for part in parts),
        "tests": tests,
    }
