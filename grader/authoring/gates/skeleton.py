"""What students start from."""

from __future__ import annotations

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling, points, secret_folder

MOST_SKELETON_POINTS = 2.0


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
    return Ruling(points(skeleton), flaws)
