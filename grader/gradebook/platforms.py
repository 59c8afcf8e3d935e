"""What the exported tables of learning platforms look like: Canvas, Moodle, Gradescope, and any that names students."""

from __future__ import annotations

import re

from grader.gradebook.cells import Cells
from grader.gradebook.joining import Person
from grader.intake.lms.handed import folded
from grader.intake.lms.roster import row_of

_LAST_NUMBER = re.compile(r"(\d+)\D*$")
_WORD_AND_NUMBER = re.compile(r"[^\W\d][^\d]*(\d{3,})")
_TITLE_AND_ID = re.compile(r"(?P<title>.*) \(\d+\)", re.DOTALL)
_WORDS = re.compile(r"[\W_]+")


class Platform:
    """Any table that names students by id, e-mail or name, and has a column for each exercise."""

    name = "Table"

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._heads = [folded(head) for head in cells.heads]

    def person(self, line: int) -> Person | None:
        """Return how a line names its student; None for a line that is no student's."""
        row = row_of({head: self.cells.text(line, place) for place, head in enumerate(self._heads)})
        ids = (*(row.ids if row else ()), *self.more_ids(line))
        return Person(
            ids=tuple(each for each in ids if "@" not in each),
            emails=tuple(each for each in ids if "@" in each),
            names=row.names if row else (),
            work=self.work(line),
        )

    def more_ids(self, line: int) -> tuple[str, ...]:
        """Return an id that no head announces: Moodle translates its heads, and the word before the number."""
        match = _WORD_AND_NUMBER.fullmatch(self.cells.text(line, 0))
        return (match[1],) if match else ()

    def work(self, line: int) -> str:
        """Return the number that the platform writes into the names of what it packs for this line."""
        return ""

    def column(self, exercise: str, title: str, *, alone: bool) -> int | None:
        """Return the one column that means the exercise, which may be `alone`; None where none or several do."""
        found = [place for place, head in enumerate(self.cells.heads) if _means(self.title(head), exercise, title)]
        return found[0] if len(found) == 1 else None

    def title(self, head: str) -> str:
        """Return the part of a head that names the exercise."""
        return head

    def worth(self, line: int, column: int) -> float | None:
        """Return the points that stand for full marks there; None where the table does not say."""
        return None

    def number_columns(self) -> list[int]:
        """Return the columns whose numbers show the table's decimal mark."""
        return []

    def is_closed(self, column: int) -> bool:
        """Say whether a column takes no points."""
        return False

    def why_kept(self, line: int, column: int) -> str:
        """Return the reason for which a cell takes no points, in a few words; empty if it takes some."""
        return "" if self.cells.has(line, column) else "in a line that ends before the column"


class Canvas(Platform):
    """Canvas's gradebook: heads `Title (id)`, and a line with the points possible."""

    name = "Canvas"

    def __init__(self, cells: Cells) -> None:
        super().__init__(cells)
        self._possible = next(
            (line for line in cells.rows if folded(cells.text(line, 0)).startswith("points possible")), None
        )
        self._id = cells.column("ID")

    @staticmethod
    def is_meant(cells: Cells) -> bool:
        """Say whether a table is one of these."""
        named = cells.column("Student", "LastName") is not None
        return named and cells.column("ID") is not None and cells.column("Section") is not None

    def person(self, line: int) -> Person | None:
        """See `Platform.person`. Lines with settings have no id, and the student who tests no place in the book."""
        is_test = folded(self.cells.text(line, 0)) in ("student, test", "test student")
        return None if is_test or not self.work(line) else super().person(line)

    def work(self, line: int) -> str:
        """See `Platform.work`."""
        return self.cells.text(line, self._id)

    def title(self, head: str) -> str:
        """See `Platform.title`."""
        match = _TITLE_AND_ID.fullmatch(head)
        return match["title"] if match else head

    def worth(self, line: int, column: int) -> float | None:
        """See `Platform.worth`."""
        return None if self._possible is None else number_in(self.cells.text(self._possible, column))

    def number_columns(self) -> list[int]:
        """See `Platform.number_columns`."""
        section = self.cells.column("Section") or 0
        return list(range(section + 1, len(self.cells.heads)))

    def is_closed(self, column: int) -> bool:
        """See `Platform.is_closed`."""
        above = "" if self._possible is None else self.cells.text(self._possible, column)
        return folded(above) == "(read only)" or column <= (self.cells.column("Section") or 0)

    def why_kept(self, line: int, column: int) -> str:
        """See `Platform.why_kept`."""
        if folded(self.cells.text(line, column)) == "ex":
            return "excused there"
        return super().why_kept(line, column)


class Moodle(Platform):
    """Moodle's grading worksheet, which is of one assignment."""

    name = "Moodle"

    @staticmethod
    def is_meant(cells: Cells) -> bool:
        """Say whether a table is one of these."""
        return cells.column("Identifier") is not None and cells.column("Grade") is not None

    def work(self, line: int) -> str:
        """See `Platform.work`."""
        match = _LAST_NUMBER.search(self.cells.text(line, self.cells.column("Identifier")))
        return match[1] if match else ""

    def column(self, exercise: str, title: str, *, alone: bool) -> int | None:
        """See `Platform.column`."""
        return self.cells.column("Grade") if alone else None

    def worth(self, line: int, column: int) -> float | None:
        """See `Platform.worth`."""
        is_grade = column == self.cells.column("Grade")
        return number_in(self.cells.text(line, self.cells.column("Maximum Grade"))) if is_grade else None

    def number_columns(self) -> list[int]:
        """See `Platform.number_columns`."""
        column = self.cells.column("Maximum Grade")
        return [] if column is None else [column]

    def why_kept(self, line: int, column: int) -> str:
        """See `Platform.why_kept`."""
        if folded(self.cells.text(line, self.cells.column("Grade can be changed"))) == "no":
            return "with a grade that cannot be changed there"
        return super().why_kept(line, column)


class Gradescope(Platform):
    """Gradescope's scores: of one assignment with `Total Score`, or of a course with a column for each."""

    name = "Gradescope"

    @staticmethod
    def is_meant(cells: Cells) -> bool:
        """Say whether a table is one of these."""
        named = cells.column("SID") is not None or cells.column("Email") is not None
        course = any(folded(head).endswith(" - max points") for head in cells.heads)
        return named and (course or cells.column("Total Score") is not None)

    def work(self, line: int) -> str:
        """See `Platform.work`."""
        return self.cells.text(line, self.cells.column("Submission ID"))

    def column(self, exercise: str, title: str, *, alone: bool) -> int | None:
        """See `Platform.column`."""
        found = super().column(exercise, title, alone=alone)
        return self.cells.column("Total Score") if found is None and alone else found

    def worth(self, line: int, column: int) -> float | None:
        """See `Platform.worth`."""
        return number_in(self.cells.text(line, self._most(column)))

    def number_columns(self) -> list[int]:
        """See `Platform.number_columns`."""
        return [place for place in range(len(self.cells.heads)) if self._most(place) is not None]

    def _most(self, column: int) -> int | None:
        head = self.cells.heads[column]
        whole = folded(head) == "total score"
        return self.cells.column("Max Points") if whole else self.cells.column(f"{head} - Max Points")


def platform_of(cells: Cells) -> Platform:
    """Return what the table is, by its heads."""
    kind = next((each for each in (Canvas, Moodle, Gradescope) if each.is_meant(cells)), Platform)
    return kind(cells)


def number_in(text: str) -> float | None:
    """Return the number in a cell, with a point or a comma; None where there is none."""
    return float(text.replace(",", ".")) if re.fullmatch(r"\d{1,12}(?:[.,]\d{1,12})?", text) else None


def _means(head: str, exercise: str, title: str) -> bool:
    """Say whether a head is an exercise's name, number, slug or title, or begins with its number."""
    short, _, slug = exercise.partition("_")
    words = _squeezed(head)
    return words in {_squeezed(each) for each in (exercise, short, slug, title) if each} or (
        words.split(" ")[0] == short
    )


def _squeezed(text: str) -> str:
    return _WORDS.sub(" ", folded(text)).strip()
