"""What holds for the members of an archive, whatever its format: safe names, each once, not too many."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from grader.intake.paths import parts_of, shortened, why_unsafe
from grader.intake.tree import SEEN_LIMIT, SKIPPED, Refusal
from grader.submission import Entry, EntryKind

HEADER_LIMIT = 100_000  # members looked at, caches and environments that are left out included
UNPACKED_LIMIT = 256 << 20  # bytes of all members together
RATIO_LIMIT = 200  # bytes that may come out of one; real source text gives 3 to 20
SMALL = 1 << 20  # bytes below which the ratio says nothing
NOTICE_LIMIT = 5


class ArchiveError(Exception):
    """An archive is refused as a whole; the message goes on after "Refusing to open it:"."""

    def __init__(self, reason: str, kind: Literal["unreadable", "too large"] = "unreadable") -> None:
        super().__init__(reason)
        self.kind = kind


class Member(Struct, frozen=True):
    """One thing in an archive, its name as written there.

    `size` is a claim. `read` gives the content of a file, of at most so many bytes, or why it is refused.
    """

    name: str
    kind: EntryKind
    size: int
    read: Callable[[int], bytes | Refusal]


class Members:
    """The members that have a safe path, and a sentence on each of the first few that have none."""

    def __init__(self, members: Iterable[Member]) -> None:
        """Raise `ArchiveError` if there are too many, or if they are too large together."""
        self._by_path: dict[str, Member] = {}
        self._names: dict[str, list[str]] = {}  # paths of files by what other systems would make of them
        self._folders: set[str] = set()
        self._refused: list[str] = []
        self._refusals = 0
        left = UNPACKED_LIMIT
        for number, member in enumerate(members):
            if number >= HEADER_LIMIT:
                raise ArchiveError(f"it holds more than {HEADER_LIMIT:,} files and folders", "too large")
            if self._add(member):
                left -= member.size
            if left < 0:
                raise ArchiveError(f"it unpacks to more than {UNPACKED_LIMIT >> 20} MB", "too large")
            if len(self._by_path) > SEEN_LIMIT:
                raise ArchiveError(f"it holds more than {SEEN_LIMIT:,} files and folders", "too large")

    @property
    def entries(self) -> list[Entry]:
        """What lies in the archive under a safe path."""
        return [Entry(path, member.size, member.kind) for path, member in self._by_path.items()]

    @property
    def notices(self) -> list[str]:
        """Which members were refused for their names."""
        more = self._refusals - len(self._refused)
        return [*self._refused, *([f"And {more:,} more members with such names were refused."] if more else [])]

    def read(self, path: str, limit: int) -> bytes | Refusal:
        """Return the content of a file of at most `limit` bytes, or why it is refused."""
        key = _folded(path)
        if key in self._folders:
            return Refusal("unreadable", "is a file and a folder in the archive: pack only one of them")
        if len(set(self._names[key])) > 1:
            return Refusal("unreadable", "has the name of another file but for its case or accents: pack only one")
        if len(self._names[key]) > 1:
            return Refusal("unreadable", "is in the archive more than once: pack it once")
        return self._by_path[path].read(limit)

    def _add(self, member: Member) -> bool:
        """Note a member and say whether it counts: caches and what macOS adds do not."""
        parts = parts_of(member.name)
        if any(part in SKIPPED or part.startswith("._") for part in parts) or (not parts and member.kind == "folder"):
            return False
        reason = why_unsafe(member.name)
        if reason:
            self._refusals += 1
            if len(self._refused) < NOTICE_LIMIT:
                self._refused.append(f"Refusing to take `{shortened(member.name)}`: {reason}.")
            return True
        path = "/".join(parts)
        folded = _folded(path).split("/")
        self._folders.update("/".join(folded[:depth]) for depth in range(1, len(folded)))
        if member.kind == "folder":
            self._folders.add("/".join(folded))
        else:
            self._names.setdefault("/".join(folded), []).append(path)
        self._by_path.setdefault(path, member)
        return True


def too_large(limit: int) -> Refusal:
    """Return why a file of more than `limit` bytes is not taken."""
    return Refusal("too large", f"is larger than what may still be handed in ({limit:,} bytes)")


def _folded(path: str) -> str:
    """Return what two paths share that are one file on some system: case and the way accents are written."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
