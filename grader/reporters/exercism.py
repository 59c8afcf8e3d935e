"""The result of an Exercism test runner, version 3. It knows no points and nothing optional.

A stretch check that did not pass is left out, so that the status and the tests say the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from grader.reporters import telling
from grader.reporters.plain import cut
from grader.result import CheckResult, Outcome, Result, Status

_VERSION = 3
_OUTPUT = 500  # characters
_STATUS = {Outcome.PASSED: "pass", Outcome.FAILED: "fail", Outcome.NOT_CHECKED: "fail"}


def report(result: Result) -> str:
    """The document; `error`, with a message and no test, where no check could run or the grader failed."""
    return json.dumps(_document(result), indent=2, allow_nan=False) + "\n"


def _document(result: Result) -> dict[str, Any]:
    if result.status is Status.ERROR:
        return _error(telling.GRADER_FAILED)
    if result.problem:
        return _error(telling.sentence(result.problem.message))
    called = telling.titles(result)
    asked = [check for check in result.checks if not check.stretch or check.outcome is Outcome.PASSED]
    status = "pass" if result.status is Status.PASSED else "fail"
    return {"version": _VERSION, "status": status, "tests": [_test(check, called) for check in asked]}


def _error(message: str) -> dict[str, Any]:
    return {"version": _VERSION, "status": "error", "message": message, "tests": []}


def _test(check: CheckResult, called: Mapping[str, str]) -> dict[str, Any]:
    test: dict[str, Any] = {"name": telling.name(check), "status": _STATUS.get(check.outcome, "error")}
    if check.outcome is not Outcome.PASSED:
        test["message"] = telling.message(check, called) or "This check did not pass."
    printed = "\n".join(telling.quoted(check.output))
    if printed and telling.failed(check):
        test["output"] = cut(printed, _OUTPUT)
    return test
