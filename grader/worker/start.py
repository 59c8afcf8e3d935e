"""Starts a judge's process with nothing imported that it does not need: the judge's own start is the long part."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import BinaryIO, NamedTuple

from grader.box.containment import ENVIRONMENT


class Started(NamedTuple):
    """A judge that waits for its setup on the other end of `control`; what it prints goes to a log.

    `contained` is the command line of its own box, empty without one: what another like it is started with.
    """

    process: subprocess.Popen[bytes]
    control: socket.socket
    contained: list[str]


def start_judge(log: BinaryIO, contained: list[str]) -> Started:
    """A new judge, in a session of its own; see `Started` for `contained`."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [*contained, sys.executable, "-P", "-s", "-B", "-m", "grader.judge", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    return Started(process, ours, contained)
