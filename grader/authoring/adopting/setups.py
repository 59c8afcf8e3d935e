"""The tests of a classroom's set-up, in whichever format: `autograding.json`, `classroom.yml` or `tests.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from grader.authoring.adopting.adopted import LeftOut, points_from, read_bytes, titled, why_refused
from grader.errors import InputError

_OWNERS = ("classroom-resources", "education", "github-education-resources")  # it moved twice
_GRADERS = {"autograding-command-grader": "run", "autograding-io-grader": "io", "autograding-python-grader": "python"}
_REPORTER = "autograding-grading-reporter"
_COMPARISONS = {"exact": "exact", "included": "included", "contains": "included", "regex": "regex"}
_CLASSROOM50_SECONDS = 10.0


class OldTest(NamedTuple):
    """One test as it was: `seconds` 0 where it had no limit; nothing is compared where `expected` is empty.

    `collects` is the ending of the files that its pytest looks into.
    """

    name: str
    points: Fraction
    setup: str
    run: str
    stdin: str = ""
    expected: str = ""
    comparison: str = "included"
    seconds: float = 0.0
    exit_code: int = 0
    collects: str = ""


class SetUp(NamedTuple):
    """All tests of a set-up in order, those of which nothing can be made, and the `files` that hold their texts."""

    tests: list[OldTest]
    left_out: list[LeftOut]
    files: list[Path]


def read_setup(file: Path) -> SetUp:
    """The tests that a file describes; raises `InputError` for one that is damaged or describes none."""
    content = read_bytes(file)
    if file.suffix.lower() in (".yml", ".yaml"):
        found = _workflow(load_yaml(content, file))
    else:
        found = _listed(_json(content, file), file)
    if not (found.tests or found.left_out):
        raise InputError(
            f"`{file}` describes no test",
            hint="It is an `autograding.json`, a `classroom.yml` whose steps use the classroom's graders, or "
            "Classroom 50's `tests.json`.",
        )
    return found


def load_yaml(content: bytes, place: object) -> Any:
    """What a YAML text says. Raises `InputError` where it is none."""
    try:
        return yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"`{place}` is no YAML: {why}", hint="Fetch the file again as it was made.") from error


def _json(content: bytes, file: Path) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"`{file}` is no JSON: {error}", hint="Fetch the file again as it was made.") from error


def _listed(content: Any, file: Path) -> SetUp:
    tests = content.get("tests") if isinstance(content, dict) else content
    if not isinstance(tests, list):
        raise InputError(f"`{file}` has no list `tests`", hint='An `autograding.json` is `{"tests": [...]}`.')
    found = SetUp([], [], [])
    for number, test in enumerate(tests, 1):
        fallback = f"test {number}"
        if not isinstance(test, dict):
            found.left_out.append(LeftOut(fallback, Fraction(), "it is no table of settings"))
        elif "type" in test:
            _add(found, fallback, _classroom50(test, file.parent, found.files))
        else:
            _add(found, fallback, test | {"seconds": _seconds(test.get("timeout"), 60)})
    return found


def _classroom50(test: dict[str, Any], folder: Path, files: list[Path]) -> dict[str, Any]:
    settings = {
        **test,
        "output": _text_of(test, "expected", folder, files),
        "input": _text_of(test, "input", folder, files),
        "seconds": _seconds(test.get("timeout"), 1) or _CLASSROOM50_SECONDS,
    }
    if test["type"] == "python" and not test.get("run"):
        settings["run"] = "pytest"
    if test["type"] not in ("io", "run", "python"):
        settings["refused"] = f"its type `{titled(test['type'], 'nothing')}` is not known"
    return settings


def _text_of(test: dict[str, Any], key: str, folder: Path, files: list[Path]) -> object:
    """The text of `key`, or of the file that `key-file` names, below the folder of the set-up."""
    name = test.get(f"{key}-file")
    if not name:
        return test.get(key)
    if not isinstance(name, str) or why_refused(name):
        raise InputError(f"`{key}-file` names `{titled(name, 'nothing')}`, and it must lie beside the set-up")
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"`{key}-file` names `{name}`, which leads out of its folder")
    files.append(file.resolve())
    return read_bytes(file).decode("utf-8", "replace")


def _workflow(content: Any) -> SetUp:
    found = SetUp([], [], [])
    for number, step in enumerate(_steps(content), 1):
        uses = str(step.get("uses") or "").partition("@")[0]
        given = step.get("with")
        settings: dict[str, Any] = given if isinstance(given, dict) else {}
        name = titled(settings.get("test-name") or step.get("name"), f"step {number}")
        owner, _, action = uses.partition("/")
        if owner in _OWNERS and action in _GRADERS:
            _add(found, name, _step(settings, _GRADERS[action], name))
        elif uses == "education/autograding":
            why = "it reads `.github/classroom/autograding.json`: import that file"
            found.left_out.append(LeftOut(name, Fraction(), why))
        elif owner != "actions" and action != _REPORTER:
            what = f"`{titled(uses, '')}`" if uses else "a shell line"
            why = f"the step is {what}, no grader of the classroom's: what it prepares or asks is not known"
            points = points_from(settings.get("max-score")) or Fraction()
            found.left_out.append(LeftOut(name, points, why))
    return found


def _steps(content: Any) -> Iterator[dict[str, Any]]:
    jobs = content.get("jobs") if isinstance(content, dict) else None
    for job in jobs.values() if isinstance(jobs, dict) else ():
        steps = job.get("steps") if isinstance(job, dict) else None
        yield from (step for step in (steps if isinstance(steps, list) else ()) if isinstance(step, dict))


def _step(settings: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "setup": settings.get("setup-command"),
        "run": settings.get("command") or ("pytest" if kind == "python" else None),
        "input": settings.get("input") if kind == "io" else None,
        "output": settings.get("expected-output") if kind == "io" else None,
        "comparison": settings.get("comparison-method"),
        "points": settings.get("max-score"),
        "seconds": _seconds(settings.get("timeout"), 60),
        "collects": "_test.py" if kind == "python" else "",
    }


def _seconds(value: object, unit: int) -> float:
    """A time limit in seconds, 0 where there is none that can be meant."""
    number = points_from(value)
    return float(number * unit) if number is not None and math.isfinite(number) else 0.0


def _as_text(value: object) -> str:
    """What an action gets: its inputs are texts, whatever YAML takes them for."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _add(found: SetUp, fallback: str, settings: dict[str, Any]) -> None:
    """Take a test, or say why not."""
    name = titled(settings.get("name"), fallback)
    points = points_from(settings.get("points"))
    texts = {key: settings.get(key) for key in ("setup", "run", "input", "output")}
    wrong = next((key for key, text in texts.items() if not isinstance(text, str | int | float | None)), None)
    if points is None:
        why = f"its points are `{titled(settings['points'], 'no number')}`, which is no number from 0 on"
        found.left_out.append(LeftOut(name, Fraction(), why))
    elif refused := settings.get("refused"):
        found.left_out.append(LeftOut(name, points, str(refused)))
    elif wrong is not None:
        found.left_out.append(LeftOut(name, points, f"its `{wrong}` is no text"))
    else:
        setup, run, stdin, expected = map(_as_text, texts.values())
        code = settings.get("exit-code")
        found.tests.append(
            OldTest(
                name=name,
                points=points,
                setup=setup.strip(),
                run=run.strip(),
                stdin=stdin,
                expected=expected,
                comparison=_COMPARISONS.get(str(settings.get("comparison")), "included"),
                seconds=settings["seconds"],
                exit_code=code if type(code) is int else 0,
                collects=settings.get("collects", ""),
            )
        )
