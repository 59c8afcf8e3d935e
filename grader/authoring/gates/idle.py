"""Idle checks: those without which the suite would notice just as much."""

from __future__ import annotations

from collections.abc import Iterator

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import NOT_ASKED, Flaw, Ruling, secret_folder
from grader.authoring.kills import alone, kills
from grader.authoring.mistakes import named_checks
from grader.authoring.settled import SETTLED_FILE, quoted

LEAST_BUSY = 0.9  # of the checks


def no_check_is_idle(evidence: Evidence) -> Ruling:
    """Nearly every check is the only one to notice some mutant or known mistake; the others have a reason."""
    if not evidence.solution.is_full:
        return NOT_ASKED
    found = kills(evidence)
    only = alone(found, evidence)
    idle = [check for check in found if not only[check]]
    busy = len(found) - len(idle)
    named, flaws = _named(evidence)
    flaws += [_idle(evidence, check, found) for check in idle if check not in named]
    file = secret_folder(evidence) / SETTLED_FILE
    for check in sorted(named - {*idle}):
        came = [f"it alone notices {len(only[check])}"]
        flaws.append(Flaw(file, f"`{check}` is idle, as `[[idle]]` says", came, "Take the entry out."))
    if busy / len(found) < LEAST_BUSY:
        expected = f"{LEAST_BUSY * 100:.0f} % of the checks each notice something that no other does"
        remedy = "Write a known mistake that only the idle check notices, or give each check its own work."
        came = [f"{busy} of {len(found)}; idle: {', '.join(f'`{check}`' for check in idle)}"]
        flaws.append(Flaw(secret_folder(evidence) / "suite", expected, came, remedy))
    facts = {check: {"notices": sorted(seen), "alone": sorted(only[check])} for check, seen in found.items()}
    return Ruling(f"{busy} / {len(found)}", flaws, facts)


def _named(evidence: Evidence) -> tuple[set[str], list[Flaw]]:
    """The ids of the checks that are listed as idle, and what is wrong with the list."""
    names = [entry.check for entry in evidence.settled.idle]
    ids, faults = named_checks(names, evidence.record)
    file = secret_folder(evidence) / SETTLED_FILE
    return ids, [Flaw(file, "`[[idle]]` names a check", [fault], "Correct the name.") for fault in faults]


def _idle(evidence: Evidence, check: str, found: dict[str, set[str]]) -> Flaw:
    entry = f'[[idle]]\ncheck = {quoted(check.rpartition("::")[2])}\nreason = ""'
    remedy = f"Write a known mistake that it alone notices, or put this into `{SETTLED_FILE}`, with a reason:"
    expected = f"`{check}` is the only check to notice some mutant or known mistake"
    return Flaw(secret_folder(evidence) / "suite", expected, [*_told(check, found)], remedy, entry)


def _told(check: str, found: dict[str, set[str]]) -> Iterator[str]:
    seen = found[check]
    if not seen:
        yield "it notices none at all"
        return
    yield f"it notices {len(seen)}, and so do others"
    same = [name for name, other in found.items() if name != check and other == seen]
    yield from (f"`{name}` notices exactly the same" for name in same)
