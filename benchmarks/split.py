"""Where the time of a submission goes, process by process and step by step, as `perf` samples it.

    python benchmarks/split.py [--submissions N] [--jobs N] [--per-child N] [--course DIR]

Needs Debian's `linux-perf` and the right to see the kernel's functions (root, or `kernel.perf_event_paranoid` at 1 or
less). A class is graded as the command does it, by this process and those below it; samples count from the moment that
a process has taken its name, so that the start of interpreters is left out. Printed are milliseconds of CPU time for
one submission.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HERTZ = 1999
BENCHMARK = Path(__file__).parent / "bulk.py"
PROCESSES = {
    "grade-judge": "judge",
    "grade-box": "box",
    "grade-worker": "worker",
    "grade-desk": "desk (score, result)",
    "grade-bulk": "coordinator (intake, store)",
}
# The first of these that the kernel's part of a stack names says what the kernel was doing, and for whom.
STEPS = (
    ("namespaces and mounts", ("copy_namespaces", "create_new_namespaces", "path_mount", "free_nsproxy")),
    ("fork and end of processes", ("kernel_clone", "do_exit", "do_group_exit", "kernel_wait4", "__mmput")),
    ("pages copied on write", ("exc_page_fault", "do_madvise")),
    ("wire and other sockets", ("sock_", "unix_", "__sys_send", "__sys_recv", "do_sys_poll", "do_pselect")),
)
OTHER = "files, locks, signals"
PYTHON = {"judge": "pytest, checks, stand-ins", "box": "the student's code and what answers for it"}


def main() -> None:
    """Measure and print."""
    options = read_options()
    if shutil.which("perf") is None:
        sys.exit("`perf` is missing: install Debian's package linux-perf")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "perf.data")
        record = ["perf", "record", "-q", "-g", "-F", str(HERTZ), "-o", str(data), "--", sys.executable]
        record += [str(BENCHMARK), "--sizes", str(options.submissions), "--jobs", str(options.jobs), "--rounds", "1"]
        record += ["--per-child", str(options.per_child), "--baseline", "2", "--course", str(options.course)]
        subprocess.run(record, check=True)
        script = ["perf", "script", "-i", str(data), "-F", "comm,ip,sym"]
        found = counted(subprocess.run(script, check=True, capture_output=True, text=True).stdout)
    total = sum(found.values())
    print(f"\n{'process':28} {'what it does':44} {'ms':>7} {'share':>6}")
    for (process, step), count in sorted(found.items(), key=lambda item: -item[1]):
        print(f"{process:28} {step:44} {count / HERTZ * 1000 / options.submissions:7.2f} {count / total:6.1%}")
    print(f"{'all':28} {'':44} {total / HERTZ * 1000 / options.submissions:7.2f}")


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=1000, help="how many are graded")
    parser.add_argument("--jobs", type=int, default=2, help="workers")
    parser.add_argument("--per-child", type=int, default=1, help="submissions that a child of the judge grades")
    parser.add_argument("--course", type=Path, default=BENCHMARK.parent.parent / "tests" / "courses" / "calculator8")
    return parser.parse_args()


def counted(script: str) -> Counter[tuple[str, str]]:
    """How many samples each step of each process has."""
    found: Counter[tuple[str, str]] = Counter()
    for name, stack in samples(script):
        if name in PROCESSES:
            process = PROCESSES[name]
            found[process.partition(" (")[0], step_of(stack) or python_of(process)] += 1
    return found


def samples(script: str) -> Iterator[tuple[str, list[str]]]:
    """Each sample's process, and the functions of its stack, innermost first."""
    for block in script.split("\n\n"):
        first, *lines = block.strip("\n").split("\n")
        yield first.strip(), [line.split(maxsplit=1)[-1] for line in lines]


def step_of(stack: list[str]) -> str:
    """What the kernel was doing; empty where it was not at work."""
    kernel = [each for each in stack if each.startswith(("entry_SYSCALL", "do_syscall", "asm_"))]
    if not kernel:
        return ""
    return next(
        (title for title, words in STEPS if any(each.startswith(words) for each in stack)),
        OTHER,
    )


def python_of(process: str) -> str:
    """What a process does by itself."""
    name, _, does = process.partition(" (")
    return PYTHON.get(name, does.rstrip(")") or "Python")


if __name__ == "__main__":
    main()
