"""Goes through pytest's protocol before any child is forked, with a test that does nothing.

The interpreter rewrites code that has run a few times into a faster form, in the memory of the code itself. Done before
the forks, the children share it; else each would copy those pages and learn the same anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from _pytest import runner
from _pytest.fixtures import FuncFixtureInfo

from grader.judge.control import Job, Seat

TIMES = 16  # CPython 3.11 looks at code again after 8 runs, and specialises what it finds then

_SOME_JOB = Job(seat=Seat(top="", home="", tmp=""), files=["a.py"])  # what each child is told first


def rehearse(session: pytest.Session, run: Callable[[pytest.Item], object]) -> None:
    """Have `run` carry out a test that asks for no fixture, so that nothing of the suite runs."""
    module = pytest.Module.from_parent(session, path=Path(__file__))
    module.obj = sys.modules[__name__]
    fixtures = FuncFixtureInfo((), (), [], {})
    item = pytest.Function.from_parent(module, name=nothing.__name__, callobj=nothing, fixtureinfo=fixtures)
    for _ in range(TIMES):
        run(item)
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
    if still:
        runner._update_current_test_var = lambda *_: None


def nothing() -> None:
    """The test."""
    assert [1] == [1]  # noqa: S101 - as a test does
