"""What a `course.toml` and an `exercise.toml` may say, and what the patterns in them mean."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import asdict

from grader.result import Feedback
from grader.rules import ReportRules

FileSystem = Literal["temporary", "fake"]

PUBLIC_KEY_PREFIX = "ed25519:"

_PUBLIC_KEY = re.compile(re.escape(PUBLIC_KEY_PREFIX) + "[A-Za-z0-9+/]{43}=")
_LARGEST_LIMIT = 1_000_000  # larger ones overflow what the system takes


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What student code may use up.

    `seconds` is wall time of one check, `submission_seconds` of all of them; `memory_mb` holds for each process;
    `output_kb` is kept of the output of one check; `files_mb` is the size of the student's folder.
    """

    seconds: float = 5.0
    submission_seconds: float = 30.0
    memory_mb: int = 512
    output_kb: int = 64
    processes: int = 16
    files_mb: int = 32

    def __post_init__(self) -> None:
        for key, value in asdict(self).items():
            if not (math.isfinite(value) and 0 < value <= _LARGEST_LIMIT):
                raise ValueError(f"`{key}` must be above 0 and at most {_LARGEST_LIMIT:,}, not {value}.")


class Defaults(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for every exercise whose manifest does not say otherwise."""

    feedback: Feedback = Feedback.FULL
    filesystem: tuple[FileSystem, ...] = ("temporary",)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        _require_distinct("filesystem", self.filesystem)
        if not self.filesystem:
            raise ValueError("`filesystem` must name at least one.")


class Manifest(Defaults, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an `exercise.toml` says.

    `files` must be handed in, `optional` is taken too when present, `given` comes from the exercise: paths with `/`, or
    patterns in which `*` stays within a folder and `**` does not.
    `packages` the box may show, `plugins` the suite's pytest needs, `expects` are the findings that are the subject.
    """

    title: str
    files: tuple[str, ...]
    optional: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.title.strip():
            raise ValueError("`title` must not be empty.")
        if not self.files:
            raise ValueError("`files` must name at least one file.")
        for key in ("files", "optional", "given", "packages", "plugins", "expects"):
            _require_distinct(key, getattr(self, key))
        for key in ("files", "optional", "given"):
            _require_inside(key, getattr(self, key))
        _require_apart("files", self.files, "optional", self.optional)
        _require_apart("files", self.files, "given", self.given)
        _require_apart("optional", self.optional, "given", self.given)


class Pair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file `given` by one `exercise` that also solves an earlier one, named by `solves`."""

    exercise: str
    given: str
    solves: str


class CourseManifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a `course.toml` says; `report` is for the gradebook's rules.

    `concepts` is what the course teaches, each under the id that checks name; empty where nobody keeps such a list.
    `signing_keys` are the public keys by which `grade verify` knows the course's results.
    `messages` are ids, each with the concepts of the checks that this message may explain by a file's text alone.
    """

    name: str
    title: str = ""
    defaults: Defaults = field(default_factory=Defaults)
    report: ReportRules = field(default_factory=ReportRules)
    solves_earlier: tuple[Pair, ...] = ()
    concepts: dict[str, str] = field(default_factory=dict)
    signing_keys: tuple[str, ...] = ()
    messages: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("`name` must not be empty.")
        for concept, text in self.concepts.items():
            if not text.strip():
                raise ValueError(f"`concepts.{concept}` must say what it is.")
        for message, named in self.messages.items():
            unknown = next((concept for concept in named if self.concepts and concept not in self.concepts), None)
            if unknown is not None:
                raise ValueError(f"`messages.{message}` names `{unknown}`, which is not one of `concepts`.")
        _require_distinct("signing_keys", self.signing_keys)
        for key in self.signing_keys:
            if not _PUBLIC_KEY.fullmatch(key):
                raise ValueError(
                    f"`signing_keys` must hold public keys as `grade signing-key` prints them, and `{key}` is none."
                )


@lru_cache(maxsize=4096)  # a class hands in the same few names
def matches(path: str, pattern: str) -> bool:
    """Say whether a manifest's pattern means `path`; upper and lower case differ on every system."""
    return _matches(path.split("/"), pattern.split("/"))


def matches_any(path: str, patterns: Sequence[str]) -> bool:
    """Say whether one of a manifest's patterns means `path`."""
    return any(matches(path, pattern) for pattern in patterns)


def is_pattern(entry: str) -> bool:
    """Say whether an entry of a manifest may mean several files."""
    return any(character in entry for character in "*?[")


def _matches(names: Sequence[str], parts: Sequence[str]) -> bool:
    if not parts:
        return not names
    if parts[0] == "**":
        return any(_matches(names[skipped:], parts[1:] or ["*"]) for skipped in range(len(names)))
    return bool(names) and fnmatchcase(names[0], parts[0]) and _matches(names[1:], parts[1:])


def _require_distinct(key: str, entries: Sequence[str]) -> None:
    for place, entry in enumerate(entries):
        if not entry.strip():
            raise ValueError(f"`{key}` must not hold an empty entry.")
        if entry in entries[:place]:
            raise ValueError(f"`{key}` names `{entry}` twice.")


def _require_inside(key: str, entries: Sequence[str]) -> None:
    for entry in entries:
        parts = entry.split("/")
        if entry.startswith("/") or ".." in parts or ":" in parts[0]:
            raise ValueError(f"`{key}` must stay within the exercise's folder, and `{entry}` does not.")
        if "\\" in entry or not entry.isprintable() or "" in parts or "." in parts:
            raise ValueError(f"`{key}` must hold paths of files like `mytools/numbers.py`, and `{entry}` is not one.")


def _require_apart(key: str, entries: Sequence[str], other: str, others: Sequence[str]) -> None:
    for entry in entries:
        if entry in others:
            raise ValueError(f"`{key}` and `{other}` both name `{entry}`; a file belongs to one of them.")
