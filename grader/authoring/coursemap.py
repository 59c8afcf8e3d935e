"""The map of a course: what it teaches, where, which checks ask for it, and what was made wrong to prove them.

`grade check --map FILE` holds a document to it. `python -m grader.authoring.coursemap CHECK.json FILE` writes it from
what `grade check --json CHECK.json` has measured of the course in the current folder; without the first file it leaves
the mutants as they stand there, and writes the rest anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.authored import read_text
from grader.authoring.check import Checked
from grader.authoring.mutation.operators import OPERATORS, Operator
from grader.course import Course, Exercise
from grader.errors import InputError
from grader.files import write_whole
from grader.record import RECORD_NAME, RecordedCheck, load

Operators = Mapping[str, Mapping[str, Any]]
"""What one exercise's mutants came to, by operator: family, starred, made, killed, equivalent."""

_ABOUT = "For teachers: what is taught where, and how it is known that the checks ask for it."
_MUTANTS = "## Mutants"
_COUNTS = ("made", "equivalent", "killed")


def course_map(course: Course, operators: Mapping[str, Operators]) -> str:
    """The document; `operators` by exercise.

    Raises `ManifestError` where a suite has no record of its checks.
    """
    return f"{taught(course)}\n{made_wrong(operators)}"


def operators_of(course: Course, checked: Sequence[Checked]) -> dict[str, Operators]:
    """What the gates measured. Raises `InputError` unless mutants of every exercise were judged."""
    found = {
        each.exercise.name: each.rulings["mutants"].facts["operators"]
        for each in checked
        if "mutants" in each.rulings and "operators" in each.rulings["mutants"].facts
    }
    return _whole(course, found)


def compare(file: Path, text: str) -> str:
    """Where a document differs from the map, in a line; empty if it does not."""
    there, wanted = (read_text(file) if file.exists() else "").splitlines(), text.splitlines()
    if there == wanted:
        return ""
    same = next((place for place, pair in enumerate(zip(there, wanted, strict=False)) if pair[0] != pair[1]), None)
    first = min(len(there), len(wanted)) if same is None else same
    return f"`{file}` is not the map of the course any more, from line {first + 1} on."


def _whole(course: Course, found: dict[str, Operators]) -> dict[str, Operators]:
    missing = [f"`{name}`" for name in course.names if name not in found]
    if missing:
        raise InputError(
            f"The map is of the whole course, and nothing is known of the mutants of {', '.join(missing)}.",
            hint="Run `grade check` without naming exercises, and with mutants.",
        )
    return found


# What is taught


def taught(course: Course) -> str:
    """The part that the files of the course say: concepts and checks. Raises as `course_map` does."""
    checks = {each.name: _checks(each) for each in course.exercises}
    lines = [f"# {course.title}", "", _ABOUT, "", _summary(course, checks), ""]
    if course.concepts:
        lines += ["## Concepts", "", *_concepts(course, checks), ""]
    lines += ["## Exercises", ""]
    for exercise in course.exercises:
        lines += [*_exercise(exercise, checks[exercise.name]), ""]
    return "\n".join(lines)


def _checks(exercise: Exercise) -> list[RecordedCheck]:
    return load(exercise.suite / RECORD_NAME).checks if exercise.suite else []


def _summary(course: Course, checks: Mapping[str, Sequence[RecordedCheck]]) -> str:
    mistakes = sum(len(exercise.mistakes) for exercise in course.exercises)
    counted = {
        "Exercises": len(checks),
        "checks": sum(map(len, checks.values())),
        "concepts": len(course.concepts),
        "known mistakes": mistakes,
    }
    return ", ".join(f"{noun}: {number}" for noun, number in counted.items()) + "."


def _concepts(course: Course, checks: Mapping[str, Sequence[RecordedCheck]]) -> Iterator[str]:
    yield "| Concept | What it is | Checks |"
    yield "|---|---|---|"
    for concept, text in course.concepts.items():
        asked = [
            f"{name.partition('_')[0]}: {', '.join(_tests(each for each in several if concept in each.concepts))}"
            for name, several in checks.items()
            if any(concept in each.concepts for each in several)
        ]
        yield f"| {concept} | {text} | {'<br>'.join(asked)} |"


def _tests(checks: Iterable[RecordedCheck]) -> Iterator[str]:
    return (f"`{each.id.rpartition('::')[2]}`" for each in checks)


def _exercise(exercise: Exercise, checks: Sequence[RecordedCheck]) -> Iterator[str]:
    core, stretch = (sum(each.worth for each in checks if each.stretch == is_stretch) for is_stretch in (False, True))
    yield f"### {exercise.name}: {exercise.title}"
    yield ""
    yield (
        f"Points: {core} and {stretch} of stretch, right answers written differently: {len(exercise.alternatives)}, "
        f"known mistakes: {len(exercise.mistakes)}."
    )
    yield ""
    yield "| Check | Title | Points | Concepts |"
    yield "|---|---|---|---|"
    for each in checks:
        (test,) = _tests([each])
        points = f"{each.points} (stretch)" if each.stretch else each.points
        yield f"| {test} | {_cell(each.title)} | {points} | {', '.join(each.concepts)} |"


def _cell(text: str) -> str:
    """A text that a table's cell can hold as it is."""
    for sign in ("\\", "|", "*", "_", "<", "`"):
        text = text.replace(sign, f"\\{sign}")
    return text


# What was made wrong


def made_wrong(operators: Mapping[str, Operators]) -> str:
    """The part that only a run of the gates knows: the mutants by operator."""
    made, equivalent, killed = (_sum(operators, OPERATORS, key) for key in _COUNTS)
    about = (
        f"{made} copies of the solutions with one thing wrong each, by what was done; {equivalent} of them do what the "
        f"task says all the same.\nOf the other {made - equivalent}, some check notices {killed}.\n"
        "All of a starred operator must be noticed."
    )
    rows = [_row(operator, operators) for operator in OPERATORS.values()]
    head = ["| Family | Operator | Made | Equivalent | Noticed | In |", "|---|---|---|---|---|---|"]
    return "\n".join([_MUTANTS, "", about, "", *head, *rows, ""])


def _row(operator: Operator, operators: Mapping[str, Operators]) -> str:
    name = operator.name
    counts = [str(_sum(operators, [name], key)) for key in _COUNTS]
    where = [
        f"{exercise.partition('_')[0]} {each[name]['made']}" for exercise, each in operators.items() if name in each
    ]
    star = " ★" if operator.starred else ""
    return f"| {operator.family} | {name}{star} | {' | '.join(counts)} | {', '.join(where)} |"


def _sum(operators: Mapping[str, Operators], names: Iterable[str], key: str) -> int:
    return sum(each[name][key] for each in operators.values() for name in names if name in each)


def _measured(course: Course, file: Path) -> dict[str, Operators]:
    """The operators in what `grade check --json` wrote."""
    exercises = json.loads(read_text(file))["exercises"]
    gates = {each["exercise"]: each["gates"].get("mutants", {"facts": {}})["facts"] for each in exercises}
    return _whole(course, {name: facts["operators"] for name, facts in gates.items() if "operators" in facts})


if __name__ == "__main__":
    here, target = Course.load(Path.cwd()), Path(sys.argv[-1])
    if len(sys.argv) > 2:  # noqa: PLR2004 - with a file of measurements
        write_whole(target, course_map(here, _measured(here, Path(sys.argv[1]))))
    else:
        _, heading, kept = read_text(target).partition(_MUTANTS)
        write_whole(target, f"{taught(here)}\n{heading}{kept}")
