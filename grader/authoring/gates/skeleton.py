"""What students start from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling, points, secret_folder
from grader.authoring.graded import Graded
from grader.authoring.shown import reports
from grader.result import Feedback

MOST_SKELETON_POINTS = 2.0

_LOOKED_AT = ("terminal", "json")
_HOME = Path(__file__).parents[2]
_PARTS = "|".join(sorted(each.stem for each in _HOME.iterdir() if each.stem.isidentifier()))
_OWN = re.compile(
    rf"""
    {re.escape(str(_HOME))} | \bgrader(?:\.(?:{_PARTS})\b|/(?:{_PARTS})[/.]) | \bgradebox-\w
    | \b_pytest\b | \bpluggy\b | \bsite-packages\b
    """,
    re.VERBOSE,
)
"""What names the grader's own code, or the folders it works in."""


def skeleton_fails_well(evidence: Evidence) -> Ruling:
    """What students start from earns next to nothing, and every check that they have before them has a hint."""
    skeleton = evidence.skeleton
    flaws = []
    if skeleton.scored.points > MOST_SKELETON_POINTS:
        earning = [f"`{check.id}` gave {check.points:g}" for check in skeleton.scored.checks if check.points]
        expected = f"at most {MOST_SKELETON_POINTS:g} points, and it earns {skeleton.scored.points:g}"
        remedy = "Give a check that is true of an empty answer `needs` on one that shows work."
        flaws.append(Flaw(skeleton.folder, expected, earning, remedy))
    without = [f"`{check.id}` has none" for check in skeleton.not_passed if not check.hint.strip()]
    if without:
        suite = secret_folder(evidence) / "suite"
        expected = "a hint for every check that the skeleton does not pass"
        flaws.append(Flaw(suite, expected, without, 'Write `hint="…"` in the mark: what to look at, not the answer.'))
    return Ruling(points(skeleton), [*flaws, *_grader_shown(evidence)])


def _grader_shown(evidence: Evidence) -> Iterator[Flaw]:
    """Reports of the skeleton and of mistakes that tell of the grader's own code."""
    told = [(evidence.skeleton, evidence.skeleton.folder)]
    told += [(tried.graded, tried.folder) for tried in evidence.mistakes if tried.graded]
    for graded, folder in told:
        came = list(dict.fromkeys(_grader_lines(evidence, graded)))
        if came:
            expected = "reports with nothing of the grader: no frame, path or name of its code"
            yield Flaw(folder, expected, came[:3], "Report it, with these lines: what is the grader's stays out.")


def _grader_lines(evidence: Evidence, graded: Graded) -> Iterator[str]:
    suite = str(evidence.exercise.suite)
    for name, report in reports(evidence, graded, Feedback.FULL, _LOOKED_AT).items():
        for line in report.splitlines():
            if _OWN.search(line) or suite in line:
                yield f"{name}: {line.strip()[:160]}"
