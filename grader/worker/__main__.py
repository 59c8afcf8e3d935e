"""A worker: `python -m grader.worker BASE SUITE FILES_MB BOX USER`, told by lines on standard input, heard on output.

What the command line says is what must be known before anything else: the worker takes its namespaces while it has one
thread and nothing open, and the judge, whose start is the long part, starts while the worker still imports.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from grader.box.containment import judge_command, needed_paths
from grader.box.ground import plain_ground, take_ground
from grader.box.mounts import hidden_suite
from grader.worker.start import start_judge

if __name__ == "__main__":
    base, suite, files_mb, box, user = sys.argv[1:]
    orders, words = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)  # nothing but words may go where words go
    sys.stdin = Path(os.devnull).open()  # noqa: SIM115 - for the life of the process
    log = tempfile.TemporaryFile()  # noqa: SIM115 - likewise
    if box == "process":
        ground = plain_ground(base, "the plain process was asked for")
    else:
        hides = suite == hidden_suite(base)
        ground = take_ground(base, int(files_mb), user, needed_paths(suite), hides=hides)
    started = start_judge(log, judge_command(suite, ground))

    from grader.box.kernel import name_process
    from grader.worker.desk import serve

    name_process("grade-worker")
    serve(orders, words, log, ground, started)
