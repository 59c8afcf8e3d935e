"""Which check notices what, over the mutants and known mistakes of an exercise."""

from __future__ import annotations

from grader.authoring.evidence import Evidence
from grader.authoring.killing import killers


def kills(evidence: Evidence) -> dict[str, set[str]]:
    """For each check what it notices, in the order of the checks: mutants by their number, known mistakes by name."""
    found: dict[str, set[str]] = {check.id: set() for check in evidence.record.checks}
    for number, judged in enumerate(evidence.judged or ()):
        for check in judged.killers:
            found[check].add(f"mutant {number}")
    for tried in evidence.mistakes:
        for check in killers(tried.graded.scored.checks) if tried.graded else ():
            found[check].add(f"mistake {tried.folder.name}")
    return found


def alone(found: dict[str, set[str]], evidence: Evidence) -> dict[str, set[str]]:
    """For each check what it alone notices of `found`: not the mutants that other checks were not asked about."""
    cut = {f"mutant {number}" for number, judged in enumerate(evidence.judged or ()) if judged.cut}
    return {
        check: seen - cut.union(*(other for name, other in found.items() if name != check))
        for check, seen in found.items()
    }
