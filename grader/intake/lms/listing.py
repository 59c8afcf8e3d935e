"""What lies in the folder or archive of a class: names and sizes, and for each file how to read it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path

from msgspec import Struct

from grader.errors import InputError
from grader.intake.archive import is_archive
from grader.intake.members import ArchiveError, Member
from grader.intake.paths import parts_of, shown, why_unsafe
from grader.intake.tree import SEEN_LIMIT, SKIPPED, Refusal, Tree, kind_of
from grader.intake.zipped import DAMAGED, Zip
from grader.submission import Entry, EntryKind

CLASS_LIMIT = 1_000_000  # files and folders of a whole class
_SHALLOW = 2  # levels that are the class's own; below them lies what one student filled
_SYSTEM = frozenset({"Thumbs.db", "desktop.ini"})


class Item(Struct, frozen=True):
    """One thing that was handed in.

    `path` has `/` between folders and composed accents, whatever the system it comes from writes; `origin` is the path
    in the whole listing, fit to be shown. `size` is a claim, in bytes. `read` gives the content of a file, of at most
    so many bytes, or why it is refused.
    """

    path: str
    origin: str
    size: int
    kind: EntryKind
    read: Callable[[int], bytes | Refusal]


class Unplaced(Struct, frozen=True):
    """A file that is graded for nobody, or not for `student`, and the reason, which goes on after its path."""

    path: str
    reason: str
    student: str = ""


class Listing(Struct, frozen=True):
    """All that lies in the folder or archive `name`, and what of it cannot be used for its name alone.

    Caches, version control and what operating systems add are left out: nobody handed them in.
    """

    name: str
    items: tuple[Item, ...]
    refused: tuple[Unplaced, ...] = ()

    def below(self, folder: str) -> Listing:
        """Return what lies in a folder as a listing of its own."""
        start = f"{folder}/"
        within = [
            Item(each.path.removeprefix(start), each.origin, each.size, each.kind, each.read)
            for each in self.items
            if each.path.startswith(start)
        ]
        return Listing(folder.rpartition("/")[2], tuple(within))

    @property
    def files(self) -> list[Item]:
        """All but the folders."""
        return [each for each in self.items if each.kind != "folder"]


@contextmanager
def listed(path: Path) -> Iterator[Listing]:
    """Give what lies in the folder or zip archive `path`, which stays open for reading meanwhile.

    Names only are kept: contents are read when asked for. Raises `InputError` if nothing can be read there.
    """
    with ExitStack() as stack:
        try:
            listing = _listing(path, stack)
        except OSError as error:
            raise InputError(
                f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}.", hint=_HINT
            ) from error
        yield listing


_HINT = "Name the folder or the zip archive with the class's work."


def _listing(path: Path, stack: ExitStack) -> Listing:
    resolved = path.resolve()
    kind = kind_of(resolved.lstat())
    if kind == "folder":
        return _sorted_out(resolved.name, _in_folder(stack.enter_context(Tree(resolved))))
    if kind != "file":
        raise InputError(f"`{path}` is neither a folder nor an archive.", hint=_HINT)
    file = stack.enter_context(resolved.open("rb"))
    if resolved.stat().st_size == 0:  # which cannot be mapped
        raise InputError(f"`{path}` is empty.", hint=_HINT)
    content = stack.enter_context(mmap(file.fileno(), 0, access=ACCESS_READ))
    return _sorted_out(resolved.stem, _in_archive(path, content))


def _in_folder(tree: Tree) -> Iterator[Item | Unplaced]:
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        for entry in tree.level(folder, CLASS_LIMIT):
            yield _item_of(tree, entry)
            if entry.kind != "folder":
                continue
            if entry.path.count("/") < _SHALLOW - 1:
                waiting.append(entry.path)
            else:
                yield from _of_student(tree, entry.path)


def _of_student(tree: Tree, folder: str) -> Iterator[Item | Unplaced]:
    entries, complete = tree.entries(lambda _: False, folder)
    yield from (_item_of(tree, entry) for entry in entries)
    if not complete:
        yield Unplaced(f"{shown(folder)}/…", f"only the first {SEEN_LIMIT:,} files and folders in it were looked at")


def _item_of(tree: Tree, entry: Entry) -> Item:
    return Item(entry.path, entry.path, entry.size, entry.kind, partial(tree.read, entry.path))


def _in_archive(path: Path, content: mmap) -> Iterator[Item | Unplaced]:
    start = content[:512]
    if not start.startswith((b"PK\3\4", b"PK\5\6")):
        packed = is_archive(path.name, start)
        why = "is an archive, but no zip archive" if packed else "is neither a folder nor an archive"
        hint = "Unpack it and name the folder." if packed else _HINT
        raise InputError(f"`{path}` {why}.", hint=hint)
    try:
        members = Zip(content, CLASS_LIMIT).members()
        yield from (
            Item(each.name, each.name, each.size, each.kind, partial(_read_whole, path, each)) for each in members
        )
    except ArchiveError as error:
        raise InputError(
            f"`{path}` cannot be opened: {error}.", hint="Download it again, or unpack it and name the folder."
        ) from error


def _read_whole(path: Path, member: Member, limit: int) -> bytes | Refusal:
    """Read a member. Raises `InputError` for a damaged one: whose archive it is, no student has packed it."""
    content = member.read(limit)
    if isinstance(content, Refusal) and content.reason == DAMAGED:
        raise InputError(
            f"`{path}` is damaged: `{shown(member.name)}` in it cannot be read.",
            hint="Download it again, or unpack it and name the folder.",
        )
    return content


def _sorted_out(name: str, found: Iterable[Item | Unplaced]) -> Listing:
    """Return the listing of what is found, under names that are safe and the same on every system, each once."""
    items: dict[str, Item] = {}
    refused: list[Unplaced] = []
    for each in found:
        if isinstance(each, Unplaced):
            refused.append(each)
            continue
        written = each.path.replace("\\", "/")  # as archives have it that were packed on Windows
        parts = parts_of(unicodedata.normalize("NFC", written))
        path = "/".join(parts)
        if any(part in SKIPPED or part in _SYSTEM or part.startswith("._") for part in parts):
            continue
        reason = why_unsafe(written) or ("is there more than once" if path in items else "")
        if not reason:
            items[path] = Item(path, shown(path), each.size, each.kind, each.read)
        elif each.kind != "folder":
            refused.append(Unplaced(shown(each.path), reason))
    return Listing(unicodedata.normalize("NFC", name), tuple(items[path] for path in sorted(items)), tuple(refused))
