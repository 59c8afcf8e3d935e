"""What can still be said of an inside that hangs or has ended."""

from __future__ import annotations

import os
import re
import select
import signal
from collections.abc import Callable

from grader.result import Location

PATIENCE = 1.0  # seconds for a stack to be written
MOST = 1 << 18
_FRAME = re.compile(r'File "([^"\n]+)", line (\d{1,7}) in .*\n')
_OUTERMOST = re.compile(r'/inside/__main__\.py", line \d+ in <module>\n')  # the end of every stack
OVER_MEMORY = -1000  # in the place of an exit status: killed for the memory of all its processes


def line_in_hand(fd: int, is_handed_in: Callable[[str], bool], home: str) -> Location | None:
    """The student's line that is running, from the stack that a process which was asked where it is writes to `fd`.

    `home` is the submission's folder, with a separator at its end. What of the stack comes later is left in the pipe.
    """
    text = ""
    while len(text) < MOST and select.select([fd], [], [], PATIENCE)[0]:
        data = os.read(fd, MOST)
        text += data.decode("utf-8", "replace")
        for file, line in _FRAME.findall(text):
            if is_handed_in(file):
                return Location(file.removeprefix(home), int(line))
        if not data or _OUTERMOST.search(text):
            break
    return None


def how_it_ended(status: int) -> str:
    """An exit status in words; a negative one is a signal."""
    if status == OVER_MEMORY:
        return "wanted more memory than all its processes may use together"
    if status == -signal.SIGXCPU:
        return "used up the processor time that all checks together may take"
    how = f"exit code {status}" if status >= 0 else f"signal {-status}"
    return f"ended the whole program ({how})"
