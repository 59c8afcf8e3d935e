"""Mutants: a suite notices what is made wrong in the solution, and what it does not notice has a reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import NOT_ASKED, Flaw, Ruling, secret_folder
from grader.authoring.killing import Judged
from grader.authoring.settled import SETTLED_FILE, Entry, Settled, entry_for

LEAST_KILLED = 0.95  # of all mutants that are not equivalent to the solution

_SHARPEN = (
    "If the task promises what the mutant breaks, assert it in the check that it belongs to; else put this into "
    f"`{SETTLED_FILE}`, with a reason:"
)


def mutants_are_killed(evidence: Evidence) -> Ruling:
    """Checks notice all mutants of starred operators, nearly all others, and the rest is written down with a reason.

    The facts hold each mutant with its killers, and for each operator how many were made, killed and equivalent.
    """
    if not evidence.solution.is_full:
        return NOT_ASKED
    judged = evidence.judged or []
    counted = [each for each in judged if not _is_named(each, evidence.settled.equivalent)]
    killed = [each for each in counted if each.killers]
    flaws = [*_flaws_of_mutants(evidence, counted), *_flaws_of_entries(evidence, judged)]
    if counted and len(killed) / len(counted) < LEAST_KILLED:
        expected = f"{LEAST_KILLED * 100:.0f} % of the mutants that are not equivalent are noticed by a check"
        came = f"{len(killed)} of {len(counted)}, {100 * len(killed) // len(counted)} %"
        flaws.append(Flaw(secret_folder(evidence) / "suite", expected, [came], "Sharpen the checks."))
    return Ruling(f"{len(killed)} / {len(counted)}", flaws, _facts(judged, evidence.settled))


def _flaws_of_mutants(evidence: Evidence, counted: list[Judged]) -> Iterator[Flaw]:
    for each in counted:
        mutant, file = each.mutant, secret_folder(evidence) / "solution" / each.mutant.file
        if each.errored:
            expected = f"a judge that copes with {mutant.title}"
            yield Flaw(file, expected, [each.errored], "Mend the fixture or check of the suite.", mutant.diff)
        elif not each.killers and not _is_named(each, evidence.settled.survivor):
            mutant_of = "a mutant that must be noticed" if mutant.starred else "a mutant"
            expected = f"a check that fails with {mutant_of}, {mutant.title}"
            yield Flaw(
                file, expected, ["every check passes"], _SHARPEN, f"{mutant.diff}\n\n{entry_for(mutant)}".strip()
            )
        elif not each.killers and mutant.starred:
            expected = f"a mutant of a starred operator is killed or equivalent: {mutant.title}"
            remedy = "Assert it, or say under `[[equivalent]]` why no call can tell it from the solution."
            yield Flaw(file, expected, ["it is listed under `[[survivor]]`"], remedy, mutant.diff)


def _flaws_of_entries(evidence: Evidence, judged: list[Judged]) -> Iterator[Flaw]:
    file = secret_folder(evidence) / SETTLED_FILE
    for entry in (*evidence.settled.equivalent, *evidence.settled.survivor):
        meant = [each for each in judged if entry.means(each.mutant)]
        noticed = [each for each in meant if each.killers]
        if not meant:
            yield _wrong(file, entry, ["there is no such mutant any more"], "Take the entry out, or correct it.")
        elif noticed:
            came = [f"`{each.killers[0]}` fails with it" for each in noticed]
            yield _wrong(file, entry, came, "Take the entry out; if the mutant is a right answer, mend the check.")


def _facts(judged: list[Judged], settled: Settled) -> dict[str, Any]:
    operators: dict[str, dict[str, Any]] = {}
    mutants = []
    for number, each in enumerate(judged):
        mutant = each.mutant
        entry = next((entry for entry in (*settled.equivalent, *settled.survivor) if entry.means(mutant)), None)
        blank = {"family": mutant.family, "starred": mutant.starred, "made": 0, "killed": 0, "equivalent": 0}
        counts = operators.setdefault(mutant.operator, blank)
        counts["made"] += 1
        counts["killed"] += bool(each.killers)
        counts["equivalent"] += _is_named(each, settled.equivalent)
        told = {"number": number, "title": mutant.title, "killers": each.killers}
        if not each.killers:
            told |= {"diff": mutant.diff, "equivalent": _is_named(each, settled.equivalent)}
            told |= {"reason": entry.reason if entry else ""}
        mutants.append(told)
    return {"operators": operators, "mutants": mutants}


def _wrong(file: Path, entry: Entry, came: list[str], remedy: str) -> Flaw:
    told = ", ".join(f"{key} `{value}`" for key in ("within", "removed", "added") if (value := getattr(entry, key)))
    expected = f"a mutant that no check notices: {entry.operator} on `{entry.file}`{', ' if told else ''}{told}"
    return Flaw(file, expected, came, remedy)


def _is_named(judged: Judged, entries: tuple[Entry, ...]) -> bool:
    return any(entry.means(judged.mutant) for entry in entries)
