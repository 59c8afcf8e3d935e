"""What a diagnosis looks at: the files as they were handed in, and what one run of them did."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from grader.diagnosis.project import Project


@dataclass(frozen=True)
class Frame:
    """One line of a traceback; `file` is relative for the student's own files."""

    file: str
    line: int
    function: str = ""


@dataclass(frozen=True)
class Raised:
    """An exception that ended a run: `KeyError`, its text, and its frames, innermost last."""

    kind: str
    text: str
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Called:
    """One call of a student's function: `calculator.add`, its arguments where they are plain, and what came back.

    An argument that is not plain is `...`.
    `text` is the call as it is typed without its module, `result` the answer's `repr`, or the exception's last line;
    `used` says whether the caller does something with the answer.
    """

    target: str
    text: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    result: str = ""
    output: str = ""
    used: bool = True

    @property
    def module(self) -> str:
        """`mytools.strings` of `mytools.strings.shout`."""
        return self.target.rpartition(".")[0]

    @property
    def name(self) -> str:
        """`shout` of `mytools.strings.shout`."""
        return self.target.rpartition(".")[2]

    @cached_property
    def value(self) -> Any:
        """The answer, where it is a plain value; else `...`."""
        try:
            return ast.literal_eval(self.result)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return ...


@dataclass(frozen=True)
class Ran:
    """What one run did: a command (`code` of `python -c`, or the file `script`), or one check of a suite.

    `new` are names in the folder that were not there before. `expected` and `got` are a check's two sides,
    `said` is its title and message, and `about` are the ids of the messages that its concepts belong to.
    `notebook` is the one whose cells ran for it, `name` the last of their names that it asked for.
    """

    code: str = ""
    script: str = ""
    exit_code: int = 0
    stdout: str = ""
    raised: Raised | None = None
    calls: tuple[Called, ...] = ()
    new: tuple[str, ...] = ()
    expected: str = ""
    got: str = ""
    said: str = ""
    about: frozenset[str] = frozenset()
    notebook: str = ""
    name: str = ""
    is_check: bool = False


@dataclass(frozen=True)
class Evidence:
    """Everything known of one submission, and of one run of it, if any.

    `listing` are the names of other things that lay in the folder, `required` the files that must be there.
    """

    files: Mapping[str, bytes]
    listing: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    run: Ran | None = None

    @cached_property
    def project(self) -> Project:
        """The files, read and parsed."""
        return Project(self.files)

    def of(self, run: Ran) -> Evidence:
        """The same submission and another run of it; the files are parsed once for all runs."""
        other = replace(self, run=run)
        vars(other)["project"] = self.project
        return other

    @property
    def raised(self) -> Raised | None:
        """The exception that ended the run, if one did."""
        return self.run.raised if self.run else None

    @cached_property
    def place(self) -> Frame | None:
        """The last frame of the exception inside the submission."""
        frames = self.raised.frames if self.raised else ()
        return next((frame for frame in reversed(frames) if frame.file in self.files), None)

    def is_about(self, message: str) -> bool:
        """Whether a check that failed is about what this message is about."""
        return self.run is not None and message in self.run.about

    @cached_property
    def command(self) -> ast.Module | None:
        """The code of the command, if the run was one that parses."""
        try:
            return ast.parse(self.run.code) if self.run and self.run.code else None
        except (SyntaxError, ValueError):
            return None
