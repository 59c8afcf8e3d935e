"""Many submissions through one warm box, one in ten hostile: honest scores stay right, and nothing piles up.

`nox -s soak` runs a thousand; the suite runs a few.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from grader.box.bubblewrap import why_not
from grader.course import Course, Limits
from grader.post import post_for
from grader.worker.client import Worker
from grader.worker.orders import Judged, Order

COUNT = int(os.environ.get("GRADE_SOAK", "60"))
COURSE = Path(__file__).parent / "courses" / "calculator8"
HOSTILE = [
    "import os\nos._exit(0)\n",
    "import os\nos.kill(0, 9)\n",
    "def add(a, b):\n    while True: pass\n",
    "def add(a, b):\n    return 'x' * 10**9\n",
    "import os\ndef add(a, b):\n    for _ in range(60):\n        os.fork() or os._exit(0)\n    return a + b + 1\n",
    "print('x' * 10**6)\ndef add(a, b):\n    print('y' * 10**6)\n",
    "import os\nos.write(3, b'\\xff' * 1000)\n",
    "def add(a, b):\n    for i in range(9000):\n        open(f'f{i}', 'w').write('x')\n",
    "import os, signal\n[signal.signal(s, signal.SIG_IGN) for s in (2, 15)]\nwhile True: os.fork()\n",
    "import sys\nsys.setrecursionlimit(10**9)\ndef add(a, b): return add(a, b)\n",
]


def resources(pid: int) -> tuple[int, int]:
    """Open descriptors, and resident memory in MB, of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), resident // 1024


def below(pid: int) -> list[int]:
    """The processes below one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry.name), *below(int(entry.name))]
    return found


def settled(pid: int, marks: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Descriptors, memory and processes, when there are as many as at the last mark: what was killed ends by and by."""
    deadline = time.monotonic() + (10 if marks else 0.5)
    while True:
        descriptors, _, count = now = (*resources(pid), len(below(pid)))
        if time.monotonic() > deadline or any(mark == (descriptors, mark[1], count) for mark in marks[-1:]):
            return now
        time.sleep(0.02)


@pytest.mark.skipif(bool(why_not()), reason=f"no real box: {why_not()}")
def test_honest_scores_stay_right_among_hostile_ones() -> None:
    exercise = Course.load(COURSE).find("ex01")
    assert exercise.solution is not None
    right = (exercise.solution / "calculator.py").read_bytes()
    limits = Limits(seconds=1.0, submission_seconds=5.0, memory_mb=256, files_mb=8)
    post = msgspec.structs.replace(post_for(exercise, "bubblewrap", fork=True), limits=limits)
    marks: list[tuple[int, int, int]] = []

    with Worker(post) as worker:
        worker.collected()
        for number in range(COUNT):
            hostile = number % 10 == 9
            source = HOSTILE[number // 10 % len(HOSTILE)].encode() if hostile else right
            words = list(worker.grade(Order(files={"calculator.py": source})))
            passed = sum(word.verdict.outcome == "passed" for word in words if isinstance(word, Judged))
            assert passed == 8 if not hostile else passed < 8, f"submission {number}: {passed} of 8"
            if number % 20 == 18:
                marks.append(settled(worker.pid, marks))

    descriptors, memory, count = zip(*marks[1:], strict=True)
    assert max(descriptors) == min(descriptors)
    assert max(count) == min(count)
    assert max(memory) - min(memory) <= 8
