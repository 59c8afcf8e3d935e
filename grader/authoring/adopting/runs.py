"""Checks that run a script of the student's and look at what it prints, as readable pytest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from grader.authoring.adopting.adopted import HINT, docstring, points_literal, string_literal
from grader.authoring.adopting.commands import Script
from grader.authoring.adopting.setups import OldTest

_OWN_SECONDS = 5.0  # what a check has unless its exercise says more
_JAVASCRIPT_ONLY = re.compile(r"\(\?<[A-Za-z]|\\[cpPkuU]|\\/")
_SLUG_LIMIT = 40


class RunTest(NamedTuple):
    """A test of a script, understood."""

    test: OldTest
    script: Script


def why_not_comparable(test: OldTest) -> str:
    """Why the expected text cannot be compared here as it was there; empty where it can."""
    if test.comparison != "regex" or not test.expected:
        return ""
    if _JAVASCRIPT_ONLY.search(test.expected):
        return "its pattern is written for JavaScript, and means something else in Python"
    try:
        re.compile(test.expected)
    except (re.error, OverflowError, RecursionError) as error:
        return f"its pattern is none in Python: {error}"
    return ""


def run_suite(tests: Sequence[RunTest], origin: str) -> str:
    """The text of a suite with a check for each test; `origin` names the file they come from."""
    patterns = any(each.test.comparison == "regex" and each.test.expected for each in tests)
    head = docstring(f"Checks that were tests in `{origin}`: each runs a script.") + "\n"
    imports = f"{'import re' + chr(10) * 2 if patterns else ''}import pytest\n"
    names: set[str] = set()
    return head + imports + "".join(f"\n\n{_check(each, names)}" for each in tests)


def function_name(title: str, taken: set[str]) -> str:
    """A name for a test function that is not taken yet; it is taken from then on."""
    slug = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_").removeprefix("test_")[:_SLUG_LIMIT].strip("_")
    name = base = f"test_{slug or 'check'}"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    taken.add(name)
    return name


def mark(title: str, points: str) -> str:
    """The marker of an imported check, whose hint is to be written."""
    options = [string_literal(title), f"points={points}", f"hint={string_literal(HINT)}"]
    return "@pytest.mark.check(\n" + "".join(f"    {option},\n" for option in options) + ")\n"


def _check(each: RunTest, names: set[str]) -> str:
    test, script = each
    words = [string_literal(word) for word in ([] if script.module else [script.target]) + list(script.args)]
    words += [f"module={string_literal(script.target)}"] if script.module else []
    words += [f"stdin={string_literal(test.stdin)}"] if test.stdin else []
    words += [f"timeout={test.seconds:g}"] if 0 < test.seconds < _OWN_SECONDS else []
    lines = [
        f"def {function_name(test.name, names)}(submission):",
        f"    done = submission.run({', '.join(words)})",
        "",
        *_asserts(test),
        f"    assert done.exit_code == {test.exit_code}",
    ]
    return mark(test.name, points_literal(test.points)) + "\n".join(lines) + "\n"


def _asserts(test: OldTest) -> list[str]:
    """What is asked of the output; line ends of Windows, and white space around it, do not count, as there."""
    expected = test.expected.replace("\r\n", "\n")
    if not expected.strip():
        return []
    match test.comparison:
        case "exact":
            return [f"    assert done.stdout.strip() == {string_literal(expected.strip())}"]
        case "regex":
            return [f"    assert re.search({string_literal(expected)}, done.stdout.strip())"]
        case _:
            return [f"    assert {string_literal(expected.strip())} in done.stdout"]
