"""What is made of the solution, and what `grade new` has left for the author to write."""

from __future__ import annotations

import difflib
from pathlib import Path

from grader.authoring.evidence import Evidence
from grader.authoring.gates.ruling import Flaw, Ruling
from grader.authoring.scaffold import unwritten
from grader.authoring.skeletons import skeletons
from grader.errors import InputError

_MOST_LINES = 6


def skeletons_follow(evidence: Evidence) -> Ruling:
    """A skeleton whose solution is marked is what the markers make of it."""
    exercise = evidence.exercise
    try:
        made = skeletons(exercise)
    except InputError as error:
        solution = exercise.solution or exercise.public
        return Ruling("wrong", [Flaw(solution, "markers that a skeleton can be made with", [str(error)], error.hint)])
    expected = "the skeleton that the markers make of the solution"
    remedy = f"Write it with `grade check {exercise.name} --write`, and look at what changes."
    flaws = [
        Flaw(exercise.public / path, expected, came, remedy)
        for path, text in made.items()
        if (came := _differences(exercise.public / path, text))
    ]
    return Ruling(f"{len(made) - len(flaws)} / {len(made)}" if made else "by hand", flaws)


def all_is_written(evidence: Evidence) -> Ruling:
    """No line that `grade new` left for the author is still there."""
    exercise = evidence.exercise
    folders = [folder for folder in (exercise.public, exercise.secret) if folder]
    places = [place for folder in folders for place in unwritten(folder)]
    by_file: dict[Path, list[str]] = {}
    for place in places:
        by_file.setdefault(place.file, []).append(f"line {place.line}: {place.text}")
    expected = "a text of yours where `grade new` says what belongs there"
    flaws = [Flaw(file, expected, came, "Write it in place of the line.") for file, came in by_file.items()]
    return Ruling(f"{len(places)} left" if places else "all", flaws)


def _differences(file: Path, text: str) -> list[str]:
    """What the file says otherwise, the first lines of it; empty where it is the same."""
    try:
        there = file.read_bytes()
    except OSError:
        return ["there is no such file"]
    if there == text.encode():
        return []
    old, new = there.decode("utf-8", "replace").splitlines(), text.splitlines()
    diff = list(difflib.unified_diff(old, new, "there", "made", lineterm="", n=0))[2:]
    shown = [line for line in diff if not line.startswith("@@")]
    more = [f"and {len(shown) - _MOST_LINES} lines more"] if len(shown) > _MOST_LINES else []
    return [*shown[:_MOST_LINES], *more] or ["it ends otherwise"]
