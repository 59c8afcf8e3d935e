"""Starts a judge's process with nothing imported that it does not need: the judge's own start is the long part."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import BinaryIO, NamedTuple

from grader.box.containment import ENVIRONMENT


class Started(NamedTuple):
    """A judge that waits for its setup on the other end of `control`; what it prints goes to a log.

    `diary` brings what it notes and nobody waits for, one datagram a note.
    `contained` is the command line of its own box, empty without one: what another like it is started with.
    """

    process: subprocess.Popen[bytes]
    control: socket.socket
    diary: socket.socket
    contained: list[str]


def start_judge(log: BinaryIO, contained: list[str]) -> Started:
    """A new judge, in a session of its own; see `Started` for `contained`."""
    ours, theirs = socket.socketpair()
    diary, pen = socket.socketpair(type=socket.SOCK_DGRAM)
    with theirs, pen:
        fds = [theirs.fileno(), pen.fileno()]
        process = subprocess.Popen(
            [*contained, sys.executable, "-P", "-s", "-B", "-m", "grader.judge", *map(str, fds)],
            pass_fds=fds,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    return Started(process, ours, diary, contained)
