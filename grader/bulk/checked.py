"""Remembers for which suites a class was graded both ways without a difference; see `isolation`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from grader.bulk.desk import Rules
from grader.bulk.isolation import Compared
from grader.bulk.keys import material_of
from grader.course import Exercise
from grader.errors import InputError
from grader.files import write_whole

FILE = "isolation.json"


class Passed(Struct, frozen=True, kw_only=True):
    """A check that found no difference. `material` is the digest of what the exercise is graded with."""

    material: str
    per_child: int
    submissions: int


def check_known(folder: Path, exercises: Iterable[Exercise], rules: Rules) -> None:
    """Raise `InputError` unless so many per child were checked for all of these exercises, as they are now."""
    passed = _read(folder)
    for exercise in exercises:
        known = passed.get(exercise.name)
        if known is None or known.per_child < rules.per_child or known.material != material_of(exercise, box=rules.box):
            raise InputError(
                f"{rules.per_child} submissions per judge child were not checked for `{exercise.name}` as it is now.",
                hint="Run the same command with `--check-isolation` first.",
            )


def remember(folder: Path, exercise: Exercise, box: str, per_child: int, compared: Compared) -> None:
    """Note what came of grading both ways; a difference takes back what was noted before."""
    passed = _read(folder)
    passed.pop(exercise.name, None)
    if compared.passed:
        material = material_of(exercise, box=box)
        passed[exercise.name] = Passed(material=material, per_child=per_child, submissions=compared.submissions)
    write_whole(folder / FILE, msgspec.json.format(msgspec.json.encode(passed)) + b"\n")


def _read(folder: Path) -> dict[str, Passed]:
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=dict[str, Passed])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"cannot read `{folder / FILE}`: {error}", hint="Remove the file.") from error
