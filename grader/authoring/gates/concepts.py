"""Concepts: what the course says it teaches, some check asks for, and notices when it is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.authored import did_you_mean
from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import NOT_ASKED, Flaw, Ruling, secret_folder
from grader.authoring.kills import kills
from grader.course import COURSE_FILE, Course


def concepts_are_touched(evidence: Evidence) -> Ruling:
    """Each concept that a check names has a check which some mutant or known mistake makes fail.

    A course without a list of concepts has nothing to rule on. The facts hold the concepts by name and by touch.
    """
    if not evidence.concepts or not evidence.solution.is_full:
        return NOT_ASKED
    found = kills(evidence)
    named = sorted({concept for check in evidence.record.checks for concept in check.concepts})
    touched = sorted({concept for check in evidence.record.checks if found[check.id] for concept in check.concepts})
    suite = secret_folder(evidence) / "suite"
    flaws = [_unknown(concept, evidence, suite) for concept in named if concept not in evidence.concepts]
    flaws += [_untouched(concept, evidence, suite) for concept in named if concept not in touched]
    return Ruling(f"{len(touched)} / {len(named)}", flaws, {"named": named, "touched": touched})


def course_is_covered(course: Course, rulings: Sequence[Ruling]) -> Ruling:
    """Each concept of the course is touched in one of its exercises, by what `concepts_are_touched` says of them."""
    touched = {concept for ruling in rulings for concept in ruling.facts.get("touched", ())}
    missing = [concept for concept in course.concepts if concept not in touched]
    expected = "for each concept a check that names it and fails with some mutant or known mistake"
    came = [f"`{concept}`: {course.concepts[concept]}" for concept in missing]
    remedy = "Name the concept in the mark of the check that is about it: `concepts=(…)`."
    flaws = [Flaw(course.root / COURSE_FILE, expected, came, remedy)] if missing else []
    covered = len(course.concepts) - len(missing)
    return Ruling(f"{covered} / {len(course.concepts)}", flaws, {"touched": sorted(touched & {*course.concepts})})


def _unknown(concept: str, evidence: Evidence, suite: Path) -> Flaw:
    near = did_you_mean(concept, evidence.concepts)
    came = [f"`{COURSE_FILE}` has no concept `{concept}`.{near}", *_checks_about(concept, evidence)]
    return Flaw(suite, "checks name concepts of the course", came, "Correct the mark, or add the concept.")


def _untouched(concept: str, evidence: Evidence, suite: Path) -> Flaw:
    expected = f"a check about `{concept}` that fails with some mutant or known mistake"
    remedy = "Have a check ask for it, and write a known mistake that misses it."
    return Flaw(suite, expected, [*_checks_about(concept, evidence)], remedy)


def _checks_about(concept: str, evidence: Evidence) -> Iterator[str]:
    yield from (f"`{check.id}` names it" for check in evidence.record.checks if concept in check.concepts)
