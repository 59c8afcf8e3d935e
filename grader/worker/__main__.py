"""A worker: `python -m grader.worker`, told by lines on standard input, heard by lines on standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from grader.worker.start import start_judge

if __name__ == "__main__":
    orders, words = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # nothing but words may go where words go
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - for the life of the process
    log = tempfile.TemporaryFile()  # noqa: SIM115 - likewise
    started = start_judge(log)

    from grader.worker.desk import serve  # the judge starts while this process still imports

    serve(orders, words, log, started)
