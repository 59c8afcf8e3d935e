"""The digest of all that a result depends on: the same key, the same result, on every machine."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Final

from msgspec import Struct

from grader.course import Exercise
from grader.files import read_tree
from grader.manifest import Manifest
from grader.result import Feedback
from grader.submission import Submission

WHOSE: Final = frozenset({"student", "late", "path"})  # of a submission: who handed it in, not what

_LEFT_BEHIND: Final = frozenset({".pytest_cache", ".DS_Store"})


def material_of(exercise: Exercise, *, box: str = "auto", feedback: Feedback = Feedback.FULL) -> str:
    """The digest of what an exercise is graded with, for `key_of`; computed once, it serves every submission.

    It holds the files of the suite, of the solution it is collected against, of support and given ones, what the
    manifest and the course's `messages` say, the kind of box and the level of feedback that were asked for, and the
    versions of the grader, of Python (major and minor) and of the packages and plugins that the exercise names.
    Raises `ManifestError` where a given file is not there.
    """
    hidden = exercise.hidden
    return digest(
        {
            "name": exercise.name,
            "manifest": {name: getattr(exercise, name) for name in Manifest.__struct_fields__},
            "messages": exercise.messages,
            "suite": hidden.suite if hidden else _tree(exercise.suite),
            "support": hidden.support if hidden else _tree(exercise.support),
            "solution": _tree(exercise.solution),
            "given": exercise.read_given(),
            "box": box,
            "feedback": feedback,
            "grader": version("gradebox"),
            "python": sys.version_info[:2],
            "packages": _versions((*exercise.packages, *exercise.plugins)),
        }
    )


def key_of(submission: Submission, material: str) -> str:
    """The key of a submission for an exercise with that material: two with one key give the same result.

    Whose it is, where it lay and whether it is late are no part of it.
    """
    parts = {name: value for name, value in _fields(submission) if name not in WHOSE}
    return digest({"material": material, "submission": parts})


def _tree(folder: Path | None) -> dict[str, bytes]:
    """The files of an author's folder, without what running the tests or looking at them leaves in it."""
    return {path: content for path, content in read_tree(folder).items() if _LEFT_BEHIND.isdisjoint(path.split("/"))}


def _versions(names: tuple[str, ...]) -> dict[str, list[str]]:
    """The versions of what is installed under the top-level names of these modules; none of what is not."""
    if not names:
        return {}
    installed = packages_distributions()
    return {name: sorted(version(each) for each in set(installed.get(name.partition(".")[0], ()))) for name in names}


def _fields(value: Struct) -> Iterator[tuple[str, object]]:
    return ((name, getattr(value, name)) for name in value.__struct_fields__)


def digest(value: object) -> str:
    """The digest of a value that is made of mappings, structs, sequences, texts, bytes and numbers."""
    parts: list[bytes] = []
    _add(value, parts)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _add(value: object, parts: list[bytes]) -> None:
    """Add the value as bytes that no other value gives: each part tells its kind and length. Mappings have no order."""
    if isinstance(value, str) and not isinstance(value, Enum):
        _add_text("s", value, parts)
    elif isinstance(value, bytes):
        parts += (b"b%d:" % len(value), value)
    elif isinstance(value, tuple | list):
        parts.append(b"l%d:" % len(value))
        for each in value:
            _add(each, parts)
    elif isinstance(value, Struct):
        _add(dict(_fields(value)), parts)
    elif isinstance(value, Mapping):
        parts.append(b"m%d:" % len(value))
        for name in sorted(value):
            _add(name, parts)
            _add(value[name], parts)
    else:
        kind = value.value if isinstance(value, Enum) else value
        _add_text(type(kind).__name__[:1], kind if isinstance(kind, str) else repr(kind), parts)


def _add_text(kind: str, text: str, parts: list[bytes]) -> None:
    content = text.encode("utf-8", "surrogatepass")
    parts += (b"%s%d:" % (kind.encode(), len(content)), content)
