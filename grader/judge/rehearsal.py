"""Goes through pytest's protocol before any child is forked, with a test that does nothing.

The interpreter rewrites code that has run a few times into a faster form, in the memory of the code itself. Done before
the forks, the children share it; else each would copy those pages and learn the same anew.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from _pytest import runner
from _pytest.fixtures import FuncFixtureInfo

from grader.judge.cases import Case, cases_of
from grader.judge.control import Job, Seat

TIMES = 16  # CPython 3.11 looks at code again after 8 runs, and specialises what it finds then

PARTNER = "_rehearsal"  # a name that no exercise has
PARTNER_SOURCE = """
def twice(number):
    return number + number


def refuse(what):
    raise ValueError("no " + what)
"""

_SOME_JOB = Job(seat=Seat(top="", home="", tmp=""), files=["a.py"])  # what each child is told first


def rehearse(session: pytest.Session, module: Any, run: Callable[[Case], object]) -> None:
    """Have `run` carry out a test that asks for no fixture, so that nothing of the suite runs.

    `module` stands for `PARTNER` in an inside; None where there is none, and then the test asks nothing.
    """
    node = pytest.Module.from_parent(session, path=Path(__file__))
    node.obj = sys.modules[__name__]
    fixtures = FuncFixtureInfo((), (), [], {})
    test = partial(ask, module) if module is not None else nothing
    item = pytest.Function.from_parent(node, name=nothing.__name__, callobj=test, fixtureinfo=fixtures)
    (case,) = cases_of([item])
    for _ in range(TIMES):
        run(case)
        msgspec.convert(msgspec.to_builtins(_SOME_JOB), Job)


def shorten(session: pytest.Session, *, still: bool) -> None:
    """Have pytest do once what comes out the same for every test: which `conftest.py` its hooks ask.

    A suite that is `still` never looks at the environment, so it is not told there which test is running.
    """
    found: dict[object, object] = {}
    look_up = session.gethookproxy

    def gethookproxy(path: os.PathLike[str]) -> object:
        if path not in found:
            found[path] = look_up(path)
        return found[path]

    session.gethookproxy = gethookproxy  # type: ignore[assignment, method-assign]
    for item in session.items:
        _ = item.location  # which pytest works out when a test begins, and keeps
    if still:
        runner._update_current_test_var = lambda *_: None


def lighten_forks() -> None:
    """Leave out what a child puts right for threads that did not come along, where there is none but this one.

    The main thread stays what it was; to look at it costs a child a hundred pages. What `logging` does stays: a fork
    takes its lock.
    """
    if threading.active_count() == 1:
        threading._after_fork.__code__ = nothing.__code__  # type: ignore[attr-defined]


def nothing() -> None:
    """The test."""
    assert [1] == [1]  # noqa: S101 - as a test does


def ask(module: Any) -> None:
    """The test, where there is something to ask."""
    assert module.twice(2) == 4  # noqa: S101, PLR2004
    assert module.twice(0.1) == pytest.approx(0.2)  # noqa: S101
    with pytest.raises(ValueError, match="no"):
        module.refuse("a")
