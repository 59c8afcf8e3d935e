"""A class's work, student by student: what is placed, what is not and why, and who handed in nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.course import Exercise
from grader.intake.lms.handed import Handed, Hints, Part, Who, folded, named_by
from grader.intake.lms.listing import Listing, Unplaced, listed
from grader.intake.lms.placed import Placed, is_opened, open_parts
from grader.intake.lms.roster import Roster, Row, Student, squashed
from grader.intake.lms.shapes import recognise
from grader.intake.lms.sharing import Share, rename, share
from grader.intake.paths import shown

__all__ = ["Placed", "Roll", "Student", "Unplaced", "roll_of", "rolled"]


class _Candidate(Struct, frozen=True):
    """What was handed in, as one of its students sees it."""

    handed: Handed
    group: str = ""
    late: bool = False


class Roll(Struct, frozen=True, kw_only=True):
    """A class's work in one shape, `why` a sentence on how that was seen.

    `missing` are the students on the roster of whom nothing was handed in; without a roster nobody is missing.
    """

    shape: str
    why: str
    missing: tuple[Student, ...]
    _work: dict[Student, list[_Candidate]]
    _unplaced: list[Unplaced]
    _exercises: tuple[Exercise, ...]
    _only: Exercise | None
    _around: str

    @property
    def students(self) -> tuple[Student, ...]:
        """Everybody of whom something was handed in, by id."""
        return tuple(self._work)

    @property
    def strangers(self) -> tuple[Student, ...]:
        """Those of whom something was handed in and whom the roster has not; without a roster that is everybody."""
        return tuple(each for each in self._work if not each.enrolled)

    def __iter__(self) -> Iterator[Placed | Unplaced]:
        """Give what is placed and what is not, one student after the other; files are read when they are asked for.

        Every file of the listing is in at least one of them. Of several hand-ins of one student for one exercise the
        one with the highest attempt counts, then the latest, then the last by name; the others are not placed. What
        a group handed in counts for each member.
        """
        yield from self._unplaced
        for student in self._work:
            yield from self.of(student)

    def of(self, student: Student) -> Iterator[Placed | Unplaced]:
        """Give what is placed of one of `students`, and what of them is not."""
        chosen: dict[str, Placed] = {}
        for candidate in sorted(self._work[student], key=_rank):
            for each in self._placed(student, candidate):
                if isinstance(each, Unplaced):
                    yield each
                    continue
                earlier = chosen.get(each.exercise.name)
                if earlier is not None:
                    yield from _superseded(earlier, each)
                chosen[each.exercise.name] = each
        yield from chosen.values()

    def _placed(self, student: Student, candidate: _Candidate) -> Iterator[Placed | Unplaced]:
        handed = candidate.handed
        renamed = rename(handed.parts, (self._only,) if self._only else self._exercises, flat=handed.flat)
        for part, later in renamed.superseded:
            yield Unplaced(part.item.origin, f"is superseded by `{later.item.origin}`", student.id)
        shares = self._shares(handed, renamed.parts)
        if isinstance(shares, str):
            named = [each.item.origin for each in renamed.parts] or [shown(f"{self._around}{handed.where}/")]
            yield from (Unplaced(path, shares, student.id) for path in named)
            return
        taken = [[part for part in renamed.parts if _belongs(part, each, shares)] for each in shares]
        kept = {part.path for parts in taken for part in parts}
        for part in renamed.parts:
            if part.path not in kept:
                yield Unplaced(part.item.origin, "it belongs to no exercise", student.id)
        for each, parts in zip(shares, taken, strict=True):
            yield Placed(
                student=student,
                share=each,
                shares=tuple(shares),
                where=shown(f"{self._around}{handed.where}/{each.base}".rstrip("/")),
                parts=tuple(parts),
                late=handed.late or candidate.late,
                attempt=max(handed.attempt, renamed.attempt),
                time=handed.time,
                group=shown(candidate.group),
                notices=() if handed.flat else _about_names(parts),
            )

    def _shares(self, handed: Handed, parts: Sequence[Part]) -> list[Share] | str:
        """Return the exercises of what was handed in, or why there are none."""
        if self._only:
            other = named_by(handed.label, self._exercises)
            wanted = other is None or other.name == self._only.name
            return [Share(self._only)] if wanted else f"it is for `{shown(handed.label)}`"
        opened = open_parts(parts, None)
        if opened.problems and not opened.items and not named_by(handed.label, self._exercises):
            return f"its exercise is not known: {opened.problems[0].message}"
        return share(list(opened.items), handed.label, self._exercises)


@contextmanager
def rolled(
    path: Path, exercises: Sequence[Exercise], *, only: Exercise | None = None, roster: Roster | None = None
) -> Iterator[Roll]:
    """Give the work of a class in a folder or zip archive, which stays open meanwhile.

    `exercises` are the course's; with `only` named, all is for it but what says that it is for another.
    Raises `InputError` if nothing can be read there.
    """
    with listed(path) as listing:
        yield roll_of(listing, exercises, only=only, roster=roster)


def roll_of(
    listing: Listing, exercises: Sequence[Exercise], *, only: Exercise | None = None, roster: Roster | None = None
) -> Roll:
    """Return the work of a class in a listing; see `rolled`."""
    roster = roster or Roster()
    hints = Hints((only,) if only else tuple(exercises), roster.known, tuple(exercises))
    found = recognise(listing, hints)
    unplaced = list(listing.refused)
    work: dict[Student, list[_Candidate]] = {}
    strangers: dict[str, Student] = {}
    for each in found.shape.split(found.listing, hints):
        if isinstance(each, Unplaced):
            unplaced.append(each)
            continue
        for student, candidate in _joined(each, roster, strangers):
            work.setdefault(student, []).append(candidate)
    outside = [each for each in listing.files if not each.path.startswith(found.around)]
    unplaced += [Unplaced(each.origin, "it lies beside the class's folder") for each in outside]
    return Roll(
        shape=found.shape.name,
        why=found.why,
        missing=tuple(row.student for row in roster.rows if row.student not in work),
        _work=dict(sorted(work.items(), key=lambda item: (folded(item[0].id), item[0].id))),
        _unplaced=unplaced,
        _exercises=tuple(exercises),
        _only=only,
        _around=found.around,
    )


def _joined(handed: Handed, roster: Roster, strangers: dict[str, Student]) -> Iterator[tuple[Student, _Candidate]]:
    """Give each student who handed it in; whom the roster has not, keeps the first id that the LMS tells."""
    for who in handed.who:
        rows, attempt = _on_roster(who, roster)
        shared = len(handed.who) > 1 or len(rows) > 1
        group = (who.name or next(iter(who.ids), "")) if len(rows) > 1 else (handed.where if shared else "")
        each = replace(handed, attempt=attempt or handed.attempt)
        for row in rows:
            yield row.student, _Candidate(each, group, row.late)
        if not rows:
            word = next(iter(who.ids), "") or who.name or handed.where
            known = Student(shown(word), shown(who.name) if who.name != word else "")
            student = strangers.setdefault(folded(word), known)
            yield student, _Candidate(each, group)


def _on_roster(who: Who, roster: Roster) -> tuple[list[Row], int]:
    """Return the roster's lines for a name, and the attempt if the name is one of theirs with a number behind it."""
    rows = roster.members(who)
    first = next(iter(who.ids), "")
    plain, dash, number = first.rpartition("-")
    if rows or not dash or not (number.isascii() and number.isdigit()):
        return rows, 0
    rows = roster.members(Who((plain,)))
    return rows, int(number[:6]) + 1 if rows else 0


def _rank(candidate: _Candidate) -> tuple[int, str, str]:
    return candidate.handed.attempt, candidate.handed.time, squashed(candidate.handed.where)


def _about_names(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return a sentence on each file that the student named otherwise than it is listed."""
    renamed = [each for each in parts if not each.item.path.endswith(each.path)]
    return tuple(f"`{shown(each.item.path.rpartition('/')[2])}` was taken as `{each.path}`." for each in renamed)


def _belongs(part: Part, one: Share, shares: Sequence[Share]) -> bool:
    """Say whether a file is for an exercise; an archive is for all of them, as its content is parted later."""
    return is_opened(part, None) or one.holds(part.path, shares)


def _superseded(earlier: Placed, later: Placed) -> Iterator[Unplaced]:
    return (
        Unplaced(path, f"is superseded by `{later.where}`", earlier.student.id)
        for path in earlier.files or [earlier.where]
    )
