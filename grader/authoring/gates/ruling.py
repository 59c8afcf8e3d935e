"""What a gate says of an exercise, and the words that the gates share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from grader.authoring.evidence import Evidence
from grader.authoring.graded import Graded
from grader.reporters.plain import cut
from grader.result import CheckResult

_LONGEST_MESSAGE = 200


class Flaw(Struct, frozen=True):
    """One thing that is wrong: the file or folder, what was expected, what came, line by line, and what to do.

    `verbatim` is shown below as it stands: a diff, something to paste.
    """

    file: Path
    expected: str
    came: list[str]
    remedy: str
    verbatim: str = ""


class Ruling(Struct, frozen=True):
    """What a gate says of an exercise: `shown` in a word or two, and the flaws; without any, the gate is passed.

    `facts` are what it measured, for machines.
    """

    shown: str
    flaws: list[Flaw] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


# Where there is nothing to rule on, or where what another gate says comes first.
NOT_ASKED = Ruling("-")

Gate = Callable[[Evidence], Ruling]


def told(check: CheckResult) -> str:
    """A check that did not pass, in one line: its message, or the last call and what was expected."""
    why = [check.message or check.exception.strip().rpartition("\n")[2]]
    if not any(why):
        why = [f"`{call.call}` gave {call.result or 'nothing'}" for call in check.transcript[-1:]]
        why += [f"expected {check.expected}"] if check.expected else []
    return ": ".join([f"`{check.id}` {check.outcome}", *([cut("; ".join(why), _LONGEST_MESSAGE)] if why else [])])


def points(graded: Graded) -> str:
    """What a folder earned of what there is to earn."""
    return f"{graded.scored.points:g} / {graded.scored.max_points:g}"


def secret_folder(evidence: Evidence) -> Path:
    """Where the author keeps what students do not get."""
    secret = evidence.exercise.secret
    assert secret is not None  # noqa: S101 - evidence cannot be had without it
    return secret
