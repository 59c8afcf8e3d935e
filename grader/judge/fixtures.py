"""The fixtures that a suite gets from the judge; see `docs/suites.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from grader.judge.fakedisk import FakeDisk
from grader.judge.realfolder import RealFolder
from grader.judge.submission import Submission

if TYPE_CHECKING:
    from grader.judge.plugin import Judge


class Fixtures:
    """A plugin beside the judge's own."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    @pytest.fixture
    def submission(self) -> Submission:
        """The student's files and ways to run them."""
        return Submission(self._judge.insides, self._judge.current.job)

    @pytest.fixture
    def fs(self) -> Iterator[FakeDisk | RealFolder]:
        """The file system in which the student's code runs, as it was handed in."""
        insides = self._judge.insides
        system = (FakeDisk if insides.filesystem == "fake" else RealFolder)(insides, self._judge.current.job)
        system.start()
        yield system
        if not insides.lost():
            system.end()
