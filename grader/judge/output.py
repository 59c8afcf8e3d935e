"""What is written to the standard streams while a case runs, for suites that never look at them.

pytest puts its own capture up and takes it down in each of the three phases of a test, which costs more than an easy
test does. Where no file of the suite has a word for a stream or a capture, nobody can tell the difference.
"""

from __future__ import annotations

import io
import sys

from _pytest.capture import DontReadFromInput


class Output:
    """The streams of this process from now on: what is read of standard input fails as it does under pytest's own."""

    def __init__(self) -> None:
        self._streams = io.StringIO(), io.StringIO()
        sys.stdout, sys.stderr = self._streams
        sys.stdin = DontReadFromInput()

    def forget(self) -> None:
        """Begin anew."""
        for stream in self._streams:
            stream.seek(0)
            stream.truncate()

    @property
    def text(self) -> str:
        """What was written since, errors last."""
        return "".join(stream.getvalue() for stream in self._streams)
