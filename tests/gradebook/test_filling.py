"""The platforms' own tables, filled in: every byte but the points stays, and nobody gets another's points."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import book, entry

from grader.errors import InputError
from grader.gradebook.book import Book
from grader.gradebook.cells import Cells
from grader.gradebook.filling import Filled, Wish, fill
from grader.intake.lms.roster import read_roster

EX03, EX04 = "ex03_calculator", "ex04_main"

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,ex03: Calculator (123456),ex09 (77),Current Score
    Manual Posting,,,,,,,
    Points Possible,,,,,20,5,(read only)
"Lovelace, Ada",4711,,ada@x.edu,"S1, late",,4.00,80
"Núñez, José",4712,n7,jose@x.edu,S1,EX,,
"Hopper ""Amazing"", Grace",4713,,grace@x.edu,S1,3.00,"5",
"Student, Test",4799,,,S1,1,,
"""
MOODLE = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)",\
"Feedback comments"
"Participant 4711","Ada Lovelace",ada@x.edu,Submitted,,20.00,Yes,-,"<p>as
before</p>"
"Participant 4712","José Núñez",jose@x.edu,Submitted,1.00,20.00,No,-,
"Participant 4713","Grace Hopper",grace@x.edu,,-,20.00,Yes,-,
"""
GRADESCOPE = """\
First Name,Last Name,SID,Email,Total Score,Max Points,Status,Submission ID,Lateness (H:M:S)
Ada,Lovelace,,ada@x.edu,,20.0,Graded,900001,00:00:00
José,Núñez,4712,jose@x.edu,1.0,20.0,Graded,900002,00:00:00
Grace,Hopper,4713,,,20.0,Missing,,
"""

Fill = Callable[..., Filled]


@pytest.fixture
def three() -> Book:
    """Three students by the platforms' numbers, of whom each has other points: 10, 4 and 6."""
    return book(
        [
            entry("4711", name="Ada Lovelace"),
            entry("4712", ["add"], name="José Núñez"),
            entry("4713", ["divide"], name="Grace Hopper"),
        ]
    )


@pytest.fixture
def filled(tmp_path: Path) -> Fill:
    """Fill in a table with these bytes."""

    def fill_in(content: bytes, book: Book, wish: Wish | None = None) -> Filled:
        path = tmp_path / "given.csv"
        path.write_bytes(content)
        done = fill(path, book, wish or Wish())
        assert path.read_bytes() == content, "the given file is only read"
        return done

    return fill_in


def test_canvas_gets_its_column_and_keeps_all_else(filled: Fill, three: Book) -> None:
    done = filled(CANVAS.encode(), three)

    changed = CANVAS.replace('"S1, late",,', '"S1, late",10.00,').replace("S1,3.00", "S1,6.00")
    assert done.content.decode() == changed
    assert done.said == (
        "Canvas, students found: 3 (3 by id).",
        "`ex03: Calculator (123456)` has the points for `ex03_calculator` of 2.",
        "Left as they were, excused there: 1 (`4712`).",
    )


def test_moodle_gets_its_grades_and_keeps_all_else(filled: Fill, three: Book) -> None:
    done = filled(MOODLE.encode(), three)

    assert done.content.decode() == MOODLE.replace("Submitted,,20", "Submitted,10.00,20").replace(",-,20", ",6.00,20")
    assert done.said[-1] == "Left as they were, with a grade that cannot be changed there: 1 (`4712`)."


def test_gradescope_gets_its_scores_and_keeps_all_else(filled: Fill, three: Book) -> None:
    done = filled(GRADESCOPE.encode(), three)

    changed = GRADESCOPE.replace("ada@x.edu,,", "ada@x.edu,10.00,").replace("jose@x.edu,1.0", "jose@x.edu,4.00")
    assert done.content.decode() == changed.replace("4713,,,", "4713,,6.00,")
    assert done.said[0] == "Gradescope, students found: 3 (2 by id, 1 by name)."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "start",
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("cp1252", b""),
    ],
)
def test_encoding_line_ends_and_delimiter_stay(
    filled: Fill, three: Book, start: tuple[str, bytes], delimiter: str, end: str
) -> None:
    encoding, mark = start
    table = CANVAS.replace(",", delimiter).replace("\n", end).rstrip()

    done = filled(mark + table.encode(encoding), three)

    empty, three_points = f'late"{delimiter}{delimiter}', f"S1{delimiter}3.00"
    changed = table.replace(empty, f'late"{delimiter}10.00{delimiter}').replace(three_points, f"S1{delimiter}6.00")
    assert done.content == mark + changed.encode(encoding)


def test_bytes_that_no_encoding_knows_stay(filled: Fill, three: Book) -> None:
    content = CANVAS.encode("cp1252").replace(b"S1,EX", b"S\x811,EX")

    assert b"S\x811,EX" in filled(content, three).content


def test_a_decimal_comma_stays_one(filled: Fill, three: Book) -> None:
    """Numbers are written as the table writes them; between commas they are quoted."""
    table = MOODLE.replace("20.00", '"20,00"').replace("1.00", '"1,00"')

    assert 'Submitted,"10,00","20,00"' in filled(table.encode(), three).content.decode()
    assert (
        "Submitted;10,00;"
        in filled(
            MOODLE.replace(",", ";").replace("20.00", "20,00").replace("1.00", "1,00").encode(), three
        ).content.decode()
    )


def test_points_are_scaled_to_what_the_platform_gives(filled: Fill, three: Book) -> None:
    done = filled(CANVAS.replace(",20,5,", ",15,5,").encode(), three)

    assert '"S1, late",7.50,4.00' in done.content.decode()
    assert "They are scaled from 20 to 15 points, which it is worth there." in done.said


def test_what_nobody_knows_the_points_of_is_left(filled: Fill) -> None:
    made = book([entry("4711", errored=True), entry("4713", exercise=EX04), entry("4712"), entry("5", name="Eve")])

    done = filled(CANVAS.replace("EX,", "2,").encode(), made)

    assert done.content.decode() == CANVAS.replace("EX,", "10.00,")
    assert "Left as they were, without points: 2 (`4711`, `4713`)." in done.said
    assert "Not filled in, as no line surely means them: 1 (`5`)." in done.said
    assert "No column surely means `ex04_main`." in done.said


def test_two_of_one_name_are_nobody(filled: Fill) -> None:
    """No id is known: a name that two students or two lines have decides nothing."""
    table = (
        CANVAS.replace('"Núñez, José"', '"Hopper, Grace"')
        .replace('""Amazing""', "")
        .replace('"Hopper , Grace"', '"Hopper, Grace"')
    )
    made = book([entry("ada-l", name="Ada Lovelace"), entry("gh", name="Grace Hopper"), entry("x", name="Jo Ng")])

    done = filled(table.encode(), made)

    assert done.said[0] == "Canvas, students found: 1 (1 by name)."
    assert done.said[-2:] == (
        "Not filled in, as no line surely means them: 2 (`gh`, `x`).",
        "Lines of nobody who was graded: 2 (`Hopper, Grace`, `Hopper, Grace`).",
    )


def test_the_number_of_the_work_decides_where_names_do_not(filled: Fill) -> None:
    """As Canvas, Moodle and Gradescope write it into the names of what they pack."""
    made = book(
        [
            entry("a@home", name="Jo Ng", where="ngjo_4711"),
            entry("b@home", ["add"], name="Jo Ng", where="submission_900002"),
            entry("c@home", ["divide"], name="Jo Ng", where="Jo Ng_4713"),
        ]
    )

    assert '"S1, late",10.00,' in filled(CANVAS.encode(), made).content.decode()
    assert "jose@x.edu,4.00" in filled(GRADESCOPE.encode(), made).content.decode()
    assert ",6.00,20" in filled(MOODLE.encode(), made).content.decode()


def test_a_roster_joins_other_ids(filled: Fill, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("student_id,name,email\nm-1,A. L.,ada@x.edu\n")

    done = filled(MOODLE.encode(), book([entry("m-1")]), Wish(roster=read_roster(roster)))

    assert done.said[0] == "Moodle, students found: 1 (1 by e-mail)."


def test_any_table_is_filled_where_it_is_told_how(filled: Fill, three: Book) -> None:
    """As a worksheet of Moodle in another language: the first column's number, and a column that is named."""
    table = "ID,Vollständiger Name,Bewertung\nTeilnehmer/in4711,Ada Lovelace,\nTeilnehmer/in4713,Grace,\n"

    done = filled(table.encode(), three, Wish(columns={EX03: "bewertung"}))

    assert done.content.decode() == table.replace("Lovelace,", "Lovelace,10.00").replace("Grace,", "Grace,6.00")


def test_the_total_goes_where_it_is_told(filled: Fill) -> None:
    made = book([entry("4711"), entry("4711", exercise=EX04)])

    done = filled(CANVAS.encode(), made, Wish(columns={"total": "ex09 (77)"}))

    assert '"S1, late",,2.50,' in done.content.decode()
    assert "They are scaled from 40 to 5 points, which it is worth there." in done.said


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        (b"", {}, "is empty"),
        (b'Student,ID\n"Ada,1', {}, "line 2 begins a quote that does not end"),
        (CANVAS.replace("ex03", "Homework").encode(), {}, "has no column that is surely for `ex03_calculator`"),
        (CANVAS.encode(), {EX03: "ex08"}, "has no column `ex08`"),
        (CANVAS.encode(), {EX03: "ex9 (77)"}, "has no column `ex9 (77)`. Did you mean `ex09 (77)`?"),
        (CANVAS.encode(), {EX03: "Current Score"}, "the column `Current Score` of"),
        (CANVAS.encode(), {EX03: "SIS User ID"}, "the column `SIS User ID` of"),
        (CANVAS.encode(), {EX03: "ex09 (77)", EX04: "ex09 (77)"}, "two exercises would go to the column `ex09 (77)`"),
        (b"\xff\xfeS\0t\0\x61", {}, "is not in utf-16-le"),
    ],
)
def test_a_table_that_cannot_be_filled_is_told_why(
    filled: Fill, three: Book, content: bytes, columns: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        filled(content, three, Wish(columns=columns))

    assert message in str(caught.value)


_cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@given(
    table=st.lists(st.lists(_cells, min_size=2, max_size=4), min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
)
@settings(deadline=None, max_examples=40)
def test_cells_are_those_of_python_s_reader(table: list[list[str]], delimiter: str, end: str) -> None:
    """The same cells are seen, an untouched table comes back byte by byte, and a set cell is the only one changed."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows([["h"] * 9, *table])
    content = text.getvalue().encode()

    cells = Cells(content, "x")

    seen = [[cell.text for cell in line] for line in cells.lines]
    reader = csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=delimiter)
    assert seen == [line for line in reader if any(line)]
    assert cells.content == content
    if len(seen) > 1 and len(seen[1]) > 1:
        cells.set(1, 1, "12.50")
        again = [[cell.text for cell in line] for line in Cells(cells.content, "x").lines]
        seen[1][1] = "12.50"
        assert again == seen
