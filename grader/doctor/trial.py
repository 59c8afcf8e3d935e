"""A real trial: a tiny suite grades a tiny submission, and both say what they can see from where they are."""

from __future__ import annotations

import json
import platform
import time
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.course import Limits
from grader.doctor.finding import Finding, State
from grader.errors import GraderError
from grader.result import Outcome, Verdict
from grader.worker.client import Worker
from grader.worker.orders import Finished, Judged, Order, Post

LIMITS = Limits(seconds=10.0, submission_seconds=30.0)
FILTERED = ("x86_64", "aarch64")  # the machines that have a seccomp filter
SEEN = "test_trial.py::test_what_is_seen"

SUITE = """
import json
import os
import socket

import probe


def test_a_right_answer_passes():
    assert probe.add(2, 3) == 5


def test_a_wrong_answer_fails():
    assert probe.add_badly(2, 3) == 5


def test_what_is_seen():
    judge = {"host": socket.gethostname(), "machine": os.path.exists("/etc/passwd"), "networks": [], "capable": False}
    if os.path.exists("/proc/net/dev"):
        with open("/proc/net/dev") as file:
            judge["networks"] = [line.split(":")[0].strip() for line in file if ":" in line]
        with open("/proc/self/status") as file:
            judge["capable"] = any(int(line.split()[1], 16) for line in file if line.startswith("CapEff:"))
    print(json.dumps({"judge": judge, "inside": probe.look()}))
"""

SUBMISSION = """
def add(a, b):
    return a + b


def add_badly(a, b):
    return a - b


def look():
    import os
    import socket

    seen = {"pid": os.getpid(), "machine": os.path.exists("/etc/passwd"), "filter": False}
    if os.name == "posix":
        seen["uid"] = os.getuid()
    try:
        socket.socket(getattr(socket, "AF_NETLINK", -1), socket.SOCK_DGRAM).close()
    except PermissionError:  # containers' own filters let this call through, so it was the box's
        seen["filter"] = True
    except OSError:
        pass
    return seen
"""


class Trial(Struct, frozen=True):
    """How the trial ended. `problem` is empty where every verdict was right; `seen` is what both sides told."""

    box: str
    seconds: float
    problem: str = ""
    seen: dict[str, dict[str, Any]] = {}


def write_suite(folder: Path) -> Path:
    """Put the suite where any user can read it."""
    suite = folder / "suite"
    suite.mkdir()
    (suite / "test_trial.py").write_text(SUITE, encoding="utf-8")
    for place, mode in ((folder, 0o755), (suite, 0o755), (suite / "test_trial.py", 0o644)):
        place.chmod(mode)
    return suite


def try_grading(suite: Path, user: str, box: str) -> Trial:
    """Grade the submission in a box of that kind, or for `auto` in the best there is."""
    began = time.monotonic()
    verdicts: dict[str, Verdict] = {}
    had = ""
    try:
        post = Post(suite=str(suite), roots=["probe"], limits=LIMITS, box=box, fork=False)
        with Worker(post, user=user) as worker:
            for word in worker.grade(Order(files={"probe.py": SUBMISSION.encode()})):
                if isinstance(word, Judged):
                    verdicts[word.verdict.case] = word.verdict
                elif isinstance(word, Finished):
                    had = word.box
    except (GraderError, OSError) as error:
        return Trial("", time.monotonic() - began, f"{error}")
    seconds = time.monotonic() - began
    problem = _wrong(verdicts)
    return Trial(had, seconds, problem, {} if problem else json.loads(verdicts[SEEN].output))


def _wrong(verdicts: dict[str, Verdict]) -> str:
    """What is wrong with the verdicts, or an empty text."""
    wanted = {
        "test_trial.py::test_a_right_answer_passes": Outcome.PASSED,
        "test_trial.py::test_a_wrong_answer_fails": Outcome.FAILED,
        SEEN: Outcome.PASSED,
    }
    for case, outcome in wanted.items():
        verdict = verdicts.get(case)
        if verdict is None or verdict.outcome is not outcome:
            is_now = "is missing" if verdict is None else f"is {verdict.outcome}: {verdict.message}"
            return f"`{case}` should be {outcome} and {is_now}"
    return ""


def explain_trial(trial: Trial) -> list[Finding]:
    """What the trial showed, layer by layer; the layers of a box that was not had are left out."""
    if trial.problem:
        remedy = "If no finding above explains it, report it with this output. --box process may work."
        return [Finding(id="trial", what="a trial is graded", state=State.NO, why=trial.problem, remedy=remedy)]
    names = {"bubblewrap": "the real box", "process": "the plain process"}
    why = f"in {names[trial.box]}, right answer and wrong answer told apart, {trial.seconds:.2f} s"
    graded = Finding(id="trial", what="a trial is graded", state=State.YES, why=why)
    if trial.box == "process":
        return [graded]
    return [_apart(trial.seen["inside"]), _filter(trial.seen["inside"]), _judge(trial.seen["judge"]), graded]


def _apart(inside: dict[str, Any]) -> Finding:
    what = "namespaces of its own for each submission"
    if inside["pid"] == 1 and not inside["machine"]:
        return Finding(id="apart", what=what, state=State.YES, why="it is process 1 there, and sees no other")
    why = "The box refuses to make them: a submission can leave files in /tmp, and processes, for the next one."
    remedy = "See user namespaces, above; AppArmor's own profile for bubblewrap also refuses them within."
    return Finding(id="apart", what=what, state=State.PARTLY, why=why, remedy=remedy)


def _filter(inside: dict[str, Any]) -> Finding:
    what = "system calls filtered"
    if inside["filter"]:
        return Finding(
            id="filter", what=what, state=State.YES, why="what student code never needs is denied by seccomp"
        )
    if platform.machine() not in FILTERED:
        why, remedy = "There is no filter for this kind of machine.", f"Grade on one of: {', '.join(FILTERED)}."
    else:
        why = "A submission gets a filter with namespaces of its own only."
        remedy = "See namespaces of its own, above."
    return Finding(id="filter", what=what, state=State.PARTLY, why=why, remedy=remedy)


def _judge(judge: dict[str, Any]) -> Finding:
    what = "the judge contained"
    if judge["host"] == "judge" and judge["networks"] in ([], ["lo"]) and not (judge["machine"] or judge["capable"]):
        why = "in a box of its own, without network and capabilities"
        return Finding(id="judge", what=what, state=State.YES, why=why)
    why = "It runs as the worker's user with all that this user can reach; student code still does not run in it."
    remedy = "See a file system of its own, above: the judge's box stands on it."
    return Finding(id="judge", what=what, state=State.PARTLY, why=why, remedy=remedy)
