"""Starts a judge's process with nothing imported that it does not need: the judge's own start is the long part."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import BinaryIO, NamedTuple

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}
"""The whole environment of a judge: nothing of the caller's, so that no variable there changes a verdict."""


class Started(NamedTuple):
    """A judge that waits for its setup on the other end of `control`; what it prints goes to `log`."""

    process: subprocess.Popen[bytes]
    control: socket.socket


def start_judge(log: BinaryIO) -> Started:
    """A new judge, in a session of its own."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-s", "-B", "-m", "grader.judge", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    return Started(process, ours)
