"""Starts a judge's process with nothing imported that it does not need: the judge's own start is the long part."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import BinaryIO, NamedTuple

from grader.box.containment import ENVIRONMENT


class Started(NamedTuple):
    """A judge that waits for its setup on the other end of `control`; what it prints goes to `log`."""

    process: subprocess.Popen[bytes]
    control: socket.socket


def start_judge(log: BinaryIO, contained: list[str]) -> Started:
    """A new judge, in a session of its own; `contained` is the command line of its own box, if it has one."""
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
    return Started(process, ours)
