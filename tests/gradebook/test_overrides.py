"""The instructor's table of overrides: what is understood, and what each fault is told as."""

from __future__ import annotations

import pytest
from made_up import entry

from grader.errors import InputError
from grader.gradebook.marking import Override
from grader.gradebook.overrides import Known, Table, read_overrides

EX03, EX04 = "ex03_calculator", "ex04_main"
HEAD = "student,exercise,check,points,reason\n"


@pytest.fixture(scope="module")
def known() -> Known:
    """Two students with work for two exercises, one with work for one, and one who handed in nothing."""
    entries = [
        entry("ada", exercise=EX03, name="Ada Lovelace"),
        entry("ada", exercise=EX04, name="Ada Lovelace"),
        entry("=bob", exercise=EX03),
    ]
    return Known.of(entries, {"zed": "Zed Missing"})


@pytest.mark.parametrize(
    ("line", "student", "exercise", "override"),
    [
        ("ada,ex03,test_add,2.5,because", "ada", EX03, Override("test_it.py::test_add", 2.5, "because")),
        ("ada,ex04_main,test_it.py::test_add,4,because", "ada", EX04, Override("test_it.py::test_add", 4, "because")),
        ("ada,main,Add Works,0,because", "ada", EX04, Override("test_it.py::test_add", 0, "because")),
        ("Ada Lovelace,ex03,total,20,because", "ada", EX03, Override("total", 20, "because")),
        ("'=bob,,TOTAL,20,because", "=bob", EX03, Override("total", 20, "because")),
        ("=bob,,late,0,because", "=bob", EX03, Override("late", 0, "because")),
        ('=bob,,total,1,"a, b"', "=bob", EX03, Override("total", 1, "a, b")),
        ("zed,ex03,total,1,because", "zed", EX03, Override("total", 1, "because")),
    ],
)
def test_a_line_names_student_exercise_and_check_as_people_do(
    known: Known, line: str, student: str, exercise: str, override: Override
) -> None:
    assert read_overrides(Table((HEAD + line).encode(), "o.csv"), known) == {(student, exercise): [override]}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param((HEAD + "ada,ex03,total,1.5,größer\n").encode("utf-8-sig"), id="byte-order-mark"),
        pytest.param((HEAD + "ada,ex03,total,1.5,größer\n").encode("utf-16"), id="utf-16"),
        pytest.param(
            (HEAD + "ada,ex03,total,1.5,größer").replace(",", ";").replace("1.5", "1,5").encode(), id="german"
        ),
        pytest.param((HEAD + "\n,,,,\nada,ex03,total,1.5,größer\n").replace("\n", "\r\n").encode(), id="empty-lines"),
        pytest.param("Reason,Points,check,Student ,EXERCISE\ngrößer,1.5,total,ada,ex03".encode(), id="other-order"),
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(known: Known, content: bytes) -> None:
    assert read_overrides(Table(content, "o.csv"), known) == {("ada", EX03): [Override("total", 1.5, "größer")]}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("adda,ex03,total,1,x", "line 2: there is no student `adda`. Did you mean `ada`?"),
        (",ex03,total,1,x", "line 2: it names no student."),
        ("ada,ex05,total,1,x", "line 2: there is no exercise `ex05`."),
        ("ada,,total,1,x", "line 2: it names no exercise, and there are 2."),
        ("ada,ex03,test_ad,1,x", "line 2: `ex03_calculator` has no check `test_ad`. Did you mean `test_add`?"),
        (
            "zed,ex03,test_add,1,x",
            "line 2: `zed` handed in nothing for `ex03_calculator`; only a `total` can be given.",
        ),
        ("zed,ex03,late,1,x", "line 2: `zed` handed in nothing for `ex03_calculator`; only a `total` can be given."),
        ("ada,ex03,test_add,5,x", "line 2: the points must be from 0 to 4, not `5`."),
        ("ada,ex03,total,-1,x", "line 2: the points must be from 0 to 20, not `-1`."),
        ("ada,ex03,total,nan,x", "line 2: the points must be from 0 to 20, not `nan`."),
        ("ada,ex03,total,1.234,x", "line 2: the points must have no more than two decimals, not `1.234`."),
        ("ada,ex03,total,,x", "line 2: it gives no points."),
        ("ada,ex03,total,many,x", "line 2: `many` is no number of points."),
        ("ada,ex03,total,1, ", "line 2: it gives no reason, which students are shown."),
        ("ada,ex03,total,1,x\nada,calculator,TOTAL,2,y", "line 3: line 2 has given the points of this check."),
        ('ada,ex03,total,1,"x\ny"\nada,ex03,late,x,y', "line 4: `x` is no number of points."),
        ("ada,ex03,total,1,x,y", "line 2: there are more cells than heads; quote a cell that holds a comma."),
        ('ada,ex03,total,1,"x', "line 2: unexpected end of data."),
    ],
)
def test_a_fault_is_told_with_its_line(known: Known, line: str, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        read_overrides(Table((HEAD + line).encode(), "o.csv"), known)

    assert fault in str(caught.value)
    assert "`o.csv`" in str(caught.value)
    assert "Nothing was written." in caught.value.hint


def test_all_faults_are_told_at_once(known: Known) -> None:
    lines = "".join(f"nobody{number},ex03,total,1,x\n" for number in range(8))

    with pytest.raises(InputError) as caught:
        read_overrides(Table((HEAD + lines).encode(), "o.csv"), known)

    assert str(caught.value).count("\n") == 6
    assert str(caught.value).endswith("and 3 more lines")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1: there is no column `student`"),
        (b"student,check,points\nada,total,1", "line 1: there is no column `reason`"),
        (b"student,check,points,reasn,reason\n", "there is no use for a column `reasn`. Did you mean `reason`?"),
        (b"student,check,points,reason,reason\n", "line 1: there are two columns `reason`"),
        (
            HEAD.encode() + b"ada,ex03,total,1,ok\nada,ex03,late,0,f\xfcr",
            "line 3: the file must be UTF-8, and byte 0xfc",
        ),
    ],
)
def test_a_table_that_is_none_is_told_as_such(known: Known, content: bytes, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        read_overrides(Table(content, "o.csv"), known)

    assert fault in str(caught.value)
