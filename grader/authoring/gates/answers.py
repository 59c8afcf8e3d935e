"""Right answers: the solution, its alternatives, and the core without the stretch."""

from __future__ import annotations

from collections.abc import Iterator

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling, points, secret_folder, told
from grader.authoring.graded import Graded
from grader.result import CheckResult, Outcome

FEWEST_ALTERNATIVES = 3


def solution_passes(evidence: Evidence) -> Ruling:
    """The reference solution earns full marks."""
    return Ruling(
        points(evidence.solution), list(_not_full(evidence.solution, "Mend the solution, or the checks it fails."))
    )


def alternatives_pass(evidence: Evidence) -> Ruling:
    """Right answers in other people's styles earn full marks as well, and there are enough of them."""
    there = evidence.alternatives
    remedy = "If the answer is right, the check asks for more than the task says: mend the check; else the answer."
    flaws = [flaw for graded in there for flaw in _not_full(graded, remedy)]
    if len(there) < FEWEST_ALTERNATIVES:
        flaws.append(
            Flaw(
                secret_folder(evidence) / "alternatives",
                f"at least {FEWEST_ALTERNATIVES} differently written right solutions",
                [f"there {'is' if len(there) == 1 else 'are'} {len(there)}"],
                "Write more: one by another person, one clever, one verbose.",
            )
        )
    return Ruling(f"{sum(graded.is_full for graded in there)} / {len(there)}", flaws)


def core_earns_the_core(evidence: Evidence) -> Ruling:
    """A solution without the stretch earns all core points and no other."""
    core = evidence.core
    if core is None:
        stretch = [check.id for check in evidence.record.checks if check.stretch]
        expected = "a solution without the stretch, which earns exactly the core points"
        came = [f"there is none, and `{check}` is stretch" for check in stretch]
        remedy = "Write it: the solution with the stretch left out."
        return Ruling("none", [Flaw(secret_folder(evidence) / "core", expected, came, remedy)] if stretch else [])
    scored = core.scored
    lost = [told(check) for check in core.not_passed if not check.stretch]
    gained = [f"`{check.id}` is stretch and gave {check.points:g}" for check in scored.checks if _gave(check)]
    flaws = []
    if core.problem or lost or gained:
        expected = f"exactly the core points, {scored.core_points:g}: every core check passes, no stretch check does"
        remedy = "Take the stretch out of `core/`, or move the check to the side it belongs to."
        came = [core.problem] if core.problem else [*lost, *gained]
        flaws.append(Flaw(core.folder, expected, came, remedy))
    return Ruling(f"{scored.points:g} / {scored.core_points:g}", flaws)


def _not_full(graded: Graded, remedy: str) -> Iterator[Flaw]:
    if not graded.is_full:
        came = [graded.problem] if graded.problem else [told(check) for check in graded.not_passed]
        expected = f"full marks, {graded.scored.max_points:g}, and it earns {graded.scored.points:g}"
        yield Flaw(graded.folder, expected, came, remedy)


def _gave(check: CheckResult) -> bool:
    return check.stretch and (check.outcome is Outcome.PASSED or check.points > 0)
