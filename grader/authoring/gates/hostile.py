"""Answers that attack: they earn nothing, and each check says what happened."""

from __future__ import annotations

from collections.abc import Iterator

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling, secret_folder
from grader.authoring.hostile import HARMLESS, Attack
from grader.result import CheckResult, Outcome


def attacks_gain_nothing(evidence: Evidence) -> Ruling:
    """No attack earns more than the skeleton does, and every check that it fails has words for it."""
    harmless = {attack.where: attack.points for attack in evidence.attacks if attack.name == HARMLESS}
    attacks = [attack for attack in evidence.attacks if attack.name != HARMLESS]
    flaws = []
    held = 0
    for attack in attacks:
        most = max(evidence.skeleton.scored.points, harmless.get(attack.where, 0.0))
        found = list(_wrong(attack, most, evidence))
        held += not found
        flaws += found
    return Ruling(f"{held} / {len(attacks)}", flaws)


def _wrong(attack: Attack, most: float, evidence: Evidence) -> Iterator[Flaw]:
    named = f"{attack.name}, at {attack.where}"
    suite = secret_folder(evidence) / "suite"
    if attack.fault:
        yield Flaw(
            suite, f"a verdict on “{named}”", [attack.fault], "If no fixture of the suite is at fault, report it."
        )
        return
    if attack.points > most:
        passed = {check.id for check in evidence.skeleton.scored.checks if check.points}
        came = [
            f"`{check.id}` gave {check.points:g}" for check in attack.checks if check.points and check.id not in passed
        ]
        expected = f"at most {most:g} points, as the skeleton, for “{named}”, and it earns {attack.points:g}"
        yield Flaw(suite, expected, came, "Let the check ask for an answer that only work gives.")
    silent = [f"`{check.id}` {check.outcome}" for check in attack.checks if not _speaks(check)]
    if silent:
        expected = f"words for what happened, from every check that “{named}” fails"
        yield Flaw(suite, expected, silent, "Give the assertion a message; if that is not the reason, report it.")


def _speaks(check: CheckResult) -> bool:
    told = (check.message, check.exception, check.expected, check.got)
    return check.outcome is Outcome.PASSED or any(told) or bool(check.transcript)
