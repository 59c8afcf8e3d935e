"""One student's work for one exercise: which files it is, and how it becomes a submission when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from grader.course import Exercise
from grader.intake.archive import ARCHIVE_LIMIT, is_archive, is_named_archive, open_archive
from grader.intake.lms.handed import Part
from grader.intake.lms.listing import Item
from grader.intake.lms.roster import Student
from grader.intake.lms.sharing import Share
from grader.intake.lms.typed import text_of
from grader.intake.members import ArchiveError, Members, too_large
from grader.intake.paths import shown
from grader.intake.selection import select
from grader.intake.tree import Refusal
from grader.manifest import is_pattern, matches_any
from grader.result import Problem
from grader.submission import Entry, Submission

_TYPED_LIMIT = 1 << 20  # bytes of a page
_ARCHIVES_LIMIT = 20  # archives opened of one hand-in


class Placed(Struct, frozen=True, kw_only=True):
    """What a student, alone or in a group, handed in for an exercise.

    `where` is the place in the listing, `group` the group's name there, empty for a single student. `parts` are the
    files, some of them archives; `share` says which of them, and of what is in the archives, are for the exercise.
    """

    student: Student
    share: Share
    shares: tuple[Share, ...]
    where: str
    parts: tuple[Part, ...]
    late: bool = False
    attempt: int = 1
    time: str = ""
    group: str = ""
    notices: tuple[str, ...] = ()

    @property
    def exercise(self) -> Exercise:
        """The exercise that it is for."""
        return self.share.exercise

    @property
    def files(self) -> tuple[str, ...]:
        """The paths in the listing of all that is placed here."""
        return tuple(each.item.origin for each in self.parts)

    def take(self) -> Submission:
        """Read the files and return the submission; nothing of them is kept here.

        What is broken or hostile is the submission's problem, or a notice in it.
        Raises `ManifestError` if a given file is not in the exercise.
        """
        opened = open_parts(self.parts, self.exercise)
        items = {
            path.removeprefix(self.share.base): item
            for path, item in opened.items.items()
            if self.share.holds(path, self.shares)
        }
        notices = [*self.notices, *opened.notices, *(each.message for each in opened.problems)]
        notices += _with_typed(self.parts, items, self.exercise)
        entries = [Entry(path, item.size, item.kind) for path, item in items.items()]
        taken = select(
            entries,
            lambda path, limit: items[path].read(limit),
            self.exercise,
            student=self.student.id,
            path=self.where,
            notices=notices,
        )
        if opened.problems and taken.problem is not None and taken.problem.kind == "missing files":
            # What is missing may be in the archive that could not be opened.
            taken = replace(taken, problem=opened.problems[0])
        return replace(taken, late=self.late)


def _with_typed(parts: Sequence[Part], items: dict[str, Item], exercise: Exercise) -> list[str]:
    """Take what was typed in as the listed file where nothing else was handed in; return the sentence on it."""
    typed = next((each.item for each in parts if each.typed), None)
    if typed is None or len(items) > 1 or len(exercise.files) > 1 or not exercise.files[0].endswith(".py"):
        return []
    name = exercise.files[0]
    page = typed.read(_TYPED_LIMIT)
    if is_pattern(name) or isinstance(page, Refusal):
        return []
    text = text_of(page).encode()
    items[name] = Item(name, "", len(text), "file", lambda limit: text if len(text) <= limit else too_large(limit))
    return [f"What was typed into the page was taken as `{name}`."]


class Opened(Struct, frozen=True):
    """Files and the contents of the archives among them, by path, and what is to be said on the archives."""

    items: dict[str, Item]
    notices: list[str]
    problems: list[Problem]


def open_parts(parts: Sequence[Part], exercise: Exercise | None) -> Opened:
    """Open the archives at the top of what was handed in, not those within them; plain files come before their content.

    Without an exercise only the names in a tar archive are of use.
    """
    archives = [each for each in parts if is_opened(each, exercise)]
    opened = Opened({each.path: each.item for each in parts if not is_opened(each, exercise)}, [], [])
    room = ARCHIVE_LIMIT  # of all together: their contents stay in memory until the submission is made
    for each in archives[:_ARCHIVES_LIMIT]:
        room -= _open(each, exercise, opened, room)
    if archives[_ARCHIVES_LIMIT:]:
        opened.notices.append(f"Only the first {_ARCHIVES_LIMIT} of {len(archives):,} archives were opened.")
    return opened


def is_opened(part: Part, exercise: Exercise | None) -> bool:
    """Say whether a file is to be opened as an archive: by its name, unless it is listed under this very name."""
    if "/" in part.path or part.item.kind != "file" or not is_named_archive(part.path):
        return False
    return exercise is None or not matches_any(part.path, exercise.files)


def _open(part: Part, exercise: Exercise | None, opened: Opened, room: int) -> int:
    """Add what lies in an archive of at most `room` bytes; return how many it has."""
    content = part.item.read(room)
    if isinstance(content, Refusal):
        opened.problems.append(Problem(content.kind, f"`{shown(part.path)}` {content.reason}."))
        return 0
    if not is_archive(part.path, content):
        opened.items[part.path] = part.item
        return 0
    try:
        members, notices = open_archive(content, exercise)
    except ArchiveError as error:
        message = f"Refusing to open `{shown(part.path)}`: {error}. Pack your files again as zip or tar.gz."
        opened.problems.append(Problem(error.kind, message))
        return 0
    opened.notices.extend(notices)
    twice = []
    for entry in members.entries:
        if entry.path not in opened.items:
            opened.items[entry.path] = _item(members, entry)
        elif entry.kind != "folder":
            twice.append(entry.path)
    if twice:
        opened.notices.append(f"`{shown(part.path)}` holds files that were handed in beside it: those beside it count.")
    return len(content)


def _item(members: Members, entry: Entry) -> Item:
    return Item(entry.path, "", entry.size, entry.kind, lambda limit: members.read(entry.path, limit))
