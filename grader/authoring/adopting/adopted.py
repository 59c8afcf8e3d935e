"""What an import has made: the files of an exercise, its checks, and what was left out with the reason."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from grader.authored import typed
from grader.authoring.scaffold import UNWRITTEN, check_name, place_exercise
from grader.course import EXERCISE_FILE
from grader.errors import InputError
from grader.files import reason
from grader.intake.paths import shown, why_unsafe
from grader.manifest import Manifest
from grader.reporters.plain import cut, inert, visible

TITLE_LIMIT = 100  # characters
READ_LIMIT = 16 << 20  # bytes of a file that is imported
HINT = f"{UNWRITTEN} one next step, in words that students read."


_MOST_POINTS = 10**6  # no test is meant to be worth more


class LeftOut(NamedTuple):
    """A test that did not come along: its name, the points it had there, and why."""

    name: str
    points: Fraction
    why: str


class Adopted(NamedTuple):
    """An exercise that is not written yet.

    `public` and `secret` are its files by path, `checks` the titles and points of what came along, `remarks` sentences
    on what is different from there, `steps` what its author is to do.
    """

    public: dict[str, str | bytes]
    secret: dict[str, str | bytes]
    checks: Sequence[tuple[str, Fraction]]
    left_out: Sequence[LeftOut]
    remarks: Sequence[str]
    steps: Sequence[str]


def place(adopted: Adopted, name: str, root: Path) -> list[str]:
    """Write the exercise into the course in `root`; the paths of its files. Raises `InputError`, never writes over."""
    check_name(name, root)
    for path in (*adopted.public, *adopted.secret):
        if not path.isprintable():
            raise InputError(f"`{shown(path)}` has a name with characters that cannot be shown", hint="Rename it.")
    manifest = tomllib.loads(str(adopted.public[EXERCISE_FILE]))
    typed(manifest, Manifest, Path(EXERCISE_FILE))  # what its rules refuse is told before anything is written
    return place_exercise(name, root, adopted.public, adopted.secret).files


def told(adopted: Adopted, name: str, root: Path, files: Sequence[str]) -> str:
    """What was made, what was left out and what comes next, for its author."""
    total = sum((points for _, points in adopted.checks), Fraction())
    lines = [f"Written to {root}:", *(f"  {file}" for file in files), ""]
    lines += [f"{_counted(len(adopted.checks), 'check')}, {_counted_points(total)}:"]
    lines += [f"  {title}  {shown_points(points)}" for title, points in adopted.checks]
    if adopted.left_out:
        lost = sum((each.points for each in adopted.left_out), Fraction())
        lines += ["", f"Left out, {_counted_points(lost)}:"]
        for each in adopted.left_out:
            lines += [f"  {each.name}  {shown_points(each.points)}", f"      {each.why}"]
    if adopted.remarks:
        lines += ["", "Not as it was there:", *(f"  - {remark}" for remark in adopted.remarks)]
    lines += ["", "Next steps:"]
    last = f"`grade check {name.partition('_')[0]}` says what is still to be written."
    lines += [f"  {number}. {step}" for number, step in enumerate([*adopted.steps, last], 1)]
    return "\n".join(inert(visible(line)) for line in lines) + "\n"


def read_bytes(file: Path) -> bytes:
    """The content of a file. Raises `InputError` where it cannot be read or is too large to be meant."""
    try:
        if file.stat().st_size > READ_LIMIT:
            raise InputError(f"`{file}` is larger than {READ_LIMIT >> 20} MB", hint="Name the file of the set-up.")
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read `{file}`: {reason(error)}") from error


def why_refused(path: str) -> str:
    """Why a path that a set-up names is not used; empty where it may be."""
    return why_unsafe(path) if path.isprintable() else "its name holds characters that cannot be shown"


def points_from(value: object, default: int = 0) -> Fraction | None:
    """Points as an exact number; `default` where there are none, None for what is no number from 0 on."""
    if value is None or value == "":
        return Fraction(default)
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,6}(\.[0-9]{1,6})?\s*", value):
        return Fraction(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST_POINTS:
        return None
    return Fraction(str(value))


def shown_points(points: Fraction) -> str:
    """Points as an author would write them: `2`, `2.5`, `1/3`."""
    decimal = points * 100
    if points.denominator == 1:
        return str(points.numerator)
    return f"{float(points):g}" if decimal.denominator == 1 else str(points)


def points_literal(points: Fraction) -> str:
    """The value of `points=` in a suite."""
    return shown_points(points) if "/" not in (text := str(points)) or 100 % points.denominator == 0 else f'"{text}"'


def titled(name: object, fallback: str) -> str:
    """A name as a title: one line that can be printed and begins no command of a workflow."""
    text = inert(visible(" ".join(str(name).split()) if isinstance(name, str | int | float) else ""))
    return cut(text, TITLE_LIMIT) or fallback


def docstring(text: str) -> str:
    """A text as the docstring of a module, whatever names it holds."""
    safe = titled(text, "").replace("\\", "/").replace('"', "'")
    return f'"""{safe}"""\n'


def string_literal(text: str) -> str:
    """A text as Python source in double quotes, on one line."""
    quoted = "".join(
        each if each.isprintable() and each not in '"\\' else ascii(each)[1:-1].replace('"', '\\"') for each in text
    )
    return f'"{quoted}"'


def manifest_text(title: str, files: Sequence[str], given: Sequence[str] = (), packages: Sequence[str] = ()) -> str:
    """The `exercise.toml` of an imported exercise."""
    lists = {"files": files, "given": given, "packages": packages}
    lines = [f"title = {json.dumps(title)}"]
    lines += [f"{key} = {json.dumps(list(entries), ensure_ascii=False)}" for key, entries in lists.items() if entries]
    return "\n".join(lines) + "\n"


def title_of(name: str) -> str:
    """The title that an exercise's name suggests."""
    return name.partition("_")[2].replace("_", " ").capitalize()


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _counted_points(points: Fraction) -> str:
    return f"{shown_points(points)} point" if points == 1 else f"{shown_points(points)} points"
