"""The examination: look at the machine, stand where a worker stands, grade a trial, and draw the conclusion."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from grader.doctor.child import asked_in_child
from grader.doctor.finding import Diagnosis, Finding, State
from grader.doctor.machine import container, look_at_machine
from grader.doctor.namespaces import Refusal, explain, read_switches, try_user_namespace
from grader.doctor.standing import Standing, explain_bubblewrap, explain_ground, explain_user, stand
from grader.doctor.trial import explain_trial, try_grading, write_suite
from grader.errors import GraderError

USER = "nobody"


def examine(user: str = USER) -> Diagnosis:
    """All findings, in the order of the layers. `user` is whom the worker becomes where root asks."""
    findings = look_at_machine()
    try:
        folder = tempfile.TemporaryDirectory(prefix="gradebox-doctor-", ignore_cleanup_errors=True)
    except OSError as error:
        findings.append(Finding(id="trial", what="a trial is graded", state=State.NO, why=f"{error}"))
        return Diagnosis(box="", as_root=False, seconds=0.0, findings=findings)
    with folder as name:
        suite = write_suite(Path(name))
        if sys.platform == "linux":
            findings += _box(Path(name), suite, user)
        trial = try_grading(suite, user, "auto")
        findings += explain_trial(trial)
        if trial.problem and sys.platform == "linux":
            trial = try_grading(suite, user, "process")
            findings += explain_trial(trial)
    as_root = trial.seen.get("inside", {}).get("uid") == 0
    return Diagnosis(box=trial.box if trial.seen else "", as_root=as_root, seconds=trial.seconds, findings=findings)


def _box(folder: Path, suite: Path, user: str) -> list[Finding]:
    """The findings about what the real box is made of."""
    base = folder / "ground"
    base.mkdir(mode=0o755)
    try:
        refusal = asked_in_child(lambda: try_user_namespace(user), Refusal)
        standing = asked_in_child(lambda: stand(str(base), str(suite), user), Standing)
    except GraderError as error:
        return [Finding(id="ground", what="what a worker gets", state=State.NO, why=str(error))]
    namespaces = explain(refusal, read_switches(), container())
    return [namespaces, *explain_bubblewrap(standing), explain_ground(standing), explain_user(standing, user)]
