"""A course as data: what a machine without it needs to grade its exercises, and the folder that it becomes there."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from grader.bulk.desk import Rules
from grader.course import COURSE_FILE, EXERCISES, SOLUTIONS, Course, Exercise, Hidden
from grader.files import read_tree
from grader.manifest import Manifest
from grader.record import tree_digest

_PACKAGE = Path(__file__).parent.parent
_PARTS = ("suite", "support", "solution")  # of the secret folder: the rest is the author's


class Build(Struct, frozen=True):
    """Which gradebox it is: its version and the digest of its code, and the Python below it."""

    version: str
    code: str
    python: str

    def __str__(self) -> str:
        return f"gradebox {self.version} ({self.code[:8]}) on Python {self.python}"


class _Opened(Struct, frozen=True):
    """An exercise whose sealed suite was opened: on no disk, here or there."""

    manifest: Manifest
    messages: dict[str, tuple[str, ...]]
    hidden: Hidden


class Shipment(Struct, frozen=True):
    """What is graded with, by path in the course, or in `opened` by the exercise's name; and how."""

    names: tuple[str, ...]
    files: dict[str, bytes]
    opened: dict[str, _Opened]
    rules: Rules

    def lay_out(self, folder: Path) -> list[Exercise]:
        """Write the course to a folder that nobody else may enter, and give its exercises."""
        for path, content in self.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        course = Course.load(folder)
        return [self._exercise(course, name) for name in self.names]

    def _exercise(self, course: Course, name: str) -> Exercise:
        exercise = course.find(name)
        opened = self.opened.get(name)
        if opened is None:
            return exercise
        return replace(exercise, hidden=opened.hidden, messages=opened.messages, **asdict(opened.manifest))


def pack(course: Course, exercises: Iterable[Exercise], rules: Rules) -> bytes:
    """The exercises of a course as one package for `unpack`."""
    file = course.root / COURSE_FILE
    files = {COURSE_FILE: file.read_bytes()} if file.is_file() else {}
    opened: dict[str, _Opened] = {}
    names = []
    for exercise in exercises:
        names.append(exercise.name)
        files |= _below(f"{EXERCISES}/{exercise.public.name}", exercise.public)
        if exercise.hidden is not None:
            manifest = Manifest(**{name: getattr(exercise, name) for name in Manifest.__struct_fields__})
            opened[exercise.name] = _Opened(manifest, exercise.messages, exercise.hidden)
        elif exercise.secret is not None:
            for part in _PARTS:
                files |= _below(f"{SOLUTIONS}/{exercise.secret.name}/{part}", exercise.secret / part)
    return zlib.compress(msgspec.msgpack.encode(Shipment(tuple(names), files, opened, rules)), 6)


def unpack(package: bytes) -> Shipment:
    """What `pack` has packed."""
    return msgspec.msgpack.decode(zlib.decompress(package), type=Shipment)


def digest_of(package: bytes) -> str:
    """What tells one package from all others."""
    return hashlib.sha256(package).hexdigest()


@cache
def own_build() -> Build:
    """The gradebox that runs here."""
    code = {path: content for path, content in read_tree(_PACKAGE).items() if _is_code(path)}
    return Build(version("gradebox"), tree_digest(code), f"{sys.version_info[0]}.{sys.version_info[1]}")


def _is_code(path: str) -> bool:
    return not path.startswith("_course/") and path.endswith((".py", ".toml"))


def _below(place: str, folder: Path) -> dict[str, bytes]:
    return {f"{place}/{path}": content for path, content in read_tree(folder).items()}
