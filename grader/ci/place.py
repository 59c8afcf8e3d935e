"""Where `grade ci` runs, told from the environment, and the files that the place gives it to write."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from grader import seal, signing

_OF_THE_RUNNER = ("GITHUB_", "RUNNER_", "ACTIONS_")
_CLASSROOM50 = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG")
_SEALING = (seal.KEY_VARIABLE, seal.KEY_FILE_VARIABLE)
_CLASSROOM_FILE = "classroom.yml"  # what GitHub Classroom called the workflow that it wrote
_REPORTER = re.compile(r"^\s*(?:-\s*)?uses:\s*['\"]?[\w-]+/autograding-grading-reporter@", re.MULTILINE)


class Kind(StrEnum):
    """The places that need different things."""

    CLASSROOM50 = "classroom50"
    CLASSROOM = "github-classroom"
    GITHUB = "github"
    LOCAL = "local"


class Place(NamedTuple):
    """Where grading runs.

    `root` is the repository's folder, `work` the one in it that holds the exercises. `output`, `summary` and `event`
    are the runner's files, None where there is none. `variables` are those of the runner and of the classroom, `secret`
    is the signing key or empty, `keys` are the variables that name the key of sealed suites.
    `has_reporter` says that the workflow hands the score on by the classroom's own reporter.
    """

    kind: Kind
    root: Path
    work: Path
    variables: Mapping[str, str]
    output: Path | None = None
    summary: Path | None = None
    event: Path | None = None
    secret: str = ""
    keys: Mapping[str, str] = {}
    has_reporter: bool = False

    @property
    def minutes(self) -> float | None:
        """How long grading may take by default, well below the place's own limit; None where there is none."""
        return {Kind.CLASSROOM50: 12.0, Kind.CLASSROOM: 8.0, Kind.GITHUB: 350.0}.get(self.kind)

    @property
    def student(self) -> str:
        """Whose work it is: the classroom's user, else the repository; empty outside of a workflow."""
        return self.variables.get("USERNAME", "") or self.variables.get("GITHUB_REPOSITORY", "")

    @property
    def records_a_total(self) -> bool:
        """Whether the place keeps one score for the whole submission, whatever a push changed."""
        return self.kind in (Kind.CLASSROOM50, Kind.CLASSROOM)


def take_place(environ: MutableMapping[str, str], cwd: Path) -> Place:
    """The place that `environ` speaks of; its variables are taken out, so that nothing started later inherits them."""
    variables = {name: environ.pop(name) for name in list(environ) if name.startswith(_OF_THE_RUNNER)}
    secret = environ.pop(signing.KEY_VARIABLE, "")
    keys = {name: environ.pop(name) for name in _SEALING if name in environ}
    if variables.get("GITHUB_ACTIONS") != "true":
        return Place(Kind.LOCAL, cwd, cwd, {}, secret=secret, keys=keys)
    root = _file(variables, "GITHUB_WORKSPACE") or cwd
    kind = Kind.GITHUB
    workflow = variables.get("GITHUB_WORKFLOW_REF", "").partition("@")[0].rpartition("/")[2]
    if all(environ.get(name) for name in _CLASSROOM50):
        kind = Kind.CLASSROOM50
        variables |= {name: environ.get(name, "") for name in (*_CLASSROOM50, *_IDENTITY)}
    elif workflow == _CLASSROOM_FILE:
        kind = Kind.CLASSROOM
    return Place(
        kind=kind,
        root=root,
        work=cwd if cwd.is_relative_to(root) else root,
        variables=variables,
        output=_file(variables, "GITHUB_OUTPUT"),
        summary=_file(variables, "GITHUB_STEP_SUMMARY"),
        event=_file(variables, "GITHUB_EVENT_PATH"),
        secret=secret,
        keys=keys,
        has_reporter=kind is Kind.CLASSROOM and _names_reporter(root),
    )


_IDENTITY = ("USERNAME", "OWNER", "ASSIGNMENT_TYPE", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL")


def _file(variables: Mapping[str, str], name: str) -> Path | None:
    return Path(variables[name]) if variables.get(name) else None


def _names_reporter(root: Path) -> bool:
    try:
        text = (root / ".github" / "workflows" / _CLASSROOM_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return bool(_REPORTER.search(text))
