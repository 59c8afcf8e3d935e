"""The fixture `fs`: a check's hand in the file system in which the student's code runs, the same for both of them.

In a temporary one it is the submission's real folder, which the judge sees by itself (`realfolder.py`). In a fake one
it is the disk of pyfakefs inside (`fakedisk.py`), and what is read is an image of all of it (`image.py`).
"""

from __future__ import annotations

import os
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grader.judge.control import Job
from grader.judge.image import Look, Thing, contents

if TYPE_CHECKING:
    from grader.judge.insides import Insides

THERE = "# there is "


class FileSystem(ABC):
    """What both kinds can do. Relative paths begin at the submission's folder, wherever its code has gone."""

    kind = ""

    def __init__(self, insides: Insides, job: Job) -> None:
        self._insides = insides
        self._job = job
        self._home = job.seat.home
        self._faults = False  # whether the check has asked for what nobody after it wants

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"`fs` has no `{name}`; docs/suites.md lists what it has")

    # Reading

    def exists(self, path: Any) -> bool:
        """Whether there is anything at the path; a link counts as what it leads to."""
        return self._find(path) is not None

    def isdir(self, path: Any) -> bool:
        """Whether there is a folder."""
        return self._is(path, "d")

    def isfile(self, path: Any) -> bool:
        """Whether there is a file."""
        return self._is(path, "f")

    def islink(self, path: Any) -> bool:
        """Whether there is a link."""
        look = self._look()
        found = look.find(self._place(path, look.system), follow=False)
        return found is not None and found.kind == "l"

    def listdir(self, path: Any = ".") -> list[str]:
        """The names in a folder, sorted."""
        return sorted(name for name in self._below(path) if "/" not in name)

    def tree(self, path: Any = None) -> dict[str, Any]:
        """All below a folder by its path from there: None for a folder, a file's text or bytes, a link's target.

        Without a path: the submission's folder, its own files left out as long as they are as they were handed in.
        """
        found = {name: contents(thing) for name, thing in self._below("." if path is None else path).items()}
        if path is not None:
            return found
        own = self._own()
        kept = {name: content for name, content in found.items() if not self._is_own(name, content, own)}
        folders = {name for path in own for name in parents(path)}
        made = {parent for name in kept for parent in parents(name)}
        return {name: content for name, content in kept.items() if name not in folders or name in made}

    def read_text(self, path: Any) -> str:
        """A file's text. Raises FileNotFoundError where there is no file, UnicodeDecodeError where it is no text."""
        return self.read_bytes(path).decode()

    def read_bytes(self, path: Any) -> bytes:
        """A file's contents. Raises FileNotFoundError where there is no file."""
        found = self._find(path)
        if found is None or found.kind != "f":
            raise FileNotFoundError(f"there is no file `{path}`")
        return found.read()

    def _find(self, path: Any) -> Thing | None:
        look = self._look()
        return look.find(self._place(path, look.system))

    def _is(self, path: Any, kind: str) -> bool:
        found = self._find(path)
        return found is not None and found.kind == kind

    def _below(self, path: Any) -> dict[str, Thing]:
        look = self._look()
        place = self._place(path, look.system)
        found = look.find(place)
        if place != self._home and (found is None or found.kind != "d"):
            raise FileNotFoundError(f"there is no folder `{path}`")
        return look.below(place)

    def _own(self) -> dict[str, bytes]:
        """The submission's files as they were handed in."""
        return {path: self._insides.original(self._job, path) for path in [*self._job.files, *self._job.given]}

    @staticmethod
    def _is_own(name: str, content: Any, own: dict[str, bytes]) -> bool:
        return name in own and content in (own[name], own[name].decode("utf-8", "replace"))

    def _place(self, path: Any, system: str) -> str:  # noqa: ARG002 - a fake disk may play another one
        """The full path, with `/`, whatever the system is like that the disk plays."""
        return posixpath.normpath(posixpath.join(self._home, os.fspath(path)))

    @abstractmethod
    def _look(self) -> Look:
        """What is there now."""

    @abstractmethod
    def start(self) -> None:
        """Put everything back as it was handed in."""

    def end(self) -> None:
        """Take back what was asked for this check only: a full disk, a shuffled order, permissions."""
        if self._faults:
            self.start()

    def _say(self, what: str) -> None:
        """A line in the transcript, so that the student sees what the check has prepared."""
        self._insides.ledger.write(f"# {what}", "")

    def _say_there(self, what: str) -> None:
        """The same for a thing that was made; several in a row make one line."""
        calls = self._insides.ledger.calls
        if calls and calls[-1].call.startswith(THERE):
            what = f"{calls.pop().call.removeprefix(THERE)}, {what}"
        self._insides.ledger.write(f"{THERE}{what}", "")


def parents(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path
