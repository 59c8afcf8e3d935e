"""Goes through pytest's protocol before any child is forked, with a test that does nothing.

The interpreter rewrites code that has run a few times into a faster form, in the memory of the code itself. Done before
the forks, the children share it; else each would copy those pages and learn the same anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from _pytest.fixtures import FuncFixtureInfo

TIMES = 16  # CPython 3.11 looks at code again after 8 runs, and specialises what it finds then


def rehearse(session: pytest.Session, run: Callable[[pytest.Item], object]) -> None:
    """Have `run` carry out a test that asks for no fixture, so that nothing of the suite runs."""
    module = pytest.Module.from_parent(session, path=Path(__file__))
    module.obj = sys.modules[__name__]
    fixtures = FuncFixtureInfo((), (), [], {})
    item = pytest.Function.from_parent(module, name=nothing.__name__, callobj=nothing, fixtureinfo=fixtures)
    for _ in range(TIMES):
        run(item)


def nothing() -> None:
    """The test."""
    assert [1] == [1]  # noqa: S101 - as a test does
